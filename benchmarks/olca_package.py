"""A seeded openLCA JSON-LD package (schema 2) of the size of a large real database, for measuring imports.

The processes and their inputs are those of `synthetic`; elementary exchanges are left out by a seeded choice until
there are as many exchanges in all as asked for. Each object has what openLCA 2 writes of it: references that carry
names and categories, documentation in paragraphs, a lognormal for most exchanges, a default provider for nine inputs
of ten. So that bw2io can read it too, every process has one product and there is no waste.
"""

from __future__ import annotations

import random
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from benchmarks.synthetic import synthetic

Body = dict[str, Any]

_MEASURES = (
    ("Mass", "Units of mass", (("kg", 1.0), ("t", 1000.0), ("g", 0.001))),
    ("Energy", "Units of energy", (("MJ", 1.0), ("kWh", 3.6), ("GJ", 1000.0))),
    ("Volume", "Units of volume", (("m3", 1.0), ("l", 0.001))),
    ("Goods transport (mass*distance)", "Units of mass*length", (("t*km", 1.0), ("kg*km", 0.001))),
)
_WORDS = (
    "steel", "electricity", "heat", "transport", "cement", "glass", "copper", "aluminium", "polymer", "paper",
    "water", "steam", "gas", "oil", "coal", "wood", "acid", "lime", "sand", "clay", "zinc", "nickel", "lithium",
    "battery", "plant", "process", "market", "production", "treatment", "average", "mix", "supply", "network",
    "regional", "annual", "measured", "estimated", "literature", "expert", "industry", "data",
)  # fmt: skip
_PLACES = ("CN", "US", "DE", "FR", "IN", "BR", "JP", "GLO", "RoW", "CN-GD", "CN-JS", "ZA", "AU", "CA", "MX", "NO")
_AIR = ("Elementary flows/Emission to air/unspecified", "Elementary flows/Emission to water/river")


