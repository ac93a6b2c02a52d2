"""Views that may be posted to only so often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from tanji.accounts.limits import address_of, take

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def limited(door: str) -> Callable[[V], V]:
    """Every POST takes a token of the caller's address (accounts/data/limits.csv). The view refuses TooMany."""

    def decorate(view: V) -> V:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                take(door, address_of(request))
            return view(request, *args, **kwargs)

        return cast("V", counted)

    return decorate
