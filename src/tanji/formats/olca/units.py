"""Unit groups and flow properties for a package that is written: those it came with, and made ones for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanji.formats.olca import raw
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Measures, Property, quantity_kind
from tanji.model.flow import Flow
from tanji.model.package import Package
from tanji.model.process import Exchange
from tanji.model.quantity import QuantityKind, kind_names

_NAMES = {
    QuantityKind.energy_fuel_ncv: "Net calorific value",
    QuantityKind.energy_fuel_gcv: "Gross calorific value",
    QuantityKind.length: "Length",
    QuantityKind.distance_vehicle: "Vehicle transport",
}


class Units:
    """The flow properties and unit groups of a package by id."""

    def __init__(self, package: Package) -> None:
        self._properties: dict[str, Any] = dict(package.extra.get("FlowProperty", {}))
        self._groups: dict[str, Any] = dict(package.extra.get("UnitGroup", {}))
        lines: dict[str, list[Exchange]] = {}
        for process in package.processes:
            for line in process.exchanges:
                lines.setdefault(line.flow, []).append(line)
        for flow in package.flows:
            self._complete(flow, lines.get(flow.id, []))
        self._measures = Measures(self._properties, self._groups, Judge())

    def objects(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Every unit group and flow property with its type and id."""
        for kind, bodies in (("FlowProperty", self._properties), ("UnitGroup", self._groups)):
            for identity, body in bodies.items():
                yield kind, identity, {"@type": kind, "@id": identity, **body}

    def property_of(self, flow: Flow) -> str:
        """The id of the property that a flow's reference unit measures."""
        return flow.property_id or f"property-{flow.quantity_kind or 'of'}-{flow.unit}"

    def ref(self, line: Exchange, flow: Flow) -> dict[str, Any]:
        """The reference to the unit of an exchange, by its id where the group has one of this name."""
        found = self._property(line.property_id or self.property_of(flow))
        ids = {name: identity for identity, (name, _) in found.by_id.items()} if found else {}
        return {"@type": "Unit", "@id": ids.get(line.unit, line.unit), "name": line.unit}

    def read_back(self, flow: Flow) -> str | None:
        """The quantity kind that reading will find."""
        found = self._property(self.property_of(flow))
        name = flow.names.get("en") or next(iter(flow.names.values()), "")
        return quantity_kind(name, flow.kind.value, found) if found else None

    def _property(self, identity: str) -> Property | None:
        try:
            return self._measures.get(raw.Ref(identity))
        except Faulty:
            return None

    def _complete(self, flow: Flow, lines: list[Exchange]) -> None:
        """Make the properties of a flow that the package lacks, with the units that its exchanges use."""
        own = self.property_of(flow)
        if own not in self._properties:
            name = _NAMES.get(flow.quantity_kind) if flow.quantity_kind else None
            words = kind_names()[flow.quantity_kind].en if flow.quantity_kind else flow.unit
            self._make(own, name or words.capitalize(), flow.unit)
        for item in flow.properties:
            if item.id not in self._properties:
                self._make(item.id, item.name, item.unit)
        amounts = {own: 1.0} | {item.id: item.amount for item in flow.properties}
        for line in lines:
            measured = line.property_id or own
            group = self._groups.get(f"units-{measured}")
            if group is None or line.reference_amount is None or not line.amount or measured not in amounts:
                continue
            if all(unit["name"] != line.unit for unit in group["units"]):
                factor = line.reference_amount / line.amount * amounts[measured]
                group["units"].append(_unit(measured, line.unit, factor))

    def _make(self, identity: str, name: str, unit: str) -> None:
        group = f"units-{identity}"
        reference = {"@type": "UnitGroup", "@id": group, "name": f"Units of {name.lower()}"}
        self._properties[identity] = {"@type": "FlowProperty", "@id": identity, "name": name, "unitGroup": reference}
        first = {**_unit(identity, unit, 1.0), "isRefUnit": True}
        self._groups[group] = {**reference, "units": [first]}


def _unit(measured: str, name: str, factor: float) -> dict[str, Any]:
    return {"@type": "Unit", "@id": f"unit-{measured}-{name}", "name": name, "conversionFactor": factor}