def store(path: Path, n: int = 23_000, exchanges: int = 600_000, seed: int = 20260202) -> None:
    """The package as a zip: n processes with so many exchanges in all."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, body in _Made(n, exchanges, seed).objects():
            archive.writestr(f"{name}.json", msgspec.json.encode(body))


class _Made:
    """All objects of one package."""

    def __init__(self, n: int, exchanges: int, seed: int) -> None:
        self.n, self._chance = n, random.Random(seed)
        made = synthetic(n)
        row, col, value = made.technosphere
        keep = np.sort(np.random.default_rng(seed).permutation(len(made.biosphere[0]))[: exchanges - len(row)])
        self._inputs, self._emissions = (
            _by_column(n, row, col, value),
            _by_column(n, *(x[keep] for x in made.biosphere)),
        )
        self._properties = [self._property(name, group, units) for name, group, units in _MEASURES]
        self._places = [self._named("Location", code) | {"code": code} for code in _PLACES]
        self._sources = [self._named("Source", self._words(6)) for _ in range(200)]
        self._flows = [self._flow(f"{self._words(3)}, {place}") for place in range(made.flows)]
        self._products = [self._flow(f"{self._words(3)}, product {place}", product=True) for place in range(n)]
        self._processes = [
            self._named("Process", f"{self._words(5)}, {place}")
            | {"category": f"Sector {place % 40}/Branch {place % 400}"}
            for place in range(n)
        ]

    def objects(self) -> Iterator[tuple[str, Body]]:
        """Every object with its name in the archive."""
        yield "openlca", {"schemaVersion": 2}
        for measured, group in self._properties:
            yield f"flow_properties/{measured['@id']}", measured
            yield f"unit_groups/{group['@id']}", group
        for folder, bodies in (("locations", self._places), ("sources", self._sources)):
            yield from ((f"{folder}/{body['@id']}", body) for body in bodies)
        for flow, _, _ in (*self._flows, *self._products):
            yield f"flows/{flow['@id']}", flow
        for place, body in enumerate(self._processes):
            yield f"processes/{body['@id']}", body | self._process(place)

    def _named(self, kind: str, name: str) -> Body:
        return {"@type": kind, "@id": str(uuid.UUID(int=self._chance.getrandbits(128), version=4)), "name": name}

    def _words(self, number: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=number))

    def _property(self, name: str, group: str, units: tuple[tuple[str, float], ...]) -> tuple[Body, Body]:
        made = self._named("UnitGroup", group) | {
            "units": [
                self._named("Unit", unit) | {"conversionFactor": factor, "isRefUnit": factor == 1.0}
                for unit, factor in units
            ]
        }
        return self._named("FlowProperty", name) | {"unitGroup": _ref(made)}, made

    def _flow(self, name: str, *, product: bool = False) -> tuple[Body, Body, Body]:
        """A flow, the reference to it that exchanges carry, and the unit group of its measure."""
        measured, group = self._properties[self._chance.randrange(4) if product else 0]
        kind = "PRODUCT_FLOW" if product else "ELEMENTARY_FLOW"
        category = f"Products/Sector {self._chance.randrange(40)}" if product else self._chance.choice(_AIR)
        factor = {"@type": "FlowPropertyFactor", "isRefFlowProperty": True, "conversionFactor": 1.0}
        body = self._named("Flow", name) | {"category": category, "flowType": kind, "version": "01.00.000"}
        unit = group["units"][0]["name"]
        ref = body | {"refUnit": unit}
        del ref["version"]
        measure = _ref(measured) | {"category": "Technical flow properties", "refUnit": unit}
        return body | {"flowProperties": [factor | {"flowProperty": _ref(measured)}]}, ref | {"measure": measure}, group

    def _process(self, place: int) -> Body:
        lines = [self._line(self._products[row], value, row, place) for row, value in self._inputs[place]]
        lines += [self._line(self._flows[row], value, None, place) for row, value in self._emissions[place]]
        for number, line in enumerate(lines, 1):
            line["internalId"] = number
        return {
            "version": "01.00.000",
            "description": self._words(60),
            "processType": "UNIT_PROCESS",
            "location": _ref(self._places[place % len(self._places)]),
            "defaultAllocationMethod": "PHYSICAL_ALLOCATION",
            "isInfrastructureProcess": False,
            "lastInternalId": len(lines),
            "processDocumentation": {
                "@type": "ProcessDocumentation",
                "validFrom": "2020-01-01",
                "validUntil": "2024-12-31",
                "technologyDescription": self._words(40),
                "timeDescription": self._words(20),
                "geographyDescription": self._words(20),
                "samplingDescription": self._words(20),
                "isCopyrightProtected": False,
                "sources": [_ref(self._chance.choice(self._sources))],
            },
            "exchanges": lines,
            "allocationFactors": [],
        }

    def _line(self, flow: tuple[Body, Body, Body], value: float, supplier: int | None, process: int) -> Body:
        """An exchange; the diagonal is the reference product. Amounts are in any unit of the measure."""
        _, ref, group = flow
        reference = supplier == process
        unit = group["units"][0] if reference or self._chance.random() < 0.8 else self._chance.choice(group["units"])
        amount = abs(value) if reference else (value if supplier is None else -value) / unit["conversionFactor"]
        body = {
            "@type": "Exchange",
            "isAvoidedProduct": False,
            "isInput": supplier is not None and not reference,
            "isQuantitativeReference": reference,
            "amount": amount,
            "flow": {name: value for name, value in ref.items() if name != "measure"},
            "unit": _ref(unit),
            "flowProperty": ref["measure"],
        }
        if supplier is not None and not reference and self._chance.random() < 0.9:
            body["defaultProvider"] = self._processes[supplier] | {"processType": "UNIT_PROCESS"}
        if not reference and amount > 0 and self._chance.random() < 0.8:
            spread = {"@type": "Uncertainty", "distributionType": "LOG_NORMAL_DISTRIBUTION"}
            body["uncertainty"] = spread | {"geomMean": amount, "geomSd": 1.0 + self._chance.random()}
            body["dqEntry"] = "({};{};{};{};{})".format(*self._chance.choices("12345", k=5))
        return body


def _by_column(n: int, *coordinates: Any) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for row, col, value in zip(*(each.tolist() for each in coordinates), strict=True):
        found[col].append((row, value))
    return found


def _ref(body: Body) -> Body:
    return {name: body[name] for name in ("@type", "@id", "name")}
