"""Tables of cells from .xlsx and .csv files, parsed in a child process, with their true row and column numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tanji.errors import Progress, Text
from tanji.formats.child import GIB, Limits, stream
from tanji.formats.sheet import Cell, CellFault, CellValue, Table, column_name, unpack

__all__ = ["Cell", "CellFault", "CellValue", "Table", "column_name", "read_tables"]

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LIMITS = Limits(memory_bytes=GIB, cpu_s=30, wall_s=60.0, answer_bytes=GIB // 4)


def read_tables(path: Path, *, progress: Progress | None = None, limits: Limits = _LIMITS) -> tuple[Table, ...]:
    """The worksheets of a workbook in their order, or the one table of a CSV file.

    What the file holds decides, not its name. A formula counts as the value that was last computed; where it has none
    the cell holds a CellFault, and so does an error value. Refuses NotAWorkbook, NotText, BadDelimited, TooManyCells,
    CellTooLong, HostileXml, DamagedXml, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.table:tables"
    return tuple(_table(part) for part in stream(job, {"path": str(path)}, limits=limits, progress=progress))


def tables(path: str, progress: Progress) -> Iterator[dict[str, Any]]:
    """The tables of a file as plain data; the job that runs in the child."""
    from tanji.formats import delimited, workbook

    file = Path(path)
    with file.open("rb") as opened:
        head = opened.read(8)
    if head == _OLD:
        raise workbook.not_a_workbook(file.name, _why_old(file))
    if head.startswith(b"PK"):
        return workbook.tables(file, progress)
    if file.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        raise workbook.not_a_workbook(
            file.name, Text(zh="内容不是工作簿", en="its content is something else") if head else _empty()
        )
    return delimited.tables(file)


def _why_old(file: Path) -> Text:
    if "EncryptedPackage".encode("utf-16-le") in file.read_bytes():
        return Text(zh="已用密码加密", en="it is encrypted with a password")
    return Text(zh="是旧版 .xls 文件", en="it is an .xls file of the old kind")


def _empty() -> Text:
    return Text(zh="文件是空的", en="the file is empty")


def _table(part: bytes) -> Table:
    body = json.loads(part)
    rows: dict[int, dict[int, Cell]] = {}
    for packed in body["cells"]:
        cell = unpack(packed)
        rows.setdefault(cell.row, {})[cell.column] = cell
    return Table(
        name=body["name"],
        rows=rows,
        hidden=body["hidden"],
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in body["merged"]),
    )
