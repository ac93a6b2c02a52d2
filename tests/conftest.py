"""Fixtures for all tests: where third-party data are, and a home of its own for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def demanded(reason: str) -> None:
    """Skip with a reason, except in CI, where what is needed must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"needed in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party test data beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not (folder / "MANIFEST.md").exists():
        demanded(f"third-party data are not at {folder}")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _events_go_with_their_database() -> Iterator[None]:
    """Tests that commit empty the tables of SQLite afterwards, which its triggers on events would refuse."""
    from django.db.backends.sqlite3.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def without_triggers(self, style, tables, **more):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = cursor.fetchall()
        flush = plain(self, style, tables, **more)
        return [*(f'DROP TRIGGER "{name}"' for name, _ in found), *flush, *(sql for _, sql in found)] if flush else []

    DatabaseOperations.sql_flush = without_triggers
    yield
    DatabaseOperations.sql_flush = plain


@pytest.fixture
def tanji_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty TANJI_HOME of this test alone."""
    monkeypatch.setenv("TANJI_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
