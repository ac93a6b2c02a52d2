"""Write documents as a zip of openLCA's JSON-LD, schema 2, that reads back to the same documents."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.absolute import absolute
from tanji.formats.olca.flows import compartment, names
from tanji.formats.olca.schema import OURS, counted, ours
from tanji.formats.olca.units import Units
from tanji.model.document import Document
from tanji.model.flow import Flow
from tanji.model.package import Package
from tanji.model.process import Direction, Exchange, Process, Uncertainty
from tanji.model.source import Source

_FLOWS = {"product": "PRODUCT_FLOW", "waste": "WASTE_FLOW", "elementary": "ELEMENTARY_FLOW"}
_PROCESSES = {"unit_process": "UNIT_PROCESS", "lci_result": "LCI_RESULT"}
_DISTRIBUTIONS = {
    "lognormal": ("LOG_NORMAL_DISTRIBUTION", {"geomMean": "median", "geomSd": "gsd"}),
    "normal": ("NORMAL_DISTRIBUTION", {"mean": "mean", "sd": "sd"}),
    "triangular": ("TRIANGLE_DISTRIBUTION", {"minimum": "minimum", "mode": "mode", "maximum": "maximum"}),
    "uniform": ("UNIFORM_DISTRIBUTION", {"minimum": "minimum", "maximum": "maximum"}),
}
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150}")
_WHEN = (1980, 1, 1, 0, 0, 0)
_APART = {"processDocumentation", "allocationFactors", "allocationDetails", "parameters"}
Body = dict[str, Any]


class NotWritable(Refusal):
    """A package with a reference that leads out of it, which the format can not hold."""

    code = "OLC-002"


def write(package: Package, path: Path) -> None:
    """A package as a zip of schema 2; the same package gives the same bytes.

    What the schema has no place for (names in a second language, factor kind …) stands under `otherProperties`.
    The status and the report are not written. Refuses NotWritable: an exchange of a flow that is not in the package.
    """
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "openlca.json", {"schemaVersion": 2})
            for kind, identity, body in sorted(_Writer(package).objects(), key=lambda found: found[:2]):
                _put(archive, f"{counted(kind)}/{_file_name(identity)}.json", body)
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _put(archive: zipfile.ZipFile, name: str, body: Body) -> None:
    data = json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")
    archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)


def _file_name(identity: str) -> str:
    if _FILE_NAME.fullmatch(identity):
        return identity
    return hashlib.sha256(identity.encode("utf-8")).hexdigest()


class _Writer:
    """Makes the objects of one package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._flows = {flow.id: flow for flow in package.flows}
        self._names = {source.id: _name(source.title) for source in package.sources}
        self._codes = {place.code or place.name or place.id: place.id for place in reversed(package.places)}
        self._units = Units(package)

    def objects(self) -> Iterator[tuple[str, str, Body]]:
        """Every object with its type and id."""
        extra = self._package.extra
        apart = {"Flow", "Process", "Source", "Location", "UnitGroup", "FlowProperty"}
        for kind, bodies in extra.items():
            if kind not in apart:
                yield from ((kind, identity, _typed(kind, identity, body)) for identity, body in bodies.items())
        yield from self._units.objects()
        for place in self._package.places:
            kept = {**extra.get("Location", {}).get(place.id, {}), "name": place.name, "code": place.code}
            yield "Location", place.id, _typed("Location", place.id, kept)
        for source in self._package.sources:
            yield "Source", source.id, self._source(source)
        for flow in self._package.flows:
            yield "Flow", flow.id, self._flow(flow)
        for process in self._package.processes:
            yield "Process", process.id, self._process(process)

    def _source(self, source: Source) -> Body:
        kept = self._package.extra.get("Source", {}).get(source.id, {})
        body = {
            **kept,
            "name": _name(source.title),
            "version": source.version if source.version != "1" or "version" in kept else None,
            "year": source.year,
            "url": source.url,
            "textReference": source.note,
        }
        return _typed("Source", source.id, body | _others("Source", source, {"publisher": ""}, kept))

    def _flow(self, flow: Flow) -> Body:
        category = "/".join(flow.category)
        usual: Body = {"category": [part for part in category.split("/") if part]}
        if flow.compartment and not category:
            category = "/".join(["Elementary flows", *flow.compartment])
            usual["category"] = None
        usual["compartment"] = compartment(category.split("/")) if flow.kind == "elementary" and category else []
        usual["quantity_kind"] = self._units.read_back(flow)
        properties = [(flow.property_id or self._units.property_of(flow), 1.0)]
        properties += [(item.id, item.amount) for item in flow.properties]
        body = {
            "name": _name(flow.names),
            "version": flow.version,
            "category": category or None,
            "flowType": _FLOWS[flow.kind],
            "cas": flow.cas,
            "formula": flow.formula,
            "synonyms": ";".join(flow.synonyms) or None,
            "location": self._place(flow.location),
            "description": flow.description,
            "flowProperties": [
                {
                    "@type": "FlowPropertyFactor",
                    "isRefFlowProperty": place == 0,
                    "flowProperty": {"@type": "FlowProperty", "@id": identity},
                    "conversionFactor": amount,
                    **flow.extra.get("flowProperties", {}).get(identity, {}),
                }
                for place, (identity, amount) in enumerate(properties)
            ],
        }
        extra = {name: value for name, value in flow.extra.items() if name != "flowProperties"}
        return _typed("Flow", flow.id, body | extra | _others("Flow", flow, usual, extra))

    def _process(self, process: Process) -> Body:
        ids = {line.id: place for place, line in enumerate(process.exchanges, 1)}
        numbers = {identity: int(identity) if _is_number(identity) else 0 for identity in ids}
        free = max(numbers.values(), default=0)
        numbers = {identity: number or free + ids[identity] for identity, number in numbers.items()}
        category = "/".join(process.category)
        usual: Body = {"category": [part for part in category.split("/") if part], "factor_kind": "life_cycle"}
        extra = {name: value for name, value in process.extra.items() if name not in _APART}
        body = {
            "name": _name(process.names),
            "version": process.version,
            "description": process.description,
            "category": category or None,
            "processType": _PROCESSES[process.kind],
            "location": self._place(process.location),
            "defaultAllocationMethod": _allocation_name(process.default_allocation),
            "processDocumentation": self._documentation(process),
            "exchanges": [self._exchange(line, process, numbers[line.id]) for line in process.exchanges],
            "allocationFactors": list(self._allocation(process, numbers)),
            "parameters": [_parameter(item, process) for item in process.parameters],
        }
        return _typed("Process", process.id, body | extra | _others("Process", process, usual, extra))

    def _documentation(self, process: Process) -> Body:
        kept = dict(process.extra.get("processDocumentation", {}))
        sources = [_ref("Source", identity, self._names.get(identity)) for identity in process.sources]
        body = {
            "@type": "ProcessDocumentation",
            "validFrom": process.valid_from.isoformat() if process.valid_from else None,
            "validUntil": process.valid_until.isoformat() if process.valid_until else None,
            "technologyDescription": process.technology,
            "sources": sources or None,
        }
        return {name: value for name, value in (body | kept).items() if value is not None}

    def _exchange(self, line: Exchange, process: Process, number: int) -> Body:
        flow = self._flows.get(line.flow)
        if flow is None:
            name = _name(process.names)
            raise NotWritable(
                Text(
                    zh=f"过程“{name}”的流“{line.flow_name}”不在数据包中",
                    en=f'Flow "{line.flow_name}" of process "{name}" is not in the package',
                ),
                Text(zh="请把缺少的流加入数据包。", en="Add the flow to the package."),
            )
        inward = line.direction is Direction.input
        body = {
            "@type": "Exchange",
            "@id": None if _is_number(line.id) else line.id,
            "internalId": number,
            "flow": _ref("Flow", line.flow, line.flow_name),
            "isInput": not inward if line.avoided else inward,
            "isAvoidedProduct": line.avoided,
            "isQuantitativeReference": line.id == process.reference,
            "amount": line.amount,
            "amountFormula": line.formula,
            "unit": self._units.ref(line, flow),
            "flowProperty": _ref("FlowProperty", line.property_id, None) if line.property_id else None,
            "defaultProvider": _ref("Process", line.provider, None) if line.provider else None,
            "uncertainty": _uncertainty(line.uncertainty, line.amount, line.extra),
            "dqEntry": line.pedigree,
            "location": self._place(line.location),
            "description": line.description,
        }
        kept = {name: value for name, value in line.extra.items() if name != "uncertainty"}
        return {name: value for name, value in (body | kept).items() if value is not None}

    def _allocation(self, process: Process, numbers: Mapping[str, int]) -> Iterator[Body]:
        details = process.extra.get("allocationDetails", {})
        flows = {line.id: line.flow for line in process.exchanges}
        for place, factor in enumerate(process.allocation):
            body: Body = {
                "@type": "AllocationFactor",
                "allocationType": _allocation_name(factor.method),
                "product": _ref("Flow", factor.product, None),
                "value": factor.value,
            }
            if factor.exchange is not None:
                number, flow = numbers.get(factor.exchange), flows.get(factor.exchange, factor.exchange)
                body["exchange"] = {"@type": "Exchange", "internalId": number, "flow": _ref("Flow", flow, None)}
                if number is None:
                    del body["exchange"]["internalId"]
                elif not _is_number(factor.exchange):
                    body["exchange"]["@id"] = factor.exchange
            yield body | details.get(str(place), {})
        yield from process.extra.get("allocationFactors", ())

    def _place(self, code: str | None) -> Body | None:
        return _ref("Location", self._codes.get(code, code), code) if code else None


