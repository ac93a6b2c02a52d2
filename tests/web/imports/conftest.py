"""A maker with an empty study, at a client without scripts and at a real browser."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.registry.studies.conftest import accountant, firm, stranger
from tests.web.browser import browsing, chromium

from tanji.accounts.acting import Acting
from tanji.registry import studies

__all__ = ["accountant", "browsing", "chromium", "firm", "stranger"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(acting: Acting, language: str = "zh") -> Client:
    """A client that is signed in."""
    client = Client(headers={"accept-language": "zh-CN" if language == "zh" else "en-GB"})
    client.force_login(acting.person, backend=BACKEND)
    return client


@pytest.fixture
def draft(accountant: Acting) -> studies.Draft:
    """An empty study of a washing machine of 70 kg."""
    product = studies.create_product(accountant, name="洗衣机", name_en="Washing machine", model="WM-8", codes=[])
    return studies.create_draft(accountant, product, "洗衣机 2026", {"product": {"mass_kg": 70}, "location": "CN"})
