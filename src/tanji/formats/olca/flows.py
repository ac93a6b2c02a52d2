"""Flows, sources and places of a package as plain documents."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from tanji.errors import Text
from tanji.formats.olca import raw
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Measures, Property, dangling, quantity_kind, typed
from tanji.formats.olca.schema import restore, rows

_KINDS = {"PRODUCT_FLOW": "product", "WASTE_FLOW": "waste", "ELEMENTARY_FLOW": "elementary"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ROOT = "elementary flows"
_DEPTH = 40


def names(name: str) -> dict[str, str]:
    """A name under its language: Chinese if it has Chinese characters, else English (the file does not say)."""
    return {"zh" if _CHINESE.search(name) else "en": name}


class Tree:
    """The categories of a package: each as its path from wide to narrow."""

    def __init__(self, categories: dict[str, dict[str, Any]], judge: Judge) -> None:
        self._categories, self._judge = categories, judge

    def path(self, category: Any) -> list[str]:
        """The path of a category: a text with slashes (schema 2), or a reference into the tree (schema 1)."""
        if isinstance(category, str):
            return [part for part in category.split("/") if part]
        path: list[str] = []
        node = category
        while isinstance(node, dict) and isinstance(node.get("@id"), str) and len(path) < _DEPTH:
            body = self._categories.get(node["@id"])
            if body is None:
                self._judge.gather("OLC-116", "note", missing, f"category {node.get('name', node['@id'])}")
                parents = node.get("categoryPath")
                above = [str(part) for part in parents] if isinstance(parents, list) else []
                return [*above, str(node.get("name", node["@id"])), *path]
            path.insert(0, str(body.get("name", node["@id"])))
            node = body.get("category")
        return path


class Places:
    """The codes of the places of a package, by id."""

    def __init__(self, locations: dict[str, dict[str, Any]], judge: Judge) -> None:
        self._judge = judge
        self.documents: list[dict[str, Any]] = []
        self._codes: dict[str, str] = {}
        for body in locations.values():
            try:
                place = typed(body, raw.Location)
            except Faulty as fault:
                judge.fail("locations", fault, member=body["@id"])
                continue
            self._codes[place.id] = place.code or place.name or place.id
            self.documents.append({"id": place.id, "code": place.code, "name": place.name})
            judge.count("locations", "imported")

    def code(self, ref: raw.Ref | None) -> str | None:
        """The code of a place, else its name; None where nothing is said."""
        if ref is None:
            return None
        if ref.id not in self._codes:
            self._judge.gather("OLC-116", "note", missing, f"location {ref.name or ref.id}")
        return self._codes.get(ref.id, ref.name or ref.id)


class Known:
    """A flow as processes need it: its name, its kind and how its amounts are converted."""

    def __init__(self, flow: raw.Flow, kind: str, properties: dict[str, tuple[Property, float]], first: str) -> None:
        self.name, self.kind, self._properties, self._first = flow.name, kind, properties, first

    def doubtful(self, exchange: raw.Exchange, unit: str) -> bool:
        """Whether the file and our registry disagree about the unit of an exchange."""
        wanted = exchange.flow_property.id if exchange.flow_property else self._first
        return wanted in self._properties and unit in self._properties[wanted][0].doubtful

    def convert(self, exchange: raw.Exchange) -> tuple[str, float | None]:
        """The unit of an exchange, and its amount in the flow's reference unit: × unit factor ÷ property factor."""
        wanted = exchange.flow_property.id if exchange.flow_property else self._first
        measured, amount = self._properties.get(wanted, (None, 0.0))
        if measured is None:
            return (exchange.unit.name if exchange.unit else ""), None
        unit, in_reference = measured.in_reference(exchange.unit)
        if in_reference is None or amount == 0:
            return unit, None
        converted = exchange.amount * in_reference / amount
        return unit, converted if isfinite(converted) else None


