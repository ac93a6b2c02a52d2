"""The results of a measurement comparison from a table: one row a body, with value, U and k."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tanji.errors import Progress, Refusal, Text
from tanji.formats.sheet import Cell, Table
from tanji.formats.table import read_tables
from tanji.model.finding import Counts, Finding, Place, Report, error

HEADS: Final = {
    "body": ("body", "lab", "laboratory", "organisation", "participant", "机构", "实验室", "参加方", "单位名称"),
    "value": ("value", "result", "结果", "值", "数值", "测得值"),
    "expanded": ("u", "expanded", "expanded uncertainty", "扩展不确定度", "u（k=2）", "u(k=2)"),
    "k": ("k", "coverage factor", "包含因子"),
}
ROWS: Final = 10_000


class NotResults(Refusal):
    """A table without columns for body and value."""

    code = "RBN-001"


@dataclass(frozen=True, slots=True)
class Reported:
    """A row: body, value, U where stated, k (2 where not stated)."""

    body: str
    value: float
    expanded: float | None
    k: float


def read(path: Path, *, progress: Progress | None = None) -> tuple[tuple[Reported, ...], Report]:
    """The rows of a CSV file or workbook; a row that can not be read is an error of the report.

    Refuses NotResults, and what `table` refuses.
    """
    table = read_tables(path, progress=progress)[0]
    head, columns = _head(table, path.name)
    found: list[Reported] = []
    findings: list[Finding] = []
    rows = sorted(row for row in table.rows if row > head)[:ROWS]
    for row in rows:
        made = _row(table, row, columns)
        if isinstance(made, Reported):
            found.append(made)
        else:
            findings.append(_unfit(made, row, path.name))
    counts = {"rows": Counts(read=len(rows), imported=len(found), failed=len(findings))}
    return tuple(found), Report(findings=tuple(findings), counts=counts)


def _head(table: Table, name: str) -> tuple[int, dict[str, int]]:
    for row in sorted(table.rows)[:20]:
        own = {str(cell.value).strip().casefold(): column for column, cell in table.rows[row].items()}
        found = {ours: own[each] for ours, spellings in HEADS.items() for each in spellings[::-1] if each in own}
        if "body" in found and "value" in found:
            return row, found
    raise NotResults(
        Text(zh=f"“{name}”中没有“机构”和“值”两列", en=f'"{name}" has no columns "body" and "value"'),
        Text(zh="表头：机构, 值, U, k", en="Its head must be: body, value, U, k"),
    )


def _row(table: Table, row: int, columns: dict[str, int]) -> Reported | str:
    """The row, or the name of the column that is wrong."""
    cells = {ours: table.find(row, column) for ours, column in columns.items()}
    body = str(cells["body"].value).strip() if (cells["body"]) is not None else ""
    figures = {ours: _number(cells.get(ours)) for ours in ("value", "expanded", "k")}
    wrong = [ours for ours, cell in cells.items() if ours != "body" and cell is not None and figures[ours] is None]
    if not body or figures["value"] is None or wrong:
        return "body" if not body else next(iter(wrong), "value")
    return Reported(body, figures["value"], figures["expanded"], figures["k"] if figures["k"] is not None else 2.0)


def _number(cell: Cell | None) -> float | None:
    if cell is None or isinstance(cell.value, bool):
        return None
    if isinstance(cell.value, float | int):
        return float(cell.value)
    try:
        return float(cell.value.strip()) if isinstance(cell.value, str) else None
    except ValueError:
        return None


def _unfit(column: str, row: int, name: str) -> Finding:
    return error(
        "RBN-101",
        Text(zh=f"第 {row} 行的 {column} 缺失或不是数", en=f"Row {row}: {column} is missing or no number"),
        Text(zh="请改正后重试。", en="Correct it and try again."),
        Place(file=name, row=row, column=column),
    )
