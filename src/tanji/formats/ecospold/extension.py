"""What a document says that the format has no place for: JSON in an element of our own namespace, at the dataset's end.

Both schemas allow elements of other namespaces there, and other programs pass over them. Never the status: whether a
figure was compared with its source is for who compares it, not for a file, to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from tanji.formats.xml import Element
from tanji.model.document import Document

NAMESPACE = "urn:tanji:ecospold-extension:1"
NAME = f"{{{NAMESPACE}}}documents"
OPEN = "_open"
"""A member of an exchange whose sign is not decided yet."""
_SIGNED = ("direction", "amount", "reference_amount", "formula", "uncertainty")
_LISTS = ("flows", "sources", "places")


def said(document: Any) -> dict[str, Any]:
    """A document as plain data, without what is missing and without its status."""
    body: dict[str, Any] = document.model_dump(mode="json", exclude_none=True)
    if isinstance(document, Document):
        body.pop("status", None)
    return body


def difference(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The members that must be changed in `found` to get `wanted`; None where one must go."""
    names = dict.fromkeys([*wanted, *found])
    return {name: wanted.get(name) for name in names if wanted.get(name) != found.get(name)}


def process_difference(wanted: Mapping[str, Any], found: Mapping[str, Any], waited: frozenset[int]) -> dict[str, Any]:
    """As `difference`, exchange by exchange: `{"process": …, "exchanges": {place: …}}` without what is empty.

    waited: places of exchanges whose sign could turn at the end of a read. If anything of the sign differs there, all
    of it is stated.
    """
    members = difference(wanted, found)
    lines: dict[str, Any] = {}
    if "exchanges" in members and len(wanted["exchanges"]) == len(found["exchanges"]):
        del members["exchanges"]
        for place, (one, other) in enumerate(zip(wanted["exchanges"], found["exchanges"], strict=True)):
            if change := difference(one, other):
                signed = _SIGNED if place in waited and change.keys() & set(_SIGNED) else ()
                lines[str(place)] = change | {name: one.get(name) for name in signed}
    return {name: value for name, value in (("process", members), ("exchanges", lines)) if value}


def element(body: Mapping[str, Any]) -> Element:
    """The element that carries a body; ASCII, so that any character survives."""
    return Element(NAME, text=json.dumps(body, ensure_ascii=True, allow_nan=False, sort_keys=True))


def body(dataset: Element) -> dict[str, Any] | None:
    """What the extension of a dataset says; an empty body where it has none, None where it is not understood."""
    found = next((child for child in dataset.children if child.name == NAME), None)
    if found is None:
        return {}
    try:
        stated = msgspec.json.decode(found.text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return stated if isinstance(stated, dict) and _is_sound(stated) else None


def _is_sound(stated: dict[str, Any]) -> bool:
    lists = all(isinstance(stated.get(name, []), list) for name in _LISTS)
    named = all(
        isinstance(item, dict) and isinstance(item.get("id"), str) for name in _LISTS for item in stated.get(name, [])
    )
    process, lines, order = stated.get("process", {}), stated.get("exchanges", {}), stated.get("order", [])
    lists = lists and isinstance(order, list) and all(type(place) is int for place in order)
    return (
        lists
        and named
        and isinstance(process, dict)
        and isinstance(lines, dict)
        and all(isinstance(change, dict) for change in lines.values())
    )


def applied(document: dict[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """A process document with the changes that its extension states."""
    lines = list(document["exchanges"])
    order = stated.get("order", [])
    if sorted(order) == list(range(len(lines))):
        lines = [line for _, line in sorted(zip(order, lines, strict=True), key=lambda pair: pair[0])]
    for place, change in stated.get("exchanges", {}).items():
        if place.isascii() and place.isdecimal() and int(place) < len(lines):
            decided = {OPEN: None} if change.keys() & set(_SIGNED) else {}
            lines[int(place)] = _changed(lines[int(place)], {**change, **decided})
    changed = _changed({**document, "exchanges": lines}, stated.get("process", {}))
    changed.pop("status", None)
    return changed


def _changed(body: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**body, **change}
    return {name: value for name, value in merged.items() if value is not None}
