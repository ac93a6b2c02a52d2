"""Numbers, dates, CAS numbers and pedigrees as EcoSpold writes them."""

from __future__ import annotations

import re
import uuid
from calendar import monthrange
from datetime import date
from math import isfinite

from tanji.model.quantity import ENERGY, QuantityKind, UnitMismatch, factor, find_unit

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_CAS = re.compile(r"0*([1-9][0-9]{1,6})-([0-9]{2})-([0-9])")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[TZ+].*)?")
_SCORE = r"\s*([1-5]|[Nn][._ ]?[Aa]\.?)\s*"
_PEDIGREE = re.compile(
    rf"\s*\({_SCORE}(?:[,;]{_SCORE})(?:[,;]{_SCORE})(?:[,;]{_SCORE})(?:[,;]{_SCORE})(?:[,;]{_SCORE})?"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NAMESPACE = uuid.UUID("8f0f1f8e-3b0e-5d0c-9c55-7a2b0d5f6c11")


def number(text: str | None) -> float | None:
    """A finite number in the notation of XML Schema, or None.

    >>> number(" 4E-10 "), number("0,5"), number("NaN"), number("1e999")
    (4e-10, None, None, None)
    """
    if text is None or len(text) > 400 or not _NUMBER.fullmatch(text.strip()):
        return None
    value = float(text)
    return value if isfinite(value) else None


def cas(text: str | None) -> str | None:
    """A CAS number without leading zeros, or None where its form or its check digit is wrong.

    >>> cas("000124-38-9"), cas("000124-38-8"), cas("")
    ('124-38-9', None, None)
    """
    found = _CAS.fullmatch((text or "").strip())
    if found is None:
        return None
    digits = (found[1] + found[2])[::-1]
    if sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 != int(found[3]):
        return None
    return f"{found[1]}-{found[2]}-{found[3]}"


def day(text: str | None, *, end: bool) -> str | None:
    """The first (or last) day of a year, a month or a day, or None where it is none.

    >>> day("1999", end=True), day("2003-02", end=True), day("2003-02-30", end=False)
    ('1999-12-31', '2003-02-28', None)
    """
    found = _DATE.fullmatch((text or "").strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or (12 if end else 1))
    try:
        last = monthrange(year, month)[1] if end else 1
        return date(year, month, int(found[3] or last)).isoformat()
    except ValueError:
        return None


def pedigree(text: str | None) -> str | None:
    """The scores of a pedigree matrix at the beginning of a comment.

    >>> pedigree("(2,3,1,1,1,na); estimated"), pedigree("see (2,3)")
    ('(2;3;1;1;1;na)', None)
    """
    found = _PEDIGREE.match(text or "")
    if found is None:
        return None
    return "(" + ";".join("na" if score[0] in "nN" else score for score in found.groups() if score) + ")"


def made_id(*parts: str) -> str:
    """The same id for the same parts, always."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


def is_uuid(text: str) -> bool:
    """Whether a text is written as a UUID."""
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text))


def as_uuid(text: str) -> str:
    """The text where it is a UUID, else a UUID made of it."""
    return text if is_uuid(text) else made_id(text)


def language(name: str, stated: str | None) -> str:
    """The language of a name: as stated, else Chinese if it has Chinese characters, else English."""
    return (stated or "").strip() or ("zh" if _CHINESE.search(name) else "en")


def symbol(unit: str) -> str:
    """The unit of the registry that a text names, else the text."""
    found = find_unit(unit)
    return found.symbol if found else unit


def dimension(unit: str) -> str:
    """What a unit can be converted to: the same text for units of one dimension."""
    found = find_unit(unit)
    return "/".join(sorted(found.kinds)) if found else unit.strip()


def converted(amount: float, unit: str, to: str) -> float | None:
    """An amount in another unit; None where the conversion is not known."""
    if unit == to:
        return amount
    ours, other = find_unit(unit), find_unit(to)
    if ours is None or other is None:
        return None
    try:
        value = amount * factor(ours.symbol, other.symbol)
    except UnitMismatch:
        return None
    return value if isfinite(value) else None


def quantity_kind(name: str, unit: str, *, elementary: bool) -> QuantityKind | None:
    """What a flow's unit measures, where that is certain: a unit of one kind, or energy named electricity."""
    found = find_unit(unit)
    if found is None:
        return None
    if len(found.kinds) == 1:
        return found.kinds[0]
    electricity = name.strip().lower().startswith(("electricity", "电力"))
    return QuantityKind.energy_electricity if electricity and not elementary and ENERGY & set(found.kinds) else None


def written(value: float) -> str:
    """A number that reads back as the same float."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
