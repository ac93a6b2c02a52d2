"""Flow: something that moves between processes, or between a process and the environment."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from tanji.model.document import Document, Extra, Names, Value
from tanji.model.quantity import QuantityKind


class FlowKind(StrEnum):
    """Product, waste (its treatment is the service) or elementary (to or from the environment)."""

    product = "product"
    waste = "waste"
    elementary = "elementary"


class CarbonOrigin(StrEnum):
    """Where the carbon of a greenhouse gas comes from; it decides the line of the footprint and methane's GWP."""

    fossil = "fossil"
    biogenic = "biogenic"
    land_use = "land_use"
    unspecified = "unspecified"


class FlowProperty(Value):
    """Another way to measure a flow: so much of `unit` is one reference unit of the flow."""

    id: str
    name: str
    unit: str
    amount: float
    """Amount of `unit` per reference unit of the flow."""


class Flow(Document):
    """Something that moves, with the unit it is measured in."""

    schema_name: ClassVar[str] = "tanji/flow/1"

    names: Names
    kind: FlowKind
    unit: str
    """Reference unit: a symbol of the unit registry, or the file's own where the registry lacks it."""
    quantity_kind: QuantityKind | None = None
    property_id: str | None = None
    """The flow property that the reference unit measures, as the source names it."""
    properties: tuple[FlowProperty, ...] = ()
    compartment: tuple[str, ...] = ()
    """Of an elementary flow, from wide to narrow: ("air", "unspecified")."""
    cas: str | None = None
    formula: str | None = None
    synonyms: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    location: str | None = None
    description: str | None = None
    extra: Extra = {}
