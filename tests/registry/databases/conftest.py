"""The publisher of the tests, with clean shelves afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from tests.catalog.people import member

from tanji.accounts.acting import Acting


@pytest.fixture
def who(db: None) -> Iterator[Acting]:
    yield member("p", "publisher")
    for folder in ("shelves", "scratch", "blobs"):
        for each in (Path(settings.TANJI.data) / folder).glob("*-*"):
            shutil.rmtree(each)
    for each in list((Path(settings.TANJI.data) / "shelves").rglob("steel-cn")):
        shutil.rmtree(each)
