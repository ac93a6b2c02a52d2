"""What a file holds before it is read: which sheet is the bill, which rows its header, which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.bom.plan import BadPlan, Plan
from tanji.formats.study.columns import columns, plain, words
from tanji.formats.study.headings import find_heading, heading_rows, known
from tanji.formats.study.numbers import fold
from tanji.formats.study.rows import written
from tanji.formats.table import Cell, Table, column_name

SHOWN = 20
"""Rows of a sheet that are shown for choosing the header."""
_LOOKED_AT = 40


class Theirs(NamedTuple):
    """One column of a file: its number, letters, header, our column for it if one is proposed, and some values."""

    number: int
    letters: str
    header: str
    key: str | None
    samples: tuple[str, ...]


class Known(NamedTuple):
    """What an organisation has said of earlier files: headers to our columns, units, the decimal sign."""

    headers: Mapping[str, str] = {}
    units: Mapping[str, tuple[str, float]] = {}
    decimal: str = "point"


NOTHING = Known()
"""Of a first file."""


def identify(tables: Sequence[Table], known_before: Known = NOTHING) -> Plan:
    """The plan that is proposed for a file. Refuses BadPlan for one without any filled row."""
    filled = [table for table in tables if table.rows]
    if not filled:
        raise BadPlan(
            Text(zh="文件里没有任何数据", en="The file holds no data"),
            Text(zh="请检查是否选错了文件。", en="See whether it is the right file."),
        )
    return plan_for(max(filled, key=lambda table: (*_fit(table), not table.hidden)), None, known_before)


def plan_for(table: Table, row: int | None, known_before: Known = NOTHING) -> Plan:
    """The plan for a sheet, with the header row that is found or that somebody has chosen."""
    found = heading_rows(table, "bom", row)
    first, last = found or (_most_texts(table),) * 2
    taken: dict[str, int] = {}
    for theirs in theirs_of(table, (first, last), known_before):
        if theirs.key is not None:
            taken.setdefault(theirs.key, theirs.number)
    reasons = (plain(cell.value) for cell in _cells(table, first, last) if isinstance(cell.value, str))
    units = {text: {"unit": unit, "factor": factor} for text, (unit, factor) in known_before.units.items()}
    return Plan.model_validate(
        {
            "sheet": table.name,
            "first": first,
            "last": last,
            "columns": taken,
            "units": units,
            "decimal": known_before.decimal,
            "part": any(text in words("reason") for text in reasons),
        }
    )


def theirs_of(table: Table, rows: tuple[int, int], known_before: Known = NOTHING) -> tuple[Theirs, ...]:
    """Every column of a sheet with what it may be; a header that names a column of ours exactly is preferred."""
    used = sorted({cell.column for number, row in table.rows.items() if number >= rows[0] for cell in row.values()})
    proposed = _proposed(table, rows, known_before)
    return tuple(
        Theirs(
            index, column_name(index), header_of(table, rows, index), proposed.get(index), _samples(table, rows, index)
        )
        for index in used
    )


def header_of(table: Table, rows: tuple[int, int], index: int) -> str:
    """The header of a column in words: its lines in their order, each once."""
    cells = [table.find(row, index) for row in range(rows[0], rows[1] + 1)]
    return " / ".join(dict.fromkeys(" ".join(written(cell.value).split()) for cell in cells if cell is not None))


def sheet_of(tables: Sequence[Table], plan: Plan) -> Table:
    """The sheet of a plan. Refuses BadPlan where the file has none of that name."""
    for table in tables:
        if table.name == plan.sheet:
            return table
    raise BadPlan(
        Text(zh=f"文件里没有工作表“{plan.sheet}”", en=f'The file has no sheet "{plan.sheet}"'),
        Text(zh="请在“识别”一步重新选择。", en="Choose again at the step Recognise."),
    )


def missing(plan: Plan) -> tuple[Text, ...]:
    """The columns that every bill must have and this plan does not: a name, an amount, a unit."""
    named = bool({"name_zh", "name_en"} & set(plan.columns))
    gone = [key for key in ("amount", "unit") if key not in plan.columns]
    return tuple(
        column.header for column in columns("bom") if column.key in gone or (column.key == "name_zh" and not named)
    )


def _fit(table: Table) -> tuple[int, int]:
    """How well a sheet fits: the columns of ours that its header names, and its rows."""
    row = find_heading(table, "bom")
    if row is None:
        return 0, len(table.rows)
    keys = {column.key for cell in table.rows[row].values() if (column := known("bom", cell))}
    whole = 100 if {"name_zh", "amount"} <= keys else 0
    return whole + len(keys), len(table.rows)


def _most_texts(table: Table) -> int:
    rows = sorted(table.rows)[:_LOOKED_AT]
    return max(rows, key=lambda row: (sum(isinstance(c.value, str) for c in table.rows[row].values()), -row))


def _cells(table: Table, first: int, last: int) -> list[Cell]:
    return [cell for row in range(first, last + 1) for cell in table.rows.get(row, {}).values()]


def _proposed(table: Table, rows: tuple[int, int], before: Known) -> Mapping[int, str]:
    """Number of a column to the key that is proposed; each key once, an exact header before a synonym."""
    ranked: list[tuple[int, int, str]] = []
    for cell in _cells(table, *rows):
        text = plain(written(cell.value))
        told = before.headers.get(text)
        column = known("bom", cell)
        if told is not None:
            ranked.append((0, cell.column, told))
        elif column is not None and column.key != "reason":
            exact = text in {plain(column.header.zh), plain(column.header.en)}
            ranked.append((1 if exact else 2, cell.column, column.key))
    found: dict[int, str] = {}
    for _, index, key in sorted(ranked):
        if index not in found and key not in found.values():
            found[index] = key
    return found


def _samples(table: Table, rows: tuple[int, int], index: int) -> tuple[str, ...]:
    below = (cell for row in sorted(table.rows) if row > rows[1] if (cell := table.find(row, index)) is not None)
    texts = (fold(written(cell.value))[:40] for cell in below)
    found: dict[str, None] = {}
    for text in texts:
        if text:
            found.setdefault(text)
        if len(found) == 3:
            break
    return tuple(found)
