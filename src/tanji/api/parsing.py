"""JSON that can be kept: finite numbers, whole characters, not too deep. Everything else is a bad request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

DEPTH: Final = 60
LARGEST: Final = 2**53


class StrictParser(Parser):
    """Reads bodies and query strings; raises ValueError for what no database and no document can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON of a body."""
        try:
            found = json.loads(request.body, parse_constant=_no_number)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        return kept(found)

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """The fields of a query string or form. Raises HttpError, which ninja tells as a bad request."""
        try:
            return kept(super().parse_querydict(data, list_fields, request))
        except ValueError as wrong:
            raise HttpError(400, str(wrong)) from None


def kept(value: Any, depth: int = 0) -> Any:
    """The same JSON. ValueError for NUL, half characters, numbers that JSON readers disagree on, and depth.

    >>> kept({"a": [1, "铝"]})
    {'a': [1, '铝']}
    """
    if depth > DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL in a text")
        value.encode()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            kept(key, depth)
            kept(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            kept(inner, depth + 1)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        raise ValueError("a whole number beyond 2^53")
    elif isinstance(value, float) and value - value != 0:
        raise ValueError("not a finite number")
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number of JSON")
