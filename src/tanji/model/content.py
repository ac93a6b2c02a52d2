"""What a rule says besides its conditions, section by section: unit, boundary, cut-off, allocation, data, and so on.

Each section cites its clause and says how a pack that builds on it may change it. A limit is a number, or the name of
a dated parameter of the pack whose value in force is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from tanji.model.clause import Clause
from tanji.model.document import Names, Value
from tanji.model.finding import Severity
from tanji.model.quantity import QuantityKind
from tanji.model.study import ActivityKind, Boundary, Stage


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

_AtMost = Annotated[Limit | None, Tighter.less]
_AtLeast = Annotated[Limit | None, Tighter.more]
_Duty = Annotated[bool | None, Tighter.more]


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
    age_years: _AtMost = None
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
    override: Override = Override.tighten
    severity: Severity = Severity.error
    """Of what is found where it is not met."""
    remark: Names | None = None
    """What it says for people beyond its members."""

    def cites(self, member: str) -> Clause:
        """Where a member stands."""
        return self.clauses.get(member, self.clause)


class UnitSection(Section):
    """Functional or declared unit: what, how much, how well, how long."""

    kinds: Annotated[tuple[Literal["functional", "declared"], ...], Tighter.fewer] = ()
    units: Annotated[tuple[str, ...], Tighter.fewer] = ()
    what: Names | None = None
    how_much: Names | None = None
    how_well: Names | None = None
    how_long: Names | None = None
    service_life: _Duty = None
    """Whether the service life has to be stated."""
    product_mass: _Duty = None
    """Whether the net mass of a unit has to be stated."""
    described: _Duty = None
    """Whether the unit has to be described in words."""
    qualifiers: tuple[Entry, ...] = ()
    """What has to be told of the product for the unit to mean anything: grade, moisture, efficiency."""


class BoundarySection(Section):
    """System boundary: which stages and unit processes."""

    boundaries: Annotated[tuple[Boundary, ...], Tighter.fewer] = ()
    stages: Annotated[tuple[Stage, ...], Tighter.further] = ()
    """Stages that must hold data."""
    processes: tuple[UnitProcess, ...] = ()
    years: _AtLeast = None
    """Over how many years emissions after the start of use count."""


class CutOffSection(Section):
    """Cut-off criteria (取舍准则)."""

    item_percent: _AtMost = None
    total_percent: _AtMost = None
    bases: Annotated[tuple[Literal["mass", "energy", "ghg"], ...], Tighter.fewer] = ()
    share_stated: _Duty = None
    never: tuple[WordedEntry, ...] = ()
    """What may not be left out, however small."""


class AllocationStep(Entry):
    """One step of the order of allocation, the first to be tried first."""

    allowed: bool = True


class CoProduct(WordedEntry):
    """A co-product with methods of its own."""

    methods: Annotated[tuple[AllocationMethod, ...], Tighter.fewer]


class AllocationSection(Section):
    """Order of allocation, methods for co-products, recycling, waste, captured carbon."""

    order: Annotated[tuple[AllocationStep, ...], Tighter.fewer] = ()
    methods: Annotated[tuple[AllocationMethod, ...], Tighter.fewer] = ()
    co_products: tuple[CoProduct, ...] = ()
    recycling: Annotated[tuple[Literal["cut_off", "cff", "substitution"], ...], Tighter.fewer] = ()
    waste: Names | None = None
    captured_carbon: Names | None = None


class StageData(Value):
    """What data of a life-cycle stage have to be."""

    stage: Stage
    clause: Clause
    primary: PrimaryDuty | None = None
    age_years: Limit | None = None
    region: Names | None = None
    technology: Names | None = None


class DataSection(Section):
    """Requirements on data: primary or secondary, period, age, region, technology, quality, gaps, databases."""

    period_days: _AtLeast = None
    age_years: _AtMost = None
    """Of activity data, at the end of the study's period."""
    factor_age_years: _AtMost = None
    """Of factors that the study brings itself."""
    primary_share_percent: _AtLeast = None
    rating: _AtMost = None
    """The worst data-quality rating that is accepted, 1 the best."""
    stages: tuple[StageData, ...] = ()
    region: Names | None = None
    technology: Names | None = None
    gaps: Annotated[tuple[Entry, ...], Tighter.fewer] = ()
    """How gaps are filled, in this order."""
    databases: tuple[Entry, ...] = ()


