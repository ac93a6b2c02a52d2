"""A row of a sheet, whose cells are asked for by key; what is wrong with a cell becomes a finding at its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tanji.errors import Text
from tanji.formats.study.columns import Column, blends, choices, column, gas_key, gases, plain, spellings, threshold
from tanji.formats.study.messages import At, Fact
from tanji.formats.study.numbers import Fault, fold, is_missing, number
from tanji.formats.study.numbers import period as period_of
from tanji.formats.study.record import Record
from tanji.formats.table import Cell, CellFault, CellValue, column_name
from tanji.model.finding import Severity
from tanji.model.quantity import UnknownUnit, find_unit, get_unit
from tanji.model.study import Period


@dataclass(frozen=True, slots=True)
class Header:
    """A column as it stands in a file: its place and text, and the unit in its header where that is another one."""

    column: Column
    index: int
    text: str
    unit: str | None = None
    factor: float = 1.0


@dataclass(slots=True, eq=False)
class Row:
    """One row with its cells by key. Each getter gives None for a cell that is empty, unknown or wrong."""

    sheet: str
    title: str
    number_: int
    headers: Mapping[str, Header]
    cells: Mapping[str, Cell]
    record: Record
    bad: set[str] = field(default_factory=set)
    """Keys of the cells that could not be read."""

    def at(self, key: str | None = None) -> At:
        """The place of a cell, or of the row."""
        header = self.headers.get(key) if key else None
        if header is None:
            named = column(self.sheet, key).header.zh if key else None
            return At(sheet=self.title, row=self.number_, header=named)
        return At(sheet=self.title, row=self.number_, letters=column_name(header.index), header=header.text)

    def say(self, code: str, key: str | None = None, severity: Severity | None = None, /, **facts: Fact) -> None:
        """Keep a finding about a cell or the row."""
        self.record.found(code, self.at(key), severity, **facts)

    def fail(self, code: str, key: str, /, **facts: Fact) -> None:
        """Keep a finding that makes a cell unusable."""
        self.bad.add(key)
        self.say(code, key, **facts)

    def value(self, key: str) -> CellValue | None:
        """What stands in a cell; an error value or an uncomputed formula is a finding."""
        cell = self.cells.get(key)
        if cell is None:
            return None
        if isinstance(cell.value, CellFault):
            self.fail("IMP-019" if cell.value.kind == "not_computed" else "IMP-018", key, value=cell.value.text)
            return None
        return cell.value

    def has(self, key: str) -> bool:
        """Whether something stands in a cell that is not a word for missing."""
        cell = self.cells.get(key)
        return cell is not None and not (isinstance(cell.value, str) and is_missing(cell.value))

    def raw(self, key: str) -> str:
        """The text of a cell for a message."""
        cell = self.cells.get(key)
        if cell is None:
            return ""
        return cell.value.text if isinstance(cell.value, CellFault) else written(cell.value)

    def need(self, *keys: str) -> None:
        """A finding for each of these cells that is empty."""
        for key in keys:
            if key not in self.cells:
                self.fail("IMP-010", key)

    def text(self, key: str) -> str | None:
        """The text in a cell, trimmed; a word for missing is no text."""
        value = self.value(key)
        if value is None:
            return None
        text = written(value).strip()
        if len(text) > threshold("text_length"):
            self.fail("IMP-038", key, count=str(len(text)), most=str(int(threshold("text_length"))))
            return None
        return None if not text or is_missing(text) else text

    def texts(self, key: str) -> tuple[str, ...]:
        """The parts of a text that are separated by semicolons or lines."""
        text = self.text(key) or ""
        parts = text.replace("；", ";").replace("\n", ";").split(";")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def number(self, key: str, *, above_zero: bool = False, signed: bool = False) -> float | None:
        """The number in a cell, in the unit of the column; percentages as percent. Negative ones are refused."""
        value = self.value(key)
        if value is None:
            return None
        known = column(self.sheet, key)
        cell = self.cells[key]
        found = number(value, percent_column=known.kind == "percent", percent_shown=cell.percent)
        if isinstance(found, Fault):
            self.fail(found.code, key, value=written(value), suggestion=found.suggestion)
            return None
        if found.value is None:
            return None
        if found.note == "IMP-014":
            self.say("IMP-014", key, value=written(value), number=found.value)
        if found.note == "IMP-026" and key != "share_percent":
            self.say("IMP-026", key, value=found.value, percent=found.value * 100)
        header = self.headers.get(key)
        amount = found.value if header is None or header.factor == 1.0 else _scaled(found.value, header.factor)
        return amount if self._allowed(key, amount, above_zero=above_zero, signed=signed) else None

    def _allowed(self, key: str, amount: float, *, above_zero: bool, signed: bool) -> bool:
        if column(self.sheet, key).kind == "percent":
            if 0 <= amount <= 100 and not (key == "loss_percent" and amount == 100):
                return True
            most = Text(zh="100（不含）", en="below 100") if key == "loss_percent" else "100"
            self.fail("IMP-025", key, value=amount, least="0", most=most)
            return False
        if amount < 0 and not signed:
            self.fail("IMP-022", key, value=amount)
            return False
        if amount == 0 and above_zero:
            self.fail("IMP-040", key, value=amount)
            return False
        return True

    def integer(self, key: str) -> int | None:
        """The whole number in a cell; dots before it, which some lists indent levels with, are passed over."""
        value = self.value(key)
        if isinstance(value, str):
            bare = fold(value).lstrip(". +-")
            if bare.isdigit():
                value = float(bare[:9])
        if value is None or (isinstance(value, str) and is_missing(value)):
            return None
        found = number(value)
        if isinstance(found, Fault):
            self.fail(found.code, key, value=written(value), suggestion=found.suggestion)
            return None
        if found.value is None or not found.value.is_integer() or not 0 <= found.value <= 9999:
            self.fail("IMP-041", key, value=written(value))
            return None
        return int(found.value)

    def year(self, key: str) -> int | None:
        """The year in a cell."""
        value = self.value(key)
        if value is None or (isinstance(value, str) and is_missing(value)):
            return None
        text = (str(value.year) if isinstance(value, date) else written(value)).rstrip("年")
        folded = fold(text)
        if folded.isdigit() and threshold("year_first") <= int(folded[:9]) <= threshold("year_last"):
            return int(folded)
        self.fail("IMP-031", key, value=written(value))
        return None

    def choice(self, key: str) -> str | None:
        """The id of the list entry in a cell."""
        text = self.text(key)
        if text is None:
            return None
        name = column(self.sheet, key).list
        chosen = spellings(name).get(plain(text))
        if chosen is None:
            self.fail("IMP-028", key, value=text, options=options(name))
        return chosen

    def unit(self, key: str) -> str | None:
        """The symbol of the unit in a cell."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return get_unit(text).symbol
        except UnknownUnit as refusal:
            self.fail("IMP-020", key, value=text, suggestion=refusal.hint or refusal.message)
            return None

    def period(self, key: str) -> Period | None:
        """The period in a cell."""
        value = self.value(key)
        if value is None or (isinstance(value, str) and is_missing(value)):
            return None
        found = period_of(value)
        if isinstance(found, Fault):
            self.fail(found.code, key, value=written(value))
            return None
        return Period(start=found.start, end=found.end)

    def gas(self, key: str) -> str | None:
        """The id of the gas in a cell."""
        text = self.text(key)
        if text is None:
            return None
        known = gases().get(gas_key(text))
        if known is None:
            self.fail("IMP-037", key, value=text, suggestion=_near_gases(text))
        return known


