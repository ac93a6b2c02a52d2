"""The tables of figures that come with Tanji, row by row."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of one table under `data/`, by its file name; an empty cell is an empty string."""
    return tuple(csv.DictReader(text(name).splitlines()))


def text(name: str) -> str:
    """A file under `data/` as it stands there."""
    return (files("tanji.starter") / "data" / name).read_text("utf-8")


def version() -> str:
    """Version of the database that comes with this Tanji."""
    return text("version.txt").strip()
