"""A database that would lose acknowledged work is refused, each setting by its name; the safe ones are taken."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler
from tests.config.installations import Installation
from tests.postgres import Cluster

from tanji.config.databases import postgres as settings_of
from tanji.config.databases import refuse_unsafe, sqlite, unsafe

UNSAFE = """
from tanji.config.settings import *
DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=delete;PRAGMA synchronous=FULL;"
"""


@pytest.fixture(autouse=True)
def _connections(django_db_blocker: Any) -> Iterator[None]:
    """These tests open databases of their own, never the one of the other tests."""
    with django_db_blocker.unblock():
        yield


def opened(path: Path, **options: str) -> Any:
    settings = sqlite(path)
    settings["OPTIONS"] = {**settings["OPTIONS"], **options}
    return ConnectionHandler({"default": settings})["default"]


def test_the_embedded_database_as_tanji_opens_it_is_safe(tmp_path: Path) -> None:
    connection = opened(tmp_path / "safe.sqlite3")
    assert unsafe(connection) == []
    refuse_unsafe(connection)
    connection.close()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"init_command": "PRAGMA journal_mode=delete;PRAGMA synchronous=FULL;"}, "journal_mode = delete"),
        ({"init_command": "PRAGMA journal_mode=wal;PRAGMA synchronous=NORMAL;"}, "synchronous = 1"),
        ({"init_command": "PRAGMA journal_mode=wal;PRAGMA synchronous=OFF;"}, "synchronous = 0"),
        ({"init_command": "PRAGMA journal_mode=memory;PRAGMA synchronous=FULL;"}, "journal_mode = memory"),
        ({"init_command": "PRAGMA journal_mode=wal;PRAGMA foreign_keys=OFF;"}, "foreign_keys = 0"),
        ({"transaction_mode": "DEFERRED"}, "transaction_mode = DEFERRED"),
    ],
)
def test_an_embedded_database_opened_otherwise_is_refused(
    tmp_path: Path, options: Mapping[str, str], told: str
) -> None:
    connection = opened(tmp_path / "unsafe.sqlite3", **options)
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        refuse_unsafe(connection)
    assert "断电" in str(refused.value)
    connection.close()


@pytest.mark.parametrize(
    "what", [("-c", "import tanji.config.wsgi"), ("-m", "tanji.config.manage", "worker", "--once")]
)
def test_neither_pages_nor_worker_start_on_an_unsafe_database(tmp_path: Path, what: tuple[str, ...]) -> None:
    (tmp_path / "unsafe_settings.py").write_text(UNSAFE)
    made = Installation(tmp_path / "data", {"DJANGO_SETTINGS_MODULE": "unsafe_settings", "PYTHONPATH": str(tmp_path)})
    ended = subprocess.run([made.command()[0], *what], env=made.env, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "would lose acknowledged work" in ended.stderr


@pytest.mark.parametrize("url", ["mysql://root@localhost/tanji", "postgresql://localhost", "tanji", ""])
def test_any_other_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        settings_of(url)


def test_a_url_is_read_with_its_escapes() -> None:
    found = settings_of("postgresql://tan%40ji:p%2Fw@db.example:5433/ta%20nji", statement_seconds=30)
    wanted = {"NAME": "ta nji", "USER": "tan@ji", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "5433"}
    assert {name: found[name] for name in wanted} == wanted
    assert "statement_timeout=30s" in found["OPTIONS"]["options"]


@pytest.mark.parametrize("value", ["off", "local", "on"])
def test_postgresql_that_acknowledges_too_early_is_refused(postgres: Cluster, value: str) -> None:
    place = postgres.database()
    with place.connect("postgres") as found:
        found.execute(f"ALTER DATABASE {place.name} SET synchronous_commit = {value}")
    connection = ConnectionHandler({"default": settings_of(place.app)})["default"]
    try:
        assert unsafe(connection) == ([] if value == "on" else [f"synchronous_commit = {value}"])
    finally:
        connection.close()


def test_on_postgresql_nobody_waits_for_ever(postgres: Cluster) -> None:
    url = postgres.database().app
    connection = ConnectionHandler({"default": settings_of(url, statement_seconds=7)})["default"]
    found = {}
    try:
        with connection.cursor() as cursor:
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SHOW {name}")
                found[name] = cursor.fetchone()[0]
    finally:
        connection.close()
    assert found == {
        "statement_timeout": "7s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "2min",
    }
