"""A report as a workbook: its sections on one sheet, each table on its own, figures as numbers, inputs to edit."""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter

from tanji.formats.study.columns import sheets
from tanji.formats.study.workbook import CannotHold, write_workbook
from tanji.model.study import Activity, ProcessLink, Study
from tanji.reports.book.page import Block, Book, Cell, Number, Paragraph, Table
from tanji.reports.figures import LARGEST, THIN, cell_format, rounded, wide

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LEAST_ROUNDED = 10_000
"""From here on a cell holds the figure as shown, with the figure in full in its comment."""
COLUMNS = 8
"""Columns of the sheet of the report beside the first; paragraphs go across all of them."""
FIRST, OTHER = 28, 18
"""Their widths in characters."""
ACROSS = FIRST + OTHER * COLUMNS
A4 = 9
NAME = 31
"""Characters of a sheet's name at most."""
_FIGURE = re.compile(r"[\d ]+(?:\.(\d+))?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def xlsx(book: Book, study: Study | None = None) -> bytes:
    """The workbook: the report in order, a sheet for each table, then the study's own sheets. No cell is a formula.

    With the study's sheets the file can be edited and computed again: reading it gives the study with each link as a
    mapping. A study that a workbook can not hold is left out, and the sheet of the report says why.
    """
    if study is not None:
        try:
            return _with_inputs(book, study)
        except CannotHold as refusal:
            book = replace(book, summary=(*book.summary, Paragraph(refusal.message.of(book.language), notice=True)))
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **_PLAIN}) as workbook:
        _sheets(workbook, book)
    return made.getvalue()


def _with_inputs(book: Book, study: Study) -> bytes:
    with tempfile.TemporaryDirectory(prefix="tanji-report-") as scratch:
        path = Path(scratch) / "report.xlsx"
        write_workbook(mapped(study), path, before=lambda workbook: _sheets(workbook, book))
        return path.read_bytes()


def mapped(study: Study) -> Study:
    """A study whose links are mappings: how each was found is no part of a workbook."""
    return study.model_copy(update={"activities": tuple(_mapped(activity) for activity in study.activities)})


def _mapped(activity: Activity) -> Activity:
    links = {name: getattr(activity, name) for name in ("link", "recycled_link")}
    plain = {"decided_by": "mapping", "score": None, "reason": None}
    found = {name: link.model_copy(update=plain) for name, link in links.items() if isinstance(link, ProcessLink)}
    return activity.model_copy(update=found)


def _sheets(workbook: Any, book: Book) -> None:
    workbook.set_properties({"title": f"{book.title} {book.product}"})
    formats = _Formats(workbook)
    first = workbook.add_worksheet("报告" if book.language == "zh" else "Report")
    first.set_column(0, 0, FIRST)
    first.set_column(1, COLUMNS, OTHER)
    _printed(first, book)
    row = _front(first, book, formats)
    used = {first.get_name().casefold(), *(sheet.title.zh.casefold() for sheet in sheets().values())}
    for section in book.every():
        first.write_string(row, 0, f"{section.number}  {section.title}", formats.head)
        row = _blocks(first, section.blocks, row + 1, formats)
        for block in section.blocks:
            if isinstance(block, Table):
                sheet = workbook.add_worksheet(_unused(f"{section.number} {block.title}", used))
                _printed(sheet, book)
                _table(sheet, block, _mark(sheet, book.mark, formats), formats=formats, widths=_widths(sheet, block))


def _mark(sheet: Any, mark: str, formats: _Formats) -> int:
    """The mark of an estimate in the first row; the first free row below it."""
    if not mark:
        return 0
    sheet.write_string(0, 0, mark, formats.notice)
    return 1


