# ruff: noqa: S608  # names of our own tables
"""In PostgreSQL, one organisation neither sees, guesses nor infers the rows of another, even by raw SQL."""

import json
from dataclasses import replace

import psycopg
import pytest

from tanji.accounts.policies import rule_of, undecided

TABLES = sorted(table for table, rule in rule_of().items() if rule != "none")


@pytest.fixture(scope="module")
def place(postgres, tmp_path_factory):
    """A database that was migrated by its owner and filled by the role that serves."""
    data = tmp_path_factory.mktemp("data")
    found = postgres.database()
    found.manage("migrate", "--skip-checks", data=data)
    found.manage("grant_app_role", "tanji_app", data=data)
    return found, json.loads(found.run("tests.accounts.two_tenants", data=data))


@pytest.fixture
def as_tenant(place):
    """Opens a connection of the role that serves, as one of the two organisations; as nobody without a name."""
    found, made = place
    opened = []

    def connect(name=None, *, role="app"):
        connection = found.connect(role)
        opened.append(connection)
        if name:
            for key in ("organisation", "person"):
                connection.execute("SELECT set_config(%s, %s, false)", [f"tanji.{key}", made[name][key]])
        return connection

    yield connect
    for each in opened:
        each.close()


def _count(connection, table):
    return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


def test_every_table_of_tanji_has_a_rule():
    assert undecided() == []


@pytest.mark.parametrize("table", TABLES)
def test_without_an_organisation_a_table_is_empty(as_tenant, table):
    assert _count(as_tenant(), table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_of_the_tables_is_held_too(as_tenant, table):
    assert _count(as_tenant(role="owner"), table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_each_sees_its_own_rows_and_none_of_the_other(as_tenant, place, table):
    _, made = place
    seen = {name: as_tenant(name).execute(f'SELECT * FROM "{table}"').fetchall() for name in made}
    everything = as_tenant()
    everything.execute("SELECT set_config('tanji.all', '*', false)")
    assert seen["one"]
    assert seen["two"]
    assert not {row[0] for row in seen["one"]} & {row[0] for row in seen["two"]}
    assert len(seen["one"]) + len(seen["two"]) == _count(everything, table)


def test_a_row_of_another_is_not_found_by_its_id_nor_changed_nor_removed(as_tenant, place):
    _, made = place
    one, theirs = as_tenant("one"), made["two"]["product"]
    assert one.execute("SELECT * FROM catalog_product WHERE id = %s", [theirs]).fetchone() is None
    assert one.execute("UPDATE catalog_product SET name = 'mine' WHERE id = %s", [theirs]).rowcount == 0
    assert one.execute("DELETE FROM catalog_product WHERE id = %s", [theirs]).rowcount == 0


def test_a_row_cannot_be_put_into_or_moved_to_another_organisation(as_tenant, place):
    _, made = place
    one = as_tenant("one")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        one.execute(
            "INSERT INTO registry_task (id, organisation_id, role, action, title, address, created)"
            " VALUES (gen_random_uuid(), %s, '', '', '{}', '/', now())",
            [made["two"]["organisation"]],
        )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        one.execute("UPDATE catalog_product SET organisation_id = %s", [made["two"]["organisation"]])


def test_the_same_digest_or_identifier_in_two_organisations_tells_neither_of_the_other(as_tenant, place):
    _, made = place
    one = as_tenant("one")
    one.execute(
        "INSERT INTO catalog_storeddocument (id, organisation_id, digest, schema, document_id, version, body, public,"
        " created) VALUES (gen_random_uuid(), %s, 'sha256:two', 'x', 'x', '1', '', false, now())",
        [made["one"]["organisation"]],
    )


def test_public_rows_are_read_by_all_and_written_by_their_owner_alone(as_tenant, place):
    _, made = place
    one, two, nobody = as_tenant("one"), as_tenant("two"), as_tenant()
    two.execute("UPDATE catalog_releaserow SET public = true")
    try:
        for other in (one, nobody):
            public = other.execute("SELECT count(*) FROM catalog_releaserow WHERE public").fetchone()[0]
            assert public == 1
        assert _count(nobody, "catalog_database") == 1
        names = one.execute("SELECT id::text FROM accounts_organisation").fetchall()
        assert {name for (name,) in names} == {made["one"]["organisation"], made["two"]["organisation"]}
        assert one.execute("UPDATE catalog_releaserow SET note = 'x' WHERE public").rowcount == 0
    finally:
        two.execute("UPDATE catalog_releaserow SET public = false")


def test_who_takes_part_in_a_case_sees_it_and_its_events_and_nothing_else(as_tenant, place):
    _, made = place
    one, two = as_tenant("one"), as_tenant("two")
    two.execute(
        "INSERT INTO registry_party (id, case_id, owner_id, organisation_id, role, since)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'reviewer', now())",
        [made["two"]["case"], made["two"]["organisation"], made["one"]["organisation"]],
    )
    try:
        for table in ("registry_caserow", "registry_eventrow", "registry_comment"):
            assert _count(one, table) == 2, table
        for table in ("catalog_draft", "catalog_product", "registry_task", "accounts_membership"):
            assert _count(one, table) == 1, table
    finally:
        two.execute("DELETE FROM registry_party WHERE role = 'reviewer'")
    assert _count(one, "registry_caserow") == 1


def test_the_role_that_serves_owns_nothing_and_cannot_lift_the_rules(as_tenant):
    app = as_tenant()
    owned = app.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE rolname = 'tanji_app'"
    )
    assert owned.fetchone()[0] == 0
    for statement in (
        "ALTER TABLE catalog_product DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tanji_read ON catalog_product",
        "TRUNCATE catalog_product",
        "SET ROLE tanji_owner",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)


@pytest.mark.parametrize("table", ["accounts_accountevent", "registry_eventrow"])
def test_events_are_neither_changed_nor_removed(as_tenant, table):
    one = as_tenant("one")
    for statement in (f"UPDATE {table} SET kind = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            one.execute(statement)
    owner = as_tenant("one", role="owner")
    for statement in (f"UPDATE {table} SET kind = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(psycopg.errors.IntegrityError, match="only added"):
            owner.execute(statement)


def test_an_organisation_that_one_belongs_to_is_seen_before_one_acts_for_it(as_tenant, place):
    _, made = place
    nobody = as_tenant()
    nobody.execute("SELECT set_config('tanji.person', %s, false)", [made["one"]["person"]])
    assert _count(nobody, "accounts_membership") == 1
    assert _count(nobody, "accounts_organisation") == 1
    assert _count(nobody, "catalog_product") == 0


def test_the_owner_or_a_role_that_is_not_held_cannot_serve(place, tmp_path):
    found, _ = place
    for role in ("tanji_owner", "postgres", "nobody_of_this_name"):
        with pytest.raises(AssertionError, match="ACC-002"):
            found.manage("grant_app_role", role, data=tmp_path)


def test_the_server_does_not_start_as_a_role_that_is_not_held(place, tmp_path):
    found, _ = place
    with pytest.raises(AssertionError, match="bypasses row-level security"):
        replace(found, served_by="postgres").run("tanji.config.wsgi", data=tmp_path)
