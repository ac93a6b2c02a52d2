"""Flows: plain trees to documents and back."""

from __future__ import annotations

from typing import Any

from tanji.errors import Text
from tanji.formats.ilcd.fields import (
    at,
    items,
    made_text,
    made_texts,
    number,
    picked,
    pruned,
    reference,
    target,
    text,
)
from tanji.formats.ilcd.kinds import Body, uuid_of
from tanji.formats.ilcd.known import Known, Measures, names_of, no_unit, version_of
from tanji.formats.ilcd.sources import publication
from tanji.formats.olca.flows import compartment
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Property, quantity_kind

_KINDS = {"Elementary flow": "elementary", "Product flow": "product", "Waste flow": "waste", "Other flow": "product"}
_TYPES = {"elementary": "Elementary flow", "product": "Product flow", "waste": "Waste flow"}


class Flows:
    """Makes flow documents, and remembers of each what processes need."""

    def __init__(self, measures: Measures, judge: Judge) -> None:
        self._measures, self._judge = measures, judge
        self.known: dict[str, Known] = {}

    def read(self, body: Body, identity: str) -> dict[str, Any]:
        """A flow document without its extra. Faulty: an unknown type, no unit, a number that is none."""
        information = at(body, "flowInformation", "dataSetInformation")
        stated = text(at(body, "modellingAndValidation", "LCIMethod", "typeOfDataSet"))
        kind = _KINDS.get(stated)
        if kind is None:
            raise Faulty("ILC-105", Text(zh=f"未知的流类型“{stated}”", en=f'Unknown type of flow "{stated}"'))
        measured, mean, others = self._properties(body)
        names = names_of("flowDataSet", body) or {"en": identity}
        name = names.get("en") or next(iter(names.values()))
        self.known[identity] = Known(names.get("zh") or name, kind, measured.first, mean)
        if mean != 1:
            self._judge.gather("ILC-125", "warning", _scaled, f"{name}: {mean:g} {measured.first}")
        category = category_of(information)
        cas = text(at(information, "CASNumber"))
        return {
            "id": identity,
            "version": version_of(body) or "1",
            "names": names,
            "kind": kind,
            "unit": measured.unit,
            "quantity_kind": quantity_kind(name, kind, measured),
            "property_id": measured.id,
            "properties": [
                {"id": other.id, "name": other.name, "unit": other.unit, "amount": amount / mean}
                for other, amount in others
            ],
            "compartment": compartment(category) if kind == "elementary" else [],
            "cas": cas.lstrip("0") or None,
            "formula": text(at(information, "sumFormula")) or None,
            "synonyms": _words(picked(at(information, "common:synonyms"))),
            "category": category,
            "location": text(at(body, "flowInformation", "geography", "locationOfSupply")) or None,
            "description": picked(at(information, "common:generalComment")),
        }

    def _properties(self, body: Body) -> tuple[Property, float, list[tuple[Property, float]]]:
        """The reference property, how much of it one unit of the flow is, and the other properties that are known."""
        wanted = text(at(body, "flowInformation", "quantitativeReference", "referenceToReferenceFlowProperty"))
        lines = [line for line in items(at(body, "flowProperties", "flowProperty")) if isinstance(line, dict)]
        first = next((line for line in lines if line.get("@dataSetInternalID") == wanted), None)
        if first is None and len(lines) == 1 and not wanted:
            first = lines[0]
        if first is None:
            raise no_unit(wanted)
        identity = target(first.get("referenceToFlowPropertyDataSet"))
        measured = self._measures.find(identity) if identity else None
        if measured is None:
            name = picked(at(first, "referenceToFlowPropertyDataSet", "common:shortDescription"))
            raise no_unit(name or identity or "")
        mean = number(first.get("meanValue"), "meanValue")
        if mean == 0:
            message = Text(zh="参考流属性的均值为 0", en="The mean value of its reference flow property is 0")
            raise Faulty("ILC-106", message, member="meanValue")
        others = [found for line in lines if line is not first and (found := self._other(line)) is not None]
        return measured, 1.0 if mean is None else mean, others

    def _other(self, line: Body) -> tuple[Property, float] | None:
        identity, amount = (
            target(line.get("referenceToFlowPropertyDataSet")),
            number(line.get("meanValue"), "meanValue"),
        )
        measured = self._measures.find(identity) if identity else None
        return (measured, amount) if measured is not None and amount is not None else None


def build_flow(document: Body, measures: Measures) -> Body:
    """The plain tree that says what a flow document says, for a mean value of 1."""
    elementary = document["kind"] == "elementary"
    classes = made_category(document.get("category", []), elementary=elementary)
    lines = [(document["property_id"], 1.0)]
    lines += [(item["id"], float(item["amount"])) for item in document.get("properties", [])]
    made: Body = pruned(
        {
            "@version": "1.1",
            "flowInformation": {
                "dataSetInformation": {
                    "common:UUID": uuid_of(document["id"]),
                    "name": {"baseName": made_texts(document["names"])},
                    "common:synonyms": made_text(";".join(document.get("synonyms", []))),
                    "classificationInformation": classes,
                    "CASNumber": document.get("cas"),
                    "sumFormula": document.get("formula"),
                    "common:generalComment": made_text(document.get("description")),
                },
                "quantitativeReference": {"referenceToReferenceFlowProperty": "0"},
                "geography": {"locationOfSupply": document.get("location")},
            },
            "modellingAndValidation": {"LCIMethod": {"typeOfDataSet": _TYPES[document["kind"]]}},
            "administrativeInformation": publication(document),
            "flowProperties": {
                "flowProperty": [
                    {
                        "@dataSetInternalID": str(place),
                        "referenceToFlowPropertyDataSet": property_reference(identity, measures),
                        "meanValue": amount,
                    }
                    for place, (identity, amount) in enumerate(lines)
                ]
            },
        }
    )
    return made


def property_reference(identity: str, measures: Measures) -> Body:
    """A reference to a flow property."""
    found = measures.find(uuid_of(identity))
    return reference("flow property data set", identity, {"en": found.name} if found else {})


def category_of(information: Any) -> list[str]:
    """The classes of the first classification from wide to narrow."""
    for outer, inner in (
        ("common:elementaryFlowCategorization", "common:category"),
        ("common:classification", "common:class"),
    ):
        found = items(at(information, "classificationInformation", outer))
        classes = [item for item in items(at(found[0], inner)) if text(item)] if found else []
        if classes:
            return [text(item) for item in sorted(classes, key=_level)]
    return []


def _level(item: Any) -> int:
    level = item.get("@level", "") if isinstance(item, dict) else ""
    return int(level) if isinstance(level, str) and level.isascii() and level.isdecimal() and len(level) < 4 else 0


def made_category(category: list[str], *, elementary: bool = False) -> Body:
    """Classes as a classification."""
    classes = [{"@level": str(level), "#text": name.strip()} for level, name in enumerate(category)]
    if elementary:
        return {"common:elementaryFlowCategorization": {"common:category": classes}}
    return {"common:classification": {"common:class": classes}}


def _words(synonyms: str | None) -> list[str]:
    return [part for word in (synonyms or "").split(";") if (part := word.strip())]


def _scaled(count: int, shown: str) -> Text:
    return Text(
        zh=f"{count} 个流的参考流属性均值不为 1，交换的数量按均值换算：{shown}",
        en=f"{count} flows have a reference flow property with a mean value other than 1; amounts of exchanges are "
        f"multiplied by it: {shown}",
    )
