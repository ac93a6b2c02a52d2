"""The typed content of two packs as one: what stands above may tighten what stands below, unless that says otherwise.

What a pack above may not do is not done: the member below stays, and the attempt is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from tanji.model.clause import Clause
from tanji.model.content import PARAMETER_ID, Content, Need, Override, Section, Tighter, UnitProcess
from tanji.model.document import Names, Value
from tanji.model.ruleset import Figure, Pack, cited

_STRICTNESS = (Override.free, Override.tighten, Override.fixed)
_KEPT = {"id", "clause", "clauses", "checklist", "override", "severity", "rule"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A change by a pack above that the rule below does not allow: where, and both values."""

    where: str
    below: Any
    above: Any
    fixed: bool
    """Whether nothing may change there at all."""


@dataclass(slots=True)
class _Merging:
    """Parameters in force, and what was refused so far."""

    values: Mapping[str, Figure]
    refused: list[Refused] = field(default_factory=list)


def merge(
    below: Content | None, above: Content | None, values: Mapping[str, Figure]
) -> tuple[Content | None, tuple[Refused, ...]]:
    """Both as one, and what of the upper one was refused; `values` are the parameters that limits name."""
    if below is None or above is None:
        return above if below is None else below, ()
    state = _Merging(values)
    made: dict[str, Any] = {}
    for name in Content.model_fields:
        old, new = getattr(below, name), getattr(above, name)
        made[name] = _section(old, new, name, state) if old is not None and new is not None else new or old
    return Content(**made), tuple(state.refused)


def attributed(content: Content, pack: Pack) -> Content:
    """The same content with the pack and the document named in each clause."""

    def dressed(value: Any) -> Any:
        if isinstance(value, Clause):
            return value.model_copy(update={"pack": pack.id, "document": cited(pack, value)})
        if isinstance(value, BaseModel):
            parts = {name: dressed(getattr(value, name)) for name in type(value).model_fields}
            return value.model_copy(update=parts)
        if isinstance(value, tuple):
            return tuple(dressed(each) for each in value)
        if isinstance(value, Mapping):
            return {key: dressed(inner) for key, inner in value.items()}
        return value

    made: Content = dressed(content)
    return made


def settled(content: Content, values: Mapping[str, Figure]) -> Content:
    """The same content with the values in force where it names parameters."""

    def filled(value: Any) -> Any:
        if not isinstance(value, BaseModel):
            return tuple(filled(each) for each in value) if isinstance(value, tuple) else value
        parts = {name: filled(getattr(value, name)) for name in type(value).model_fields}
        for name, parameter in named_parameters(value):
            if parameter in values:
                parts[name] = values[parameter]
        return value.model_copy(update=parts)

    made: Content = filled(content)
    return made


def named_parameters(value: BaseModel) -> Iterator[tuple[str, str]]:
    """The members of a section or entry that name a parameter instead of a value, each with the parameter's id."""
    for name, kind in type(value).model_fields.items():
        found = getattr(value, name)
        if isinstance(found, str) and PARAMETER_ID in str(kind.annotation):
            yield name, found


def looser(way: Tighter | str | None, below: Any, above: Any) -> bool:
    """Whether a value above is not at least as strict as the one below; True where the two can not be compared.

    >>> looser("less", 5.0, 3.0), looser("less", 5.0, 6.0), looser("fewer", ("a", "b"), ("b",)), looser(None, 1, 2)
    (False, True, False, True)
    """
    if below == above:
        return False
    if way in {"fewer", "further"} and isinstance(below, tuple) and isinstance(above, tuple):
        old, new = {_key(each) for each in below}, {_key(each) for each in above}
        return not (new <= old if way == "fewer" else new >= old)
    if way not in {"less", "more"}:
        return True
    if isinstance(below, StrEnum) and type(below) is type(above):
        order = list(type(below))
        below, above = order.index(below), order.index(above)
    if isinstance(below, str) or isinstance(above, str):
        return True
    return bool(above > below if way == "less" else above < below)


