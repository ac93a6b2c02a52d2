"""Members that stand in one JSON object twice, which decoders take silently with their last value.

Nearly every file has none, and that is seen without decoding it again: a text with as many `":` as the same value
written anew, and no blank before a colon, has no member twice. Only where that fails is every object looked at.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

import msgspec

_BLANK: Final = (b" :", b"\n:", b"\t:", b"\r:")


class Twice(NamedTuple):
    """A member that stands in an object twice, and whether with another value."""

    name: str
    differs: bool


def twice(data: bytes, value: Any) -> Twice | None:
    """The first member that stands in one object twice, one with two values before others; `value` is `data` decoded.

    >>> twice(b'{"a": 1, "b": {"c": 1, "c": 2}}', {"a": 1, "b": {"c": 2}})
    Twice(name='c', differs=True)
    >>> twice(b'{"a": 1, "b": {"a": 1}}', {"a": 1, "b": {"a": 1}}) is None
    True
    """
    same = data.count(b'":') == msgspec.json.encode(value).count(b'":')
    if same and not any(blank in data for blank in _BLANK):
        return None
    found: list[Twice] = []

    def looked_at(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, inner in pairs:
            if name in made:
                found.append(Twice(name[:100], made[name] != inner))
            made[name] = inner
        return made

    try:
        json.loads(data, object_pairs_hook=looked_at)
    except (ValueError, RecursionError):  # what another decoder took
        return None
    return next((each for each in found if each.differs), found[0] if found else None)
