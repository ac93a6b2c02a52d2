"""Units and figures of a bill as people write them, and the cells made ready for reading by what was decided."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tanji.formats.bom.plan import Plan, UnitRule
from tanji.formats.study.columns import columns
from tanji.formats.study.numbers import Fault, fold, is_missing, number
from tanji.formats.table import Cell, Table
from tanji.model.quantity import find_unit

_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+")


class UnitFound(NamedTuple):
    """One unit of a file: its text, on how many rows, what it is read as (None: not known) and times what."""

    text: str
    rows: int
    unit: str | None
    factor: float


class Figures(NamedTuple):
    """How the figures of a file are written: on how many cells what, counted before anything is decided."""

    numbers: int = 0
    commas: int = 0
    """Cells in which a comma may be a decimal sign."""
    wide: int = 0
    """Cells with full-width characters, which are folded."""
    faulty: int = 0


def units_found(table: Table, plan: Plan, rows: frozenset[int]) -> tuple[UnitFound, ...]:
    """The distinct units in the data rows, those that are not known first, then by how often they stand."""
    texts = Counter(
        fold(cell.value)
        for row in rows
        if (cell := table.find(row, plan.columns.get("unit", 0))) is not None
        and isinstance(cell.value, str)
        and not is_missing(cell.value)
    )
    found = [UnitFound(text, count, *_read_as(text, plan)) for text, count in texts.items()]
    return tuple(sorted(found, key=lambda unit: (unit.unit is not None, -unit.rows, unit.text)))


def figures(table: Table, plan: Plan, rows: frozenset[int]) -> Figures:
    """How the amounts and masses of the data rows are written."""
    indexes = [plan.columns[key] for key in _numbers() if key in plan.columns]
    cells = [cell for row in rows for index in indexes if (cell := table.find(row, index)) is not None]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    return Figures(
        numbers=len(cells),
        commas=sum(bool(_COMMA.fullmatch(fold(text))) for text in texts),
        wide=sum(any(0xFF01 <= ord(sign) <= 0xFF5E for sign in text) for text in texts),
        faulty=sum(isinstance(number(cell.value), Fault) for cell in cells),
    )


def ready(table: Table, plan: Plan) -> Table:
    """The table with units and decimal signs as the plan decides; nothing else is changed."""
    rows = {number_: _row(row, plan) if number_ > plan.last else row for number_, row in table.rows.items()}
    return replace(table, rows=rows)


def rule_for(text: str, plan: Plan) -> UnitRule | None:
    """What was decided of a unit, or what the table of trade units says."""
    return plan.units.get(fold(text)) or _trade().get(fold(text))


def _read_as(text: str, plan: Plan) -> tuple[str | None, float]:
    rule = rule_for(text, plan)
    if rule is not None:
        return rule.unit, rule.factor
    unit = find_unit(text)
    return (unit.symbol if unit else None), 1.0


def _row(row: Mapping[int, Cell], plan: Plan) -> Mapping[int, Cell]:
    made = dict(row)
    if plan.decimal == "comma":
        for key in _numbers():
            cell = made.get(plan.columns.get(key, 0))
            if cell is not None and isinstance(cell.value, str) and _COMMA.fullmatch(fold(cell.value)):
                made[cell.column] = replace(cell, value=fold(cell.value).replace(".", "").replace(",", "."))
    unit = made.get(plan.columns.get("unit", 0))
    rule = rule_for(unit.value, plan) if unit is not None and isinstance(unit.value, str) else None
    if unit is not None and rule is not None:
        made[unit.column] = replace(unit, value=rule.unit)
        _times(made, plan.columns.get("amount", 0), rule.factor)
        _times(made, plan.columns.get("unit_mass_kg", 0), 1 / rule.factor)
    return made


def _times(row: dict[int, Cell], index: int, factor: float) -> None:
    """A cell times a factor, where it holds a number; what is wrong with it is found later, as it stands."""
    cell = row.get(index)
    found = number(cell.value) if cell is not None and factor != 1 else None
    if cell is not None and found is not None and not isinstance(found, Fault) and found.value is not None:
        row[index] = replace(cell, value=float(f"{found.value * factor:.15g}"))


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(column.key for column in columns("bom") if column.kind in {"number", "percent"})


@cache
def _trade() -> Mapping[str, UnitRule]:
    text = (files("tanji.formats.bom") / "data" / "units.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["spelling"]: UnitRule(unit=row["unit"], factor=float(row["factor"])) for row in rows}
