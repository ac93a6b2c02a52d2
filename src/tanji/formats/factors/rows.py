"""A package as rows of the table; a process that would not read back the same is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tanji.errors import Refusal, Text
from tanji.formats.factors.cells import Header, RowReader
from tanji.formats.factors.columns import CO2, GAS_COLUMNS, UNSPLIT, Column, choices, columns, gases
from tanji.formats.factors.documents import documents, gas_flow
from tanji.formats.table import Cell
from tanji.model.document import Document
from tanji.model.flow import Flow
from tanji.model.package import Package
from tanji.model.process import Exchange, FactorKind, Process
from tanji.model.source import Source

Value = str | float
Row = dict[str, Value]
FOREIGN: Final = "column "
"""Begins the key of a column that is none of ours; the rest is its header."""
_COLUMNS = {gas: key for key, gas in GAS_COLUMNS.items()}


class NotAFactor(Refusal):
    """A process that a row of the factor table can not hold: with inputs, several sources, foreign members …"""

    code = "FAC-002"


def rows(package: Package) -> list[Row]:
    """One row for each process. Refuses NotAFactor: what the table can not hold, or what no process uses."""
    flows = {flow.id: flow for flow in package.flows}
    sources = {source.id: source for source in package.sources}
    made = [_row(process, flows, sources) for process in package.processes]
    used = {line.flow for process in package.processes for line in process.exchanges}
    for flow in package.flows:
        if flow.id not in used:
            raise _refused(flow.id, Text(zh="没有过程使用这个流", en="no process uses this flow"))
    cited = {source for process in package.processes for source in process.sources}
    for source in package.sources:
        if source.id not in cited:
            raise _refused(source.id, Text(zh="没有过程引用这个来源", en="no process cites this source"))
    return made


def headers(given: Iterable[Row]) -> list[tuple[str, str, str]]:
    """The columns of a table with these rows: ours with a Chinese and an English header, then foreign ones with one."""
    ours = [(column.key, column.header.zh, column.header.en) for column in columns()]
    foreign = dict.fromkeys(key for row in given for key in row if key.startswith(FOREIGN))
    return [*ours, *((key, key.removeprefix(FOREIGN), "") for key in foreign)]


def _row(process: Process, flows: Mapping[str, Flow], sources: Mapping[str, Source]) -> Row:
    name = next(iter(process.names.values()), process.id)
    reference = process.reference_exchange()
    product = flows.get(reference.flow) if reference else None
    source = sources.get(process.sources[0]) if len(process.sources) == 1 else None
    if reference is None or product is None:
        raise _refused(name, Text(zh="没有参考产品", en="it has no reference product"))
    if source is None:
        raise _refused(name, Text(zh="应恰有一个来源", en="it must have exactly one source"))
    emitted = [line for line in process.exchanges if line is not reference]
    for line in emitted:
        if line.flow not in gases():
            why = Text(
                zh=f"含有“{line.flow_name}”，因子只有气体", en=f'it has "{line.flow_name}"; a factor has gases alone'
            )
            raise _refused(name, why)
    row = _described(process, product, reference, source) | _gases(process, emitted)
    row |= {FOREIGN + header: text for header, text in process.extra.get("columns", {}).items()}
    _compare(process, product, source, row)
    for line in emitted:
        if flows.get(line.flow) != gas_flow(line.flow):
            why = Text(
                zh=f"气体“{line.flow}”的流与表中的不同", en=f'the flow of gas "{line.flow}" is not that of the table'
            )
            raise _refused(name, why)
    return {key: value for key, value in row.items() if value != ""}


def _described(process: Process, product: Flow, reference: Exchange, source: Source) -> Row:
    title = next(iter(source.title.values()), "")
    kind = product.quantity_kind
    return {
        "id": process.id,
        "name_zh": process.names.get("zh", ""),
        "name_en": process.names.get("en", ""),
        "unit": reference.unit,
        "quantity_kind": _label("quantity_kind", kind) if kind else "",
        "factor_kind": _label("factor_kind", process.factor_kind),
        "boundary": str(process.extra.get("boundary", "")),
        "region": process.location or "",
        "year": _years(process),
        "technology": process.technology or "",
        "category": "/".join(process.category),
        "publisher": source.publisher,
        "document": title,
        "document_no": source.document_no or "",
        "document_year": float(source.year) if source.year else "",
        "place": process.place or "",
        "url": source.url or "",
        "licence": process.licence or "",
        "attribution": source.attribution or "",
        "status": _label("status", process.status),
        "uncertainty": str(process.extra.get("uncertainty", "")),
        "aliases": "|".join(process.aliases),
        "aircraft": _label("yes_no", "yes") if process.aircraft else "",
        "note": str(process.extra.get("note", "")),
        "version": "" if process.version == "1" else process.version,
    }


def _gases(process: Process, emitted: list[Exchange]) -> Row:
    stated = str(process.extra.get("gwp_basis", ""))
    row: Row = {"gwp_basis": "" if stated == "not stated" else stated}
    for key in ("gwp_ch4", "gwp_n2o"):
        if key in process.extra:
            row[key] = float(process.extra[key])
    total = process.extra.get("published_total")
    alone = len(emitted) == 1 and total is None and not emitted[0].extra
    if alone and emitted[0].flow == (CO2 if process.factor_kind is FactorKind.grid_co2 else UNSPLIT):
        return row | {"value": emitted[0].amount}
    published = bool(emitted) and all("published" in line.extra for line in emitted)
    row["gas_unit"] = _label("gas_unit", "kgco2e" if published else "kg")
    if total is not None:
        row["value"] = float(total)
    others = []
    for line in emitted:
        amount = float(line.extra["published"]) if published else line.amount
        if line.flow in _COLUMNS and _COLUMNS[line.flow] not in row:
            row[_COLUMNS[line.flow]] = amount
        else:
            others.append(f"{line.flow}: {amount!r}")
    return row | {"other_gases": "; ".join(others)}


def _compare(process: Process, product: Flow, source: Source, row: Row) -> None:
    """Refuse what would not read back the same."""
    name = next(iter(process.names.values()), process.id)
    heads = {
        key: Header(None if key.startswith(FOREIGN) else column, at, _plain(key))
        for at, (key, column) in _numbered(row)
    }
    cells = {key: Cell(1, heads[key].at, value) for key, value in row.items() if value != ""}
    reader = RowReader("", None, 1, cells, heads)
    again = documents(reader)
    if again is None:
        first = reader.findings[0].message
        raise _refused(name, Text(zh=f"不能作为一行：{first.zh}", en=f"it makes no row: {first.en}"))
    for one, two in ((product, again.flow), (process, again.process), (source, again.source)):
        if one != two:
            member = _different(one, two)
            raise _refused(
                name,
                Text(
                    zh=f"{one.schema_name} 的成员 {member} 无处可写",
                    en=f"no column holds {member} of {one.schema_name}",
                ),
            )


def _numbered(row: Row) -> list[tuple[int, tuple[str, Column | None]]]:
    known = {column.key: column for column in columns()}
    return list(enumerate(((key, known.get(key)) for key in row), 1))


def _plain(key: str) -> str:
    return key.removeprefix(FOREIGN)


def _different(one: Document, two: Document) -> str:
    """The first member that would not come back, of an exchange with the name of its flow: `exchanges (CO2: unit)`."""
    first, second = one.model_dump(mode="json"), two.model_dump(mode="json")
    member = next((member for member in first if first[member] != second.get(member)), "?")
    if member != "exchanges" or len(first[member]) != len(second[member]):
        return member
    pairs = zip(first[member], second[member], strict=True)
    line, other = next((line, other) for line, other in pairs if line != other)
    return f"{member} ({line['flow_name']}: {next(key for key in line if line[key] != other.get(key))})"


def _years(process: Process) -> str:
    first, last = process.valid_from, process.valid_until
    if first is None or last is None:
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"


def _label(name: str, entry: str) -> str:
    text = choices(name)[entry]
    return f"{text.zh} {text.en}"


def _refused(name: str, why: Text) -> NotAFactor:
    return NotAFactor(
        Text(zh=f"“{name}”不能写入因子表：{why.zh}", en=f'"{name}" can not be written as a factor: {why.en}'),
        Text(
            zh="因子表只写单个参考产品和气体的过程；其他过程请以 openLCA JSON-LD 写出。",
            en="The table holds processes of one product with gases alone; write others as openLCA JSON-LD.",
        ),
    )
