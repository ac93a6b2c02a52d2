"""What is wrong with the typed content of a pack: conditions, ids, contradictions, limits looser than those below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from tanji.errors import Text
from tanji.model.clause import Clause
from tanji.model.content import BoundarySection, Content, Entry, Need, Override, UnitProcess
from tanji.model.document import Names
from tanji.model.finding import Finding, Place, error, note
from tanji.model.footprint import Score
from tanji.model.ruleset import Level, Pack
from tanji.rules.casebook import values_on
from tanji.rules.following import following, stacked
from tanji.rules.merge import looser, named_parameters, shown
from tanji.rules.naming import Known, expression, named


def conditions(content: Content | None, known: Known) -> Iterator[Finding]:
    """Conditions of unit processes that are not CEL or read what there is not, and limits that name no parameter."""
    for where, part in parts(content):
        for member, parameter in named_parameters(part):
            known.reads(("parameter", parameter))
            yield from named(("parameter", parameter), Place(member=f"{where}.{member}"), known.parameters)
        if isinstance(part, UnitProcess) and part.when is not None:
            yield from expression(part.when, Place(member=f"{where}.when"), known)


def content_findings(pack: Pack, below: tuple[Pack, ...], on: date) -> Iterator[Finding]:
    """All else that is wrong with the content of a pack, held against the packs that it builds on."""
    if pack.content is None:
        if pack.level is Level.product:
            yield _unsaid(list(Content.model_fields))
        return
    yield from _twice(pack.content)
    yield from _contradictions(pack.content.boundary)
    yield from _rules_named(pack, below)
    yield from _splits(pack.content)
    yield from _looser(pack, below, on)
    if pack.level is Level.product:
        whole, _ = stacked((*below, pack), values_on((*below, pack), on))
        absent = [name for name in Content.model_fields if whole is None or getattr(whole, name) is None]
        if absent:
            yield _unsaid(absent)


def parts(content: Content | None) -> Iterator[tuple[str, BaseModel]]:
    """Every section and entry of a content, with where it stands: `content.boundary.processes.coal`."""
    if content is not None:
        for name, section in content.sections().items():
            yield from _inner(section, f"content.{name}")


def clauses_in(content: Content | None) -> list[tuple[str, Clause]]:
    """Every clause of a content, with where it stands."""
    found: list[tuple[str, Clause]] = []
    for where, part in parts(content):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, Clause):
                found.append((where, value))
            elif isinstance(value, Mapping):
                found += [(f"{where}.{key}", each) for key, each in value.items() if isinstance(each, Clause)]
    return found


def names_in(content: Content | None) -> list[tuple[str, Names]]:
    """Every text in languages of a content, with where it stands."""
    return [
        (f"{where}.{name}", value)
        for where, part in parts(content)
        for name in type(part).model_fields
        if isinstance(value := getattr(part, name), Mapping) and name not in {"clauses", "checklist"}
    ]


def _inner(value: BaseModel, where: str) -> Iterator[tuple[str, BaseModel]]:
    yield where, value
    for name in type(value).model_fields:
        for each in _listed(getattr(value, name)):
            yield from _inner(each, f"{where}.{name}.{_id(each)}")


def _id(entry: BaseModel) -> str:
    return str(getattr(entry, "id", None) or getattr(entry, "stage", "?"))


def _listed(value: Any) -> Iterable[BaseModel]:
    return [each for each in value if isinstance(each, BaseModel)] if isinstance(value, tuple) else ()


def _twice(content: Content) -> Iterator[Finding]:
    for where, part in parts(content):
        for name in type(part).model_fields:
            ids = Counter(_id(each) for each in _listed(getattr(part, name)))
            for identity in (each for each, count in ids.items() if count > 1):
                yield error(
                    "RUL-119",
                    Text(
                        zh=f"{where}.{name} 中“{identity}”出现 {ids[identity]} 次",
                        en=f"{where}.{name} has {identity!r} {ids[identity]} times",
                    ),
                    Text(zh="请改成不同的编号，或合并为一项。", en="Give each an id of its own, or make them one."),
                    Place(member=f"{where}.{name}"),
                )


def _contradictions(boundary: BoundarySection | None) -> Iterator[Finding]:
    """A line that would stand for a required process and for an excluded one."""
    processes = () if boundary is None else boundary.processes
    left_out = [each for each in processes if each.need is Need.excluded]
    wanted = [each for each in processes if each.need in {Need.required, Need.conditional}]
    for one in left_out:
        for other in wanted:
            if one.id == other.id or _same_line(one, other):
                yield error(
                    "RUL-120",
                    Text(
                        zh=f"同一行既属必需的“{other.id}”，又属边界外的“{one.id}”",
                        en=f"One line would stand for both {other.id!r}, required, and {one.id!r}, excluded",
                    ),
                    Text(zh="请用词语或种类把两者分开，或删去一个。", en="Tell them apart by words, or drop one."),
                    Place(member=f"content.boundary.processes.{one.id}"),
                )


def _same_line(one: UnitProcess, other: UnitProcess) -> bool:
    if one.stage is not other.stage or (one.kinds and other.kinds and not {*one.kinds} & {*other.kinds}):
        return False
    words = [{word.casefold() for word in each.words} for each in (one, other)]
    return bool(words[0] & words[1] or {*one.gases} & {*other.gases})


def _rules_named(pack: Pack, below: tuple[Pack, ...]) -> Iterator[Finding]:
    known = {rule.id for each in (*below, pack) for rule in (*each.rules, *following(each, (), {}))}
    for where, part in parts(pack.content):
        if isinstance(part, Entry) and part.rule is not None and part.rule not in known:
            yield error(
                "RUL-121",
                Text(zh=f"{where} 所说的规则“{part.rule}”不存在", en=f"{where}: there is no rule {part.rule!r}"),
                Text(zh="请改正规则编号，或删去 rule。", en="Correct the id of the rule, or leave `rule` out."),
                Place(member=f"{where}.rule"),
            )


def _splits(content: Content) -> Iterator[Finding]:
    for split in content.results.splits if content.results is not None else ():
        if split not in Score.model_fields:
            yield error(
                "RUL-106",
                Text(zh=f"结果没有“{split}”这一项", en=f"A result has no part {split!r}"),
                Text(zh=f"可用：{'、'.join(Score.model_fields)}", en=f"There are: {', '.join(Score.model_fields)}"),
                Place(member="content.results.splits"),
            )


def _looser(pack: Pack, below: tuple[Pack, ...], on: date) -> Iterator[Finding]:
    """Limits and parameters that the packs below do not let this one have; `resolve` would not take them."""
    values = values_on((*below, pack), on)
    _, refused = stacked((*below, pack), values)
    found = [(f"content.{each.where}", each.below, each.above, each.fixed) for each in refused.get(pack.id, ())]
    lower = {parameter.id: parameter for each in below for parameter in each.parameters}
    for parameter in pack.parameters:
        old, new = lower.get(parameter.id), parameter.on(on)
        was = None if old is None else old.on(on)
        if old is None or was is None or new is None or old.tighter is None:
            continue
        if looser(old.tighter, was.value, new.value):
            found.append((f"parameters.{parameter.id}", was.value, new.value, False))
    for where, was_, now, fixed in found:
        zh = "下层规定不得改动" if fixed else "下层规定只能更严"
        en = "may not be changed" if fixed else "may only be tightened"
        yield error(
            "RUL-122",
            Text(
                zh=f"{where}：{zh}，下层为 {shown(was_)}，本包为 {shown(now)}",
                en=f"{where} {en}: below it is {shown(was_)}, here {shown(now)}",
            ),
            Text(
                zh="请改成不松于下层的值；下层写有 override: free 时才可放宽。",
                en=f"Take a value that is not looser; only `override: {Override.free}` below allows that.",
            ),
            Place(member=where),
        )


def _unsaid(absent: list[str]) -> Finding:
    return note(
        "RUL-123",
        Text(
            zh=f"本包及其所依据的规则包没有说明：{'、'.join(absent)}",
            en=f"Neither the pack nor those it builds on say anything of: {', '.join(absent)}",
        ),
        Text(zh="请在 content.yaml 中写明这些部分。", en="Product rules usually state these in content.yaml."),
        Place(member="content"),
    )
