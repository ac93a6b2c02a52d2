"""Process: exchanges of flows for an amount of its product. A published emission factor is a process too."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from tanji.model.document import Document, Extra, Names, Value
from tanji.model.source import Status


class ProcessKind(StrEnum):
    """A unit process, or a result already added up over a life cycle."""

    unit_process = "unit_process"
    lci_result = "lci_result"


class FactorKind(StrEnum):
    """What the greenhouse gases of a process cover; two kinds can never be taken for each other."""

    life_cycle = "life_cycle"
    """Cradle to gate, or to the end of the service, in CO2e."""
    combustion = "combustion"
    """Burning alone, without the fuel's supply."""
    upstream = "upstream"
    """The fuel's supply alone (well to tank)."""
    direct = "direct"
    """The release of a gas itself."""
    treatment = "treatment"
    """Treatment of a waste."""
    grid_co2 = "grid_co2"
    """CO2 at the power stations per kWh: direct, CO2 only, not a carbon footprint factor."""


class Direction(StrEnum):
    """Amounts are positive; the direction says which way the flow moves."""

    input = "input"
    output = "output"


class Uncertainty(Value):
    """The distribution of an amount, as the source gives it."""

    kind: Literal["lognormal", "normal", "triangular", "uniform", "pert", "discrete"]
    relative: Literal[True] | None = None
    """Its numbers are multiples of the amount itself: a `mean` of 1 and an `sd` of 0.02 are the amount ± 2 %."""
    median: float | None = None
    """Of a lognormal: the geometric mean."""
    gsd: float | None = Field(default=None, gt=0)
    """Of a lognormal: the geometric standard deviation (not its square)."""
    mean: float | None = None
    sd: float | None = Field(default=None, ge=0)
    mode: float | None = None
    minimum: float | None = None
    """Of a triangular, uniform or PERT distribution: its lower end. Of any other: it is truncated below."""
    maximum: float | None = None
    """Likewise above."""
    values: tuple[float, ...] | None = None
    """Of a discrete distribution: what may be, with `weights`."""
    weights: tuple[float, ...] | None = None
    """How probable each value is; they are scaled to add up to 1."""


class Parameter(Value):
    """A named number of a process or study: a value, or a formula over other names."""

    name: str
    value: float | None = None
    formula: str | None = None
    unit: str | None = None
    description: str | None = None
    uncertainty: Uncertainty | None = None


class Exchange(Value):
    """One line of a process: so much of a flow in or out for the process's reference amount."""

    id: str
    """Internal id, unique in the process."""
    flow: str
    """Id of the flow."""
    flow_name: str
    direction: Direction
    amount: float
    unit: str
    """As in the source; `reference_amount` has the flow's own unit."""
    reference_amount: float | None = None
    """The amount in the flow's reference unit; missing where the conversion is not known."""
    property_id: str | None = None
    avoided: bool = False
    """An output that replaces production elsewhere (or an input of an avoided treatment)."""
    provider: str | None = None
    """Id of the process that the source names as the supplier."""
    formula: str | None = None
    uncertainty: Uncertainty | None = None
    pedigree: str | None = None
    location: str | None = None
    description: str | None = None
    extra: Extra = {}


class AllocationFactor(Value):
    """Which share of a process (or of one exchange) a product carries."""

    method: Literal["physical", "economic", "causal"]
    product: str
    """Id of the product's flow."""
    exchange: str | None = None
    """Internal id (or flow id) of the exchange that a causal factor is for."""
    value: float


class Process(Document):
    """Exchanges of flows for one amount of a product, with place, time, technology and source."""

    schema_name: ClassVar[str] = "tanji/process/1"

    names: Names
    kind: ProcessKind = ProcessKind.unit_process
    factor_kind: FactorKind = FactorKind.life_cycle
    reference: str | None = None
    """Internal id of the exchange that is the quantitative reference; missing where the source has none."""
    exchanges: tuple[Exchange, ...] = ()
    location: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    technology: str | None = None
    description: str | None = None
    category: tuple[str, ...] = ()
    default_allocation: str | None = None
    allocation: tuple[AllocationFactor, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    sources: tuple[str, ...] = ()
    """Ids of the sources."""
    place: str | None = None
    """Where in the source: table, sheet, row."""
    status: Status = Status.unverified
    licence: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names that people write for its product."""
    aircraft: bool = False
    """Its direct emissions are those of an aircraft: a line of its own (ISO 14067:2018, 6.4.9.7; clause unverified)."""
    extra: Extra = {}

    def reference_exchange(self) -> Exchange | None:
        """The exchange that the other amounts are for."""
        return next((exchange for exchange in self.exchanges if exchange.id == self.reference), None)
