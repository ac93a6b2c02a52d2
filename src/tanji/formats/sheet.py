"""Cells as they stand in a sheet: values with their true row and column, and what is wrong with a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

CELLS = 500_000
"""Most cells of one file."""
LENGTH = 32_767
"""Most characters of one cell (the limit of Excel)."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell has no value: a formula that was never computed, or an error value such as #DIV/0!."""

    kind: Literal["not_computed", "error_value"]
    text: str
    """The error value, or the formula (cut to 200 characters)."""


CellValue = str | float | bool | date | datetime | CellFault
"""A time of day or a duration is a float, in days, as the workbook keeps it. An empty cell is no cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty, at its true place (row 1, column 1 is A1)."""

    row: int
    column: int
    value: CellValue
    percent: bool = False
    """The number is shown as a percentage: 0.05 stands for 5 %."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a CSV file, as its cells by row and column.

    Of merged cells the upper left one has the value and the others are empty, as the workbook keeps them; `merged`
    tells the ranges, so that a reader that wants the value in each cell can spread it.
    """

    name: str | None
    """Of the sheet; None for CSV."""
    rows: Mapping[int, Mapping[int, Cell]]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""

    def find(self, row: int, column: int) -> Cell | None:
        """The cell at a place, if it is not empty."""
        return self.rows.get(row, {}).get(column)

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        for row in self.rows.values():
            yield from row.values()

    def faults(self) -> tuple[Cell, ...]:
        """The cells without a value that should have one."""
        return tuple(cell for cell in self.cells() if isinstance(cell.value, CellFault))


@dataclass(slots=True)
class Scan:
    """What the XML of a sheet says before any library reads it."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    faults: dict[tuple[int, int], CellFault] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


def column_name(column: int) -> str:
    """The letters of a column.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def pack(cell: Cell) -> list[Any]:
    """A cell as JSON: row, column, value, and a letter where JSON has no such value."""
    value = cell.value
    if isinstance(value, CellFault):
        return [cell.row, cell.column, [value.kind, value.text], "f"]
    if isinstance(value, date):
        return [cell.row, cell.column, value.isoformat(), "t" if isinstance(value, datetime) else "d"]
    return [cell.row, cell.column, value, "p"] if cell.percent else [cell.row, cell.column, value]


def unpack(packed: list[Any]) -> Cell:
    """The cell that `pack` packed."""
    row, column, value, *kinds = packed
    kind = kinds[0] if kinds else ""
    if kind == "f":
        value = CellFault(kind=value[0], text=value[1])
    elif kind == "d":
        value = date.fromisoformat(value)
    elif kind == "t":
        value = datetime.fromisoformat(value)
    return Cell(row, column, value, percent=kind == "p")
