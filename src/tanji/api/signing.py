"""Who comes: a machine by key, or a person in a session, whose requests carry the token against forgery."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from tanji.accounts.acting import Acting
from tanji.accounts.middleware import signed_in


class Key(HttpBearer):
    """`Authorization: Bearer tanji_…`; the key was looked up when the request arrived."""

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        """Who acts by the key."""
        del token
        found: Acting | None = getattr(request, "acting", None)
        return found if found is not None and found.key is not None else None


class Session(APIKeyCookie):
    """The cookie of the pages. Refuses SignInFirst without one, before the token is looked at."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Who acts in the session."""
        signed_in(request)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting:
        """Who acts in the session."""
        del key
        return signed_in(request)
