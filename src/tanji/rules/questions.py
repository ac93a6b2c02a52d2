"""What a form has to ask for a product, stage by stage, as its rule set says: one question a unit process."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tanji.model.clause import Clause
from tanji.model.content import Content, Need, PrimaryDuty, StageData, UnitProcess
from tanji.model.document import Names
from tanji.model.quantity import QuantityKind
from tanji.model.ruleset import Ruleset
from tanji.model.study import ActivityKind, Stage

_ORDER = list(Stage)


class Question(NamedTuple):
    """One unit process that a form asks about."""

    process: str
    """Its id; a line whose id is this (or this and `-2`, `-3` …) answers it."""
    names: Names
    stage: Stage
    need: Literal["required", "conditional", "optional"]
    when: str | None
    """CEL condition under which a conditional one is required."""
    condition: Names | None
    """The same in words."""
    kinds: tuple[ActivityKind, ...]
    """What sort of line answers it, the usual one first; empty: any."""
    gases: tuple[str, ...]
    unit_kind: QuantityKind | None
    """What the amount is measured in; missing: as the kind of line has it."""
    primary: PrimaryDuty | None
    age_years: float | None
    """How old the data may be at the end of the study's period."""
    region: Names | None
    technology: Names | None
    clause: Clause
    """Where it stands; `document` says in what, `status` whether that was read, `chosen` whether it is a pack's own."""


class Excluded(NamedTuple):
    """A unit process that the rule leaves out: a form says so and does not ask."""

    process: str
    names: Names
    stage: Stage
    reason: Names | None
    clause: Clause


def questions(ruleset: Ruleset, stage: Stage | None = None) -> tuple[Question, ...]:
    """The questions of a rule set, in the order of the stages; those of one stage where it is given.

    A rule set without unit processes has none: the form then asks freely.
    """
    found = [_question(each, ruleset.content) for each in _processes(ruleset, stage) if each.need is not Need.excluded]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.stage)))


def excluded(ruleset: Ruleset, stage: Stage | None = None) -> tuple[Excluded, ...]:
    """The unit processes that the rule leaves out, with the reason."""
    return tuple(
        Excluded(each.id, each.names, each.stage, each.reason, each.clause)
        for each in _processes(ruleset, stage)
        if each.need is Need.excluded
    )


def _processes(ruleset: Ruleset, stage: Stage | None) -> list[UnitProcess]:
    if ruleset.content is None or ruleset.content.boundary is None:
        return []
    return [each for each in ruleset.content.boundary.processes if stage is None or each.stage is stage]


def _question(process: UnitProcess, content: Content | None) -> Question:
    """What a process does not say of its data, its stage says, and else the section of data."""
    data = None if content is None else content.data
    at_stage = next((each for each in (data.stages if data else ()) if each.stage is process.stage), None)
    return Question(
        process=process.id,
        names=process.names,
        stage=process.stage,
        need=_need(process),
        when=process.when,
        condition=process.condition,
        kinds=process.kinds,
        gases=process.gases,
        unit_kind=process.measured,
        primary=process.primary or (at_stage.primary if at_stage else None),
        age_years=_age(process, at_stage, content),
        region=process.region or (at_stage.region if at_stage else None) or (data.region if data else None),
        technology=process.technology
        or (at_stage.technology if at_stage else None)
        or (data.technology if data else None),
        clause=process.clause,
    )


def _need(process: UnitProcess) -> Literal["required", "conditional", "optional"]:
    if process.need is Need.required:
        return "required"
    return "conditional" if process.need is Need.conditional else "optional"


def _age(process: UnitProcess, at_stage: StageData | None, content: Content | None) -> float | None:
    """In a rule set every limit has its value; one that names a parameter not in force has none."""
    data = None if content is None else content.data
    given = (process.age_years, at_stage.age_years if at_stage else None, data.age_years if data else None)
    return next((each for each in given if isinstance(each, float)), None)
