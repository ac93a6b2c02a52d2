"""Cells of a row as texts, numbers, units, choices and years; what can not be read is a finding at its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tanji.errors import Text
from tanji.formats.factors.columns import Column, choices, spellings
from tanji.formats.factors.messages import KINDS
from tanji.formats.study.columns import plain
from tanji.formats.study.numbers import Fault, fold, number
from tanji.formats.table import Cell, CellFault
from tanji.model.finding import Finding, Place, Severity

_LENGTH = 2000
_YEARS = re.compile(r"(\d{4})(?:\s*(?:-|–|—|~|至|到)\s*(\d{4}))?年?")
_FIRST, _LAST = 1900, 2100


class Header(NamedTuple):
    """A column of a sheet: which one of ours it is (None: none), where it stands and what it is called there."""

    column: Column | None
    at: int
    text: str


@dataclass(slots=True)
class RowReader:
    """One row of a sheet with its cells by key; collects its findings."""

    file: str
    sheet: str | None
    row: int
    cells: Mapping[str, Cell]
    headers: Mapping[str, Header]
    findings: list[Finding] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity is Severity.error for finding in self.findings)

    def found(self, code: str, key: str | None, value: object = "", suggestion: object = "") -> None:
        """Keep a finding about a cell of this row, or about the row."""
        header = self.headers.get(key or "")
        place = Place(file=self.file, sheet=self.sheet, row=self.row, column=header.text if header else None)
        made = finding(code, place, value=value, suggestion=suggestion)
        if made not in self.findings:
            self.findings.append(made)

    def missing(self, code: str, column: Column) -> None:
        """Keep that a cell is empty that must not be."""
        place = Place(file=self.file, sheet=self.sheet, row=self.row, column=column.header.zh)
        self.findings.append(finding(code, place, name_zh=column.header.zh, name_en=column.header.en))

    def text(self, key: str) -> str:
        """The text of a cell; empty where there is none."""
        cell = self.cells.get(key)
        if cell is None:
            return ""
        if isinstance(cell.value, CellFault):
            self.found("FAC-115", key, cell.value.text)
            return ""
        text = as_text(cell.value)
        if len(text) > _LENGTH:
            self.found("FAC-119", key, _LENGTH)
            return ""
        return text

    def number(self, key: str) -> float | None:
        """The number of a cell; None where there is none, or a finding."""
        cell = self.cells.get(key)
        if cell is None:
            return None
        if isinstance(cell.value, CellFault):
            self.found("FAC-115", key, cell.value.text)
            return None
        return self.parsed(key, cell.value, percent=cell.percent)

    def parsed(self, key: str, value: object, *, percent: bool = False) -> float | None:
        """A value as a number, by the rules of study workbooks: what may be two numbers is none."""
        read = number(value, percent_shown=percent)
        if isinstance(read, Fault):
            self.found("FAC-103", key, as_text(value)[:80], read.suggestion and f"→ {read.suggestion} ?")
            return None
        if read.note:
            self.found("FAC-122", key, as_text(value)[:80], read.value)
        return read.value

    def choice(self, key: str, name: str) -> str | None:
        """The id of an entry of a list; None where the cell is empty, or a finding."""
        text = self.text(key)
        if not text:
            return None
        found = spellings(name).get(plain(text))
        if found is None:
            listed = ", ".join(f"{entry.zh} {entry.en}" for entry in choices(name).values())
            self.found("FAC-107", key, text[:80], listed)
        return found

    def years(self, key: str) -> tuple[int, int] | None:
        """The first and last year of a cell."""
        text = fold(self.text(key))
        if not text:
            return None
        found = _YEARS.fullmatch(text)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not _FIRST <= first <= last <= _LAST:
            self.found("FAC-112", key, text[:80])
            return None
        return first, last


def as_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as ISO 8601.

    >>> as_text(2024.0), as_text(" a "), as_text(0.1)
    ('2024', 'a', '0.1')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def finding(code: str, place: Place, **facts: object) -> Finding:
    """A finding of a kind at a place, with its braces filled in."""
    kind = KINDS[code]
    return Finding(
        code=code,
        severity=kind.severity,
        message=_filled(kind.message, facts),
        hint=_filled(kind.hint, facts) if kind.hint else None,
        place=place,
    )


def _filled(text: Text, facts: Mapping[str, object]) -> Text:
    zh, en = text.zh, text.en
    for name, value in facts.items():
        zh, en = zh.replace(f"{{{name}}}", str(value)), en.replace(f"{{{name}}}", str(value))
    return Text(zh=zh.strip(), en=en.strip())
