"""Study: goal, scope, product and activity data of a carbon footprint study (产品碳足迹量化研究)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from tanji.model.document import Document, Names, Ref, Value
from tanji.model.figure import (
    PRIMARY,
    DataSource,
    DataType,
    Evidence,
    Period,
    Quality,
    Reading,
    ReadingMethod,
)
from tanji.model.finding import Place
from tanji.model.flow import CarbonOrigin
from tanji.model.identifier import Uscc
from tanji.model.process import FactorKind, Parameter, Uncertainty
from tanji.model.quantity import QuantityKind

__all__ = [
    "PRIMARY",
    "Activity",
    "ActivityKind",
    "Boundary",
    "Code",
    "CutOff",
    "DataSource",
    "DataType",
    "ElectricityTerms",
    "Evidence",
    "FootprintLink",
    "Instrument",
    "Link",
    "Organisation",
    "Output",
    "OwnFactor",
    "Period",
    "ProcessLink",
    "Product",
    "Quality",
    "Reading",
    "ReadingMethod",
    "RefrigerantTerms",
    "ReleaseUse",
    "Stage",
    "Step",
    "StepLink",
    "Study",
    "StudyLink",
    "TransportTerms",
    "UnitOfAnalysis",
    "UseTerms",
]


class Stage(StrEnum):
    """Life-cycle stages of ISO 14067 / GB/T 24067."""

    raw_material = "raw_material"
    production = "production"
    distribution = "distribution"
    use = "use"
    end_of_life = "end_of_life"


class Boundary(StrEnum):
    """System boundary."""

    cradle_to_gate = "cradle_to_gate"
    cradle_to_grave = "cradle_to_grave"
    gate_to_gate = "gate_to_gate"


class Code(Value):
    """A classification code: `GB/T 4754-2017`, `HS 2022`, `UN CPC 2.1` …"""

    system: str
    code: str


class Organisation(Value):
    """A firm: a 统一社会信用代码 for those that have one, another identifier for others."""

    name: str
    uscc: Uscc | None = None
    other_id: Code | None = None
    location: str | None = None


class Product(Value):
    """What the footprint is of."""

    names: Names
    model: str | None = None
    codes: tuple[Code, ...] = ()
    maker: Organisation | None = None
    mass_kg: float | None = Field(default=None, gt=0)
    """Net mass of one `output` unit of the study, without packaging; the mass balance is checked against it."""
    biogenic_carbon_kg: float | None = Field(default=None, ge=0)
    """kg C of biogenic origin in one `output` unit; reported on its own, never netted."""
    biogenic_carbon_packaging_kg: float | None = Field(default=None, ge=0)


class UnitOfAnalysis(Value):
    """Functional unit, or declared unit (which only a partial footprint may have)."""

    kind: Literal["functional", "declared"]
    amount: float = Field(gt=0)
    unit: str
    description: Names = {}


class ProcessLink(Value):
    """The input is supplied by a process of a background release."""

    kind: Literal["process"] = "process"
    database: str
    process: str
    decided_by: Literal["mapping", "accepted", "exact"] = "mapping"
    """A mapping column or file, an accepted proposal, or an exact name."""
    score: float | None = None
    reason: str | None = None


class StepLink(Value):
    """The input is the output of another step of this study."""

    kind: Literal["step"] = "step"
    step: str
    output: str | None = None
    """Id of one of its co-products (such as the heat of a CHP); its main output where missing."""


class OwnFactor(Value):
    """The input carries a published or supplied footprint value of its own."""

    kind: Literal["own_factor"] = "own_factor"
    value: float
    """kg CO2e per `unit`."""
    unit: str
    quantity_kind: QuantityKind | None = None
    factor_kind: FactorKind = FactorKind.life_cycle
    location: str | None = None
    year: int | None = None
    source: DataSource
    uncertainty: Uncertainty | None = None
    """Of `value`, in `unit`."""


class FootprintLink(Value):
    """The input carries a supplier's Footprint document."""

    kind: Literal["footprint"] = "footprint"
    footprint: Ref


class StudyLink(Value):
    """The input is the product of another Study, computed with the same releases and method."""

    kind: Literal["study"] = "study"
    study: Ref


Link = Annotated[
    ProcessLink | StepLink | OwnFactor | FootprintLink | StudyLink,
    Field(discriminator="kind"),
]


class ActivityKind(StrEnum):
    """What sort of line it is; it decides which amounts it needs and which factors it may take."""

    assembly = "assembly"
    """A node of the bill of materials that only holds others."""
    material = "material"
    packaging = "packaging"
    electricity = "electricity"
    heat = "heat"
    fuel = "fuel"
    """Burnt on site: combustion and supply both count."""
    transport = "transport"
    direct_emission = "direct_emission"
    refrigerant = "refrigerant"
    use_energy = "use_energy"
    """Electricity or fuel over the service life."""
    waste = "waste"
    service = "service"


class TransportTerms(Value):
    """Freight: mass × distance."""

    mass_kg: float = Field(ge=0)
    distance_km: float = Field(ge=0)


class UseTerms(Value):
    """Energy over the service life: per year × years, or power × hours per year × years."""

    years: float = Field(gt=0)
    per_year: float | None = Field(default=None, ge=0)
    power_kw: float | None = Field(default=None, ge=0)
    hours_per_year: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _enough(self) -> Self:
        given = [part is not None for part in (self.per_year, self.power_kw, self.hours_per_year)]
        if given not in ([True, False, False], [False, True, True]):
            raise ValueError("give either the amount per year, or power and hours per year")
        return self


class RefrigerantTerms(Value):
    """Leakage over the service life and at its end: charge × (years × leak + (what is left) × (1 − recovered))."""

    charge_kg: float = Field(ge=0)
    leak_percent_per_year: float = Field(ge=0, le=100)
    years: float = Field(ge=0)
    recovered_percent: float = Field(ge=0, le=100)


