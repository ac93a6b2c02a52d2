"""The reading of a package inside the child process: parts of plain documents, then what is left and the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.ilcd import messages
from tanji.formats.ilcd.collect import (
    PROCESS,
    Decode,
    Found,
    Whole,
    collect,
    not_ilcd,
    processes,
    take_xml,
    whole_xml,
)
from tanji.formats.ilcd.fields import at, bare, items
from tanji.formats.ilcd.kinds import Body, kinds
from tanji.formats.ilcd.ours import take as take_ours
from tanji.formats.ilcd.reading import Reading
from tanji.formats.journal import source_digest
from tanji.formats.mark import Mark
from tanji.formats.olca.judge import Faulty, Judge

_BATCH = 100
_MARK = 1000
_COUNTED = {"flowDataSet": "flows", "sourceDataSet": "sources"}
METHODS = "methods"
"""Under this name the methods travel in the extra of the last part."""


class Form(NamedTuple):
    """How a package is written: its name, what takes one member, and what gives a process whole."""

    name: str
    take: Decode
    whole: Whole


XML = Form("ilcd/1.1", take_xml, whole_xml)


def parse(path: str, progress: Progress, after: Mapping[str, Any] | None = None) -> Iterator[bytes | Mark]:
    """JSON parts of an ILCD package: {flows}, {sources}, {processes}, {places}, and last the rest with the report.

    after: where given, marks come between the parts; it is the state of one of them, or empty.
    """
    return parts(Path(path), progress, form=XML, after=after)


def parts(
    path: Path, progress: Progress, *, form: Form, after: Mapping[str, Any] | None = None
) -> Iterator[bytes | Mark]:
    """The parts of a package of a form. Refuses NotIlcd, and what `archive` refuses."""
    judge = Judge()
    found = collect(path, judge, progress, take=form.take)
    if not (found.bodies or found.heads or found.places or found.other):
        raise not_ilcd(path, judge.report()["findings"])
    reading, first = Reading(found.bodies, judge, heads=found.heads), 0
    for root in _COUNTED:
        for part in _documents(root, found, reading, (judge, progress)):
            first += 1
            yield part
    work = _Processes(reading, found, judge, progress)
    yield from work.parts(processes(path, found, whole=form.whole), first, after)
    internal = _internal(found)
    places = [{"id": code, "code": code, "name": name or None} for code, name in found.places.items()]
    places = internal.get("places") or places
    if places:
        judge.count("locations", "imported", len(places))
    yield msgspec.json.encode({"places": places})
    extra, methods = _rest(found, reading, judge)
    extra |= internal.get("extra") or {}
    digest = source_digest(path) if path.is_file() else None
    last = {"format": form.name, "sha256": digest, "extra": extra | {METHODS: methods}, "report": judge.report()}
    yield msgspec.json.encode(last)


def _documents(root: str, found: Found, reading: Reading, tell: tuple[Judge, Progress]) -> Iterator[bytes]:
    (judge, progress), counted = tell, _COUNTED[root]
    made: list[dict[str, Any]] = []
    bodies = found.bodies.get(root, {})
    for number, (identity, body) in enumerate(bodies.items()):
        if number % 200 == 0:
            progress(Text(zh="转换数据集", en="converting data sets"), number, len(bodies))
        try:
            document = reading.document(root, identity, body) or {}
        except Faulty as fault:
            place = {"flow": _called(reading, identity)} if root == "flowDataSet" else {}
            judge.fail(counted, fault, file=found.files[root, identity], **place)
            continue
        judge.count(counted, "imported")
        made.append(document)
        if len(made) == _BATCH:
            yield msgspec.json.encode({counted: made})
            made = []
    yield msgspec.json.encode({counted: made})


class _Processes:
    """The processes of a package as documents, in parts, with marks between them where they are asked for."""

    def __init__(self, reading: Reading, found: Found, judge: Judge, progress: Progress) -> None:
        self._reading, self._found, self._judge, self._progress = reading, found, judge, progress

    def parts(
        self, bodies: Iterable[tuple[str, Body | Faulty]], first: int, after: Mapping[str, Any] | None
    ) -> Iterator[bytes | Mark]:
        """JSON parts; those before `after` are left out, and what was found in them is taken from there."""
        total, begun = len(self._found.heads), after["done"] if after else 0
        if after:
            self._judge.restore(after["judge"])
        made: list[dict[str, Any]] = []
        for number, (identity, body) in enumerate(bodies):
            if number < begun:
                continue
            if number % _BATCH == 0:
                self._progress(Text(zh="转换过程", en="converting processes"), number, total)
                yield msgspec.json.encode({"processes": made})
                made = []
            if after is not None and number > begun and number % _MARK == 0:
                yield Mark(first, number, total, {"done": number, "judge": self._judge.state()})
            document = self._document(identity, body)
            made += [document] if document is not None else []
        yield msgspec.json.encode({"processes": made})

    def _document(self, identity: str, body: Body | Faulty) -> dict[str, Any] | None:
        lines = 0 if isinstance(body, Faulty) else len(items(at(body, "exchanges", "exchange")))
        try:
            if isinstance(body, Faulty):
                raise body
            document = self._reading.document(PROCESS, identity, body) or {}
        except Faulty as fault:
            place = {"process": _called(self._reading, identity), "file": self._found.files[PROCESS, identity]}
            self._judge.fail("processes", fault, **place)
            self._judge.count("exchanges", "failed", lines)
            return None
        self._judge.count("processes", "imported")
        self._judge.count("exchanges", "imported", len(document["exchanges"]))
        self._judge.count("exchanges", "skipped", lines - len(document["exchanges"]))
        return document


def _called(reading: Reading, identity: str) -> str:
    return next(iter(reading.named[identity][0].values()), identity)[:200]


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