class ElectricityStep(Entry):
    """One source of electricity, the first to be taken where there is one."""

    treatment: Treatment


class ElectricitySection(Section):
    """Which electricity counts how."""

    hierarchy: Annotated[tuple[ElectricityStep, ...], Tighter.fewer] = ()
    criteria: tuple[Entry, ...] = ()
    """What a contractual instrument has to fulfil."""
    grid_beside: _Duty = None
    """Whether the result with the grid average is computed too where an instrument is used."""
    factors: Names | None = None
    """Which set of factors, of which year."""
    losses: Names | None = None
    heat: Names | None = None


class GwpSection(Section):
    """Greenhouse gases and their global warming potentials."""

    methods: Annotated[Listed, Tighter.fewer] = ()
    """Ids of the methods that may be used."""
    edition: str | None = None
    horizon_years: float | None = None
    feedback: bool | None = None
    """Whether values include climate–carbon feedbacks."""
    gases: Names | None = None


class CarbonItem(Entry):
    """One kind of carbon or effect, and whether it is in the total."""

    treatment: Literal["in_total", "separate", "in_total_and_separate", "never"]
    """Counted, told apart without counting, both, or not at all."""
    years: Limit | None = None
    """Over which it is counted."""


class CarbonSection(Section):
    """Biogenic carbon, land-use change, aircraft, stored carbon, delays, offsets."""

    items: tuple[CarbonItem, ...] = ()


class ScenarioValue(Entry):
    """A figure of a scenario: which member of a line it is, and what it has to be."""

    member: Literal[
        "use.years", "use.per_year", "use.hours_per_year", "transport.distance_km",
        "refrigerant.years", "refrigerant.leak_percent_per_year", "refrigerant.recovered_percent",
    ]  # fmt: skip
    relation: Literal["equal", "at_least", "at_most"] = "equal"
    value: Limit
    unit: str | None = None
    other: Literal["never", "evidence"] = "never"
    """Whether another value may stand where the line has evidence for it."""


class Scenario(Entry):
    """What is assumed after the factory gate."""

    stage: Stage
    values: tuple[ScenarioValue, ...] = ()


class ScenarioSection(Section):
    """Scenarios of transport, use and end of life."""

    items: tuple[Scenario, ...] = ()


class ResultSection(Section):
    """How results are split and rounded."""

    splits: Annotated[tuple[str, ...], Tighter.further] = ()
    """Members of a score that stand apart."""
    stage_shares: _Duty = None
    digits: int | None = None
    """Significant digits of a figure that is shown."""
    rounding: Literal["half_even", "half_up"] | None = None
    unit: str | None = None


class UncertaintySection(Section):
    """What is asked of uncertainty and sensitivity."""

    duty: Annotated[UncertaintyDuty | None, Tighter.more] = None
    material_percent: _AtMost = None
    """From which share of the total a contribution is significant."""
    sensitivity: tuple[Entry, ...] = ()


class ListSection(Section):
    """A section that is a list: conditions of comparison, contents of report or label."""

    items: tuple[Entry, ...] = ()


class Trigger(Entry):
    """What makes a result be computed anew before its time."""

    change_percent: _AtMost = None
    """Where it is a change of the result of more than so much."""


class ValiditySection(Section):
    """How long a result holds, and what ends it sooner."""

    years: _AtMost = None
    triggers: tuple[Trigger, ...] = ()


class Content(Value):
    """All sections of a rule; a section that is missing is not stated."""

    unit: UnitSection | None = None
    boundary: BoundarySection | None = None
    cut_off: CutOffSection | None = None
    allocation: AllocationSection | None = None
    data: DataSection | None = None
    electricity: ElectricitySection | None = None
    gwp: GwpSection | None = None
    carbon: CarbonSection | None = None
    scenarios: ScenarioSection | None = None
    results: ResultSection | None = None
    uncertainty: UncertaintySection | None = None
    comparability: ListSection | None = None
    validity: ValiditySection | None = None
    report: ListSection | None = None
    label: ListSection | None = None

    def sections(self) -> dict[str, Section]:
        """The sections that are stated, by name, in order."""
        return {name: each for name in type(self).model_fields if (each := getattr(self, name)) is not None}
