"""What a rule says besides its conditions, section by section: unit, boundary, cut-off, allocation, data, and so on.

Each section cites its clause and says how a pack that builds on it may change it. A limit is a number, or the name of
a dated parameter of the pack whose value in force is meant.
"""

from __future__ import annotations

from typing import Annotated, Literal

from tanji.model.clause import Clause
from tanji.model.document import Names, Value
from tanji.model.section import (
    PARAMETER_ID,
    AllocationMethod,
    AtLeast,
    AtMost,
    Duty,
    Entry,
    Limit,
    Listed,
    Need,
    Override,
    PrimaryDuty,
    Section,
    Tighter,
    Treatment,
    UncertaintyDuty,
    UnitProcess,
    WordedEntry,
)
from tanji.model.study import Boundary, Stage

__all__ = [
    "PARAMETER_ID",
    "AllocationSection",
    "BoundarySection",
    "CarbonItem",
    "CarbonSection",
    "CoProduct",
    "Content",
    "CutOffSection",
    "DataSection",
    "ElectricitySection",
    "Entry",
    "Limit",
    "Need",
    "Override",
    "PrimaryDuty",
    "ScenarioSection",
    "ScenarioValue",
    "Section",
    "StageData",
    "Tighter",
    "UncertaintyDuty",
    "UncertaintySection",
    "UnitProcess",
    "UnitSection",
]


class UnitSection(Section):
    """Functional or declared unit: what, how much, how well, how long."""

    kinds: Annotated[tuple[Literal["functional", "declared"], ...], Tighter.fewer] = ()
    units: Annotated[tuple[str, ...], Tighter.fewer] = ()
    what: Names | None = None
    how_much: Names | None = None
    how_well: Names | None = None
    how_long: Names | None = None
    service_life: Duty = None
    """Whether the service life has to be stated."""
    product_mass: Duty = None
    """Whether the net mass of a unit has to be stated."""
    described: Duty = None
    """Whether the unit has to be described in words."""
    qualifiers: tuple[Entry, ...] = ()
    """What has to be told of the product for the unit to mean anything: grade, moisture, efficiency."""


class BoundarySection(Section):
    """System boundary: which stages and unit processes."""

    boundaries: Annotated[tuple[Boundary, ...], Tighter.fewer] = ()
    stages: Annotated[tuple[Stage, ...], Tighter.further] = ()
    """Stages that must hold data."""
    processes: tuple[UnitProcess, ...] = ()
    years: AtLeast = None
    """Over how many years emissions after the start of use count."""


class CutOffSection(Section):
    """Cut-off criteria (取舍准则)."""

    item_percent: AtMost = None
    total_percent: AtMost = None
    bases: Annotated[tuple[Literal["mass", "energy", "ghg"], ...], Tighter.fewer] = ()
    share_stated: Duty = None
    never: tuple[WordedEntry, ...] = ()
    """What may not be left out, however small."""


class AllocationStep(Entry):
    """One step of the order of allocation, the first to be tried first."""

    allowed: bool = True
    property: Names | None = None
    """By which physical property."""
    price_years: AtMost = None
    """Over how many years prices are averaged."""
    price_ratio: AtMost = None
    """From which ratio of prices on this step is taken."""


class CoProduct(WordedEntry):
    """A co-product with methods of its own."""

    methods: Annotated[tuple[AllocationMethod, ...], Tighter.fewer]


class RecycledMaterial(WordedEntry):
    """Terms of the circular footprint formula for one material; recycled shares are parts of 1."""

    burden: Limit | None = None
    """A: between who gives and who takes the recycled material."""
    energy: Limit | None = None
    """B: of energy recovery."""
    content: Limit | None = None
    """R1: recycled content."""
    recovered: Limit | None = None
    """R2: recycled at the end of life."""
    quality: Limit | None = None
    """Q: quality of the recycled material to that of the first one."""


