"""Tables from nothing, and from an installation that has rows already: no row is lost and none changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from tests.config.installations import Installation, on
from tests.postgres import Cluster

APPS = ("accounts", "catalog", "registry")


def first(app: str) -> tuple[str, str]:
    """The first migration of an app."""
    found = MigrationExecutor(connection).loader.graph.root_nodes(app)
    return min(found)


def fill(apps: StateApps) -> dict[str, object]:
    """A row of each of the tables on which all others stand, made with the models of then."""
    person = apps.get_model("accounts", "Person").objects.create(email="old@example.org", name="老用户")
    organisation = apps.get_model("accounts", "Organisation").objects.create(kind="manufacturer", name="旧企业")
    membership = apps.get_model("accounts", "Membership").objects.create(
        person=person, organisation=organisation, roles=["accountant"]
    )
    product = apps.get_model("catalog", "Product").objects.create(organisation=organisation, name="电池")
    draft = apps.get_model("catalog", "Draft").objects.create(
        organisation=organisation, product=product, name="研究", body={"activities": [{"id": "steel"}]}
    )
    document = apps.get_model("catalog", "StoredDocument").objects.create(
        organisation=organisation,
        digest="sha256:" + "0" * 64,
        schema="tanji/study/1",
        document_id="x",
        version="1",
        body=b"\x00\xff",
    )
    event = apps.get_model("registry", "EventRow").objects.create(organisation=organisation, kind="x", body={"a": 1})
    made = (person, organisation, membership, product, draft, document, event)
    return {f"{each._meta.app_label}.{each._meta.object_name}": each.pk for each in made}


@pytest.mark.django_db(transaction=True)
def test_rows_of_the_first_tables_are_there_in_the_newest() -> None:
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        executor = MigrationExecutor(connection)
        executor.migrate([first(app) for app in APPS])
        made = fill(MigrationExecutor(connection).loader.project_state([first(app) for app in APPS]).apps)
        MigrationExecutor(connection).migrate(everything)
        newest = MigrationExecutor(connection).loader.project_state(everything).apps
        found = {name: newest.get_model(name).objects.get(pk=key) for name, key in made.items()}
        assert found["accounts.Person"].email == "old@example.org"
        assert found["accounts.Membership"].roles == ["accountant"]
        assert found["catalog.Draft"].body == {"activities": [{"id": "steel"}]}
        assert bytes(found["catalog.StoredDocument"].body) == b"\x00\xff"
        assert found["registry.EventRow"].body == {"a": 1}
    finally:
        MigrationExecutor(connection).migrate(everything)


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", *APPS, check=True, dry_run=True, verbosity=0, skip_checks=True)


def test_tables_are_made_from_nothing_and_again_changes_nothing(filled: Installation) -> None:
    before = filled.rows()
    filled.run("prepare")
    assert filled.rows() == before


def test_on_postgresql_the_owner_makes_the_tables_and_another_role_uses_them(postgres: Cluster, tmp_path: Path) -> None:
    place = postgres.database()
    made = on(place, tmp_path / "data")
    made.run("demo")
    with place.connect("postgres") as found:
        owners = found.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owners == [("tanji_owner",)]
        assert found.execute("SELECT count(*) FROM accounts_person").fetchone() == (6,)
