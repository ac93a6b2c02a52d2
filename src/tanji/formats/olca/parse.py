"""The reading of a package inside the child process: parts of plain documents, then what is left and the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.journal import source_digest
from tanji.formats.mark import Mark
from tanji.formats.olca import raw
from tanji.formats.olca.collect import Collection, collect, decode, keep
from tanji.formats.olca.flows import Flows, Places, Tree, names, source
from tanji.formats.olca.formulas import resolve
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Measures, typed
from tanji.formats.olca.processes import Processes
from tanji.formats.olca.schema import counted, kinds

_BATCH = 50
_MARK = 1000
_FLOWS = 1000
After = Mapping[str, Any]


def parse(path: str, progress: Progress, after: After | None = None) -> Iterator[bytes | Mark]:
    """JSON parts of a package: {flows}, {processes}, {sources}, {places}, and last {format, sha256, extra, report}.

    after: where given, marks come between the parts; it is the state of one of them, or empty.
    """
    file, judge = Path(path), Judge()
    found = collect(file, judge, progress)
    measures = Measures(found.of("FlowProperty"), found.of("UnitGroup"), judge)
    tree, places = Tree(found.of("Category"), judge), Places(found.of("Location"), judge)
    flows, first = Flows(measures, tree, places), 1
    for kind, make in (("Flow", flows.document), ("Source", source)):
        for part in _documents(found, kind, make, judge):
            first += 1
            yield part
    yield msgspec.json.encode({"places": places.documents})
    processes = Processes(flows, tree, places, judge)
    processes.sources = frozenset(found.of("Source"))
    processes.globals = _globals(found)
    yield from _Converted(found, processes, judge, progress).parts(first, after)
    _spaces(found, judge)
    _others(found, judge)
    yield msgspec.json.encode(
        {
            "format": f"olca-jsonld/{1 if found.version == 1 else 2}",
            "sha256": source_digest(file) if file.is_file() else None,
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


class _Converted:
    """The processes of a package as documents, in parts, with marks between them where they are asked for."""

    def __init__(self, found: Collection, processes: Processes, judge: Judge, progress: Progress) -> None:
        self._found, self._processes, self._judge, self._progress = found, processes, judge, progress
        self._strays: list[tuple[str, dict[str, Any]]] = []

    def parts(self, first: int, after: After | None) -> Iterator[bytes | Mark]:
        """JSON parts; those before `after` are left out, and what was found in them is taken from there."""
        begun, total = (self._restore(after) if after else 0), len(self._found.processes)
        batch: list[dict[str, Any]] = []
        for number, (file, data) in enumerate(self._found.processes.items()):
            if number < begun:
                continue
            if number % _BATCH == 0:
                self._progress(Text(zh="转换过程", en="converting processes"), number, total)
                yield msgspec.json.encode({"processes": batch})
                batch = []
            if after is not None and number > begun and number % _MARK == 0:
                yield Mark(first, number, total, self._state(number))
            document = self._document(file, data)
            batch += [document] if document is not None else []
        yield msgspec.json.encode({"processes": batch})

    def _document(self, file: str, data: bytes) -> dict[str, Any] | None:
        body: dict[str, Any] = {}
        try:
            kind, _, body = keep(decode(data), file, self._found)
            if kind != "Process":
                self._strays.append((file, body))
                message = Text(zh=f"processes 中的 {kind}", en=f"A {kind} among the processes")
                raise Faulty("OLC-102", message, member="@type")  # noqa: TRY301
            document = self._processes.document(body)
        except Faulty as fault:
            named = body.get("name")
            self._judge.fail("processes", fault, file=file, process=str(named) if named else None)
            self._judge.count("exchanges", "failed", _lines(body))
            return None
        self._judge.count("processes", "imported")
        self._judge.count("exchanges", "imported", len(document["exchanges"]))
        return document

    def _state(self, done: int) -> dict[str, Any]:
        ids = [[identity, file] for (kind, identity), file in self._found.files.items() if kind == "Process"]
        return {
            "done": done,
            "judge": self._judge.state(),
            "version": self._found.version,
            "ids": ids,
            "strays": self._strays,
        }

    def _restore(self, after: After) -> int:
        """Go on where a mark was; gives how many processes were read before it."""
        self._judge.restore(after["judge"])
        self._found.version = after["version"]
        self._found.files.update({("Process", identity): file for identity, file in after["ids"]})
        for file, body in after["strays"]:
            self._strays.append((file, body))
            keep(body, file, self._found)
        done: int = after["done"]
        return done


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
