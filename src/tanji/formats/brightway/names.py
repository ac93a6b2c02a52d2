"""What the metadata tables of a datapackage say of the numbers of its rows and columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from tanji.formats.brightway.contents import Contents

_NUMBER = ("id", "index", "key", "row", "col", "")
_LENGTH = 2000
_FIELD = 1 << 20


class Named(NamedTuple):
    """What is known of a number."""

    name: str
    unit: str = ""
    location: str = ""
    product: str = ""
    categories: str = ""


def names(found: Contents) -> dict[int, Named]:
    """Names by number, from CSV tables with a column of numbers and one of names; others say nothing."""
    csv.field_size_limit(_FIELD)
    named: dict[int, Named] = {}
    for resource, data in found.texts.values():
        if str(resource.get("path", "")).endswith(".csv"):
            try:
                table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
            except (UnicodeDecodeError, csv.Error):
                continue
            _add(table, named)
    return named


def _add(table: list[dict[Any, Any]], named: dict[int, Named]) -> None:
    columns = {str(name).strip().lower(): name for name in table[0]} if table else {}
    number = next((columns[name] for name in _NUMBER if name in columns), None)
    if number is None or "name" not in columns:
        return
    for row in table:
        text = str(row.get(number) or "").strip()
        if text.isascii() and text.isdecimal() and len(text) < 19:
            name = _text(row, columns, "name")
            if name:
                named[int(text)] = Named(
                    name,
                    _text(row, columns, "unit"),
                    _text(row, columns, "location"),
                    _text(row, columns, "reference product"),
                    _text(row, columns, "categories"),
                )


def _text(row: Mapping[Any, Any], columns: Mapping[str, Any], name: str) -> str:
    value = row.get(columns.get(name))
    return value.strip()[:_LENGTH] if isinstance(value, str) else ""
