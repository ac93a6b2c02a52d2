"""Footprint: the result of a study, with its splits, its coverage and the digests of all it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import ClassVar, Literal, Self

from tanji.model.document import Document, Names, Ref, Value
from tanji.model.finding import Finding
from tanji.model.listing import Listing
from tanji.model.method import Indicator
from tanji.model.rating import QualityResult
from tanji.model.study import ActivityKind, Boundary, DataSource, Stage, UnitOfAnalysis
from tanji.model.uncertain import UncertaintyResult


class Score(Value):
    """The lines of ISO 14067 side by side, all in kg CO2e; see `tanji.model.method.Indicator` for what each holds."""

    total: float = 0.0
    fossil: float = 0.0
    biogenic_emissions: float = 0.0
    biogenic_co2: float = 0.0
    biogenic_removals: float = 0.0
    land_use: float = 0.0
    aircraft: float = 0.0
    co2: float = 0.0
    ch4: float = 0.0
    n2o: float = 0.0
    fluorinated: float = 0.0
    unsplit: float = 0.0

    @classmethod
    def of(cls, values: Mapping[Indicator, float]) -> Self:
        """A score from values by indicator; an indicator that is not given is 0 because nothing was emitted on it."""
        return cls(**{indicator.value: float(value) for indicator, value in values.items()})

    @classmethod
    def sum(cls, scores: Iterable[Score]) -> Self:
        """The exact sum, rounded once (math.fsum)."""
        listed = list(scores)
        return cls(**{line.value: fsum(getattr(score, line) for score in listed) for line in Indicator})

    def times(self, factor: float) -> Score:
        """The score of so many."""
        return Score(**{line.value: getattr(self, line) * factor for line in Indicator})

    @property
    def with_biogenic(self) -> float:
        """Total with biogenic CO2, in and out."""
        return fsum((self.total, self.biogenic_co2, self.biogenic_removals))


class StageScore(Value):
    """A life-cycle stage and its share of the total (missing where the total is 0)."""

    stage: Stage
    score: Score
    share: float | None = None


class LineScore(Value):
    """What one activity contributes, and from which factor: amount × intensity."""

    activity: str
    names: Names
    kind: ActivityKind
    stage: Stage
    step: str | None = None
    amount: float
    """Per unit of analysis, losses, yields and allocation included, in `unit`."""
    unit: str
    intensity: Score
    """Per `unit`."""
    score: Score
    share: float | None = None
    supplier: Literal["process", "own_factor", "footprint", "study", "gas"]
    listing: Listing | None = None
    """Of a background process."""
    factor_source: str | None = None
    """In one line, of an own factor, a gas or another document."""
    factor_unverified: bool = False
    data: DataSource | None = None
    grid_score: Score | None = None
    """With the grid average instead of a contract, a direct line or on-site supply."""
    mass_kg: float | None = None


class Unlinked(Value):
    """An input for which there is no factor: it is not in the total."""

    activity: str
    names: Names
    stage: Stage
    amount: float | None = None
    """Per unit of analysis."""
    unit: str | None = None
    mass_kg: float | None = None
    mass_share: float | None = None
    """Of the mass of all materials."""
    reason: Names


class FlowAmount(Value):
    """An elementary flow of the inventory."""

    name: str
    compartment: str
    amount: float
    unit: str


class UpstreamGap(Value):
    """An input of the background for which a release has no supplier: what stands behind it is not in the total."""

    name: str
    amount: float
    """Per unit of analysis, in `unit`."""
    unit: str
    database: str
    processes: int
    """How many processes of the supply chain lack it."""


class Coverage(Value):
    """How much of the study is in the total, and how much of the inventory was characterised."""

    lines: int
    """Activities, assemblies not counted; = linked + unlinked."""
    linked: int
    unlinked: tuple[Unlinked, ...] = ()
    linked_mass_share: float | None = None
    """Of the mass of materials and packaging whose mass is known; missing where none is."""
    mass_unknown: int = 0
    """Materials and packaging whose mass is not known."""
    uncharacterised: tuple[FlowAmount, ...] = ()
    """Elementary flows to air without a factor, the largest by mass."""
    uncharacterised_count: int = 0
    uncharacterised_air_kg: float | None = None
    """kg of all of them together."""
    upstream_gaps: tuple[UpstreamGap, ...] = ()
    """Inputs without supplier further up, the most widespread first; the list may be cut, the count is whole."""
    upstream_gap_count: int = 0
    primary_share: float | None = None
    """Share of the total's absolute contributions whose activity data are primary."""


class Footprint(Document):
    """kg CO2e per unit of analysis: total, splits, coverage, findings, and what it was made from.

    Numbers are rounded to 12 significant digits, so that another machine writes the same bytes.
    """

    schema_name: ClassVar[str] = "tanji/footprint/1"

    names: Names
    product: Names
    maker: str | None = None
    unit: UnitOfAnalysis
    boundary: Boundary
    period: tuple[str, str] | None = None
    location: str | None = None
    score: Score
    grid_score: Score | None = None
    """With grid-average electricity throughout, where another treatment was used."""
    stages: tuple[StageScore, ...]
    lines: tuple[LineScore, ...]
    biogenic_carbon_kg: float | None = None
    """kg C in the product, per unit of analysis."""
    biogenic_carbon_packaging_kg: float | None = None
    coverage: Coverage
    findings: tuple[Finding, ...] = ()
    assumptions: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    study: Ref
    releases: tuple[Ref, ...]
    method: Ref
    inputs: tuple[Ref, ...] = ()
    """Footprints and studies of suppliers."""
    engine: str
    """Name and version of the program that computed it."""
    scenario: str | None = None
    uncertainty: UncertaintyResult | None = None
    quality: QualityResult | None = None
