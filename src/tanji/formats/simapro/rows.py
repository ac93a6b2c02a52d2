"""What stands in which cell of a row of a process."""

from __future__ import annotations

import re
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.olca.judge import Faulty
from tanji.formats.simapro.lines import Row
from tanji.formats.simapro.numbers import Numbers

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NAME = 2000
_KINDS = {"undefined", "lognormal", "normal", "triangle", "uniform"}


class Line(NamedTuple):
    """A row of a section that moves something."""

    line: int
    name: str
    unit: str
    amount: str
    sub: str = ""
    """Sub-compartment of an elementary flow."""
    share: str = ""
    """Allocation of a product, in per cent."""
    waste_type: str = ""
    category: str = ""
    spread: tuple[str, ...] = ()
    """Distribution and its three numbers."""
    comment: str = ""
    platform: str = ""


class Columns:
    """Reads rows of one file: which of unit and amount comes first is seen from the row, then from the layout."""

    def __init__(self, numbers: Numbers, *, old: bool) -> None:
        self._numbers, self._old = numbers, old

    def line(self, row: Row, use: str) -> Line:
        """The parts of a row. Faulty: no name, no unit and amount, too long a name."""
        cells = list(row.cells)
        shift = 1 if use == "elementary" else 0
        name = cells[0] if cells else ""
        if not name.strip() or len(cells) < 3 + shift or len(name) > _NAME:
            raise Faulty(
                "SIM-103",
                Text(
                    zh="该行缺少名称、单位或数量，或名称过长",
                    en="The row lacks a name, unit or amount, or has too long a name",
                ),
                flow=name.strip()[:80] or None,
                member=f"line {row.line}",
            )
        unit, amount = self._ordered(cells[1 + shift].strip(), cells[2 + shift].strip())
        found = Line(row.line, name, unit, amount, sub=cells[1].strip() if shift else "")
        return self._rest(found, cells[3 + shift :], use)

    def _ordered(self, unit: str, amount: str) -> tuple[str, str]:
        first, second = self._numbers.is_number(unit), self._numbers.is_number(amount)
        swapped = first if first != second else self._old
        return (amount, unit) if swapped else (unit, amount)

    def _rest(self, found: Line, cells: list[str], use: str) -> Line:
        if use == "product":
            share, waste, category = _padded(cells, 3)
            comment, platform = _remark(cells[3:])
            return found._replace(share=share, waste_type=waste, category=category, comment=comment, platform=platform)
        if use in {"treatment", "scenario"}:
            waste, category = _padded(cells, 2)
            comment, platform = _remark(cells[2:])
            return found._replace(waste_type=waste, category=category, comment=comment, platform=platform)
        stated = bool(cells) and cells[0].strip().lower() in _KINDS
        comment, platform = _remark(cells[4:] if stated or len(cells) > 4 else cells[1:])
        return found._replace(spread=_padded(cells, 4) if cells else (), comment=comment, platform=platform)


def _padded(cells: list[str], number: int) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in [*cells, *[""] * number][:number])


def _remark(cells: list[str]) -> tuple[str, str]:
    """A comment and a platform id: a separator inside a comment that is not quoted makes more cells of it."""
    left = [cell.strip() for cell in cells]
    while left and not left[-1]:
        left.pop()
    platform = left.pop() if left and _UUID.fullmatch(left[-1]) else ""
    return "; ".join(cell for cell in left if cell), platform