class Instrument(Value):
    """A contractual instrument for electricity (green certificate, power purchase agreement)."""

    kind: str
    number: str | None = None
    kwh: float | None = Field(default=None, ge=0)
    period: Period | None = None
    market: str | None = None


class ElectricityTerms(Value):
    """How electricity is treated; with anything but the grid average the grid result is kept beside it."""

    treatment: Literal["grid", "instrument", "on_site", "direct_line"] = "grid"
    instrument: Instrument | None = None
    grid: ProcessLink | None = None
    """The grid average that the same electricity would have."""


class Activity(Value):
    """One line: so much of something, at a stage, in a step, with where the figure comes from and who supplies it."""

    id: str
    kind: ActivityKind
    names: Names
    stage: Stage
    step: str | None = None
    """Step it belongs to; the study's own output where missing."""
    parent: str | None = None
    """Assembly it is part of; the amount is then per one of the parent."""
    part_no: str | None = None
    material: str | None = None
    supplier: str | None = None
    origin: str | None = None
    amount: float | None = None
    """Per `output` of its step (or per one of its parent), before loss."""
    unit: str | None = None
    quantity_kind: QuantityKind | None = None
    formula: str | None = None
    """Instead of the amount."""
    readings: tuple[Reading, ...] = ()
    """Parts of the amount by period; they must add up to it."""
    loss_percent: float | None = Field(default=None, ge=0, lt=100)
    unit_mass_kg: float | None = Field(default=None, ge=0)
    """kg of one `unit`."""
    recycled_percent: float | None = Field(default=None, ge=0, le=100)
    """Share of the material that is recycled; it takes `recycled_link`, the rest takes `link`."""
    recycled_link: Link | None = None
    """Supplier of the recycled share. Where it is missing the whole amount takes `link`, and a finding says so."""
    transport: TransportTerms | None = None
    use: UseTerms | None = None
    refrigerant: RefrigerantTerms | None = None
    gas: str | None = None
    """Of a direct emission or refrigerant: id of the gas in the GWP table."""
    gas_origin: CarbonOrigin | None = None
    aircraft: bool = False
    electricity: ElectricityTerms | None = None
    link: Link | None = None
    data: DataSource | None = None
    uncertainty: Uncertainty | None = None
    """Of the amount (or of what its formula gives), before loss; readings of one meter share one draw of its error."""
    factor_uncertainty: Uncertainty | None = None
    """Of the intensity that the line takes, relative, where the supplier states none."""
    meter: str | None = None
    """Id of the meter that the amount was read from, among the study's `meters`."""
    quality: Quality | None = None
    evidence: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = None
    """Where the line stood in what was read."""


class Output(Value):
    """What a step gives, with what allocation may need: total mass, energy and value of the amount."""

    id: str | None = None
    """What a `StepLink` calls a co-product."""
    names: Names = {}
    amount: float = Field(gt=0)
    unit: str
    mass_kg: float | None = Field(default=None, ge=0)
    energy_mj: float | None = Field(default=None, ge=0)
    value: float | None = Field(default=None, ge=0)
    """Money, in one currency for all outputs of the step."""


class Step(Value):
    """A process step under the maker's control: its activities are for `output` (and its co-products)."""

    id: str
    names: Names = {}
    output: Output
    co_products: tuple[Output, ...] = ()
    allocation: Literal["none", "mass", "energy", "economic"] = "none"
    """How the burden is divided; `none` is legal only without co-products."""
    yield_percent: float = Field(default=100, gt=0, le=100)
    """Good output of all output; the amounts are then per output before rejects."""
    mix: bool = False
    """A mix of plants or suppliers: its inputs from other steps are shares that add up to the output."""


class CutOff(Value):
    """Something left out on purpose, with the reason and the estimated share."""

    name: str
    reason: str
    share_percent: float | None = Field(default=None, ge=0, le=100)
    basis: Literal["mass", "energy", "ghg"] = "mass"


class ReleaseUse(Value):
    """A background release that the study links to; the digest is missing in a draft that takes the current one."""

    database: str
    version: str | None = None
    digest: str | None = None


class Study(Document):
    """Everything that a footprint is computed from, except the background data and the method."""

    schema_name: ClassVar[str] = "tanji/study/1"

    names: Names
    goal: str | None = None
    audience: str | None = None
    product: Product
    unit: UnitOfAnalysis
    reference_flow: float = Field(default=1.0, gt=0)
    """How many units of `output.unit` the unit of analysis needs."""
    output: Output
    """What the activities without a step are for: one product, a batch, a year's production."""
    co_products: tuple[Output, ...] = ()
    allocation: Literal["none", "mass", "energy", "economic"] = "none"
    boundary: Boundary
    excluded_stages: Names = {}
    """Stages of the boundary that are left out, with the reason."""
    location: str | None = None
    period: Period | None = None
    service_years: float | None = Field(default=None, gt=0)
    loss_basis: Literal["net", "gross"] = "net"
    """Whether `loss_percent` is of the net amount (× (1 + loss)) or of the gross amount (÷ (1 − loss))."""
    recycling: Literal["cut_off"] = "cut_off"
    """Recycled content enters without burden before sorting, and recycling at the end of life earns no credit."""
    steps: tuple[Step, ...] = ()
    activities: tuple[Activity, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    assumptions: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    releases: tuple[ReleaseUse, ...] = ()
    meters: tuple[Ref, ...] | None = None
    """Documents of the metrology register that activities refer to: meters, calibrations, series."""
    method: str = "ar6-gwp100"
    derived_from: Ref | None = None
    """The study that this one is a scenario of."""
    scenario: str | None = None
