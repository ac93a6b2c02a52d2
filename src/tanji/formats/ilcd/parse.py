"""The reading of a package inside the child process: parts of plain documents, then what is left and the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.ilcd import messages
from tanji.formats.ilcd.collect import Decode, Found, collect, not_ilcd, take_xml
from tanji.formats.ilcd.fields import at, bare, items
from tanji.formats.ilcd.kinds import kinds
from tanji.formats.ilcd.ours import take as take_ours
from tanji.formats.ilcd.reading import Reading
from tanji.formats.olca.judge import Faulty, Judge

_BATCH = 100
_COUNTED = {"flowDataSet": "flows", "sourceDataSet": "sources", "processDataSet": "processes"}
METHODS = "methods"
"""Under this name the methods travel in the extra of the last part."""


def parse(path: str, progress: Progress) -> Iterator[bytes]:
    """JSON parts of an ILCD package: {flows}, {sources}, {processes}, {places}, and last the rest with the report."""
    return parts(Path(path), progress, take=take_xml, form="ilcd/1.1")


def parts(path: Path, progress: Progress, *, take: Decode, form: str) -> Iterator[bytes]:
    """The parts of a package whose members `take` reads. Refuses NotIlcd, and what `archive` refuses."""
    judge = Judge()
    found = collect(path, judge, progress, take=take)
    if not (found.bodies or found.places or found.other):
        raise not_ilcd(path, judge.report()["findings"])
    reading = Reading(found.bodies, judge)
    for root in ("flowDataSet", "sourceDataSet", "processDataSet"):
        yield from _documents(root, found, reading, (judge, progress))
    internal = _internal(found)
    places = [{"id": code, "code": code, "name": name or None} for code, name in found.places.items()]
    places = internal.get("places") or places
    if places:
        judge.count("locations", "imported", len(places))
    yield msgspec.json.encode({"places": places})
    extra, methods = _rest(found, reading, judge)
    extra |= internal.get("extra") or {}
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    last = {"format": form, "sha256": digest, "extra": extra | {METHODS: methods}, "report": judge.report()}
    yield msgspec.json.encode(last)


def _documents(root: str, found: Found, reading: Reading, tell: tuple[Judge, Progress]) -> Iterator[bytes]:
    (judge, progress), counted = tell, _COUNTED[root]
    made: list[dict[str, Any]] = []
    bodies = found.bodies.get(root, {})
    for number, (identity, body) in enumerate(bodies.items()):
        if number % 200 == 0:
            progress(Text(zh="转换数据集", en="converting data sets"), number, len(bodies))
        lines = len(items(at(body, "exchanges", "exchange"))) if root == "processDataSet" else 0
        try:
            document = reading.document(root, identity, body) or {}
        except Faulty as fault:
            name = next(iter(reading.named[identity][0].values()), identity)[:200]
            place = {"flow": name} if root == "flowDataSet" else {"process": name}
            judge.fail(counted, fault, file=found.files[root, identity], **place)
            judge.count("exchanges", "failed", lines)
            continue
        judge.count(counted, "imported")
        if lines:
            judge.count("exchanges", "imported", len(document["exchanges"]))
            judge.count("exchanges", "skipped", lines - len(document["exchanges"]))
        made.append(document)
        if len(made) == _BATCH:
            yield msgspec.json.encode({counted: made})
            made = []
    yield msgspec.json.encode({counted: made})


def _rest(found: Found, reading: Reading, judge: Judge) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Data sets that are kept whole, by folder and id, and the methods."""
    methods, others = _methods(found, reading, judge)
    extra: dict[str, Any] = {"lciamethods": others} if others else {}
    for root, kind in kinds().items():
        bodies = found.bodies.get(root, {})
        if kind.use != "document" or root == "sourceDataSet":
            whole = {identity: bare(take_ours(body)[1], reading.named) for identity, body in bodies.items()}
            extra |= {kind.folder: whole} if whole else {}
        if kind.use == "kept":
            judge.count(kind.folder, "imported", len(bodies))
        elif kind.use == "skipped":
            judge.count(kind.folder, "skipped", len(bodies))
            for identity in bodies:
                judge.gather("ILC-117", "note", messages.not_modelled, f"{kind.type} {identity}")
    if found.other:
        extra["classifications"] = found.other
        judge.count("classifications", "imported", len(found.other))
    return extra, methods


def _methods(found: Found, reading: Reading, judge: Judge) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The methods that become documents, and those that are kept whole."""
    root, made, others = "LCIAMethodDataSet", [], {}
    for identity, body in found.bodies.get(root, {}).items():
        factors = len(items(at(body, "characterisationFactors", "factor")))
        try:
            document = reading.document(root, identity, body)
        except Faulty as fault:
            judge.fail("lciamethods", fault, file=found.files[root, identity])
            judge.count("factors", "failed", factors)
            continue
        judge.count("lciamethods", "imported" if document else "skipped")
        judge.count("factors", "imported" if document else "skipped", factors)
        if document:
            made.append(document)
        else:
            others[identity] = bare(take_ours(body)[1], reading.named)
            name = next(iter(reading.named[identity][0].values()), identity)
            judge.gather("ILC-108", "note", messages.no_climate, name)
    return made, others


def _internal(found: Found) -> dict[str, Any]:
    """What our own writer kept of a package beside its data sets."""
    try:
        kept = msgspec.json.decode(found.internal) if found.internal else {}
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return {key: value for key, value in kept.items() if _sound(key, value)} if isinstance(kept, dict) else {}


def _sound(key: str, value: Any) -> bool:
    if key == "extra":
        return isinstance(value, dict)
    return key == "places" and isinstance(value, list) and all(isinstance(each, dict) for each in value)
