"""The reading of a datapackage inside the child process: parts of plain documents, then the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.brightway.contents import DOCUMENTS, Contents, contents
from tanji.formats.brightway.documents import Documents
from tanji.formats.brightway.matrices import Unsaid, entries, numbers, same
from tanji.formats.brightway.names import Named, names
from tanji.formats.olca.judge import Judge

SCHEMA: Final = "tanji/brightway/1"
_BATCH = 200


def parse(path: str, progress: Progress) -> Iterator[bytes]:
    """JSON parts of a datapackage: {flows}, {processes} …, and last {format, sha256, extra, report}."""
    file, judge = Path(path), Judge()
    found = contents(file, judge, progress)
    own = _documents(found, judge)
    if own is not None and _unchanged(own, found, judge):
        yield from _kept(own, judge)
        about = {"format": own["format"], "extra": own["extra"]}
    else:
        named = names(found) if own is None else _called(own)
        made = Documents(found.matrices, named, judge)
        yield from _parts("flows", made.flows())
        progress(Text(zh="转换过程", en="converting processes"), 0, len(made.columns))
        yield from _parts("processes", made.processes())
        about = {"format": "brightway/1", "extra": {"datapackage": found.about}}
        if not made.columns:
            message = Text(zh="数据包中没有过程", en="The datapackage holds no process")
            judge.say("BWD-112", "warning", message)
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
    yield msgspec.json.encode({**about, "sha256": digest, "report": judge.report()})


def _documents(found: Contents, judge: Judge) -> dict[str, Any] | None:
    """Our own documents, if the datapackage carries them and they are whole."""
    _, data = found.texts.get(DOCUMENTS, ({}, b""))
    if not data:
        return None
    try:
        body = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        body = None
    shape = {"format": str, "extra": dict, "flows": list, "processes": list, "sources": list, "places": list}
    if (
        isinstance(body, dict)
        and body.get("schema") == SCHEMA
        and all(isinstance(body.get(name), kind) for name, kind in shape.items())
        and all(isinstance(item, dict) for name in ("flows", "processes", "sources", "places") for item in body[name])
    ):
        return body
    judge.say("BWD-113", "warning", Text(zh="其中的 Tanji 文档无法读取", en="Its Tanji documents can not be read"))
    return None


def _unchanged(own: dict[str, Any], found: Contents, judge: Judge) -> bool:
    """Whether the matrices are still those that the documents make."""
    try:
        if same(entries(own["flows"], own["processes"]), found.matrices):
            return True
    except (Unsaid, KeyError, TypeError, ValueError, AttributeError, OverflowError):
        pass  # documents of another shape: the matrices are taken
    message = Text(
        zh="矩阵与其中的 Tanji 文档不一致（可能被改动）；采用矩阵，名称取自文档",
        en="The matrices are not those of the Tanji documents in it (changed since, perhaps); the matrices are taken, "
        "with the names of the documents",
    )
    judge.say("BWD-110", "warning", message)
    return False


def _kept(own: dict[str, Any], judge: Judge) -> Iterator[bytes]:
    for kind in ("flows", "processes", "sources", "places"):
        judge.count(kind, "imported", len(own[kind]))
        yield from _parts(kind, own[kind])
    judge.count("exchanges", "imported", sum(len(process.get("exchanges", ())) for process in own["processes"]))


def _called(own: dict[str, Any]) -> Mapping[int, Named]:
    """Names by number, from our own documents, as far as they are sound."""
    try:
        ids = numbers(own["flows"], own["processes"])
        found = {ids.processes[process["id"]]: Named(_first(process)) for process in own["processes"]}
        for flow in own["flows"]:
            found[ids.flows[flow["id"]]] = Named(_first(flow), str(flow["unit"]))
    except (KeyError, TypeError, AttributeError):
        return {}
    return found


def _first(document: dict[str, Any]) -> str:
    return str(document["names"].get("en") or next(iter(document["names"].values()), document["id"]))


def _parts(kind: str, made: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    batch: list[dict[str, Any]] = []
    for document in made:
        batch.append(document)
        if len(batch) == _BATCH:
            yield msgspec.json.encode({kind: batch})
            batch = []
    yield msgspec.json.encode({kind: batch})
