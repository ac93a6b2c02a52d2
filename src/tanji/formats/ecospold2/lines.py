"""Exchange documents as elements of EcoSpold 2: signs and groups as the format has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanji.formats.absolute import absolute
from tanji.formats.ecospold.body import Body, merged
from tanji.formats.ecospold.facts import as_uuid, is_uuid, written
from tanji.formats.ecospold2 import spread
from tanji.formats.ecospold2.exchanges import BY_PRODUCT, negative, text_of
from tanji.formats.ecospold2.tables import unit_id
from tanji.formats.ecospold2.words import named
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, Process

_GROUPS = ("inputGroup", "outputGroup")
_TOLD = ("name", "@casNumber", "@formula", "synonym", "classification", "compartment")


class Lines:
    """Makes the exchanges of one package's processes."""

    def __init__(self, flows: Mapping[str, Flow], *, native: bool) -> None:
        self._flows, self._native = flows, native

    def exchange(self, line: Exchange, process: Process) -> tuple[str, Body]:
        """The name of the element and its body."""
        flow = self._flows[line.flow]
        elementary = flow.kind is FlowKind.elementary
        left = {name: value for name, value in line.extra.items() if name != "flow"} if self._native else {}
        group, code = self._group(line, flow, left, reference=line.id == process.reference)
        turned = group.startswith("input") != (line.direction is Direction.input)
        body: Body = {
            "@id": line.id if self._native else as_uuid(f"{process.id} {line.id}") if not is_uuid(line.id) else line.id,
            "@amount": written(-line.amount if turned else line.amount),
            "@elementaryExchangeId" if elementary else "@intermediateExchangeId": self._flow_id(line.flow),
            "@activityLinkId": self._link(line),
            "@mathematicalRelation": negative(line.formula) if line.formula and turned else line.formula,
            "unitName": [{"@xml:lang": "en", "#text": line.unit}],
            **self._sayings(line, flow),
        }
        if line.description and "comment" not in left:
            body["comment"] = {"@xml:lang": "en", "#text": line.description}
        if "uncertainty" not in left:
            found = line.uncertainty.model_dump(mode="json", exclude_none=True) if line.uncertainty else None
            stated = absolute(found, line.amount)
            body["uncertainty"] = spread.element(spread.turned(stated) if turned else stated, line.pedigree) or None
        if not self._native:
            body["@unitId"] = unit_id(line.unit)
        body = {name: value for name, value in body.items() if value is not None}
        rest = {name: value for name, value in left.items() if name not in _GROUPS}
        return ("elementaryExchange" if elementary else "intermediateExchange"), {**merged(body, rest), group: code}

    def _group(self, line: Exchange, flow: Flow, left: Mapping[str, Any], *, reference: bool) -> tuple[str, str]:
        """The group of an exchange, as its source gave it, else the usual one."""
        for name in _GROUPS:
            if name in left:
                return name, text_of(left[name])
        inward = line.direction is Direction.input
        if flow.kind is FlowKind.elementary:
            return ("inputGroup" if inward else "outputGroup"), "4"
        if self._native:
            return ("inputGroup", "5") if inward else ("outputGroup", "0")
        if reference:
            return "outputGroup", "0"
        if line.avoided:
            return ("outputGroup", "2") if inward else ("inputGroup", "5")
        return ("inputGroup", "5") if inward else ("outputGroup", "2")

    def _flow_id(self, flow: str) -> str:
        return flow if self._native else as_uuid(flow)

    def _link(self, line: Exchange) -> str | None:
        if line.provider is None:
            return None
        activity = line.provider.removesuffix(f"_{line.flow}")
        return activity if self._native or is_uuid(activity) else as_uuid(line.provider)

    def _sayings(self, line: Exchange, flow: Flow) -> Body:
        """What the exchange says of its flow; what it says otherwise than others stands in its `extra`."""
        kept = flow.extra if self._native else {}
        body: Body = {
            "name": dict(flow.names),
            "@casNumber": kept.get("@casNumber") or flow.cas,
            "@formula": flow.formula,
            "synonym": kept.get("synonym") or ([] if self._native else named_all(flow.synonyms)),
            "classification": kept.get("classification") or ([] if self._native else _classified(flow)),
            "compartment": kept.get("compartment") or ({} if self._native else _compartment(flow)),
        }
        others = line.extra.get("flow", {}) if self._native else {}
        if isinstance(others, Mapping):
            body |= {name: value for name, value in others.items() if name in _TOLD}
        names = body["name"]
        body["name"] = named(dict(names)) if isinstance(names, Mapping) else names
        return {name: value for name, value in body.items() if value}


def named_all(words: tuple[str, ...]) -> list[Body]:
    """Elements of words in English."""
    return [{"@xml:lang": "en", "#text": word} for word in words]


def _classified(flow: Flow) -> list[Body]:
    if flow.kind is not FlowKind.waste:
        return []
    return [
        {
            "classificationSystem": {"@xml:lang": "en", "#text": BY_PRODUCT},
            "classificationValue": {"@xml:lang": "en", "#text": "Waste"},
        }
    ]


def _compartment(flow: Flow) -> Body:
    if flow.kind is not FlowKind.elementary or not flow.compartment:
        return {}
    body: Body = {"compartment": {"@xml:lang": "en", "#text": flow.compartment[0]}}
    if narrower := "/".join(flow.compartment[1:]):
        body["subcompartment"] = {"@xml:lang": "en", "#text": narrower}
    return body
