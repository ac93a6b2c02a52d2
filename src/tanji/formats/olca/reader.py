"""Read a package of openLCA's JSON-LD into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec
from pydantic import ValidationError

from tanji.errors import Progress, Text
from tanji.formats.child import GIB, Limits, stream
from tanji.model.document import Value
from tanji.model.finding import Counts, Finding, Report, error
from tanji.model.finding import Place as Where
from tanji.model.flow import Flow
from tanji.model.package import Package, Place
from tanji.model.process import Process
from tanji.model.source import Source

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=2 * GIB)
_DOCUMENTS: dict[str, type[Value]] = {"flows": Flow, "processes": Process, "sources": Source, "places": Place}


class _Part(Value):
    """One part that the child sends."""

    flows: tuple[Flow, ...] = ()
    processes: tuple[Process, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    format: str = ""
    sha256: str | None = None
    extra: dict[str, Any] = {}
    report: Report = Report()


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS) -> Package:
    """A package of openLCA's JSON-LD, schema 1 or 2: a zip, a tar, a folder.

    Inputs and outputs have positive or negative amounts as the source states, with a direction; `reference_amount` is
    in the flow's reference unit; an avoided product is an output. What is not modelled stands in `extra`, with the
    member names of schema 2. What fails is left out and said in the report, by file and process.
    Refuses NotOlca, and what `archive` and `child` refuse.
    """
    parts: list[_Part] = []
    faults: list[tuple[str, Finding]] = []
    for data in stream("tanji.formats.olca.parse:parse", {"path": str(path)}, limits=limits, progress=progress):
        try:
            parts.append(_Part.model_validate_json(data))
        except ValidationError:
            part, failed = _one_by_one(msgspec.json.decode(data))
            parts.append(part)
            faults += failed
    last = parts[-1]
    return Package(
        format=last.format,
        file=path.resolve().name,
        sha256=last.sha256,
        flows=tuple(flow for part in parts for flow in part.flows),
        processes=tuple(process for part in parts for process in part.processes),
        sources=tuple(source for part in parts for source in part.sources),
        places=tuple(place for part in parts for place in part.places),
        report=_with(last.report, faults),
        extra=last.extra,
    )


def _one_by_one(body: dict[str, list[Any]]) -> tuple[_Part, list[tuple[str, Finding]]]:
    """The documents of a part that are sound, and a finding for each that is not."""
    sound: dict[str, tuple[Value, ...]] = {}
    faults = []
    for name, documents in body.items():
        kept = []
        for document in documents:
            try:
                kept.append(_DOCUMENTS[name].model_validate_json(msgspec.json.encode(document)))
            except ValidationError as fault:
                faults.append((name, _fault(document, fault)))
        sound[name] = tuple(kept)
    return _Part(**sound), faults


def _fault(document: dict[str, Any], fault: ValidationError) -> Finding:
    first = fault.errors(include_url=False, include_context=False)[0]
    member = ".".join(str(part) for part in first["loc"])
    name = next(iter(document.get("names", {}).values()), document.get("id"))
    return error(
        "OLC-105",
        Text(zh=f"成员不合要求：{first['msg']}", en=f"A member is not as it must be: {first['msg']}"),
        place=Where(process=str(name), member=member),
    )


def _with(report: Report, faults: list[tuple[str, Finding]]) -> Report:
    counts = dict(report.counts)
    for name, _ in faults:
        old = counts[name]
        counts[name] = Counts(read=old.read, imported=old.imported - 1, skipped=old.skipped, failed=old.failed + 1)
    return Report(findings=(*report.findings, *(finding for _, finding in faults)), counts=counts)
