"""Places of processes: which lies in which, and how near a process is to where it is wanted.

Codes are those of ISO 3166, GB/T 2260, UN M49 and ecoinvent (`data/places.csv`, each with its source); a code of a
country with more behind it (`US-CA`) is a part of that country, whether it is listed or not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from tanji.background.names import folded

_GB2260: Final = re.compile(r"\d{6}")


class Grade(IntEnum):
    """How near a place is to the one that is wanted, the nearest first."""

    same = 0
    country = 1
    """The country in which the wanted province lies."""
    region = 2
    """A region in which it lies: Eastern Asia, Asia, the European Union."""
    world = 3
    """Worldwide, rest of the world, or a place that is not stated."""
    part = 4
    """A part of the wanted place: a province where the country is wanted."""
    sibling = 5
    """Another province of the same country."""
    elsewhere = 6


class Nearness(NamedTuple):
    """A grade, and within it how many steps away: Eastern Asia is nearer to China than Asia."""

    grade: Grade
    steps: int = 0


def known_place(text: str) -> str | None:
    """The code of a place from its code, name or alias; None where nothing is known of it.

    >>> known_place("浙江"), known_place("330100"), known_place("hun-cn"), known_place("US-CA"), known_place("Utopia")
    ('CN-ZJ', 'CN-ZJ', 'CN-HN', 'US-CA', None)
    """
    name = folded(text)
    if _GB2260.fullmatch(name):
        name = f"{name[:2]}0000"
    found = _names().get(name)
    if found is not None:
        return found
    country = _names().get(name.split("-", 1)[0])
    return text.strip().upper() if country is not None and "-" in name and _kind(country) == "country" else None


def within(code: str) -> tuple[str, ...]:
    """All places that hold a place, the nearest first.

    >>> within("CN-ZJ")
    ('CN', 'M49-030', 'RAS', 'GLO')
    """
    row = _places().get(code)
    if row is not None:
        return tuple(row["within"].split())
    country = _names().get(folded(code).split("-", 1)[0])
    return () if country is None else (country, *within(country))


def nearness(there: str | None, wanted: str | None) -> Nearness:
    """How near a place is to the wanted one; a place that is not stated counts as worldwide, as EcoSpold 2 says.

    Where no place is wanted all are the same. Places that nobody knows are compared by their text.

    >>> [nearness(there, "CN-ZJ").grade.name for there in ("CN-33", "CN", "RAS", "RoW", "CN-GD", "US")]
    ['same', 'country', 'region', 'world', 'sibling', 'elsewhere']
    """
    if not wanted or not wanted.strip():
        return Nearness(Grade.same)
    if not there or not there.strip():
        return Nearness(Grade.world)
    return _nearness(there, wanted)


@cache
def _nearness(there: str, wanted: str) -> Nearness:
    here, other = known_place(wanted), known_place(there)
    if folded(there) == folded(wanted) or (here is not None and here == other):
        return Nearness(Grade.same)
    if other is not None and _kind(other) == "world":
        return Nearness(Grade.world)
    if here is None or other is None:
        return Nearness(Grade.elsewhere)
    around = within(here)
    if other in around:
        grade = Grade.country if _kind(other) == "country" else Grade.region
        return Nearness(grade, around.index(other))
    if here in within(other):
        return Nearness(Grade.part, within(other).index(here))
    shared = next((place for place in around if place in within(other) and _kind(place) == "country"), None)
    return Nearness(Grade.sibling if shared else Grade.elsewhere)


def _kind(code: str) -> str:
    row = _places().get(code)
    return row["kind"] if row is not None else "province"


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    text = (files("tanji.background") / "data" / "places.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _names() -> Mapping[str, str]:
    """Codes by folded code, name and alias; a code goes before the name of another place."""
    found: dict[str, str] = {}
    for code, row in _places().items():
        for name in (row["zh"], row["en"], *row["aliases"].split("|")):
            if name:
                found.setdefault(folded(name), code)
    return found | {folded(code): code for code in _places()}
