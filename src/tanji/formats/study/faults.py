"""The workbook of a reading given back: faulty cells red, and for each row the reasons, in Chinese and English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

from tanji.formats.study.columns import plain, sheet_titles, words
from tanji.formats.study.drawing import Pen
from tanji.formats.study.headings import find_heading
from tanji.formats.study.product import value_column
from tanji.formats.table import Cell, CellFault, Table, read_tables
from tanji.model.finding import Finding, Report, Severity

_REASON = "原因 Reason"
_TITLE = "问题 Findings"


def write_faults(source: Path, report: Report, target: Path) -> None:
    """Write a copy of a workbook (or CSV file, as a workbook) with its faults marked.

    Cells with an error are red; a last column says why, with code and remedy. Values stay values: no cell is written
    as a formula. What concerns no row stands on a sheet of its own. Corrected, the file reads in again; the reasons are
    ignored.
    Refuses what `formats.table` and `formats.child` refuse.
    """
    write_marked(read_tables(source), report, target)


def write_marked(tables: Sequence[Table], report: Report, target: Path) -> None:
    """The same for tables that are in memory; a table without a name becomes the sheet BOM."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        pen = Pen(book)
        used: set[str] = set()
        for table in tables:
            title = table.name or "BOM"
            used.add(title)
            findings = [f for f in report.findings if f.place.sheet == (table.name or "CSV") and f.place.row]
            _copy(book.add_worksheet(title), pen, table, _by_row(findings))
        rest = [finding for finding in report.findings if not finding.place.row]
        if rest:
            _list(book.add_worksheet(_free(used)), pen, rest)


def _by_row(findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    """The errors and warnings of each row."""
    rows: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.note:
            rows[finding.place.row or 0].append(finding)
    return rows


def _copy(sheet: Any, pen: Pen, table: Table, found: Mapping[int, Sequence[Finding]]) -> None:
    is_form = table.name is not None and sheet_titles().get(plain(table.name)) == "product"
    value_at = value_column(table) if is_form else None
    head_row = _head_row(table)
    heads = _heads(table, head_row)
    old = {index for index, texts in heads.items() if texts & words("reason")}
    last = max((index for index in heads if index not in old), default=0)
    widths: dict[int, int] = defaultdict(lambda: 9)
    for number, row in table.rows.items():
        red = _red(found.get(number, ()), heads, value_at)
        for index, cell in row.items():
            if index not in old:
                _write(sheet, pen, cell, faulty=index in red, head=number == head_row)
                widths[index] = min(40, max(widths[index], len(_text(cell)) + 2))
        for index in red - set(row):
            sheet.write_blank(number - 1, index - 1, None, pen.of("faulty"))
    column = max([last, *(index for index in widths if index not in old)], default=0)
    if found:
        sheet.write_string(head_row - 1, column, _REASON, pen.of("reason"))
        for number, findings in found.items():
            sheet.write_string(number - 1, column, "\n".join(_reason(f) for f in findings), pen.of("reason"))
            lines = sum(ceil(_width(_reason(finding)) / 100) for finding in findings)
            sheet.set_row(number - 1, 15 * min(24, lines))
        sheet.set_column(column, column, 90)
    for index, width in widths.items():
        sheet.set_column(index - 1, index - 1, width)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)


def _head_row(table: Table) -> int:
    """The header row, where the sheet is known; else the one that has most texts among the first."""
    key = sheet_titles().get(plain(table.name)) if table.name is not None else "bom"
    found = find_heading(table, key or "bom") if key != "product" else None
    rows = sorted(table.rows)[:40]
    return found or max(rows, key=lambda row: (_texts(table, row), -row), default=1)


def _texts(table: Table, row: int) -> int:
    return sum(isinstance(cell.value, str) for cell in table.rows[row].values())


def _heads(table: Table, row: int) -> dict[int, set[str]]:
    """What stands at the head of each column, in the header row and the one below it (another language)."""
    heads: dict[int, set[str]] = defaultdict(set)
    for number in (row, row + 1):
        for index, cell in table.rows.get(number, {}).items():
            if isinstance(cell.value, str):
                heads[index].add(plain(" ".join(cell.value.split())))
    return heads


def _red(findings: Sequence[Finding], heads: Mapping[int, set[str]], value_at: int | None) -> set[int]:
    """The columns of the cells of a row that have an error."""
    columns = {f.place.column for f in findings if f.severity is Severity.error}
    if value_at is not None:
        return {value_at} if columns else set()
    wanted = {plain(column) for column in columns if column}
    return {index for index, texts in heads.items() if texts & wanted}


def _write(sheet: Any, pen: Pen, cell: Cell, *, faulty: bool, head: bool) -> None:
    where = (cell.row - 1, cell.column - 1)
    style = "faulty" if faulty else "bold" if head else "plain"
    value = cell.value
    if isinstance(value, CellFault):
        sheet.write_string(*where, value.text, pen.of("faulty"))
    elif isinstance(value, bool):
        sheet.write_boolean(*where, value, pen.of(style))
    elif isinstance(value, float):
        kind = ("percent_faulty" if faulty else "percent") if cell.percent else style
        sheet.write_number(*where, value, pen.of(kind))
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        sheet.write_datetime(*where, moment.replace(tzinfo=None), pen.of("date_faulty" if faulty else "date"))
    else:
        sheet.write_string(*where, value, pen.of(style))


def _text(cell: Cell) -> str:
    value = cell.value.text if isinstance(cell.value, CellFault) else str(cell.value)
    return max(value.splitlines(), key=len, default="")[:60]


def _width(text: str) -> int:
    """Characters of a text as wide as Latin ones."""
    return sum(1 + (ord(character) > 0x2E80) for character in text)


def _reason(finding: Finding) -> str:
    hint_zh, hint_en = (finding.hint.zh, finding.hint.en) if finding.hint else ("", "")
    return f"{finding.code} {finding.message.zh}。{hint_zh} / {finding.message.en}. {hint_en}".strip()


def _free(used: set[str]) -> str:
    return next(name for name in (_TITLE, *(f"{_TITLE} {n}" for n in range(2, 99))) if name not in used)


def _list(sheet: Any, pen: Pen, findings: Sequence[Finding]) -> None:
    """The findings that concern no row."""
    for index, (text, width) in enumerate((("代码 Code", 12), ("发现", 70), ("Finding", 70))):
        sheet.write_string(0, index, text, pen.of("header"))
        sheet.set_column(index, index, width)
    for number, finding in enumerate(findings, 1):
        hint = finding.hint
        sheet.write_string(number, 0, finding.code, pen.of("plain"))
        sheet.write_string(number, 1, f"{finding.message.zh}。{hint.zh if hint else ''}", pen.of("guide"))
        sheet.write_string(number, 2, f"{finding.message.en}. {hint.en if hint else ''}", pen.of("guide"))
