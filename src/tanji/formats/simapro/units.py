"""The units of a SimaPro file, and what they are against the unit registry."""

from __future__ import annotations

from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.blocks import Block
from tanji.formats.simapro.numbers import Numbers
from tanji.model.quantity import ENERGY, QuantityKind, UnitMismatch, factor, find_unit

_AGREE = 5e-3
"""Calories and thermal units differ by up to this much between definitions; more is another unit."""


class Stated(NamedTuple):
    """A unit as the file states it: one of it is so many reference units of its quantity."""

    quantity: str
    factor: float
    reference: str


class Units:
    """Converts between the units of one file: by its own factors, by the registry where it states none."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._stated: dict[str, Stated] = {}
        self._doubtful: set[str] = set()

    def add(self, block: Block, numbers: Numbers) -> None:
        """Take the rows of a block of units: name, quantity, factor, reference unit."""
        for row in block.rows:
            if row.empty:
                continue
            name, quantity, stated, reference = [*(cell.strip() for cell in row.cells), "", "", ""][:4]
            value = numbers.number(stated)
            if not name or not reference or value is None or value <= 0:
                self._judge.count("units", "failed")
                self._judge.gather("SIM-118", "warning", _bad_row, f"line {row.line}: {name}")
                continue
            self._judge.count("units", "imported")
            self._stated[name] = Stated(quantity, value, reference)
            self._compare(name)

    def convert(self, amount: float, unit: str, to: str) -> float | None:
        """An amount in another unit; None where the file and the registry do not know."""
        if unit == to:
            return amount
        first, second = self._stated.get(unit), self._stated.get(to)
        if first and second and first.quantity == second.quantity and first.reference == second.reference:
            return amount * first.factor / second.factor
        known, wanted = find_unit(unit), find_unit(to)
        if known is None or wanted is None or self.doubtful(unit) or self.doubtful(to):
            return None
        try:
            return amount * factor(known.symbol, wanted.symbol)
        except UnitMismatch:
            return None

    def doubtful(self, unit: str) -> bool:
        """Whether the file and the registry disagree about a unit."""
        return unit in self._doubtful

    def sound(self, unit: str) -> str:
        """The unit to measure a flow in: itself, or the reference of its quantity where its meaning is doubtful."""
        return self._stated[unit].reference if unit in self._doubtful else unit

    def symbol(self, unit: str) -> str:
        """The name of a unit in the registry, or the file's own."""
        known = None if self.doubtful(unit) else find_unit(unit)
        return known.symbol if known else unit

    def kind(self, name: str, unit: str) -> QuantityKind | None:
        """What a flow's unit measures, where that is certain; electricity says so at the beginning of its name."""
        known = None if self.doubtful(unit) else find_unit(unit)
        if known is None:
            return None
        if len(known.kinds) == 1:
            return known.kinds[0]
        electricity = name.strip().lower().startswith(("electricity", "电力"))
        return QuantityKind.energy_electricity if electricity and ENERGY & set(known.kinds) else None

    def documents(self) -> dict[str, list[str | float]]:
        """The units as they were stated, by name."""
        return {name: [unit.quantity, unit.factor, unit.reference] for name, unit in self._stated.items()}

    def _compare(self, name: str) -> None:
        stated = self._stated[name]
        known, reference = find_unit(name), find_unit(stated.reference)
        if known is None or reference is None:
            return
        try:
            usual = factor(known.symbol, reference.symbol)
        except UnitMismatch:
            usual = 0.0
        if abs(usual - stated.factor) > _AGREE * abs(usual):
            self._doubtful.add(name)
            self._judge.gather("SIM-132", "note", _other_unit, f"{name} = {stated.factor:g} {stated.reference}")


def _bad_row(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 行单位缺少名称、换算系数或参考单位：{shown}",
        en=f"{number} rows of units lack a name, a factor or a reference unit: {shown}",
    )


def _other_unit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个单位在文件中的含义与单位表不同，按文件换算：{shown}",
        en=f"{number} units mean another amount in the file than in the unit registry; the file's is used: {shown}",
    )
