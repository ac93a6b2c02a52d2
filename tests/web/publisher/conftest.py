"""A publisher with a database of two releases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.catalog.people import member
from tests.registry.databases.test_importing import FACTORS, published

from tanji.accounts.acting import Acting
from tanji.catalog.jobs import run_waiting
from tanji.catalog.models import ReleaseRow
from tanji.registry.databases import checking


@dataclass
class Kept:
    """Who publishes, and what."""

    who: Acting
    first: ReleaseRow
    second: ReleaseRow

    @property
    def address(self) -> str:
        """Of the second release."""
        return f"/databases/{self.second.database_id}/{self.second.id}/"


@pytest.fixture
def clean(db: None) -> Iterator[None]:
    yield
    for folder in ("shelves", "scratch", "blobs"):
        for each in (Path(settings.TANJI.data) / folder).glob("*-*"):
            shutil.rmtree(each)


@pytest.fixture
def kept(clean: None) -> Kept:
    who = member("p", "publisher")
    first = published(who)
    second = published(who, "2", FACTORS.replace(",2.1,", ",4.2,").replace("steel-bar", "steel-rod"))
    checking.ask_comparison(who, second.id, first.id)
    run_waiting()
    return Kept(who, first, second)


@pytest.fixture
def signed(kept: Kept, client: Any) -> Any:
    client.force_login(kept.who.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
