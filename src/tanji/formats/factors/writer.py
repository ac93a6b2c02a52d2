"""The table of factors as .xlsx and .csv: the empty template, and a package written so that it reads back the same."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.factors.cells import as_text
from tanji.formats.factors.columns import Column, choices, column, columns, table
from tanji.formats.factors.rows import FOREIGN, Row, Value, headers, rows
from tanji.formats.study.drawing import Pen
from tanji.formats.table import column_name
from tanji.model.package import Package

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed time of making, so that the same content gives the same bytes."""
_LAST = 2000
"""Down to which row the drop-downs reach."""
_FORMULA = ("=", "+", "-", "@", "\t")
_NUMBERS = {"number", "gas", "year"}


class LooksLikeFormula(Refusal):
    """A text that a spreadsheet would take for a formula when it opens the CSV file."""

    code = "FAC-003"


def write_template(path: Path) -> None:
    """The empty table in Chinese and English, with drop-downs, help and an example row that is skipped when read.

    A path that ends in .csv gives a CSV file, any other a workbook.
    """
    example: Row = {
        made.key: float(made.example) if made.kind in _NUMBERS else made.example for made in columns() if made.example
    }
    _save(path, [example])


def write(package: Package, path: Path) -> None:
    """A package of factors as a table that reads back to the same documents; .csv, else a workbook.

    Refuses NotAFactor, naming the process and what of it has no column; LooksLikeFormula in a CSV file.
    """
    _save(path, rows(package))


def _save(path: Path, given: Sequence[Row]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        if path.suffix.lower() == ".csv":
            part.write_bytes(_csv(given))
        else:
            _workbook(part, given)
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _csv(given: Sequence[Row]) -> bytes:
    drawn = headers(given)
    text = io.StringIO(newline="")
    written = csv.writer(text)
    written.writerow(" / ".join(filter(None, names)) for _, *names in drawn)
    for row in given:
        written.writerow(_safe(row.get(key, "")) for key, *_ in drawn)
    return text.getvalue().encode("utf-8-sig")


def _safe(value: Value) -> str:
    if isinstance(value, float):
        return as_text(value)
    if value.startswith(_FORMULA):
        raise LooksLikeFormula(
            Text(zh=f"文字“{value[:40]}”在表格软件中会成为公式", en=f'The text "{value[:40]}" would become a formula'),
            Text(zh="请写为 .xlsx。", en="Write it as .xlsx."),
        )
    return value


def _workbook(path: Path, given: Sequence[Row]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Tanji 碳迹", "created": _MADE.replace(tzinfo=None)})
        pen = Pen(book)
        guide, sheet, lists = (book.add_worksheet(title) for title in ("说明 Guide", "因子 Factors", "选项 Lists"))
        _guide(guide, pen)
        _sheet(sheet, pen, given)
        _lists(lists, pen)
        sheet.activate()


def _guide(sheet: Any, pen: Pen) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 1, 70)
    for index, row in enumerate(table("guide.csv")):
        style = "title" if row["kind"] == "title" else "guide"
        sheet.write_string(index, 0, row["zh"], pen.of(style))
        sheet.write_string(index, 1, row["en"], pen.of(style))


def _sheet(sheet: Any, pen: Pen, given: Sequence[Row]) -> None:
    drawn = headers(given)
    for index, (key, zh, en) in enumerate(drawn):
        ours = None if key.startswith(FOREIGN) else column(key)
        needed = ours is not None and ours.required
        style = "required" if needed else "header"
        colour = "2E75B6" if needed else "DDEBF7"
        sheet.write_string(0, index, zh + (" *" if needed else ""), pen.of(style, colour))
        sheet.write_string(1, index, en, pen.of(f"{style}_en", colour))
        sheet.set_column(index, index, ours.width if ours else 16)
        if ours is not None:
            _validate(sheet, index, ours)
    for number, row in enumerate(given, 2):
        for index, (key, *_) in enumerate(drawn):
            _cell(sheet, (number, index), row.get(key, ""), pen.of("example" if "mark" in row else "value"))
    sheet.set_row(0, 32)
    sheet.freeze_panes(2, 3)


def _cell(sheet: Any, place: tuple[int, int], value: Value, style: Any) -> None:
    """A cell; a number that the 16 digits of a workbook can not hold is written as a text."""
    if value == "":
        sheet.write_blank(*place, None, style)
    elif isinstance(value, str):
        sheet.write_string(*place, value, style)
    elif float(f"{value:.16G}") == value:
        sheet.write_number(*place, value, style)
    else:
        sheet.write_string(*place, repr(value), style)


def _validate(sheet: Any, index: int, made: Column) -> None:
    message = "\n".join(made.help).strip()
    options: dict[str, Any] = {"validate": "any"}
    if made.list:
        letters = column_name(_named().index(made.list) + 1)
        options = {
            "validate": "list",
            "source": f"='选项 Lists'!${letters}$2:${letters}${len(choices(made.list)) + 1}",
            "show_error": False,
        }
    if message:
        options |= {"input_title": made.header.zh[:32], "input_message": message[:255]}
    if len(options) > 1:
        sheet.data_validation(2, index, _LAST, index, options)


def _lists(sheet: Any, pen: Pen) -> None:
    for index, name in enumerate(_named()):
        title = next(made.header for made in columns() if made.list == name)
        sheet.write_string(0, index, f"{title.zh} {title.en}", pen.of("header", "EDEDED"))
        for number, entry in enumerate(choices(name).values(), 1):
            sheet.write_string(number, index, f"{entry.zh} {entry.en}", pen.of("list"))
        sheet.set_column(index, index, 26)


def _named() -> list[str]:
    return list(dict.fromkeys(made.list for made in columns() if made.list))
