"""What a SimaPro file says of its elementary flows: unit, CAS number, formula, comment, platform id."""

from __future__ import annotations

import re
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.blocks import Block, blocks

_CAS = re.compile(r"0*(\d{2,7})-(\d{2})-(\d?)")
_FORMULA = re.compile(r"^\s*Formula:\s*([A-Za-z0-9().*+-]{1,80})\s*$", re.MULTILINE)


class Substance(NamedTuple):
    """One row of a block of elementary flows."""

    name: str
    unit: str
    cas: str | None
    stated_cas: str
    comment: str
    platform: str


class Substances:
    """The elementary flows of one file by section and name."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._found: dict[tuple[str, str], Substance] = {}

    def add(self, block: Block) -> None:
        """Take the rows of a block: name, unit, CAS number, comment, platform id."""
        section = blocks()[block.title].about
        for row in block.rows:
            if row.empty:
                continue
            name, unit, cas, comment, platform = [*(cell.strip() for cell in row.cells), "", "", "", ""][:5]
            if not name:
                self._judge.count("substances", "failed")
                self._judge.gather("SIM-134", "warning", _no_name, f"line {row.line}")
                continue
            self._judge.count("substances", "imported")
            found = Substance(name, unit, self._checked(cas, name), cas, comment, platform)
            self._found.setdefault((section, name.casefold()), found)

    def find(self, section: str, name: str) -> Substance | None:
        """What the file says of an elementary flow."""
        return self._found.get((section, name.strip().casefold()))

    def documents(self) -> dict[str, list[list[str]]]:
        """The rows as they were stated, by section."""
        kept: dict[str, list[list[str]]] = {}
        for (section, _), found in self._found.items():
            row = [found.name, found.unit, found.stated_cas, found.comment, found.platform]
            kept.setdefault(section, []).append(row)
        return kept

    def _checked(self, stated: str, name: str) -> str | None:
        if not stated:
            return None
        found = _CAS.fullmatch(stated)
        if found is None:
            self._judge.gather("SIM-115", "warning", _no_cas, f"{name}: {stated}")
            return None
        digit = check_digit(found[1] + found[2])
        if not found[3]:
            self._judge.gather("SIM-115", "warning", _no_cas, f"{name}: {stated} (…-{digit}?)")
            return None
        if int(found[3]) != digit:
            self._judge.gather("SIM-114", "warning", _wrong_digit, f"{name}: {stated}")
            return None
        return f"{int(found[1])}-{found[2]}-{found[3]}"


def check_digit(digits: str) -> int:
    """The last digit of a CAS number: the others, from the right, times 1, 2, 3 …, summed, modulo 10.

    Source: CAS, check digit verification of CAS registry numbers.

    >>> check_digit("773218")
    5
    """
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10


def formula(comment: str) -> str | None:
    r"""The chemical formula that a comment states.

    >>> formula("Formula: CO2\n")
    'CO2'
    """
    found = _FORMULA.search(comment)
    return found[1] if found else None


def _no_name(number: int, shown: str) -> Text:
    return Text(zh=f"{number} 行基本流没有名称：{shown}", en=f"{number} rows of elementary flows have no name: {shown}")


def _no_cas(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个 CAS 号不完整或不是 CAS 号，仅原样保留：{shown}",
        en=f"{number} CAS numbers are incomplete or none; they are kept as they stand but not used: {shown}",
    )


def _wrong_digit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个 CAS 号的校验位不对，仅原样保留：{shown}",
        en=f"{number} CAS numbers have a wrong check digit; they are kept as they stand but not used: {shown}",
    )
