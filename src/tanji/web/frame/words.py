"""Sentences in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import get_language

from tanji.errors import Language, Text


def language() -> Language:
    """The language in which this request is answered: Chinese where none is set."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def said(value: object) -> str:
    """A Text, the names of a document, or anything else, in the language of the request.

    Names that lack the language are given in the one there is.
    """
    if isinstance(value, Text):
        return value.of(language())
    if isinstance(value, Mapping):
        return str(value.get(language()) or next(iter(value.values()), ""))
    return "" if value is None else str(value)


def later(text: Text) -> str:
    """A label for a form field: said anew in the language of each request."""
    return cast("str", lazystr(_Spoken(text)))


def day(value: date | datetime, tongue: Language | None = None) -> str:
    """A date as people write it.

    >>> day(date(2026, 11, 23), "zh"), day(date(2026, 11, 23), "en")
    ('2026年11月23日', '23 November 2026')
    """
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if (tongue or language()) == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A date with hour and minute where the server stands."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


class _Spoken:
    """Becomes its sentence in the language of the moment."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text.of(language())


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
