"""Somebody who computes and somebody who declares, each at a browser without scripts."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.registry.studies.conftest import accountant, approver, firm, stranger

from tanji.accounts.acting import Acting
from tanji.registry import studies

__all__ = ["accountant", "approver", "firm", "stranger"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(acting: Acting, language: str = "zh") -> Client:
    """A client that is signed in."""
    client = Client(headers={"accept-language": "zh-CN" if language == "zh" else "en-GB"})
    client.force_login(acting.person, backend=BACKEND)
    return client


@pytest.fixture
def visitor(accountant: Acting) -> Client:
    """The accountant's browser."""
    return browser(accountant)


@pytest.fixture
def draft(accountant: Acting) -> studies.Draft:
    """The sample, with its uncertainty drawn."""
    from tanji.catalog.jobs import run_waiting

    made = studies.sample(accountant)
    run_waiting()
    made.refresh_from_db()
    return made
