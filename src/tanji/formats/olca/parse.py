"""The reading of a package inside the child process: parts of plain documents, then what is left and the report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.olca import raw
from tanji.formats.olca.collect import Collection, collect, decode, keep
from tanji.formats.olca.flows import Flows, Places, Tree, names, source
from tanji.formats.olca.formulas import resolve
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Measures, typed
from tanji.formats.olca.processes import Processes
from tanji.formats.olca.schema import counted, kinds

_BATCH = 50
_FLOWS = 1000


def parse(path: str, progress: Progress) -> Iterator[bytes]:
    """JSON parts of a package: {flows}, {processes}, {sources}, {places}, and last {format, sha256, extra, report}."""
    file, judge = Path(path), Judge()
    found = collect(file, judge, progress)
    measures = Measures(found.of("FlowProperty"), found.of("UnitGroup"), judge)
    tree, places = Tree(found.of("Category"), judge), Places(found.of("Location"), judge)
    flows = Flows(measures, tree, places)
    yield from _documents(found, "Flow", flows.document, judge)
    yield from _documents(found, "Source", source, judge)
    yield msgspec.json.encode({"places": places.documents})
    processes = Processes(flows, tree, places, judge)
    processes.sources = frozenset(found.of("Source"))
    processes.globals = _globals(found)
    yield from _processes(found, processes, judge, progress)
    _spaces(found, judge)
    _others(found, judge)
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
    yield msgspec.json.encode(
        {
            "format": f"olca-jsonld/{1 if found.version == 1 else 2}",
            "sha256": digest,
            "extra": {kind: bodies for kind, bodies in found.objects.items() if kind not in {"Flow", "Process"}},
            "report": judge.report(),
        }
    )


def _documents(
    found: Collection, kind: str, make: Callable[[dict[str, Any]], dict[str, Any]], judge: Judge
) -> Iterator[bytes]:
    made = []
    for identity, body in found.of(kind).items():
        try:
            made.append(make(body))
        except Faulty as fault:
            file = found.files[kind, identity]
            judge.fail(counted(kind), fault, file=file, **{"flow": str(body.get("name"))} if kind == "Flow" else {})
        else:
            judge.count(counted(kind), "imported")
        if len(made) == _FLOWS:
            yield msgspec.json.encode({counted(kind): made})
            made = []
    yield msgspec.json.encode({counted(kind): made})


def _processes(found: Collection, processes: Processes, judge: Judge, progress: Progress) -> Iterator[bytes]:
    batch: list[dict[str, Any]] = []
    for number, (file, data) in enumerate(found.processes.items()):
        if number % _BATCH == 0:
            progress(Text(zh="转换过程", en="converting processes"), number, len(found.processes))
        body: dict[str, Any] = {}
        try:
            kind, _, body = keep(decode(data), file, found)
            if kind != "Process":
                message = Text(zh=f"processes 中的 {kind}", en=f"A {kind} among the processes")
                raise Faulty("OLC-102", message, member="@type")  # noqa: TRY301
            document = processes.document(body)
        except Faulty as fault:
            named = body.get("name")
            judge.fail("processes", fault, file=file, process=str(named) if named else None)
            judge.count("exchanges", "failed", _lines(body))
            continue
        judge.count("processes", "imported")
        judge.count("exchanges", "imported", len(document["exchanges"]))
        batch.append(document)
        if len(batch) == _BATCH:
            yield msgspec.json.encode({"processes": batch})
            batch = []
    yield msgspec.json.encode({"processes": batch})


def _lines(body: dict[str, Any]) -> int:
    lines = body.get("exchanges")
    return len(lines) if isinstance(lines, list) else 0


def _globals(found: Collection) -> dict[str, float]:
    known, waiting = {}, {}
    for body in found.of("Parameter").values():
        try:
            item = typed(body, raw.Parameter)
        except Faulty:
            continue  # it is kept whole; a formula that needs it says that the name is missing
        name = item.name.strip().lower()
        if item.formula and not item.is_input_parameter:
            waiting[name] = item.formula
        elif item.value is not None:
            known[name] = item.value
    return resolve(waiting, known)[0]


def _others(found: Collection, judge: Judge) -> None:
    """Count the objects that are kept whole, and say of each type that is not modelled."""
    for kind, bodies in found.objects.items():
        use = kinds()[kind].use if kind in kinds() else "skipped"
        if use == "document":
            continue
        judge.count(counted(kind), "imported" if use == "kept" else "skipped", len(bodies))
        if use == "skipped":
            message = Text(
                zh=f"{len(bodies)} 个 {kind} 对象不在模型中，原样保留",
                en=f"{len(bodies)} objects of type {kind} are not modelled; they are kept as they stand",
            )
            judge.say("OLC-117", "note", message)


def _spaces(found: Collection, judge: Judge) -> None:
    for body in found.of("Flow").values():
        name = body.get("name")
        if isinstance(name, str) and name != name.strip():
            judge.gather("OLC-118", "note", _spaced, ascii(name) if name.isascii() else repr(names(name)))


def _spaced(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个流的名称首尾有空格（已保留）：{shown}",
        en=f"{number} flows have names that begin or end with a space (kept): {shown}",
    )
