"""Typed content in words, Chinese and English, section by section and member by member.

The words of sections, members and values are data (`data/content.csv`); other values are shown as they stand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from tanji.errors import Text
from tanji.model.clause import Clause
from tanji.model.content import Content, Entry, Section
from tanji.model.document import Names
from tanji.rules.merge import named_parameters

_ELSEWHERE: Final = {"id", "names", "clause", "clauses", "checklist", "override", "severity", "rule"}
_USUAL: Final = {"allowed": True, "relation": "equal", "other": "never"}
"""Values that a reader takes for granted."""
_TERMS: Final = {"override": "tighten", "severity": None}
"""What a section says of itself, and what it usually says."""


class Said(NamedTuple):
    """One statement: what it is about, what it says, and where that stands."""

    path: str
    """`boundary.processes.coal.need`: the same in every version of a pack."""
    label: Text
    value: Text
    clause: Clause


class Passage(NamedTuple):
    """A member of a section, or one entry of a list of it, with what it says in parts."""

    path: str
    label: Text
    name: Text | None
    """What an entry is called; None for a member."""
    said: tuple[Said, ...]
    clause: Clause


def sections(content: Content | None) -> Iterator[tuple[str, Text, Section]]:
    """The sections that are stated, with their titles."""
    for name, section in content.sections().items() if content is not None else ():
        yield name, word(name), section


def passages(name: str, section: Section, parameters: Mapping[str, Names]) -> Iterator[Passage]:
    """All that a section says, member by member and entry by entry; `parameters` are names of those it may name."""
    terms = [term for term, usual in _TERMS.items() if getattr(section, term) != usual]
    members = [each for each in type(section).model_fields if each not in {*_ELSEWHERE, "remark"}]
    for member in (*members, "remark", *terms):
        value = getattr(section, member)
        if value in (None, ()):
            continue
        path, label = f"{name}.{member}", word(f".{member}")
        if isinstance(value, tuple) and isinstance(value[0], BaseModel):
            for each in value:
                yield _entry(each, path, label, parameters)
        else:
            clause = section.cites(member)
            said = Said(path, label, _value(section, member, parameters), clause)
            yield Passage(path, label, None, (said,), clause)


def _entry(entry: Any, path: str, label: Text, parameters: Mapping[str, Names]) -> Passage:
    identity = str(getattr(entry, "id", None) or entry.stage)
    here = f"{path}.{identity}"
    name = _names(entry.names) if isinstance(entry, Entry) else word(f"={identity}")
    said = []
    for member in type(entry).model_fields:
        value = getattr(entry, member)
        shown = member in {"rule", "override", "severity"} or member not in _ELSEWHERE
        if not shown or value in (None, ()) or _USUAL.get(member, ...) == value:
            continue
        if member == "stage" and not isinstance(entry, Entry):
            continue
        said.append(Said(f"{here}.{member}", word(f".{member}"), _value(entry, member, parameters), entry.clause))
    return Passage(here, label, name, tuple(said), entry.clause)


def _value(holder: BaseModel, member: str, parameters: Mapping[str, Names]) -> Text:
    value = getattr(holder, member)
    if member in dict(named_parameters(holder)):
        named = _names(parameters[value]) if value in parameters else Text(zh=f"参数 {value}", en=f"parameter {value}")
        return Text(zh=f"参数“{named.zh}”", en=f"the parameter {named.en!r}")
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        parts = [_entry(each, "", word(f".{member}"), parameters) for each in value]
        return Text(
            zh="；".join(_line(each, "zh") for each in parts), en="; ".join(_line(each, "en") for each in parts)
        )
    return plain(value)


def _line(passage: Passage, language: Any) -> str:
    name = "" if passage.name is None else passage.name.of(language)
    inner = ("，" if language == "zh" else ", ").join(
        f"{each.label.of(language)} {each.value.of(language)}" for each in passage.said
    )
    return f"{name}（{inner}）" if inner and language == "zh" else f"{name} ({inner})" if inner else name


def plain(value: Any) -> Text:
    """A value in words: a text in languages, yes or no, a number, a word of the vocabulary, a list of those."""
    if isinstance(value, Mapping):
        return _names(value)
    if isinstance(value, bool):
        return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
    if isinstance(value, tuple):
        parts = [plain(each) for each in value]
        return Text(zh="、".join(part.zh for part in parts), en=", ".join(part.en for part in parts))
    if isinstance(value, float | int):
        return Text(zh=f"{value:g}", en=f"{value:g}")
    return _vocabulary().get(f"={value}", Text(zh=str(value), en=str(value)))


def word(key: str) -> Text:
    """The word of a section, a member (`.age_years`) or a value (`=required`); the key itself where there is none."""
    plain_key = key.lstrip(".=").replace("_", " ")
    return _vocabulary().get(key, Text(zh=plain_key, en=plain_key))


def _names(names: Names) -> Text:
    any_ = next(iter(names.values()), "?")
    return Text(zh=names.get("zh", any_), en=names.get("en", any_))


@cache
def _vocabulary() -> Mapping[str, Text]:
    found: dict[str, Text] = {}
    for name in ("words.csv", "content.csv"):
        text = (files("tanji.rules") / "data" / name).read_text("utf-8")
        rows = [row for row in csv.DictReader(text.splitlines()) if name == "content.csv" or row["key"][0] == "="]
        found |= {row["key"]: Text(zh=row["zh"], en=row["en"]) for row in rows}
    return found
