"""Fixtures for all tests: where third-party data are, and a home of its own for each test."""

from __future__ import annotations

import os
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


@pytest.fixture
def tanji_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty TANJI_HOME of this test alone."""
    monkeypatch.setenv("TANJI_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
