"""What a schema asks for and a document does not say: filled in with words that claim nothing.

Only in datasets that come from another format; one that came from EcoSpold is written as it was. Our reader takes
nothing of what is filled in: the dataset's extension says what the document is without it. The tables `required.csv`
name for each element its required attributes and children, with the value that is filled in; `=x` takes that of
attribute x, `a|b` is one of several, the first where none is there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tanji.formats.ecospold.body import Body
from tanji.formats.ecospold.facts import made_id


class Need(NamedTuple):
    """An attribute (`@name`) or child that an element must have, and what is filled in (nothing: it need not be)."""

    member: str
    value: str
    longest: int
    """Characters of an attribute at most; 0 where it does not matter."""
    pattern: str
    """What an attribute must look like; another value is replaced."""


Needs = Mapping[str, Sequence[Need]]


@cache
def needs(package: str) -> Needs:
    """The table of a format's package, by element."""
    text = (files(package) / "data" / "required.csv").read_text("utf-8")
    found: dict[str, list[Need]] = {}
    for row in csv.DictReader(text.splitlines()):
        need = Need(row["member"], row["value"], int(row["longest"] or 0), row["pattern"])
        found.setdefault(row["parent"], []).append(need)
    return found


def complete(name: str, body: Body, needed: Needs, above: str = "") -> Body:
    """A body of an element of a name with all that it and what is in it must have.

    above: the name of the element it stands in; a table may say `above/name` where one name means two things.

    >>> complete("a", {"@x": "1"}, {"a": [Need("@y", "=x", 0, ""), Need("b|c", "", 0, "")]})
    {'@x': '1', '@y': '1', 'b': {}}
    """
    made = dict(body)
    for need in needed.get(f"{above}/{name}", needed.get(name, ())):
        if need.member.startswith("@"):
            made[need.member] = _attribute(made, need)
        elif not any(made.get(each) is not None for each in need.member.split("|")):
            made[need.member.partition("|")[0]] = _value(made, need) or {}
    return {key: _inside(key, value, needed, name) for key, value in made.items()}


def _inside(name: str, value: Any, needed: Needs, above: str) -> Any:
    if isinstance(value, list):
        return [_inside(name, item, needed, above) for item in value]
    if isinstance(value, Mapping) and not name.startswith("@"):
        return complete(name, dict(value), needed, above)
    return value


def _attribute(body: Body, need: Need) -> Any:
    stated = body.get(need.member)
    if stated is None and not need.value:
        return None
    if stated is None or (need.pattern and not re.fullmatch(need.pattern, str(stated))):
        return _value(body, need)
    return str(stated)[: need.longest] if need.longest else stated


def _value(body: Body, need: Need) -> str:
    if need.value.startswith("="):
        return str(body.get(f"@{need.value[1:]}", ""))
    if need.value == "uuid":
        return made_id("ecospold", *(str(value) for value in body.values()))
    return need.value
