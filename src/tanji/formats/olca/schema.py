"""The objects of openLCA's JSON-LD: their types and folders, and schema 1 brought to the names of schema 2.

Sources: GreenDelta olca-schema, CHANGES.md (names that differ between versions 1 and 2) and README (folders).
"""

from __future__ import annotations

import csv
import sys
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tanji.errors import Text
from tanji.formats.olca.judge import Faulty

VERSION_FILES = ("openlca.json", "olca-schema.json")
"""Files that state the version of the schema."""
_DEPTH = 40
_TO_LOOK_INTO = frozenset({dict, list, int})
OURS = "tanji"
"""Under `otherProperties` of an object: members of our documents that the schema has no place for."""
_OURS = {
    "Flow": {"names", "quantity_kind", "category", "compartment"},
    "Process": {"names", "factor_kind", "licence", "aliases", "aircraft", "place", "category"},
    "Source": {"title", "publisher", "licence", "attribution", "document_no", "sha256"},
}
"""Never the status: whether a figure was compared with its source is for who compares it, not for a file, to say."""


class Kind(NamedTuple):
    """A type of object: its folder, and whether it becomes a document, is kept whole, or is not modelled."""

    type: str
    folder: str
    use: str


@cache
def kinds() -> dict[str, Kind]:
    """Every known type by its name."""
    return {row["type"]: Kind(row["type"], row["folder"], row["use"]) for row in rows("types.csv")}


@cache
def folders() -> dict[str, str]:
    """The type of each folder, of either schema."""
    return {name: row["type"] for row in rows("types.csv") for name in (row["folder"], row["also"]) if name}


def counted(kind: str) -> str:
    """What counts call the objects of a type."""
    known = kinds().get(kind)
    return known.folder if known else kind


@cache
def _names() -> dict[str, str]:
    return {row["v1"]: row["v2"] for row in rows("names.csv")}


def modern(body: Any, depth: int = 0) -> Any:
    """An object brought, where it stands, to the member names of schema 2, without @context and members that are null.

    Faulty: nested too deeply, or an integer that no floating-point number can hold.
    """
    if depth > _DEPTH:
        raise Faulty("OLC-101", Text(zh=f"嵌套超过 {_DEPTH} 层", en=f"It is nested more than {_DEPTH} deep"))
    if type(body) is dict:
        _rename(body)
        for value in body.values():
            if type(value) in _TO_LOOK_INTO:
                modern(value, depth + 1)
    elif type(body) is list:
        for item in body:
            if type(item) in _TO_LOOK_INTO:
                modern(item, depth + 1)
    elif abs(body) > sys.float_info.max:
        raise Faulty("OLC-105", Text(zh="有整数超出范围", en="It has an integer that is out of range"))
    return body


def _rename(body: dict[str, Any]) -> None:
    names = _names()
    body.pop("@context", None)
    if None in body.values() or not names.keys().isdisjoint(body):
        newer = {names.get(name, name): value for name, value in body.items() if value is not None}
        body.clear()
        body.update(newer)


def is_version_1(body: dict[str, Any]) -> bool:
    """Whether an object has what only schema 1 has: a context, a category as a reference, an old name."""
    return "@context" in body or isinstance(body.get("category"), dict) or any(name in body for name in _names())


def ours(kind: str) -> set[str]:
    """The members that `restore` takes from an object of a type."""
    return _OURS[kind]


def restore(kind: str, document: dict[str, Any]) -> dict[str, Any]:
    """A document with the members that our own writer put under `otherProperties`, taken out of there."""
    extra = document["extra"]
    others = extra.get("otherProperties")
    kept = others.get(OURS) if isinstance(others, dict) else None
    if not isinstance(kept, dict) or not isinstance(others, dict):
        return document
    extra["otherProperties"] = {name: value for name, value in others.items() if name != OURS}
    if not extra["otherProperties"]:
        del extra["otherProperties"]
    return document | {name: value for name, value in kept.items() if name in _OURS[kind]}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """A table of this package's data folder."""
    text = (files("tanji.formats.olca") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
