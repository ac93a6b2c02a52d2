"""Installations of their own, embedded and on PostgreSQL."""

from __future__ import annotations

import pytest
from tests.config.installations import Installation
from tests.postgres import postgres

__all__ = ["filled", "postgres"]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An embedded installation with the demo in it and a file of evidence; to be read, not changed."""
    made = Installation(tmp_path_factory.mktemp("filled") / "data", {"TANJI_DEMO": "true"})
    made.run("prepare")
    evidence = made.data / "evidence" / "01"
    evidence.mkdir(parents=True)
    (evidence / "0123").write_bytes(bytes(range(256)) * 999)
    return made
