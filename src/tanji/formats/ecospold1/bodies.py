"""Process documents as datasets of EcoSpold 1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tanji.formats.absolute import absolute
from tanji.formats.ecospold.body import Body, merged
from tanji.formats.ecospold.complete import complete, needs
from tanji.formats.ecospold.facts import written
from tanji.formats.ecospold1 import allocation
from tanji.formats.ecospold1.exchanges import uncertainty_attributes
from tanji.model.flow import Flow, FlowKind
from tanji.model.package import Package
from tanji.model.process import Direction, Exchange, Process, ProcessKind
from tanji.model.source import Source

_OWN = {"allocation"}
_LONG_AGO = "1970-01-01T00:00:00"
"""EcoSpold 1 wants a time of writing; the same package must give the same bytes."""


class Bodies:
    """Makes the datasets of one package."""

    def __init__(self, package: Package) -> None:
        self._native = package.format == "ecospold/1"
        self._flows = {flow.id: flow for flow in package.flows}
        self._sources = {source.id: source for source in package.sources}

    def dataset(self, process: Process, number: int) -> tuple[str, Body]:
        """The name and the body of a process's dataset."""
        left = {name: value for name, value in process.extra.items() if name not in _OWN} if self._native else {}
        told = _dictionary(left, "metaInformation", "processInformation", "dataSetInformation")
        spoken = (told.get("@languageCode"), told.get("@localLanguageCode"))
        made: Body = {
            "metaInformation": {"processInformation": self._information(process, spoken)},
            "flowData": self._flow_data(process, spoken),
        }
        if not self._native:
            made |= {"@number": str(number), "@generator": "Tanji", "@timestamp": _LONG_AGO}
            sources = [
                _source(self._sources[item], place)
                for place, item in enumerate(process.sources, 1)
                if item in self._sources
            ]
            if sources:
                made["metaInformation"]["modellingAndValidation"] = {"source": sources}
        if not self._native:
            return "dataset", complete("dataset", made, needs("tanji.formats.ecospold1"))
        return "dataset", merged(made, left)

    def order(self, process: Process) -> list[int]:
        """As they are."""
        return list(range(len(process.exchanges)))

    def _information(self, process: Process, spoken: tuple[str | None, str | None]) -> Body:
        name, local, languages = _names(process.names, spoken)
        reference = process.reference_exchange()
        function: Body = {
            "@datasetRelatesToProduct": None if self._native else "true",
            "@name": name,
            "@localName": local,
            "@infrastructureProcess": None if self._native else "false",
            "@amount": None if self._native or reference is None else written(reference.amount),
            "@unit": None if self._native or reference is None else reference.unit,
            "@category": process.category[0] if process.category else None,
            "@subCategory": process.category[1] if len(process.category) > 1 else None,
            "@generalComment": process.description,
        }
        told: Body = {
            "@type": "2" if process.kind is ProcessKind.lci_result else "1",
            "@impactAssessmentResult": None if self._native else "false",
            "@version": process.version,
        }
        body: Body = {"referenceFunction": _present(function), "dataSetInformation": _present(told | languages)}
        if process.location is not None:
            body["geography"] = {"@location": process.location}
        if process.technology is not None:
            body["technology"] = {"@text": process.technology}
        period = _edge("start", process.valid_from) | _edge("end", process.valid_until)
        if process.valid_from and process.valid_until and not self._native:
            period["@dataValidForEntirePeriod"] = "true"
        return body | ({"timePeriod": period} if period else {})

    def _flow_data(self, process: Process, spoken: tuple[str | None, str | None]) -> Body:
        lines = [line for line in process.exchanges if not (self._native and line.id == "reference-function")]
        numbers = {line.id: str(place) for place, line in enumerate(lines, 1)}
        if all(line.id.isascii() and line.id.isdecimal() for line in lines) or self._native:
            numbers = {line.id: line.id for line in lines}
        products = {line.flow: numbers[line.id] for line in reversed(lines)}
        exchanges = [self._exchange(line, process, numbers[line.id], spoken) for line in lines]
        body: Body = {"exchange": exchanges}
        factors = [factor.model_dump(mode="json") for factor in process.allocation if factor.method == "causal"]
        kept = process.extra.get("allocation", {}) if self._native else {}
        blocks = list(allocation.write(factors, kept if isinstance(kept, Mapping) else {}, numbers, products))
        return body | ({"allocation": blocks} if blocks else {})

    def _exchange(self, line: Exchange, process: Process, number: str, spoken: tuple[str | None, str | None]) -> Body:
        flow = self._flows[line.flow]
        _, local, _ = _names(flow.names, spoken)
        body: Body = {
            "@number": number,
            "@category": flow.category[0] if flow.category else None,
            "@subCategory": flow.category[1] if len(flow.category) > 1 else None,
            "@CASNumber": flow.cas,
            "@name": line.flow_name,
            "@location": line.location,
            "@unit": line.unit,
            "@meanValue": written(line.amount),
            "@formula": flow.formula,
            "@generalComment": line.description,
            "@localName": local,
        }
        if flow.kind is FlowKind.elementary and not flow.category and flow.compartment:
            body |= {"@category": flow.compartment[0], "@subCategory": "/".join(flow.compartment[1:]) or None}
        if line.uncertainty is not None:
            found = absolute(line.uncertainty.model_dump(mode="json", exclude_none=True), line.amount) or {}
            body |= {f"@{name}": value for name, value in uncertainty_attributes(found, line.amount).items()}
        body = _present(body)
        left: Body = {}
        if self._native:
            left = dict(flow.extra) | dict(line.extra)
        if not left.keys() & {"inputGroup", "outputGroup"}:
            body |= _group(line, flow, reference=line.id == process.reference)
        return merged(body, left)  # type: ignore[no-any-return]


def _group(line: Exchange, flow: Flow, *, reference: bool) -> Body:
    elementary = flow.kind is FlowKind.elementary
    if line.direction is Direction.input:
        return {"inputGroup": "4" if elementary else "5"}
    if elementary or flow.kind is FlowKind.waste:
        return {"outputGroup": "4" if elementary else "3"}
    return {"outputGroup": "1" if line.avoided else "0" if reference else "2"}


def _names(names: Mapping[str, str], spoken: tuple[str | None, str | None]) -> tuple[str, str | None, Body]:
    """A name, a local name, and the language codes where they must be said."""
    first = spoken[0] if spoken[0] in names else "en" if "en" in names else next(iter(names), "en")
    other = spoken[1] or ("de" if "de" in names else None)
    if other not in names or other == first:
        other = next((language for language in names if language != first), None)
    codes = {"@languageCode": first, "@localLanguageCode": other} if spoken == (None, None) else {}
    return names.get(first or "", ""), names.get(other or ""), _present(codes)


def _edge(side: str, on: date | None) -> Body:
    if on is None:
        return {}
    whole = (on.month, on.day) == ((1, 1) if side == "start" else (12, 31))
    return {f"{side}Year": f"{on.year:04d}"} if whole else {f"{side}Date": on.isoformat()}


def _source(source: Source, number: int) -> Body:
    body: Body = {
        "@number": str(number),
        "@year": None if source.year is None else str(source.year),
        "@title": next(iter(source.title.values()), None),
        "@publisher": source.publisher or None,
        "@text": source.note,
    }
    return _present(body)


def _present(body: Body) -> Body:
    return {name: value for name, value in body.items() if value is not None}


def _dictionary(body: Any, *path: str) -> Mapping[str, Any]:
    for name in path:
        body = body.get(name, {}) if isinstance(body, Mapping) else {}
    return body if isinstance(body, Mapping) else {}
