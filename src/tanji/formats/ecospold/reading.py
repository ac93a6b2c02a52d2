"""The reading of EcoSpold inside the child process: parts of plain documents, then what is left and the report.

What a version says differently stands in its `Dialect`: `ecospold1.dialect` and `ecospold2.dialect`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Protocol

import msgspec

from tanji.errors import Progress, Refusal, Text
from tanji.formats.ecospold import extension
from tanji.formats.ecospold.body import Order, Taken, plain
from tanji.formats.ecospold.book import Book, Sayings
from tanji.formats.ecospold.files import LIMITS, NAMESPACES, files, version
from tanji.formats.ecospold.judge import Faulty, Judge, Where
from tanji.formats.xml import BrokenXml, Element, tree

_BATCH = 50
_FLOWS = 1000
_LINES = {"exchange", "intermediateExchange", "elementaryExchange"}


class Dialect(Protocol):
    """What one version of EcoSpold says in its own way."""

    version: ClassVar[int]
    prefix: ClassVar[str]
    refusal: ClassVar[type[Refusal]]
    order: ClassVar[Order]
    datasets: ClassVar[frozenset[str]]

    def __init__(self, reading: Reading) -> None: ...

    def process(self, dataset: Taken, where: Where) -> dict[str, Any] | None:
        """A process document; None where the dataset is no process."""

    def flow(self, identity: str, kind: str, said: Sayings) -> dict[str, Any]:
        """A flow document of what was said of it."""

    def is_open(self, document: dict[str, Any]) -> bool:
        """Whether a document must wait until all flows are known."""

    def close(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document that has waited, with what is known now."""

    def end(self) -> None:
        """Say what could only be known at the end."""

    def master(self, root: Element, where: Where) -> bool:
        """Take a file of master data, where the version has such; whether it is one."""


class Reading:
    """One read: the documents made so far, and what they have in common."""

    def __init__(self, dialect: type[Dialect], judge: Judge) -> None:
        self.judge, self.book = judge, Book(judge)
        self.sources: dict[str, dict[str, Any]] = {}
        self.places: dict[str, dict[str, Any]] = {}
        self.kept: list[Any] = []
        self._stated: dict[str, dict[str, dict[str, Any]]] = {"flows": {}, "sources": {}, "places": {}}
        self._ids: set[str] = set()
        self._used: set[str] = set()
        self._cited: set[str] = set()
        self._placed: set[str] = set()
        self._waiting: list[bytes] = []
        self.dialect = dialect(self)

    def dataset(self, element: Element, namespace: str, where: Where) -> dict[str, Any] | None:
        """The process document of a dataset; None where it is none, waits, or failed (which is said)."""
        stated = extension.body(element)
        bare = [child for child in element.children if child.name != extension.NAME]
        lines = sum(child.local in _LINES for part in bare if part.local == "flowData" for child in part.children)
        taken = Taken(Element(element.name, element.attributes, element.text, bare, line=element.line), namespace)
        try:
            document = self.dialect.process(taken, where)
            if document is None:
                self.kept.append({element.local: plain(element, namespace)})
                self.judge.count("datasets", "skipped")
                self.judge.count("exchanges", "skipped", lines)
                return None
            document = self._extended(document, stated, where)
            if document["id"] in self._ids:
                name = next(iter(document["names"].values()), None)
                raise Faulty(103, where.at(process=name), id=document["id"])  # noqa: TRY301
        except Faulty as fault:
            self.judge.fault(fault)
            self.judge.count("processes", "failed")
            self.judge.count("exchanges", "failed", lines)
            return None
        return self._entered(document)

    def _entered(self, document: dict[str, Any]) -> dict[str, Any] | None:
        self._ids.add(document["id"])
        self._used.update(line["flow"] for line in document["exchanges"])
        self._cited.update(document.get("sources", ()))
        self._placed.update(each.get("location") or "" for each in (document, *document["exchanges"]))
        self.judge.count("processes", "imported")
        self.judge.count("exchanges", "imported", len(document["exchanges"]))
        if self.dialect.is_open(document):
            self._waiting.append(zlib.compress(msgspec.json.encode(document), 1))
            return None
        return document

    def _extended(self, document: dict[str, Any], stated: dict[str, Any] | None, where: Where) -> dict[str, Any]:
        """A document with what its extension says, where that is understood."""
        changed = extension.applied(document, stated) if stated else document
        if stated is None or not _is_whole(changed):
            self.judge.gather(138, where)
            return document
        for name, known in self._stated.items():
            known.update({item["id"]: item for item in (stated or {}).get(name, ())})
        return changed

    def waiting(self) -> Iterator[dict[str, Any]]:
        """The documents that have waited for what others say of their flows."""
        for data in self._waiting:
            yield self.dialect.close(msgspec.json.decode(zlib.decompress(data)))

    def flows(self) -> Iterator[dict[str, Any]]:
        """The flows that exchanges use, and those that extensions state."""
        stated = self._stated["flows"]
        for identity, said in self.book.said.items():
            if identity in self._used and identity not in stated:
                document = self.dialect.flow(identity, self.book.kinds[identity], said)
                yield {"id": identity, "kind": self.book.kinds[identity], "unit": self.book.units[identity], **document}
        yield from stated.values()

    def others(self, name: str) -> list[dict[str, Any]]:
        """The sources that processes cite, or the places where they are; and those that extensions state."""
        made = {key: source for key, source in self.sources.items() if key in self._cited}
        if name == "places":
            told = {place.get("code") for place in self._stated[name].values()}
            made = {key: x for key, x in self.places.items() if x["code"] in self._placed - told}
        return list({**made, **self._stated[name]}.values())


