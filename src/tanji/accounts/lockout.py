"""Who a failed sign-in counts for: the address that was typed, together with where it came from (settings AXES_…)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def name_of(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The e-mail address of an attempt, without regard to case."""
    given = (credentials or {}).get("email") or (request.POST.get("login") if request is not None else None)
    return str(given).strip().lower()[:255] if given else None
