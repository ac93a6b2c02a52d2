"""The parts that a reader sends from its child process, put together as one Package.

A part is JSON: `flows`, `processes`, `sources`, `places` as documents; the last one has `format`, `sha256`, `extra` and
`report` too. A document that is not as it must be is left out and becomes an error finding, and the counts follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from pydantic import ValidationError

from tanji.errors import Text
from tanji.model.acyclic import acyclic
from tanji.model.document import Extra, Value
from tanji.model.finding import Counts, Finding, Report, error
from tanji.model.finding import Place as Where
from tanji.model.flow import Flow
from tanji.model.package import Package, Place
from tanji.model.process import Process
from tanji.model.source import Source

_KINDS: dict[str, type[Value]] = {"flows": Flow, "processes": Process, "sources": Source, "places": Place}


class _Part(Value):
    """One part that the child sends."""

    flows: tuple[Flow, ...] = ()
    processes: tuple[Process, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    format: str = ""
    sha256: str | None = None
    extra: Extra = {}
    report: Report = Report()


def assemble(parts: Iterable[bytes], path: Path, *, code: str) -> Package:
    """The package of all parts.

    code: of the finding about a document that is not as it must be. Its count moves from imported to failed.
    """
    with acyclic():
        return _whole(*_sound(parts, code), path)


def _sound(parts: Iterable[bytes], code: str) -> tuple[list[_Part], list[tuple[str, Finding]]]:
    read: list[_Part] = []
    faults: list[tuple[str, Finding]] = []
    for data in parts:
        try:
            read.append(_Part.model_validate_json(data))
        except ValidationError:
            part, failed = _one_by_one(msgspec.json.decode(data), code)
            read.append(part)
            faults += failed
    return read, faults


def _whole(read: list[_Part], faults: list[tuple[str, Finding]], path: Path) -> Package:
    last = read[-1]
    return Package(
        format=last.format,
        file=path.resolve().name,
        sha256=last.sha256,
        flows=tuple(flow for part in read for flow in part.flows),
        processes=tuple(process for part in read for process in part.processes),
        sources=tuple(source for part in read for source in part.sources),
        places=tuple(place for part in read for place in part.places),
        report=_with(last.report, faults),
        extra=last.extra,
    )


def _one_by_one(body: dict[str, Any], code: str) -> tuple[_Part, list[tuple[str, Finding]]]:
    """The documents of a part that are sound, and a finding for each that is not."""
    sound: dict[str, Any] = {}
    faults = []
    for name, given in body.items():
        if name == "extra":
            sound[name], failed = _extra(given, code)
            faults += failed
            continue
        if name not in _KINDS:
            sound[name] = Report.model_validate_json(msgspec.json.encode(given)) if name == "report" else given
            continue
        kept = []
        for document in given:
            try:
                kept.append(_KINDS[name].model_validate_json(msgspec.json.encode(document)))
            except ValidationError as fault:
                faults.append((name, _fault(document, fault, code)))
        sound[name] = tuple(kept)
    return _Part(**sound), faults


def _extra(given: dict[str, Any], code: str) -> tuple[dict[str, Any], list[tuple[str, Finding]]]:
    """What is kept beside the documents, but for what no document can hold."""
    kept, faults = {}, []
    for name, value in given.items():
        try:
            kept[name] = _Part(extra={name: value}).extra[name]
        except ValidationError as fault:
            faults.append((name, _fault({"id": name}, fault, code)))
    return kept, faults


def _fault(document: dict[str, Any], fault: ValidationError, code: str) -> Finding:
    first = fault.errors(include_url=False, include_context=False)[0]
    member = ".".join(str(part) for part in first["loc"])
    name = next(iter(document.get("names", {}).values()), document.get("id"))
    return error(
        code,
        Text(zh=f"成员不合要求：{first['msg']}", en=f"A member is not as it must be: {first['msg']}"),
        place=Where(process=str(name), member=member),
    )


def _with(report: Report, faults: list[tuple[str, Finding]]) -> Report:
    counts = dict(report.counts)
    for name, _ in faults:
        if name not in counts:
            continue
        old = counts[name]
        counts[name] = Counts(read=old.read, imported=old.imported - 1, skipped=old.skipped, failed=old.failed + 1)
    return Report(findings=(*report.findings, *(finding for _, finding in faults)), counts=counts)