class Flows:
    """Makes flow documents, and remembers of each what processes need."""

    def __init__(self, measures: Measures, tree: Tree, places: Places) -> None:
        self._measures, self._tree, self._places = measures, tree, places
        self.known: dict[str, Known] = {}

    def document(self, body: dict[str, Any]) -> dict[str, Any]:
        """A flow document. Faulty: no reference property, an unknown kind, a reference that leads nowhere."""
        flow = typed(body, raw.Flow)
        kind = _KINDS.get(flow.flow_type)
        if kind is None:
            raise Faulty(
                "OLC-105", Text(zh=f"未知的流类型“{flow.flow_type}”", en=f'Unknown flow type "{flow.flow_type}"')
            )
        first = next((item for item in flow.flow_properties if item.is_ref_flow_property), None)
        first = first or next(iter(flow.flow_properties), None)
        if first is None:
            raise Faulty("OLC-104", Text(zh="没有流属性，因而没有单位", en="It has no flow property and so no unit"))
        reference = self._measures.get(first.flow_property)
        scale = first.conversion_factor or 1.0
        others = [item for item in flow.flow_properties if item is not first]
        properties = {item.flow_property.id: (self._measures.get(item.flow_property), item) for item in others}
        measured = {key: (made, item.conversion_factor / scale) for key, (made, item) in properties.items()}
        measured[reference.id] = (reference, 1.0)
        self.known[flow.id] = Known(flow, kind, measured, reference.id)
        category = self._tree.path(body.get("category"))
        extra = raw.rest(body, raw.Flow)
        if left := {
            factor.flow_property.id: rest
            for factor, item in zip(flow.flow_properties, body.get("flowProperties", []), strict=True)
            if (rest := raw.rest(item, raw.FlowPropertyFactor))
        }:
            extra["flowProperties"] = left
        document = {
            "id": flow.id,
            "version": flow.version or "1",
            "names": names(flow.name),
            "kind": kind,
            "unit": reference.unit,
            "quantity_kind": quantity_kind(flow.name, kind, reference),
            "property_id": reference.id,
            "properties": [
                {"id": made.id, "name": made.name, "unit": made.unit, "amount": item.conversion_factor / scale}
                for item in others
                for made in [self._measures.get(item.flow_property)]
            ],
            "compartment": compartment(category) if kind == "elementary" else [],
            "cas": flow.cas,
            "formula": flow.formula,
            "synonyms": [part for word in (flow.synonyms or "").split(";") if (part := word.strip())],
            "category": category,
            "location": self._places.code(flow.location),
            "description": flow.description,
            "extra": extra,
        }
        return restore("Flow", document)

    def get(self, ref: raw.Ref) -> Known:
        """The flow of a reference. Faulty: it is not in the package, or failed itself."""
        if ref.id not in self.known:
            raise dangling("flow", "流", ref)
        return self.known[ref.id]


def compartment(category: list[str]) -> list[str]:
    """The compartment of an elementary flow: its category from the first name of a compartment on.

    >>> compartment(["Elementary flows", "Emission to air", "unspecified"])
    ['air', 'unspecified']
    >>> compartment(["Elementary flows", "emission", "water", "river"])
    ['water', 'river']
    """
    known = {row["name"]: row["compartment"] for row in rows("compartments.csv")}
    for place, name in enumerate(category):
        if name.strip().lower() in known:
            return [known[name.strip().lower()], *(part.strip().lower() for part in category[place + 1 :])]
    return [part.strip().lower() for part in category if part.strip().lower() != _ROOT]


def source(body: dict[str, Any]) -> dict[str, Any]:
    """A source document; the publisher is left empty, because openLCA does not say who published."""
    found = typed(body, raw.Source)
    document = {
        "id": found.id,
        "version": found.version or "1",
        "publisher": "",
        "title": names(found.name),
        "year": found.year,
        "url": found.url,
        "note": found.text_reference,
    }
    others = body.get("otherProperties")
    kept = restore("Source", {"extra": {"otherProperties": dict(others)}}) if isinstance(others, dict) else {}
    return document | {name: value for name, value in kept.items() if name != "extra"}


def missing(number: int, shown: str) -> Text:
    """Of references that lead out of the package and matter little."""
    return Text(
        zh=f"{number} 处引用的对象不在包中（名称已保留）：{shown}",
        en=f"{number} references lead to objects that are not in the package (their names are kept): {shown}",
    )