def _is_whole(document: dict[str, Any]) -> bool:
    lines = document.get("exchanges")
    sound = isinstance(document.get("id"), str) and isinstance(document.get("names"), dict) and isinstance(lines, list)
    cited = document.get("sources", [])
    sound = sound and isinstance(cited, list) and all(isinstance(source, str) for source in cited)
    return sound and all(isinstance(line, dict) and isinstance(line.get("flow"), str) for line in lines or ())


def parse(path: str, dialect: type[Dialect], progress: Progress) -> Iterator[bytes]:
    """JSON parts of what a path holds: {processes}, {flows}, {sources}, {places}, and last the rest and the report.

    Refuses the dialect's own refusal where there is no dataset of its version, ForbiddenXml anywhere, BrokenXml and
    XmlTooLarge for a single file, and what `archive` refuses.
    """
    file, judge = Path(path), Judge(dialect.prefix)
    reading, roots = Reading(dialect, judge), dict[str, Any]()
    batch: list[dict[str, Any]] = []
    for root, where in _roots(file, reading, progress):
        others = [child for child in root.children if child.local not in dialect.datasets]
        if left := plain(Element(root.name, root.attributes, children=others), root.namespace):
            roots[where.file] = left
        for element in root.children:
            if element.local not in dialect.datasets:
                continue
            document = reading.dataset(element, root.namespace, where)
            batch += [document] if document is not None else []
            if len(batch) == _BATCH:
                yield msgspec.json.encode({"processes": batch})
                batch = []
    yield msgspec.json.encode({"processes": batch})
    for document in reading.waiting():
        yield msgspec.json.encode({"processes": [document]})
    reading.dialect.end()
    yield from _batches("flows", reading.flows(), judge)
    for name in ("sources", "places"):
        yield from _batches(name, iter(reading.others(name)), judge)
    kept = {name: value for name, value in (("roots", roots), ("datasets", reading.kept)) if value}
    yield msgspec.json.encode(
        {
            "format": f"ecospold/{dialect.version}",
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None,
            "extra": kept,
            "report": judge.report(),
        }
    )


def _batches(name: str, documents: Iterator[dict[str, Any]], judge: Judge) -> Iterator[bytes]:
    batch: list[dict[str, Any]] = []
    for document in documents:
        judge.count(name, "imported")
        batch.append(document)
        if len(batch) == _FLOWS:
            yield msgspec.json.encode({name: batch})
            batch = []
    yield msgspec.json.encode({name: batch})


def _roots(path: Path, reading: Reading, progress: Progress) -> Iterator[tuple[Element, Where]]:
    """The files that are of the dialect's version, by content."""
    found, others = 0, list[int | None]()
    dialect, judge = type(reading.dialect), reading.judge
    for item in files(path, progress):
        where = Where(item.name)
        root = _root(item.name, item.data, judge, single=item.name == path.name and path.is_file())
        number = version(root) if root is not None else None
        if root is not None and reading.dialect.master(root, where):
            others.append(number)
            continue
        if root is None or number != dialect.version:
            if item.data is None or root is not None:
                judge.count("files", "skipped")
                judge.gather(119, where)
            others.append(number)
            continue
        found += 1
        judge.count("files", "imported")
        if root.local != "ecoSpold":
            judge.say(102, where, name=root.local[:80])
        if root.namespace in set(NAMESPACES.values()) - {NAMESPACES[dialect.version]}:
            judge.say(118, where, namespace=root.namespace, version=dialect.version)
        yield root, where
    if not found:
        raise _nothing(path, dialect, others)


def _root(name: str, data: bytes | None, judge: Judge, *, single: bool) -> Element | None:
    if data is None:
        return None
    try:
        return tree(data, name, limits=LIMITS)
    except BrokenXml as refusal:
        if single:
            raise
        judge.say(101, Where(name), why_zh=refusal.message.zh, why_en=refusal.message.en)
        judge.count("files", "failed")
        return None


def _nothing(path: Path, dialect: type[Dialect], others: list[int | None]) -> Refusal:
    told = next((number for number in others if number), None)
    also_zh = f"；其内容是 EcoSpold {told}" if told else ""
    also_en = f"; its content is EcoSpold {told}" if told else ""
    return dialect.refusal(
        Text(
            zh=f"“{path.name}”中没有 EcoSpold {dialect.version} 数据集{also_zh}",
            en=f'"{path.name}" holds no dataset of EcoSpold {dialect.version}{also_en}',
        ),
        Text(
            zh=f"请选择 EcoSpold {told or dialect.version} 的读取方式和文件（.spold、.xml，或其 zip、文件夹）。",
            en=f"Read a file of EcoSpold {told or dialect.version} as that (.spold, .xml, or a zip or folder of them).",
        ),
    )