def written(value: CellValue) -> str:
    """A cell as text: whole numbers without a point, dates as ISO 8601."""
    if isinstance(value, CellFault):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def options(name: str) -> Text:
    """The entries of a list, for a message."""
    listed = list(dict.fromkeys(choice.text for choice in choices(name)))
    return Text(zh="、".join(text.zh for text in listed), en=", ".join(text.en for text in listed))


def _scaled(value: float, factor: float) -> float:
    return float(f"{value * factor:.15g}")


def _near_gases(text: str) -> Text:
    key = gas_key(text)
    if key in blends():
        mixture = blends()[key]
        return Text(
            zh=f"这是混合制冷剂（{mixture}）：请每种组分填一行，充注量按比例分摊；或清空气体、填写背景过程。",
            en=f"It is a mixture ({mixture}): give each component a row with its share of the charge, or leave the gas "
            "empty and name a background process.",
        )
    near = difflib.get_close_matches(key, list(gases()), n=3, cutoff=0.6)
    listed = ", ".join(dict.fromkeys(gases()[name] for name in near))
    if listed:
        return Text(zh=f"是否为：{listed}？", en=f"Did you mean {listed}?")
    return Text(
        zh="请写如 CO2、CH4、N2O、SF6、R32、R134a；可用的气体见“枚举”表。",
        en="Write for example CO2, CH4, N2O, SF6, R32, R134a; the sheet Lists has them all.",
    )


def header_unit(text: str) -> str | None:
    """The unit that stands in brackets at the end of a header.

    >>> header_unit("单重（g）"), header_unit("数量")
    ('g', None)
    """
    folded = fold(text)
    for opening, closing in ("()", "[]"):
        if folded.endswith(closing) and opening in folded:
            inner = folded[folded.rindex(opening) + 1 : -1].strip()
            unit = find_unit(inner)
            return unit.symbol if unit else None
    return None