class AllocationSection(Section):
    """Order of allocation, methods for co-products, recycling, waste, captured carbon."""

    order: Annotated[tuple[AllocationStep, ...], Tighter.fewer] = ()
    methods: Annotated[tuple[AllocationMethod, ...], Tighter.fewer] = ()
    co_products: tuple[CoProduct, ...] = ()
    recycling: Annotated[tuple[Literal["cut_off", "cff", "substitution"], ...], Tighter.fewer] = ()
    recycled: tuple[RecycledMaterial, ...] = ()
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


class QualityAspect(Entry):
    """An aspect by which data quality is rated, with its weight in the rating."""

    weight: Limit | None = None
    worst: AtMost = None
    """The worst rating that is accepted, 1 the best."""


class Proxy(Entry):
    """Data that stand for others, and what that costs in the rating."""

    penalty: AtLeast = None


class Database(Entry):
    """A background database that is accepted."""

    database: str
    """Its id, as links name it."""
    versions: tuple[str, ...] = ()
    """None: any."""


class DataSection(Section):
    """Requirements on data: primary or secondary, period, age, region, technology, quality, gaps, databases."""

    period_days: AtLeast = None
    age_years: AtMost = None
    """Of activity data, at the end of the study's period."""
    factor_age_years: AtMost = None
    """Of factors that the study brings itself."""
    primary_share_percent: AtLeast = None
    rating: AtMost = None
    """The worst data-quality rating that is accepted, 1 the best."""
    stages: tuple[StageData, ...] = ()
    region: Names | None = None
    technology: Names | None = None
    gaps: Annotated[tuple[Entry, ...], Tighter.fewer] = ()
    """How gaps are filled, in this order."""
    databases: Annotated[tuple[Database, ...], Tighter.fewer] = ()
    scheme: str | None = None
    """The scheme by which quality is rated."""
    aspects: tuple[QualityAspect, ...] = ()
    proxies: tuple[Proxy, ...] = ()


class ElectricityStep(Entry):
    """One source of electricity, the first to be taken where there is one."""

    treatment: Treatment


class ElectricitySection(Section):
    """Which electricity counts how."""

    hierarchy: Annotated[tuple[ElectricityStep, ...], Tighter.fewer] = ()
    criteria: tuple[Entry, ...] = ()
    """What a contractual instrument has to fulfil."""
    grid_beside: Duty = None
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


class Route(Entry):
    """A route of the end of life, and its share of the mass."""

    percent: Limit | None = None
    region: Names | None = None


class Scenario(Entry):
    """What is assumed after the factory gate."""

    stage: Stage
    values: tuple[ScenarioValue, ...] = ()
    routes: tuple[Route, ...] = ()


class ScenarioSection(Section):
    """Scenarios of transport, use and end of life."""

    items: tuple[Scenario, ...] = ()


class ResultSection(Section):
    """How results are split and rounded."""

    splits: Annotated[tuple[str, ...], Tighter.further] = ()
    """Members of a score that stand apart."""
    stage_shares: Duty = None
    digits: int | None = None
    """Significant digits of a figure that is shown."""
    rounding: Literal["half_even", "half_up"] | None = None
    unit: str | None = None


class UncertaintySection(Section):
    """What is asked of uncertainty and sensitivity."""

    duty: Annotated[UncertaintyDuty | None, Tighter.more] = None
    material_percent: AtMost = None
    """From which share of the total a contribution is significant."""
    sensitivity: tuple[Entry, ...] = ()


class ListSection(Section):
    """A section that is a list: conditions of comparison, contents of report or label."""

    items: tuple[Entry, ...] = ()


class Trigger(Entry):
    """What makes a result be computed anew before its time."""

    change_percent: AtMost = None
    """Where it is a change of the result of more than so much."""


class ValiditySection(Section):
    """How long a result holds, and what ends it sooner."""

    years: AtMost = None
    triggers: tuple[Trigger, ...] = ()


class VerificationSection(ListSection):
    """What is asked of verification: level of assurance, sampling, and who may do it."""

    level: Literal["limited", "reasonable"] | None = None
    sampling: Names | None = None


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
    verification: VerificationSection | None = None

    def sections(self) -> dict[str, Section]:
        """The sections that are stated, by name, in order."""
        return {name: each for name in type(self).model_fields if (each := getattr(self, name)) is not None}
