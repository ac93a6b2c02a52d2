"""Method: what each greenhouse gas counts, and on which line of the footprint."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from tanji.model.document import Document, Extra, Names, Value
from tanji.model.flow import CarbonOrigin
from tanji.model.process import Uncertainty
from tanji.model.source import Status


class Indicator(StrEnum):
    """The lines that are scored side by side, all in kg CO2e.

    total = fossil + land_use + (biogenic_emissions − biogenic_co2): biogenic CO2, in and out, stands on its own
    lines and is not in `total`; total with biogenic = total + biogenic_co2 + biogenic_removals.
    """

    total = "total"
    fossil = "fossil"
    biogenic_emissions = "biogenic_emissions"
    biogenic_co2 = "biogenic_co2"
    """The part of the biogenic emissions that is CO2."""
    biogenic_removals = "biogenic_removals"
    """CO2 taken up from air; negative."""
    land_use = "land_use"
    """Direct land-use change (dLUC)."""
    aircraft = "aircraft"
    """The part of `total` that aircraft emit."""
    co2 = "co2"
    ch4 = "ch4"
    n2o = "n2o"
    fluorinated = "fluorinated"
    """HFC, PFC, SF6, NF3, CFC, HCFC and whatever else is neither CO2, CH4 nor N2O."""
    unsplit = "unsplit"
    """Published as CO2e without the gases."""


LINES = (
    Indicator.total,
    Indicator.fossil,
    Indicator.biogenic_emissions,
    Indicator.biogenic_co2,
    Indicator.biogenic_removals,
    Indicator.land_use,
    Indicator.aircraft,
)
GASES = (Indicator.co2, Indicator.ch4, Indicator.n2o, Indicator.fluorinated, Indicator.unsplit)


class GasFactor(Value):
    """The global warming potential of one gas of one origin, with the place it was read from."""

    gas: str
    """Id of the gas, as in the table: `methane-fossil`."""
    names: Names
    cas: str | None = None
    formula: str | None = None
    origin: CarbonOrigin = CarbonOrigin.fossil
    value: float
    """kg CO2e per kg."""
    source: str
    place: str
    status: Status = Status.verified
    uncertainty: Uncertainty | None = None
    """Of `value`, where the source gives it."""


class FlowFactor(Value):
    """What one elementary flow of a source's own list counts, in one place or everywhere."""

    flow: str
    """Id of the flow."""
    name: str | None = None
    """As the source calls it, where it says so."""
    direction: Literal["input", "output"]
    location: str | None = None
    """Where the factor holds; missing: everywhere."""
    origin: CarbonOrigin = CarbonOrigin.unspecified
    value: float
    """kg CO2e per reference unit of the flow."""


class Method(Document):
    """A set of global warming potentials: report, horizon, methane variants."""

    schema_name: ClassVar[str] = "tanji/method/1"

    names: Names
    report: Literal["AR4", "AR5", "AR6"]
    horizon: Literal[20, 100, 500]
    factors: tuple[GasFactor, ...]
    flows: tuple[FlowFactor, ...] | None = None
    """Factors by flow, where a source gives them so (an ILCD method); a flow that is not here then counts nothing."""
    extra: Extra | None = None

    def find(self, gas: str) -> GasFactor | None:
        """The factor of a gas, if this report and horizon have one."""
        return next((factor for factor in self.factors if factor.gas == gas), None)
