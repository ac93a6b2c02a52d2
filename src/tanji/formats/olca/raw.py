"""What the objects of schema 2 look like, so far as we read them. msgspec checks types and says where one is wrong.

Members that are not named here stay in the document's `extra`. References carry copies of the name, unit and
category of what they point to; these copies are not kept.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

UNSAID = {"@type", "@context"}


class Ref(Struct):
    """A reference to another object."""

    id: str = field(name="@id")
    name: str = ""


class Exchange(Struct, rename="camel"):
    """A line of a process."""

    amount: float
    flow: Ref
    id: str | None = field(default=None, name="@id")
    internal_id: int | None = None
    is_input: bool = False
    is_avoided_product: bool = False
    is_quantitative_reference: bool = False
    unit: Ref | None = None
    flow_property: Ref | None = None
    default_provider: Ref | None = None
    amount_formula: str | None = None
    uncertainty: dict[str, Any] | None = None
    dq_entry: str | None = None
    pedigree_uncertainty: str | None = None
    location: Ref | None = None
    description: str | None = None


class ExchangeRef(Struct, rename="camel"):
    """Which exchange an allocation factor is for."""

    id: str | None = field(default=None, name="@id")
    internal_id: int | None = None
    flow: Ref | None = None


class AllocationFactor(Struct, rename="camel"):
    """A share of a process or of one exchange."""

    value: float
    allocation_type: str
    product: Ref | None = None
    exchange: ExchangeRef | None = None


class Parameter(Struct, rename="camel"):
    """A parameter of a process or of the whole package."""

    name: str
    value: float | None = None
    formula: str | None = None
    is_input_parameter: bool = True
    description: str | None = None
    uncertainty: dict[str, Any] | None = None


class Documentation(Struct, rename="camel"):
    """What is written about a process."""

    valid_from: str | None = None
    valid_until: str | None = None
    technology_description: str | None = None
    sources: list[Ref] = []
    publication: Ref | None = None


class Process(Struct, rename="camel"):
    """A process."""

    id: str = field(name="@id")
    name: str
    version: str | None = None
    description: str | None = None
    category: str | Ref | None = None
    process_type: str | None = None
    location: Ref | None = None
    default_allocation_method: str | None = None
    process_documentation: Documentation | None = None
    exchanges: list[Exchange] = []
    allocation_factors: list[AllocationFactor] = []
    parameters: list[Parameter] = []


class FlowPropertyFactor(Struct, rename="camel"):
    """One way to measure a flow."""

    flow_property: Ref
    conversion_factor: float = 1.0
    is_ref_flow_property: bool = False


class Flow(Struct, rename="camel"):
    """A flow."""

    id: str = field(name="@id")
    name: str
    flow_type: str
    version: str | None = None
    description: str | None = None
    category: str | Ref | None = None
    cas: str | None = None
    formula: str | None = None
    synonyms: str | None = None
    location: Ref | None = None
    flow_properties: list[FlowPropertyFactor] = []


class Unit(Struct, rename="camel"):
    """A unit of a unit group."""

    name: str
    id: str | None = field(default=None, name="@id")
    conversion_factor: float = 1.0
    is_ref_unit: bool = False


class UnitGroup(Struct):
    """Units that can be converted into each other."""

    id: str = field(name="@id")
    name: str = ""
    units: list[Unit] = []


class FlowProperty(Struct, rename="camel"):
    """A quantity: mass, energy."""

    id: str = field(name="@id")
    name: str
    unit_group: Ref


class Location(Struct):
    """A place."""

    id: str = field(name="@id")
    name: str | None = None
    code: str | None = None


class Source(Struct, rename="camel"):
    """A publication."""

    id: str = field(name="@id")
    name: str = ""
    version: str | None = None
    text_reference: str | None = None
    year: int | None = None
    url: str | None = None


def rest(body: dict[str, Any], kind: type[Struct]) -> dict[str, Any]:
    """The members of an object that its struct does not have."""
    known = _known(kind)
    return {name: value for name, value in body.items() if name not in known}


_KNOWN: dict[type[Struct], frozenset[str]] = {}


def _known(kind: type[Struct]) -> frozenset[str]:
    if kind not in _KNOWN:
        _KNOWN[kind] = frozenset(item.encode_name for item in msgspec.structs.fields(kind)) | UNSAID
    return _KNOWN[kind]
