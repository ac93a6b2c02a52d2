"""The register of real rules: standards, recommended lists, the certification catalogue, and targets, as data."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tanji.model.source import Status


class Registered(NamedTuple):
    """A rule that exists, whether or not there is a pack for it."""

    number: str
    title: str
    level: str
    kind: str
    words: tuple[str, ...]
    adopted: str | None
    """Number of the list that recommends it."""
    issued_by: str | None
    date: str
    status: Status
    source: str


class Entry(NamedTuple):
    """An entry of the first catalogue of label certification."""

    entry: int
    zh: str
    en: str
    status: Status
    source: str


class RecommendedList(NamedTuple):
    """A published list of recommended group standards, and how many it holds."""

    list: str
    number: str | None
    date: str
    rules: int
    status: Status
    source: str


class Target(NamedTuple):
    """How many rules there are to be by a year."""

    year: int
    rules: int
    zh: str
    en: str
    document: str
    number: str
    status: Status


@cache
def registered() -> tuple[Registered, ...]:
    """Every rule of the register, in the order of the file."""
    return tuple(
        Registered(
            row["number"],
            row["title"],
            row["level"],
            row["kind"],
            tuple(word for word in row["words"].split("|") if word),
            row["adopted"] or None,
            row["issued_by"] or None,
            row["date"],
            Status(row["status"]),
            row["source"],
        )
        for row in _rows("register.csv")
    )


@cache
def catalogue() -> tuple[Entry, ...]:
    """The entries of the first catalogue."""
    return tuple(
        Entry(int(row["entry"]), row["names_zh"], row["names_en"], Status(row["status"]), row["source"])
        for row in _rows("catalogue.csv")
    )


@cache
def lists() -> tuple[RecommendedList, ...]:
    """The recommended lists; their rows are in the register as far as they are known."""
    return tuple(
        RecommendedList(
            row["list"], row["number"] or None, row["date"], int(row["count"]), Status(row["status"]), row["source"]
        )
        for row in _rows("lists.csv")
    )


@cache
def targets() -> tuple[Target, ...]:
    """What policy documents aim at."""
    return tuple(
        Target(
            int(row["year"]),
            int(row["count"]),
            row["what_zh"],
            row["what_en"],
            row["document"],
            row["number"],
            Status(row["status"]),
        )
        for row in _rows("targets.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("tanji.rules") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
