"""The table of factors as data: its columns, the lists of its drop-downs, the gases with their potentials."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.study.columns import gas_key, plain
from tanji.formats.study.columns import gases as spelled_gases
from tanji.formats.study.columns import rows as study_rows

UNSPLIT = "co2e-unsplit"
"""The gas of a figure that is published as CO2e alone."""
CO2 = "carbon-dioxide-fossil"
GAS_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "co2_fossil": CO2,
        "co2_biogenic": "carbon-dioxide-biogenic",
        "co2_uptake": "carbon-dioxide-uptake",
        "co2_land_use": "carbon-dioxide-land-use",
        "ch4_fossil": "methane-fossil",
        "ch4_biogenic": "methane-biogenic",
        "n2o": "nitrous-oxide",
    }
)
"""The columns of single gases, and the gas of each."""
OUTSIDE = frozenset({"carbon-dioxide-biogenic", "carbon-dioxide-uptake"})
"""Gases that a published total leaves out: biogenic CO2 in and out stands on its own line."""


class Column(NamedTuple):
    """A column of the table."""

    key: str
    kind: str
    header: Text
    required: bool
    list: str
    width: int
    synonyms: tuple[str, ...]
    help: tuple[str, str]
    example: str


class Gas(NamedTuple):
    """A gas with its potentials over 100 years by report (see the table of the starter database for their sources)."""

    id: str
    zh: str
    en: str
    cas: str
    formula: str
    gwp: Mapping[str, float]


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order."""
    return tuple(
        Column(
            row["key"],
            row["type"],
            Text(zh=row["zh"], en=row["en"]),
            row["required"] == "yes",
            row["list"],
            int(row["width"]),
            tuple(part for part in row["synonyms"].split("|") if part),
            (row["help_zh"], row["help_en"]),
            row["example"],
        )
        for row in table("columns.csv")
    )


@cache
def column(key: str) -> Column:
    """One column."""
    return next(column for column in columns() if column.key == key)


@cache
def headers() -> Mapping[str, Column]:
    """Every spelling of every header; names before keys and synonyms."""
    found: dict[str, Column] = {}
    for made in columns():
        for spelling in (made.header.zh, made.header.en):
            found.setdefault(plain(spelling), made)
    for made in columns():
        for spelling in (made.key, made.key.replace("_", " "), *made.synonyms):
            found.setdefault(plain(spelling), made)
    return MappingProxyType(found)


def named(text: str) -> Column | None:
    """The column that a header names: as a whole, or by one of its lines or parts."""
    for part in (text, *text.splitlines(), *text.split("/"), *text.split("|")):
        found = headers().get(plain(part))
        if found is not None:
            return found
    return None


@cache
def choices(name: str) -> Mapping[str, Text]:
    """The entries of a list by id."""
    rows = [row for row in (*table("lists.csv"), *study_rows("lists.csv")) if row["list"] == name]
    return MappingProxyType({row["id"]: Text(zh=row["zh"], en=row["en"]) for row in rows})


@cache
def spellings(name: str) -> Mapping[str, str]:
    """Every spelling of the entries of a list, to the id."""
    found: dict[str, str] = {}
    for row in (*table("lists.csv"), *study_rows("lists.csv")):
        if row["list"] == name:
            words = (row["id"], row["zh"], row["en"], f"{row['zh']} {row['en']}", *row["synonyms"].split("|"))
            for word in filter(None, words):
                found.setdefault(plain(word), row["id"])
    return MappingProxyType(found)


@cache
def gases() -> Mapping[str, Gas]:
    """Every gas by its id."""
    return MappingProxyType(
        {
            row["gas"]: Gas(
                row["gas"],
                row["zh"],
                row["en"],
                row["cas"],
                row["formula"],
                MappingProxyType({name: float(row[name]) for name in ("AR4", "AR5", "AR6") if row[name]}),
            )
            for row in table("gases.csv")
        }
    )


def find_gas(text: str) -> Gas | None:
    """The gas that a text names: by id, or as people write it."""
    bare = text.strip()
    return gases().get(bare.lower()) or gases().get(spelled_gases().get(gas_key(bare), ""))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the tables beside this module."""
    text = (files("tanji.formats.factors") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
