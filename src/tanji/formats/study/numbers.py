"""Numbers and periods as people write them in cells: read when they can mean one thing, else a reason why not."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple

from tanji.formats.study.columns import plain, words
from tanji.model.quantity import find_unit

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}( \d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d[\d .,']*,[\d .,]*\d|[+-]?\d+(\.\d{3}){2,}")
_WITH_UNIT = re.compile(r"([+-]?\d[\d,]*\.?\d*)\s*([^\d\s.,+-].*)")
_LETTERS = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "S": "5", "s": "5", "Z": "2"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(\d{2})")
_YEAR = re.compile(r"(\d{4})年?度?")
_QUARTER = re.compile(r"(\d{4})[-/.年 ]*(?:[qQ]|第)([1-4一二三四])(?:季度?)?")
_BETWEEN = re.compile(r"\s*(?:~|至|到|—|–|--|\.\.)\s*|\s+(?:to|-)\s+")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


class Fault(NamedTuple):
    """Why a cell can not be read: the code of the message, and what it tells."""

    code: str
    suggestion: str = ""


class Number(NamedTuple):
    """A number with the code of a note that goes with it, if there is one; None where it is said to be unknown."""

    value: float | None
    note: str = ""


def fold(text: str) -> str:
    """A text with full-width characters, odd spaces and odd minus signs made plain.

    >>> fold("１２．５\u3000−")
    '12.5 -'
    """
    folded = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u2212", "-").replace("\u200b", "")
    return " ".join(folded.split())


def is_missing(text: str) -> bool:
    """Whether a text says that a value is not known.

    >>> is_missing("不可得"), is_missing("0")
    (True, False)
    """
    return plain(text) in words("missing")


def number(value: object, *, percent_column: bool = False, percent_shown: bool = False) -> Number | Fault:
    """The number in a cell.

    percent_column: the column holds percentages, so "5 %" is 5. percent_shown: the cell is shown as a percentage, so
    that 0.05 is 5 %. What can mean two numbers, or has a letter or unit in it, is a Fault, never a guess.

    >>> number("1,234.5"), number("1O.5"), number("12,5").code, number("不可得")
    (Number(value=1234.5, note=''), Fault(code='IMP-012', suggestion='10.5'), 'IMP-013', Number(value=None, note=''))
    """
    if isinstance(value, bool):
        return Fault("IMP-017")
    if isinstance(value, date):
        return Fault("IMP-016")
    if isinstance(value, int | float):
        return _of_float(float(value), percent_column, percent_shown)
    return _of_text(fold(str(value)), percent_column)


def _of_float(value: float, percent_column: bool, percent_shown: bool) -> Number | Fault:
    if not math.isfinite(value):
        return Fault("IMP-011")
    if percent_shown:
        return Number(float(f"{value * 100:.15g}")) if percent_column else Fault("IMP-027")
    return Number(value, "IMP-026" if percent_column and 0 < value < 1 else "")


def _of_text(text: str, percent_column: bool) -> Number | Fault:
    if is_missing(text):
        return Number(None)
    if text.endswith("%"):
        if not percent_column:
            return Fault("IMP-027")
        return _of_text(text[:-1].strip(), percent_column=False)
    return _plain_number(text, percent_column) or _fault(text)


def _plain_number(text: str, percent_column: bool) -> Number | Fault | None:
    """A number without doubt, with or without separators for thousands."""
    if _NUMBER.fullmatch(text):
        value = float(text)
        if not math.isfinite(value):
            return Fault("IMP-011")
        return Number(value, "IMP-026" if percent_column and 0 < value < 1 else "")
    if _GROUPED.fullmatch(text):
        once = text.count(",") == 1 and "." not in text
        return Number(float(text.replace(",", "")), "IMP-014" if once else "")
    return Number(float(text.replace(" ", ""))) if _SPACED.fullmatch(text) else None


def _fault(text: str) -> Fault:
    if _COMMA.fullmatch(text):
        return Fault("IMP-013", _readings(text))
    mended = text.translate(_LETTERS)
    if mended != text and (_NUMBER.fullmatch(mended) or _GROUPED.fullmatch(mended)):
        return Fault("IMP-012", mended.replace(",", ""))
    match = _WITH_UNIT.fullmatch(text)
    if match and find_unit(match[2]):
        return Fault("IMP-015", match[1])
    return Fault("IMP-011")


def _readings(text: str) -> str:
    """Both numbers that a text with commas may mean."""
    bare = text.replace(" ", "").replace("'", "")
    last = max(bare.rfind(","), bare.rfind("."))
    digits = re.sub(r"[^\d]", "", bare[:last])
    european = f"{digits}.{bare[last + 1 :]}"
    return f"{european} / {digits}{bare[last + 1 :]}"


class Span(NamedTuple):
    """The first and the last day of a period."""

    start: date
    end: date


def period(value: object) -> Span | Fault:
    """The period in a cell: a year, quarter, month or day, or two of these.

    Refuses nothing; a text that is no period is IMP-029, one that ends before it starts IMP-030.

    >>> period("2024年3月")
    Span(start=datetime.date(2024, 3, 1), end=datetime.date(2024, 3, 31))
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _month_of(value)
    if isinstance(value, float) and not value.is_integer():
        return Fault("IMP-029")  # 2024.1 may have been 2024.10
    text = str(int(value)) if isinstance(value, float) else fold(str(value))
    whole = _one(text)
    if whole:
        return whole
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) == 2:
        first, last = _one(parts[0]), _one(parts[1])
        if first and last:
            span = Span(first.start, last.end)
            return span if span.start <= span.end else Fault("IMP-030")
    return Fault("IMP-029")


def spelled(span: tuple[date, date]) -> str:
    """A period as `period` reads it.

    >>> spelled((date(2024, 1, 1), date(2024, 12, 31)))
    '2024-01-01~2024-12-31'
    """
    return f"{span[0].isoformat()}~{span[1].isoformat()}"


def _month_of(day: date) -> Span:
    """A date that stands alone: Excel makes the first of a month out of "2024-03"; any other day is that day."""
    return _of_month(day.year, day.month) if day.day == 1 else Span(day, day)


def _of_month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _one(text: str) -> Span | None:
    try:
        if match := _DAY.fullmatch(text):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return Span(day, day)
        if match := _QUARTER.fullmatch(text):
            quarter = _CHINESE.get(match[2]) or int(match[2])
            year = int(match[1])
            return Span(date(year, quarter * 3 - 2, 1), _of_month(year, quarter * 3).end)
        if match := _MONTH.fullmatch(text):
            return _of_month(int(match[1] or match[3]), int(match[2] or match[4]))
        if match := _YEAR.fullmatch(text):
            return Span(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))
    except ValueError:
        return None
    return None
