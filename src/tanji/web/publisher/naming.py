"""What counts and figures of a release are called; a table, so that a new one needs no code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from tanji.accounts.tables import rows
from tanji.errors import Text


class Name(NamedTuple):
    """A name in both languages, and whether the figure is a count or a share of 1."""

    text: Text
    kind: str


def name_of(group: Literal["thing", "check", "quality"], key: str) -> Name:
    """The name of a figure; one that the table lacks is called by its key."""
    plain = key.replace("_", " ")
    return _table().get((group, key)) or Name(Text(zh=f"其他（{plain}）", en=plain), "count")


@cache
def _table() -> Mapping[tuple[str, str], Name]:
    found = rows("names.csv", "tanji.web.publisher")
    return {(row["group"], row["key"]): Name(Text(zh=row["zh"], en=row["en"]), row["kind"]) for row in found}
