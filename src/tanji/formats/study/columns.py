"""The form of the workbook as data: its sheets, the columns of each, the lists of its drop-downs, its words."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from tanji.errors import Text


class Sheet(NamedTuple):
    """A sheet of the workbook, with the stage of its lines where they name none."""

    key: str
    title: Text
    synonyms: tuple[str, ...]
    stage: str | None
    colour: str
    help: Text


class Column(NamedTuple):
    """A column of a sheet (on the sheet of the product: a row), with all spellings of its header."""

    sheet: str
    key: str
    kind: str
    header: Text
    required: bool
    list: str
    unit: str
    width: int
    group: str
    synonyms: tuple[str, ...]
    help: Text
    example: str


class Choice(NamedTuple):
    """One entry of a list."""

    id: str
    text: Text


LINES = ("bom", "energy", "transport", "use")
"""The sheets whose rows become activities."""
TABLES = (*LINES, "steps", "parameters", "scope")
"""The sheets with one thing a row."""


def plain(text: str) -> str:
    """A text for comparison: full-width folded, lower case, single spaces, without a required mark.

    >>> plain(" ＱＴＹ *")
    'qty'
    """
    folded = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
    return " ".join(folded.replace("*", " ").lower().split())


@cache
def sheets() -> Mapping[str, Sheet]:
    """Every sheet by its key, in the order of the workbook."""
    return MappingProxyType(
        {
            row["sheet"]: Sheet(
                row["sheet"],
                Text(zh=row["zh"], en=row["en"]),
                _split(row["synonyms"]),
                row["stage"] or None,
                row["colour"],
                Text(zh=row["help_zh"], en=row["help_en"]),
            )
            for row in rows("sheets.csv")
        }
    )


@cache
def columns(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet in their order."""
    return tuple(
        Column(
            sheet,
            row["key"],
            row["type"],
            Text(zh=row["zh"], en=row["en"]),
            row["required"] == "yes",
            row["list"].replace("kind_*", f"kind_{sheet}"),
            row["unit"],
            int(row["width"]),
            row["group"],
            _split(row["synonyms"]),
            Text(zh=row["help_zh"], en=row["help_en"]),
            row["example"],
        )
        for row in rows("columns.csv")
        if sheet in row["sheets"].split("|")
    )


@cache
def column(sheet: str, key: str) -> Column:
    """One column of a sheet."""
    return next(column for column in columns(sheet) if column.key == key)


@cache
def headers(sheet: str) -> Mapping[str, Column]:
    """Every spelling of every header of a sheet; names before synonyms, earlier columns before later ones."""
    found: dict[str, Column] = {}
    for column_ in columns(sheet):
        for spelling in (column_.header.zh, column_.header.en):
            found.setdefault(plain(spelling), column_)
    for column_ in columns(sheet):
        for spelling in column_.synonyms:
            found.setdefault(plain(spelling), column_)
    return MappingProxyType(found)


@cache
def sheet_titles() -> Mapping[str, str]:
    """Every spelling of the title of a sheet, to its key."""
    found = {}
    for sheet in sheets().values():
        for spelling in (sheet.title.zh, sheet.title.en, *sheet.synonyms):
            found[plain(spelling)] = sheet.key
    return MappingProxyType(found)


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """The entries of a list in their order; one id may have several names."""
    return tuple(
        Choice(row["id"], Text(zh=row["zh"], en=row["en"])) for row in rows("lists.csv") if row["list"] == name
    )


@cache
def spellings(name: str) -> Mapping[str, str]:
    """Every spelling of the entries of a list, to the id."""
    found: dict[str, str] = {}
    for row in rows("lists.csv"):
        if row["list"] == name:
            both = f"{row['zh']} {row['en']}"
            for spelling in (row["id"], row["zh"], row["en"], both, *_split(row["synonyms"])):
                found.setdefault(plain(spelling), row["id"])
    return MappingProxyType(found)


@cache
def named(name: str, id_: str) -> Text:
    """The name of an entry of a list."""
    return next(choice.text for choice in choices(name) if choice.id == id_)


@cache
def words(meaning: str) -> frozenset[str]:
    """The words that mean `missing`, `example`, `total` or `reason`."""
    return frozenset(plain(row["word"]) for row in rows("words.csv") if row["meaning"] == meaning)


@cache
def gases() -> Mapping[str, str]:
    """Every spelling of a gas, to its id in the GWP tables."""
    return MappingProxyType(
        {
            gas_key(spelling): row["gas"]
            for row in rows("gases.csv")
            for spelling in (row["gas"], *row["aliases"].split("|"))
        }
    )


@cache
def blends() -> Mapping[str, str]:
    """Refrigerants that are mixtures of gases, with their composition."""
    return MappingProxyType({row["blend"]: row["composition"] for row in rows("blends.csv")})


def gas_key(text: str) -> str:
    """A gas as it is looked up: without case, spaces and hyphens.

    >>> gas_key("HFC-134a"), gas_key("ＣＯ₂")
    ('hfc134a', 'co2')
    """
    return plain(text).replace("-", "").replace(" ", "").replace("_", "")


@cache
def factor_units() -> Mapping[str, tuple[float, bool]]:
    """What stands before the stroke in the unit of a factor: kg of it, and whether it is CO2e."""
    return MappingProxyType(
        {row["spelling"]: (float(row["kg"]), row["co2e"] == "yes") for row in rows("factor_units.csv")}
    )


@cache
def threshold(name: str) -> float:
    """A limit that is a convention of this project, by name."""
    return next(float(row["value"]) for row in rows("thresholds.csv") if row["name"] == name)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the tables beside this module."""
    text = (files("tanji.formats.study") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)
