"""The cells of an .xlsx workbook; it runs inside the child process.

Every part is unpacked within bounds and looked at first; calamine then reads a plain copy of exactly these parts.
(calamine aborts the process on cells far apart, drops leading empty rows unless told not to, and can not tell a
formula that was never computed from an empty cell.)
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tanji.errors import Progress, Refusal, Text
from tanji.formats import parts
from tanji.formats.archive import Bounds, members
from tanji.formats.sheet import LENGTH, Cell, CellValue, Scan, column_name, pack

_BOUNDS = Bounds(entries=200, total_bytes=64 << 20, member_bytes=64 << 20, ratio=100, ratio_from=1 << 20)
_MIDNIGHT = time()


class NotAWorkbook(Refusal):
    """A file that is no .xlsx workbook: an old .xls, an encrypted workbook, another program's file."""

    code = "TAB-004"


class CellTooLong(Refusal):
    """A cell with more characters than Excel allows."""

    code = "TAB-005"


def tables(path: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """Each worksheet as {name, hidden, merged, cells} with packed cells.

    Refuses NotAWorkbook, CellTooLong, and what `parts` and `archive` refuse.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    content = {member.name: member.data for member in members(path, _BOUNDS, wanted=_needed)}
    for name, data in content.items():
        parts.check(data, name)
    places = _sheets(content, path.name)
    styles = content.get("xl/styles.xml")
    percents = parts.percent_styles(styles) if styles else frozenset()
    scans = {name: parts.scan(content[part], name, percents) for name, part in places.items()}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_plain(content)))
    except CalamineError as error:
        raise not_a_workbook(path.name, Text(zh=f"已损坏（{error}）", en=f"it is damaged ({error})")) from None
    listed = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    for done, metadata in enumerate(listed):
        name = metadata.name
        progress(Text(zh=f"读取工作表“{name}”", en=f'reading sheet "{name}"'), done, len(listed))
        sheet = workbook.get_sheet_by_name(name)
        yield {
            "name": name,
            "hidden": metadata.visible != SheetVisibleEnum.Visible,
            "merged": [[a + 1, b + 1, c + 1, d + 1] for (a, b), (c, d) in sheet.merged_cell_ranges or ()],
            "cells": [pack(cell) for cell in _cells(name, sheet.to_python(skip_empty_area=False), scans[name])],
        }


def _needed(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _sheets(content: dict[str, bytes], file: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name: from the workbook and its relations."""
    book = content.get("xl/workbook.xml")
    relations = content.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise not_a_workbook(file, Text(zh="缺少 xl/workbook.xml", en="it has no xl/workbook.xml"))
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            named.append((attributes.get("name", ""), key))

    parts.parse(relations, "xl/_rels/workbook.xml.rels", start=relation)
    parts.parse(book, "xl/workbook.xml", start=sheet)
    found = {name: targets[key] for name, key in named if key in targets}
    missing = [part for part in found.values() if part not in content]
    if missing or len(found) != sum(key in targets for _, key in named):
        raise not_a_workbook(file, Text(zh="工作表缺失或重名", en="sheets are missing or have the same name"))
    return found


def _plain(content: dict[str, bytes]) -> bytes:
    """The same parts as an uncompressed zip, so that the library sees the bytes that were looked at and no others."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def _cells(sheet: str, rows: list[list[Any]], scan: Scan) -> Iterator[Cell]:
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            fault = scan.faults.get((row, column)) if scan.faults else None
            if fault is not None:
                yield Cell(row, column, fault)
            elif value not in ("", None):
                yield Cell(row, column, _value(value, sheet, row, column), percent=(row, column) in scan.percents)
    for (row, column), fault in scan.faults.items():
        if row > len(rows) or column > len(rows[row - 1]):
            yield Cell(row, column, fault)


def _value(value: Any, sheet: str, row: int, column: int) -> CellValue:
    if isinstance(value, str):
        if len(value) > LENGTH:
            raise CellTooLong(
                Text(
                    zh=f"工作表“{sheet}”的单元格 {column_name(column)}{row} 超过 {LENGTH} 个字符",
                    en=f'Cell {column_name(column)}{row} of sheet "{sheet}" has more than {LENGTH} characters',
                ),
                Text(zh="请缩短该单元格的内容。", en="Shorten what stands in it."),
            )
        return value
    if isinstance(value, int | float):
        return value if isinstance(value, bool) else float(value)
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, _MIDNIGHT)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    kept: date = value.date() if isinstance(value, datetime) and value.time() == _MIDNIGHT else value
    return kept


def not_a_workbook(file: str, why: Text) -> NotAWorkbook:
    """The refusal of a file that is no workbook."""
    return NotAWorkbook(
        Text(zh=f"“{file}”不是 .xlsx 工作簿：{why.zh}", en=f'"{file}" is not an .xlsx workbook: {why.en}'),
        Text(
            zh="请在 Excel 或 WPS 中打开，另存为不加密的 .xlsx 文件。",
            en="Open it in Excel or LibreOffice and save it as .xlsx, without a password.",
        ),
    )
