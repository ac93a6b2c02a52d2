"""Process documents as datasets of EcoSpold 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanji.formats.absolute import absolute
from tanji.formats.ecospold.body import Body, merged
from tanji.formats.ecospold.complete import complete, needs
from tanji.formats.ecospold.facts import as_uuid, is_uuid, made_id, written
from tanji.formats.ecospold2 import spread
from tanji.formats.ecospold2.lines import Lines
from tanji.formats.ecospold2.tables import unit_id
from tanji.formats.ecospold2.words import named, told
from tanji.model.flow import FlowKind
from tanji.model.package import Package
from tanji.model.process import Parameter, Process, ProcessKind

_OWN = {"element", "parameters"}
_NAME = 80
"""Characters of the name of a parameter at most, by the schema; what is longer stands in the extension."""
_VERSION = ("@majorRelease", "@minorRelease", "@majorRevision", "@minorRevision")


class Bodies:
    """Makes the datasets of one package."""

    def __init__(self, package: Package) -> None:
        self._native = package.format == "ecospold/2"
        self._flows = {flow.id: flow for flow in package.flows}
        self._sources = {source.id: source for source in package.sources}
        self._places = {place.code: place.id for place in reversed(package.places) if place.code}
        self._lines = Lines(self._flows, native=self._native)

    def order(self, process: Process) -> list[int]:
        """Products and waste first, then elementary flows."""
        kinds = [self._flows[line.flow].kind is FlowKind.elementary for line in process.exchanges]
        return sorted(range(len(kinds)), key=lambda place: kinds[place])

    def dataset(self, process: Process, number: int) -> tuple[str, Body]:  # noqa: ARG002
        """The name and the body of a process's dataset."""
        left = {name: value for name, value in process.extra.items() if name not in _OWN} if self._native else {}
        body: Body = {
            "activityDescription": self._description(process, left.get("activityDescription", {})),
            "flowData": self._flow_data(process),
        }
        if not self._native:
            body["administrativeInformation"] = self._administration(process)
        if not self._native:
            return "activityDataset", complete("activityDataset", body, needs("tanji.formats.ecospold2"))
        return "childActivityDataset" if process.extra.get("element") else "activityDataset", merged(body, left)

    def _description(self, process: Process, left: Any) -> Body:
        activity: Body = {
            "@id": self._activity(process),
            "@type": "2" if process.kind is ProcessKind.lci_result else "1",
            "activityName": named(dict(process.names)),
        }
        if not self._native:
            activity |= {
                "@activityNameId": made_id("ecospold2", "name", *process.names.values()),
                "@specialActivityType": "0",
            }
        if process.description and "generalComment" not in _inside(left, "activity"):
            activity["generalComment"] = told(process.description)
        body: Body = {"activity": activity}
        if process.category and not self._native:
            body["classification"] = [
                {
                    "classificationSystem": {"@xml:lang": "en", "#text": "EcoSpold01Categories"},
                    "classificationValue": {"@xml:lang": "en", "#text": "/".join(process.category)},
                }
            ]
        if process.location is not None:
            body["geography"] = {"shortname": [{"@xml:lang": "en", "#text": process.location}]}
            if not self._native:
                body["geography"]["@geographyId"] = as_uuid(self._places.get(process.location, process.location))
        if process.technology and "comment" not in _inside(left, "technology"):
            body["technology"] = {"comment": told(process.technology)}
        dates = {"@startDate": process.valid_from, "@endDate": process.valid_until}
        period = {name: on.isoformat() for name, on in dates.items() if on is not None}
        if len(period) == len(dates) and not self._native:
            period["@isDataValidForEntirePeriod"] = "true"
        return body | ({"timePeriod": period} if period else {})

    def _activity(self, process: Process) -> str:
        reference = process.reference_exchange()
        activity = process.id.removesuffix(f"_{reference.flow}") if reference else process.id
        return activity if self._native or is_uuid(activity) else as_uuid(process.id)

    def _flow_data(self, process: Process) -> Body:
        body: Body = {"intermediateExchange": [], "elementaryExchange": []}
        for place in self.order(process):
            name, exchange = self._lines.exchange(process.exchanges[place], process)
            body[name].append(exchange)
        rests = process.extra.get("parameters", []) if self._native else []
        rests = rests if isinstance(rests, list) else []
        parameters = [
            _parameter(item, rests[place] if place < len(rests) else {})
            for place, item in enumerate(process.parameters)
        ]
        return {name: value for name, value in (body | {"parameter": parameters}).items() if value}

    def _administration(self, process: Process) -> Body:
        body: Body = {}
        numbers = process.version.split(".")
        if len(numbers) == len(_VERSION) and all(number.isdecimal() for number in numbers):
            body["fileAttributes"] = dict(zip(_VERSION, numbers, strict=True))
        source = next((self._sources[item] for item in process.sources if item in self._sources), None)
        if source is not None:
            body["dataGeneratorAndPublication"] = {
                "@publishedSourceId": as_uuid(source.id),
                "@publishedSourceYear": None if source.year is None else str(source.year),
                "@publishedSourceFirstAuthor": source.publisher[:40] or None,
            }
        return body


def _parameter(item: Parameter, rest: Any) -> Any:
    rest = rest if isinstance(rest, Mapping) else {}
    found = item.uncertainty.model_dump(mode="json", exclude_none=True) if item.uncertainty else None
    body: Body = {
        "@variableName": None if rest.get("@parameterId") == item.name else item.name,
        "@amount": None if item.value is None else written(item.value),
        "@mathematicalRelation": item.formula,
        "name": None if "name" in rest else _name(item.description, rest),
        "unitName": item.unit and [{"@xml:lang": "en", "#text": item.unit}],
        "uncertainty": None if "uncertainty" in rest else spread.element(absolute(found, item.value), None) or None,
    }
    if not rest:
        body["@parameterId"] = made_id("ecospold2", "parameter", item.name)
        body["@unitId"] = unit_id(item.unit) if item.unit else None
    return merged({name: value for name, value in body.items() if value is not None}, rest)


def _name(words: str | None, rest: Mapping[str, Any]) -> Body | None:
    return {"@xml:lang": "en", "#text": words if rest else words[:_NAME]} if words else None


def _inside(body: Any, name: str) -> Mapping[str, Any]:
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}
