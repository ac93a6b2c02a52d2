"""The reading of a SimaPro CSV file inside the child process: parts of plain documents, then the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from tanji.errors import Progress, Refusal, Text
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.simapro.blocks import Block, sections, sections_of, split
from tanji.formats.simapro.exchanges import Depends
from tanji.formats.simapro.flows import Flows
from tanji.formats.simapro.header import Header, read_header
from tanji.formats.simapro.lines import Row, decode, rows
from tanji.formats.simapro.numbers import Numbers
from tanji.formats.simapro.parameters import Scope, scope
from tanji.formats.simapro.processes import Processes
from tanji.formats.simapro.rows import Columns
from tanji.formats.simapro.sources import Literature
from tanji.formats.simapro.substances import Substances
from tanji.formats.simapro.tools import Tools
from tanji.formats.simapro.units import Units

FORMAT: Final = "simapro-csv/1"
_BYTES = 1 << 30
_BATCH = 50
_SHOWN = 5
_FLOWS = 1000
_PRODUCERS = {"product": "product", "treatment": "waste", "scenario": "waste"}
_APART = {"stage": "productStages", "method": "methods", "system": "systemDescriptions"}


class TooLarge(Refusal):
    """A file that is larger than is allowed."""

    code = "SIM-003"


def parse(path: str, progress: Progress) -> Iterator[bytes]:
    """JSON parts of a file: {processes}, then {flows}, {sources}, and last {format, sha256, extra, report}."""
    file, judge = Path(path), Judge()
    with file.open("rb") as opened:
        data = opened.read(_BYTES + 1)
    if len(data) > _BYTES:
        raise TooLarge(
            Text(zh=f"“{file.name}”超过 {_BYTES >> 20} MiB", en=f'"{file.name}" is more than {_BYTES >> 20} MiB'),
            Text(zh="请分批导出。", en="Export it in several files."),
        )
    lines = decode(data, file.name, judge).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header = read_header(lines, file.name, judge)
    blocks = list(split(rows(lines, header.first, header.separator, judge), judge, old=header.old))
    progress(Text(zh="读取数据块", en="reading blocks"), len(blocks), len(blocks))
    reading = _Reading(header, judge)
    reading.gather(blocks)
    yield from reading.processes([block for block in blocks if block.use == "process"], progress)
    reading.end(blocks)
    flows = [_plain(document) for document in reading.tools.flows.documents.values()]
    for place in range(0, len(flows), _FLOWS):
        yield msgspec.json.encode({"flows": flows[place : place + _FLOWS]})
    yield msgspec.json.encode({"sources": list(reading.literature.documents.values()), "places": reading.places()})
    yield msgspec.json.encode(
        {
            "format": FORMAT,
            "sha256": hashlib.sha256(data).hexdigest(),
            "extra": reading.extra,
            "report": judge.report(),
        }
    )


class _Reading:
    """The state of one reading."""

    def __init__(self, header: Header, judge: Judge) -> None:
        numbers, units, self._substances = Numbers(header.decimal, judge), Units(judge), Substances(judge)
        flows = Flows(units, self._substances, judge)
        self._header, self._judge = header, judge
        self.tools = Tools(judge, numbers, Columns(numbers, old=header.old), units, flows)
        self.literature = Literature(judge)
        self.extra: dict[str, Any] = {
            "header": {"SimaPro": header.version, "kind": header.kind, **header.stated},
            "libraries": header.libraries,
        }

    def gather(self, blocks: list[Block]) -> None:
        """Take everything that processes need: units, substances, literature, parameters, what they produce."""
        for block in blocks:
            if block.use == "units":
                self.tools.units.add(block, self.tools.numbers)
            elif block.use == "substances":
                self._substances.add(block)
            elif block.use == "literature":
                self.literature.add(block)
            elif block.use == "quantities":
                quantities = [[cell.strip() for cell in row.cells] for row in block.rows if not row.empty]
                self._judge.count("quantities", "imported", len(quantities))
                self.extra.setdefault("quantities", []).extend(quantities)
        for block in blocks:
            if block.use == "process":
                self._produced(block)
        self._parameters(blocks)

    def _produced(self, block: Block) -> None:
        for section in sections_of(block, old=self._header.old):
            known = sections().get(section.title)
            for row in section.rows if known and known.use in _PRODUCERS else ():
                try:
                    line = self.tools.columns.line(row, known.use if known else "")
                except Faulty:
                    continue  # it is said where the process is read
                self.tools.flows.produce(_PRODUCERS[known.use if known else ""], line)

    def _parameters(self, blocks: list[Block]) -> None:
        tools, found = (self.tools.numbers, self._judge), Scope()
        documents: dict[str, list[dict[str, Any]]] = {}
        for level in ("Database", "Project"):
            inputs, calculated = (
                [row for block in blocks if block.title == f"{level} {kind} parameters" for row in block.rows]
                for kind in ("Input", "Calculated")
            )
            here = scope(inputs, calculated, found.values, tools)
            if here.documents:
                documents[level.lower()] = here.documents
            mine = {document["name"].lower() for document in here.documents}
            here.documents = [
                *(document for document in found.documents if document["name"].lower() not in mine),
                *here.documents,
            ]
            found = here
        self._above = found
        if documents:
            self.extra["parameters"] = documents

    def processes(self, blocks: list[Block], progress: Progress) -> Iterator[bytes]:
        """The process documents in parts."""
        made = Processes(self.tools, self._header, self._above, self.literature)
        batch: list[dict[str, Any]] = []
        for number, block in enumerate(blocks):
            if number % _BATCH == 0:
                progress(Text(zh="转换过程", en="converting processes"), number, len(blocks))
            try:
                document = made.document(block)
            except Depends as fault:
                self._leave(block, fault, "skipped")
                self._judge.say("SIM-138", "warning", _sent(self._users(block, blocks)), process=self._name(block))
                continue
            except Faulty as fault:
                self._leave(block, fault, "failed")
                continue
            self._judge.count("processes", "imported")
            self._judge.count("exchanges", "imported", len(document["exchanges"]))
            batch.append(document)
            if len(batch) == _BATCH:
                yield msgspec.json.encode({"processes": batch})
                batch = []
        yield msgspec.json.encode({"processes": batch})

    def _name(self, block: Block) -> str | None:
        return _called(block, old=self._header.old)

    def _users(self, block: Block, blocks: list[Block]) -> list[str]:
        """The rows of the file that send waste to a scenario: from where, and how much."""
        wanted = {row.title.strip().casefold() for row in _rows_of(block, "scenario", old=self._header.old)}
        found = []
        for other in blocks:
            for row in _rows_of(other, "waste", old=self._header.old):
                if row.title.strip().casefold() in wanted:
                    amount = " ".join(cell.strip() for cell in row.cells[1:3])
                    found.append(f"{self._name(other) or other.title} ({amount})")
        return found

    def _leave(self, block: Block, fault: Faulty, became: str) -> None:
        """A process that is not read: why, and its rows as they stand."""
        name = self._name(block)
        place = {"process": name, "row": str(block.line), "flow": fault.flow, "member": fault.member}
        self._judge.say(fault.code, "error" if became == "failed" else "warning", fault.message, **place)
        self._judge.count("processes", became)
        self._judge.count("exchanges", became, _moves(block, old=self._header.old))
        self.extra.setdefault("processes", {})[f"line {block.line}"] = [list(row.cells) for row in block.rows]

    def end(self, blocks: list[Block]) -> None:
        """Keep and say what is not modelled."""
        for block in blocks:
            kept = _APART.get(block.use) or ("" if block.use else "other")
            if kept:
                self.extra.setdefault(kept, []).append([block.title, *(list(row.cells) for row in block.rows)])
                self._judge.count(kept, "imported" if block.use == "system" else "skipped")
                if block.use != "system":
                    self._judge.gather(*_SKIPPED[kept], f"{block.title[:60]}, line {block.line}")
        self.extra |= {
            name: found
            for name, found in (
                ("units", self.tools.units.documents()),
                ("substances", self._substances.documents()),
                ("literature", self.literature.kept),
            )
            if found
        }
        self.tools.flows.report()
        if not blocks:
            message = Text(zh="文件只有文件头，没有数据", en="The file has a header and no data")
            self._judge.say("SIM-127", "warning", message)

    def places(self) -> list[dict[str, str]]:
        """The places that products name."""
        codes = sorted({document.get("location") or "" for document in self.tools.flows.documents.values()} - {""})
        return [{"id": code, "code": code, "name": code} for code in codes]


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "file_unit"}


def _called(block: Block, *, old: bool) -> str | None:
    found = {section.title: section for section in sections_of(block, old=old)}
    for title in ("Process name", "Products", "Waste treatment", "Waste scenario"):
        if title in found and found[title].rows and found[title].rows[0].title:
            return found[title].rows[0].title[:200]
    return None


def _moves(block: Block, *, old: bool) -> int:
    moving = {"product", "treatment", "scenario", "avoided", "input", "waste", "elementary", "separated", "remaining"}
    return sum(len(_rows_of(block, use, old=old)) for use in moving)


def _rows_of(block: Block, use: str, *, old: bool) -> list[Row]:
    """The rows of the sections of a use."""
    found = [section for section in sections_of(block, old=old) if section.title in sections()]
    return [row for section in found if sections()[section.title].use == use for row in section.rows]


def _sent(users: list[str]) -> Text:
    shown = "; ".join(users[:_SHOWN]) + (" …" if len(users) > _SHOWN else "")
    if not users:
        return Text(zh="文件中没有过程把废物送入它", en="No process of the file sends waste to it")
    return Text(
        zh=f"文件中有 {len(users)} 处把废物送入它，这些废物的处理没有计入：{shown}",
        en=f"{len(users)} rows of the file send waste to it, whose treatment is not counted: {shown}",
    )


def _stages(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个产品阶段（组装、生命周期等）不在模型中，原样保留：{shown}",
        en=f"{number} product stages (assemblies, life cycles …) are not modelled; they are kept: {shown}",
    )


def _methods(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个影响评价方法未读取，原样保留：{shown}",
        en=f"{number} impact methods are not read; they are kept: {shown}",
    )


def _others(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个数据块的标题不认识，原样保留：{shown}",
        en=f"{number} blocks have a title that is not known; they are kept: {shown}",
    )


_SKIPPED = {
    "productStages": ("SIM-123", "note", _stages),
    "methods": ("SIM-124", "note", _methods),
    "other": ("SIM-108", "warning", _others),
}
