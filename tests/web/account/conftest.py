"""The browser, and clients of people."""

import pytest
from django.test import Client
from tests.web.browser import browsing, chromium

__all__ = ["browsing", "chromium"]

PASSWORD = "correct horse battery"  # noqa: S105  # of the people of these tests


@pytest.fixture
def signed_up(db):
    """Makes a client of somebody who has just signed up through the page."""

    def make(email, **more):
        client = Client(HTTP_ACCEPT_LANGUAGE="en", **more)
        answer = client.post("/account/signup/", {"email": email, "password1": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return make


@pytest.fixture
def founded(signed_up):
    """Makes a client of somebody who has founded an organisation through the page."""

    def make(email, name):
        client = signed_up(email)
        answer = client.post("/organisation/new/", {"kind": "manufacturer", "name": name})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return make