def _is_number(identity: str) -> bool:
    return identity.isascii() and identity.isdecimal() and len(identity) < 10 and str(int(identity)) == identity != "0"


def _allocation_name(method: str | None) -> str | None:
    return {"none": "NO_ALLOCATION", None: None}.get(method, f"{method}_ALLOCATION".upper())


def _parameter(item: Any, process: Process) -> Body:
    kept = dict(process.extra.get("parameters", {}).get(item.name, {}))
    body = {
        "@type": "Parameter",
        "name": item.name,
        "isInputParameter": item.formula is None,
        "value": item.value,
        "formula": item.formula,
        "description": item.description,
        "uncertainty": _uncertainty(item.uncertainty, item.value, kept),
    }
    kept.pop("uncertainty", None)
    return {name: value for name, value in (body | kept).items() if value is not None}


def _uncertainty(found: Uncertainty | None, amount: float | None, extra: Mapping[str, Any]) -> Body | None:
    """A distribution in the schema's words; ours stands beside them where they do not say all of it."""
    kept = extra.get("uncertainty", {})
    if found is None:
        return {"@type": "Uncertainty", **kept} if kept else None
    said = found.model_dump(mode="json", exclude_none=True)
    stated = absolute(said, amount)
    own = {} if stated == said else {OURS: said}
    if stated is None:
        return {"@type": "Uncertainty", "distributionType": "NO_DISTRIBUTION", **kept, **own}
    name, members = _DISTRIBUTIONS[found.kind]
    values = {theirs: stated[ours] for theirs, ours in members.items()}
    return {"@type": "Uncertainty", "distributionType": name, **values, **kept, **own}


def _others(kind: str, document: Document, usual: Body, extra: Mapping[str, Any]) -> Body:
    """What of a document the schema has no place for, where it is not what reading gives anyway."""
    stated = document.model_dump(mode="json", include=ours(kind))
    for named in ("names", "title"):
        if named in stated and stated[named] == names(_name(stated[named])):
            del stated[named]
    kept = {
        name: value
        for name, value in stated.items()
        if value != usual.get(name) and (name in usual or value not in (None, [], False))
    }
    if not kept:
        return {}
    return {"otherProperties": {**extra.get("otherProperties", {}), OURS: kept}}


def _name(found: Mapping[str, str]) -> str:
    return found.get("en") or next(iter(found.values()), "")


def _ref(kind: str, identity: str | None, name: str | None) -> Body:
    return {"@type": kind, "@id": identity} | ({"name": name} if name else {})


def _typed(kind: str, identity: str, body: Mapping[str, Any]) -> Body:
    kept = {name: value for name, value in body.items() if value is not None and name not in {"@type", "@id"}}
    return {"@type": kind, "@id": identity, **kept}
