"""The header row of a sheet, found by what stands in it: the template's headers or their synonyms, in zh or en."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from tanji.errors import Refusal
from tanji.formats.study.columns import Column, columns, headers, plain
from tanji.formats.study.messages import At
from tanji.formats.study.record import Record
from tanji.formats.study.rows import Header, header_unit, written
from tanji.formats.table import Cell, Table, column_name
from tanji.model.quantity import factor

_LOOKED_AT = 40
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the header row of a sheet ends, and the columns it names."""

    sheet: str
    row: int
    """The last of the header rows."""
    headers: Mapping[str, Header]


def find_heading(table: Table, sheet: str) -> int | None:
    """The number of the first row that has most known headers of a sheet, at least two."""
    counts = {
        row: len({column.key for cell in table.rows[row].values() if (column := known(sheet, cell))})
        for row in sorted(table.rows)[:_LOOKED_AT]
    }
    best = max(counts, key=lambda row: (counts[row], -row), default=None)
    return best if best is not None and counts[best] >= 2 else None


def names_lines(table: Table) -> bool:
    """Whether a table without a known title is a bill of materials: it names at least a name and an amount."""
    row = find_heading(table, "bom")
    if row is None:
        return False
    keys = {column.key for cell in table.rows[row].values() if (column := known("bom", cell))}
    return {"name_zh", "amount"} <= keys


def read_heading(table: Table, sheet: str, title: str, record: Record) -> Heading | None:
    """The columns that a sheet's header rows name; unknown, repeated and missing ones are findings."""
    first = find_heading(table, sheet)
    if first is None:
        return None
    found: dict[str, Header] = {}
    for cell in table.rows[first].values():
        _take(cell, (sheet, title), found, record)
    last = first
    while _continues(table.rows.get(last + 1, {}), sheet, found):
        last += 1
        for cell in table.rows[last].values():
            column = known(sheet, cell)
            if column is not None and column.key not in found:
                found[column.key] = Header(column, cell.column, written(cell.value))
    _report_unknown(table, title, (found, first, last), record)
    _report_missing(sheet, title, found, (first, record))
    return Heading(sheet, last, found)


def known(sheet: str, cell: Cell) -> Column | None:
    """The column that a header cell names: as a whole, by one of its lines, or without its brackets."""
    if not isinstance(cell.value, str) or len(cell.value) > 200:
        return None
    table = headers(sheet)
    for text in (cell.value, *cell.value.splitlines(), *cell.value.split("/"), *cell.value.split("|")):
        folded = plain(text)
        for spelling in (folded, _BRACKETS.sub("", folded)):
            if spelling in table:
                return table[spelling]
    return None


def heading_rows(table: Table, sheet: str, first: int | None = None) -> tuple[int, int] | None:
    """The first and the last header row of a sheet: as found, or from a first row that somebody has chosen."""
    begin = find_heading(table, sheet) if first is None else first
    if begin is None:
        return None
    keys = {column.key for cell in table.rows.get(begin, {}).values() if (column := known(sheet, cell))}
    last = begin
    while _continues(table.rows.get(last + 1, {}), sheet, keys):
        last += 1
    return begin, last


def header_at(column: Column, cell: Cell, title: str, record: Record) -> Header:
    """A cell taken as the header of a column, with the unit in its brackets; one that does not fit is a finding."""
    text = " ".join(written(cell.value).split())
    at = At(sheet=title, row=cell.row, letters=column_name(cell.column), header=text)
    return Header(column, cell.column, text, *_unit(column, text, at, record))


def _take(cell: Cell, where: tuple[str, str], found: dict[str, Header], record: Record) -> None:
    sheet, title = where
    column = known(sheet, cell)
    if column is None:
        return
    header = header_at(column, cell, title, record)
    at = At(sheet=title, row=cell.row, letters=column_name(cell.column), header=header.text)
    other = found.get(column.key)
    if other is None or (_exact(header) and not _exact(other)):
        found[column.key] = header
    elif _exact(header) == _exact(other):
        record.found("IMP-005", at, other=other.text, name=column.header)


def _exact(header: Header) -> bool:
    return plain(header.text) in {plain(header.column.header.zh), plain(header.column.header.en)}


def _unit(column: Column, text: str, at: At, record: Record) -> tuple[str | None, float]:
    """The unit that a header has in brackets, and what one of it is in the unit of the column."""
    unit = header_unit(text)
    if unit is None or column.kind not in {"number", "percent"}:
        return None, 1.0
    if not column.unit or column.unit == unit:
        return unit, 1.0
    try:
        return unit, factor(unit, column.unit)
    except Refusal:
        record.found("IMP-042", at, value=unit, unit=column.unit)
        return unit, 1.0


def _continues(row: Mapping[int, Cell], sheet: str, found: Container[str]) -> bool:
    """Whether a row says the same headers again, in the other language."""
    texts = [cell for cell in row.values() if isinstance(cell.value, str) and cell.value.strip()]
    again = [column for cell in texts if (column := known(sheet, cell))]
    same = sum(column.key in found for column in again)
    return len(texts) == len(row) and same >= 2 and len(again) * 2 > len(texts)


def _report_unknown(table: Table, title: str, heading: tuple[Mapping[str, Header], int, int], record: Record) -> None:
    found, first, last = heading
    taken = {header.index for header in found.values()}
    used = {cell.column for row, cells in table.rows.items() if row > last for cell in cells.values()}
    for index in sorted(used - taken):
        cell = table.find(first, index) or table.find(last, index)
        text = " ".join(written(cell.value).split()) if cell else None
        record.found("IMP-003", At(sheet=title, row=first, letters=column_name(index), header=text))


def _report_missing(sheet: str, title: str, found: Mapping[str, Header], where: tuple[int, Record]) -> None:
    first, record = where
    for column in columns(sheet):
        if not column.required or column.key in found:
            continue
        if column.key == "amount" and "formula" in found:
            continue
        if column.key == "unit" and "amount" in found and found["amount"].unit:
            continue
        if column.key == "name_zh" and "name_en" in found:
            continue
        spellings = "、".join([column.header.zh, column.header.en, *column.synonyms[:4]])
        record.found(
            "IMP-004",
            At(sheet=title, row=first, header=column.header.zh),
            missing=column.header,
            spellings=spellings,
        )
