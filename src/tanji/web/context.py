"""What every page knows: language, who acts, menu, counts, version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tanji import __version__
from tanji.web.frame import menu, words


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """The context of the frame; what costs a query is asked for only where a template shows it."""
    acting = getattr(request, "acting", None)
    return {
        "acting": acting,
        "language": words.language(),
        "version": __version__,
        "request_id": getattr(request, "request_id", ""),
        "menu": SimpleLazyObject(lambda: menu.menu(acting, request.path)),
        "account_links": SimpleLazyObject(lambda: menu.account(acting)),
    }
