"""Installations of their own, embedded and on PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.config.installations import Cluster, Installation, program, start_cluster
from tests.conftest import demanded


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An embedded installation with the demo in it and a file of evidence; to be read, not changed."""
    made = Installation(tmp_path_factory.mktemp("filled") / "data", {"TANJI_DEMO": "true"})
    made.run("prepare")
    evidence = made.data / "evidence" / "01"
    evidence.mkdir(parents=True)
    (evidence / "0123").write_bytes(bytes(range(256)) * 999)
    return made


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of these tests alone."""
    if program("initdb") is None:
        demanded("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tanji-pg-"))
    folder.chmod(0o755)
    server = start_cluster(folder / "server")
    try:
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)