def _section(below: Section, above: Section, where: str, state: _Merging) -> Section:
    made = _members(below, above, (where, below.override), state)
    clauses = dict(below.clauses)
    for name in type(below).model_fields:
        if name in _KEPT:
            continue
        if made[name] == getattr(below, name) and made[name] != getattr(above, name):
            clauses.setdefault(name, below.cites(name))
        elif made[name] != getattr(below, name):
            clauses.pop(name, None)
    clauses |= dict(above.clauses)
    strictest = max(below.override, above.override, key=_STRICTNESS.index)
    numbers = {**below.checklist, **above.checklist}
    kept: dict[str, Any] = {"clause": above.clause, "clauses": clauses, "checklist": numbers, "override": strictest}
    kept["severity"] = above.severity or below.severity
    return type(above).model_validate({**made, **kept})


def _members(below: Value, above: Value, at: tuple[str, Override], state: _Merging) -> dict[str, Any]:
    """Every member but those that say where it stands, the upper one where it may."""
    where, override = at
    made: dict[str, Any] = {}
    for name, kind in type(above).model_fields.items():
        if name in _KEPT:
            continue
        old, new = getattr(below, name), getattr(above, name)
        if _keyed(old) or _keyed(new):
            made[name] = _entries((old, new), (f"{where}.{name}", override), _direction(kind.metadata), state)
        elif new in (None, (), old):
            made[name] = old
        elif old in (None, ()) or _allowed(kind.metadata, (old, new), override, state):
            made[name] = new
        else:
            state.refused.append(Refused(f"{where}.{name}", old, new, override is Override.fixed))
            made[name] = old
    return made


def _entries(
    both: tuple[tuple[Any, ...], tuple[Any, ...]], at: tuple[str, Override], way: Tighter | None, state: _Merging
) -> tuple[Any, ...]:
    """Entries by id: those of both as one, then what only the upper pack has; a list that is ordered is kept whole."""
    (below, above), (where, override) = both, at
    if not below or not above:
        return above or below
    if way is not None and override is not Override.free and looser(way, below, above):
        state.refused.append(Refused(where, _ids(below), _ids(above), override is Override.fixed))
        return below
    if way is not None:
        return above
    new = {_key(each): each for each in above}
    made = []
    for old in below:
        upper = new.pop(_key(old), None)
        own = getattr(old, "override", None) or override
        made.append(old if upper is None else _entry(old, upper, (f"{where}.{_key(old)}", own), state))
    return (*made, *new.values())


def _entry(below: Any, above: Any, at: tuple[str, Override], state: _Merging) -> Any:
    before = len(state.refused)
    made = _members(below, above, at, state)
    if isinstance(above, UnitProcess):
        kept = above if made["need"] is above.need else below
        made |= {name: getattr(kept, name) for name in ("when", "condition", "reason")}
        made["when"] = made["when"] if made["need"] is Need.conditional else None
    if len(state.refused) > before and at[1] is Override.fixed:
        return below
    kept = {**below.model_dump(exclude_none=True), **above.model_dump(exclude_none=True)}
    return type(above).model_validate({**kept, **made, "override": below.override})


def _allowed(metadata: list[Any], values: tuple[Any, Any], override: Override, state: _Merging) -> bool:
    if override is Override.free:
        return True
    if override is Override.fixed:
        return False
    old, new = (state.values.get(each, each) if isinstance(each, str) else each for each in values)
    if isinstance(new, Mapping):
        return True
    return not looser(_direction(metadata), old, new)


def _direction(metadata: list[Any]) -> Tighter | None:
    return next((each for each in metadata if isinstance(each, Tighter)), None)


def _keyed(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Value)


def _key(value: Any) -> str:
    return str(getattr(value, "id", None) or getattr(value, "stage", None) or value)


def _ids(entries: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(_key(each) for each in entries)


def told(refused: Refused, pack: Names) -> Names:
    """A refused change in words; `pack` is what the pack above is called."""
    zh, en = pack.get("zh", "?"), pack.get("en", "?")
    how_zh = "下层规定不得改动" if refused.fixed else "下层规定只能更严"
    how_en = "the rule below does not let it be changed" if refused.fixed else "the rule below may only be tightened"
    old, new = shown(refused.below), shown(refused.above)
    return {
        "zh": f"{zh} 的 {refused.where} 从 {old} 改为 {new}，未采用：{how_zh}",
        "en": f"{en}: {refused.where} from {old} to {new} is not taken: {how_en}",
    }


def shown(value: Any) -> str:
    """A value of a section on one line."""
    if value is None or value == ():
        return "—"
    if isinstance(value, tuple):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("zh") or value.get("en") or "?")
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
