"""What the sections of a rule are made of: limits, entries, unit processes, and which way each is tightened."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from tanji.model.clause import Clause
from tanji.model.document import Names, Value
from tanji.model.finding import Severity
from tanji.model.quantity import QuantityKind
from tanji.model.study import ActivityKind, Stage


class Tighter(StrEnum):
    """Which way a member becomes stricter; it stands at the member, so that one place says it."""

    less = "less"
    """A smaller number."""
    more = "more"
    """A larger number, true, or a later one of an enumeration."""
    fewer = "fewer"
    """A part of the list: what is allowed."""
    further = "further"
    """A longer list: what is required."""


class Override(StrEnum):
    """What a pack that builds on this one may do to a section."""

    free = "free"
    tighten = "tighten"
    """Make it stricter, never looser; add to it."""
    fixed = "fixed"


class Need(StrEnum):
    """Whether a unit process belongs into the boundary, the strictest last."""

    excluded = "excluded"
    optional = "optional"
    conditional = "conditional"
    required = "required"


class PrimaryDuty(StrEnum):
    """What sort of data the amount of a unit process has to be, the strictest last."""

    secondary = "secondary"
    preferred = "preferred"
    """Primary where practicable; a reason where not."""
    primary = "primary"


class UncertaintyDuty(StrEnum):
    """What is asked of uncertainty, the strictest last."""

    none = "none"
    qualitative = "qualitative"
    quantitative = "quantitative"


PARAMETER_ID: Final = "^[a-z][a-z0-9_]*$"
ParameterId = Annotated[str, Field(pattern=PARAMETER_ID)]
Limit = float | ParameterId
"""A number, or the parameter whose value in force is meant."""
Listed = tuple[str, ...] | ParameterId
AllocationMethod = Literal["none", "mass", "energy", "economic"]
Treatment = Literal["grid", "instrument", "on_site", "direct_line"]

AtMost = Annotated[Limit | None, Tighter.less]
AtLeast = Annotated[Limit | None, Tighter.more]
Duty = Annotated[bool | None, Tighter.more]


class Entry(Value):
    """One thing that a section lists, with its own clause."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    names: Names
    clause: Clause
    rule: str | None = None
    """Id of the written rule that checks it; missing: it is told, not checked."""
    override: Override | None = None
    """What a pack above may do to it; missing: as its section says."""
    severity: Severity | None = None
    """Of what is found where it is not met; missing: as its section says."""


class WordedEntry(Entry):
    """An entry that is found in a study by the words of a name."""

    words: tuple[str, ...] = ()
    """Any of them in a name, in whatever letters; none: it is told, not looked for."""


class UnitProcess(WordedEntry):
    """A unit process (单元过程) of the product system: what the study has to hold data of, or leave out.

    A line of the study stands for it where its stage and kind agree and its id is the process's (`coal`, `coal-2`), or
    its name has one of the words, or its gas is one of the gases; with neither words nor gases, stage and kind do.
    """

    stage: Stage
    need: Annotated[Need, Tighter.more]
    when: str | None = None
    """CEL condition under which a conditional process is required."""
    condition: Names | None = None
    """The same in words."""
    reason: Names | None = None
    """Why it is excluded."""
    kinds: tuple[ActivityKind, ...] = ()
    """What sort of line stands for it."""
    gases: tuple[str, ...] = ()
    measured: QuantityKind | None = None
    """What its amount is measured in."""
    primary: Annotated[PrimaryDuty | None, Tighter.more] = None
    age_years: AtMost = None
    """How old its data may be at the end of the study's period."""
    locations: Annotated[tuple[str, ...], Tighter.fewer] = ()
    """Where a factor of its own may be from, as codes of places."""
    region: Names | None = None
    technology: Names | None = None

    @model_validator(mode="after")
    def _told(self) -> Self:
        if (self.need is Need.conditional) != (self.when is not None):
            raise ValueError(f"process {self.id}: `when` belongs to a conditional process, and to no other")
        return self


class Section(Value):
    """A part of a rule, where it stands, and how a pack above may change it."""

    clause: Clause
    clauses: Mapping[str, Clause] = {}
    """Of members that stand elsewhere than the section."""
    checklist: Mapping[str, int] = {}
    """Number in the checklist that the base pack works off, by the member that works it off."""
    override: Override = Override.tighten
    severity: Severity | None = None
    """Of what is found where it is not met; missing: as in the pack below, and else an error."""
    remark: Names | None = None
    """What it says for people beyond its members."""

    def cites(self, member: str) -> Clause:
        """Where a member stands."""
        return self.clauses.get(member, self.clause)