def _printed(sheet: Any, book: Book) -> None:
    """A4 on its side, as wide as a page, the product and the page below, the mark of an estimate above."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{_code_free(book.product)}&R&P/&N")
    if book.mark:
        sheet.set_header(f"&C&B{_code_free(book.mark)}")


def _code_free(text: str) -> str:
    """A text for heads and feet of pages, where `&` begins a code and 255 characters is the end."""
    return text.replace("&", "&&")[:200]


class _Formats:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self.head = workbook.add_format({"bold": True, "font_size": 13, "font_color": "#0b4f8a"})
        self.column = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.warning = workbook.add_format({"bold": True, "font_color": "#b3541e", "text_wrap": True, "valign": "top"})
        self.notice = workbook.add_format({"bold": True, "font_color": "#b3541e"})
        self._numbers: dict[str, object] = {}

    def number(self, cell: Number) -> object:
        """A format that shows what the text of the figure says."""
        form = shown_as(cell)
        return self._numbers.setdefault(form, self._workbook.add_format({"num_format": form, "valign": "top"}))


def shown_as(cell: Number) -> str:
    """The number format with which a cell shows what the text of a figure says: as many decimals, percent as such.

    >>> [shown_as(Number(value, text)) for value, text in ((0.412, "41.2 %"), (0.0002, "<0.1 %"), (4.0, "4"))]
    ['0.0%', '"<0.1 %"', '#,##0']
    """
    plain = cell.text.replace(THIN, " ").removeprefix("−")
    figure = _FIGURE.fullmatch(plain.removesuffix(" %"))
    if plain.endswith("%"):
        return f'"{plain}"' if figure is None else f"{_decimals('0', figure[1])}%"
    return cell_format(cell.value) if figure is None else _decimals("#,##0", figure[1])


def _decimals(whole: str, part: str | None) -> str:
    return whole if not part else f"{whole}.{'0' * len(part)}"


def _front(sheet: object, book: Book, formats: _Formats) -> int:
    write = sheet.write_string  # type: ignore[attr-defined]
    write(0, 0, book.title, formats.head)
    write(1, 0, book.product, formats.head)
    row = 2
    if book.mark:
        write(row, 0, book.mark, formats.notice)
        row += 1
    for name, value in book.cover:
        write(row, 0, name)
        write(row, 1, value)
        row += 1
    write(row, 0, book.digest)
    _across(sheet, row + 1, book.disclaimer, formats.warning)
    return _blocks(sheet, book.summary, row + 3, formats)


def _blocks(sheet: object, blocks: tuple[Block, ...], row: int, formats: _Formats) -> int:
    for block in blocks:
        if isinstance(block, Table):
            row = _table(sheet, block, row, formats=formats) + 1
        else:
            text = block.text if isinstance(block, Paragraph) else f"{block.title}: {block.words}"
            notice = isinstance(block, Paragraph) and block.notice
            _across(sheet, row, text, formats.warning if notice else formats.text)
            row += 1
    return row + 1


def _across(sheet: object, row: int, text: str, form: object) -> None:
    """A paragraph over all columns, with as many lines as it takes."""
    sheet.merge_range(row, 0, row, COLUMNS, "", form)  # type: ignore[attr-defined]
    sheet.write_string(row, 0, text, form)  # type: ignore[attr-defined]
    sheet.set_row(row, 15 * max(1, -(-wide(text) // ACROSS)))  # type: ignore[attr-defined]


def _table(sheet: object, table: Table, row: int, *, formats: _Formats, widths: tuple[int, ...] = ()) -> int:
    """Write a table whose columns are so wide, by default as wide as those of the report's sheet; the row below it."""
    write = sheet.write_string  # type: ignore[attr-defined]
    widths = widths or (FIRST, *(OTHER for _ in range(len(table.columns))))
    write(row, 0, table.title, formats.head)
    for place, column in enumerate(table.columns):
        write(row + 1, place, column, formats.column)
    for down, cells in enumerate(table.rows):
        for place, cell in enumerate(cells):
            _cell(sheet, (row + 2 + down, place), cell, formats)
        lines = max(-(-wide(_shown(cell)) // max(width - 2, 1)) for cell, width in zip(cells, widths, strict=False))
        sheet.set_row(row + 2 + down, 15 * min(max(1, lines), 20))  # type: ignore[attr-defined]
    end = row + 2 + len(table.rows)
    if table.note:
        write(end, 0, table.note)
        end += 1
    return end


def _cell(sheet: object, place: tuple[int, int], cell: Cell, formats: _Formats) -> None:
    row, column = place
    if isinstance(cell, Number):
        held = _held(cell)
        sheet.write_number(row, column, held, formats.number(cell))  # type: ignore[attr-defined]
        if held != cell.value:
            sheet.write_comment(row, column, repr(cell.value))  # type: ignore[attr-defined]
    else:
        sheet.write_string(row, column, cell, formats.text)  # type: ignore[attr-defined]


def _held(cell: Number) -> float:
    """What a cell holds: the figure in full; from 10,000 on, where no format shows four digits, the figure as shown."""
    if cell.text.endswith("%") or not LEAST_ROUNDED <= abs(cell.value) < LARGEST:
        return cell.value
    return float(rounded(cell.value))


def _widths(sheet: Any, table: Table) -> tuple[int, ...]:
    """Columns as wide as their longest text, within reason."""
    found = []
    for place, column in enumerate(table.columns):
        texts = [column, *(_shown(row[place]) for row in table.rows)]
        found.append(min(60, max(10, *(wide(text) for text in texts)) + 2))
        sheet.set_column(place, place, found[-1])
    return tuple(found)


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Number) else cell


def _unused(wanted: str, used: set[str]) -> str:
    """A name that Excel takes and no sheet has yet."""
    plain = _FORBIDDEN.sub(" ", wanted).strip()[:NAME] or "-"
    name, count = plain, 2
    while name.casefold() in used:
        end = f" {count}"
        name, count = plain[: NAME - len(end)] + end, count + 1
    used.add(name.casefold())
    return name
