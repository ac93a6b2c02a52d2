"""The rows of a sheet below its header: data rows, and those that are passed over (empty, example, total, heading)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tanji.formats.study.columns import plain, threshold, words
from tanji.formats.study.headings import Heading, read_heading
from tanji.formats.study.messages import At
from tanji.formats.study.record import Record
from tanji.formats.study.rows import Row, written
from tanji.formats.table import Cell, Table, column_name

_SPLIT = re.compile(r"[\s:：,，.。、;；/()\[\]#-]+")
_SPREAD = frozenset({"text", "choice", "link", "texts", "year", "source", "factor_unit"})
"""Kinds of columns in which a merged cell may speak for all of its rows."""


def read_lines(table: Table, sheet: str, title: str, record: Record) -> list[Row]:
    """The data rows of a sheet; rows passed over are counted, and named where they hold anything."""
    heading = read_heading(table, sheet, title, record)
    if heading is None:
        if table.rows:
            record.found("IMP-001", At(sheet=title))
        return []
    return lines_below(table, heading, title, record)


def lines_below(table: Table, heading: Heading, title: str, record: Record) -> list[Row]:
    """The data rows below a heading that is known; rows passed over are counted as in `read_lines`."""
    filled = [row for row in sorted(table.rows) if row > heading.row and _cells(table.rows[row])]
    if len(filled) > threshold("sheet_rows"):
        record.found("IMP-044", At(sheet=title), most=str(int(threshold("sheet_rows"))), count=str(len(filled)))
        return []
    present = set(filled)
    for empty in range(heading.row + 1, filled[-1] if filled else 0):
        if empty not in present:
            record.read(title, empty, skipped=True)
    made = (_line(table, number, heading, (title, record)) for number in filled)
    return [row for row in made if row is not None]


def _cells(row: Mapping[int, Cell]) -> list[Cell]:
    return [cell for cell in row.values() if not (isinstance(cell.value, str) and not cell.value.strip())]


def _line(table: Table, number: int, heading: Heading, where: tuple[str, Record]) -> Row | None:
    """One row, if it holds data."""
    title, record = where
    cells = {cell.column: cell for cell in _cells(table.rows[number])}
    indexes = {header.index: key for key, header in heading.headers.items()}
    keyed = {indexes[index]: cell for index, cell in cells.items() if index in indexes}
    keyed.pop("reason", None)
    row = Row(heading.sheet, title, number, heading.headers, keyed, record)
    if not keyed:
        record.read(title, number, skipped=True)
        return None
    first = next(iter(sorted(cells.values(), key=lambda cell: cell.column)))
    if is_example(keyed.get("mark"), first):
        record.read(title, number, skipped=True)
        row.say("IMP-008")
        return None
    total = _total([keyed.get("name_zh"), keyed.get("name"), keyed.get("mark"), first])
    if total:
        record.read(title, number, skipped=True)
        row.say("IMP-009", None, None, value=total)
        return None
    if len(cells) == 1 and _is_heading(table, first):
        record.read(title, number, skipped=True)
        row.say("IMP-048", None, None, value=written(first.value))
        return None
    record.read(title, number)
    _spread(table, row)
    return row


def is_example(mark: Cell | None, first: Cell | None) -> bool:
    """Whether a row is marked as an example: in the mark column, or by its first cell as a whole."""
    if mark is not None and isinstance(mark.value, str):
        tokens = [token for token in _SPLIT.split(plain(mark.value)) if token]
        return bool(tokens) and tokens[0] in words("example")
    if first is None or not isinstance(first.value, str):
        return False
    tokens = [token for token in _SPLIT.split(plain(first.value)) if token]
    marked = any(token in words("example") for token in tokens)
    return marked and all(token in words("example") or token.isdigit() for token in tokens)


def _total(candidates: list[Cell | None]) -> str | None:
    """The word that makes a row a row of totals."""
    for cell in candidates:
        if cell is not None and isinstance(cell.value, str):
            text = re.sub(r"[(\[][^)\]]*[)\]]$", "", plain(cell.value)).rstrip(":： ").replace(" ", "")
            if text in {word.replace(" ", "") for word in words("total")}:
                return cell.value.strip()
    return None


def _is_heading(table: Table, cell: Cell) -> bool:
    return any(
        top == cell.row and left == cell.column and right > left for top, left, _, right in table.merged
    ) and isinstance(cell.value, str)


def _spread(table: Table, row: Row) -> None:
    """Cells of a merge that begins in a row above: words speak for all rows, amounts can not be told."""
    for key, header in row.headers.items():
        above = _merged_above(table, row.number_, header.index)
        if above is None or key in row.cells or key == "reason":
            continue
        area = f"{column_name(above.column)}{above.row}"
        if header.column.kind in _SPREAD and key not in {"name_zh", "name_en", "id", "part_no", "mark", "name"}:
            row.cells = {**row.cells, key: Cell(row.number_, header.index, above.value, percent=above.percent)}
            row.say("IMP-047", key, None, value=written(above.value), area=area)
        else:
            row.fail("IMP-046", key, value=written(above.value), area=area)


def _merged_above(table: Table, row: int, index: int) -> Cell | None:
    for top, left, bottom, right in table.merged:
        if top < row <= bottom and left <= index <= right:
            return table.find(top, left) if left == index else None
    return None


def filled_rows(table: Table) -> int:
    """How many rows of a table hold anything."""
    return sum(bool(_cells(row)) for row in table.rows.values())


def texts(table: Table) -> Iterator[Cell]:
    """The cells of a table that hold text."""
    return (cell for cell in table.cells() if isinstance(cell.value, str))
