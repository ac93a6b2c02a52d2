"""Exchanges of a process of a SimaPro file as plain documents: direction, amount, uncertainty, pedigree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NamedTuple

from tanji.errors import Refusal, Text
from tanji.formats.olca.judge import Faulty
from tanji.formats.simapro.blocks import Section, sections
from tanji.formats.simapro.lines import Row
from tanji.formats.simapro.rows import Line
from tanji.formats.simapro.tools import Tools
from tanji.formats.simapro.uncertainty import uncertainty

_PEDIGREE = re.compile(r"\(\s*(?:[1-5]|na|n\.a\.)(?:\s*,\s*(?:[1-5]|na|n\.a\.)){3,6}[^()]{0,20}\)", re.IGNORECASE)
_FIRST = ("product", "treatment", "scenario")
_ANY_WASTE = {"", "all waste types"}
_NO_TYPE = _ANY_WASTE | {"not defined"}
_UNSENT = 1e-9
_SHOWN = 6


class Product(NamedTuple):
    """A product of the process: its row, its flow, and its share from 0 to 1 where it is stated."""

    line: Line
    flow: str
    share: float | None


class Depends(Faulty):
    """A waste scenario whose amounts depend on what the waste is made of."""


class Exchanges:
    """Makes the exchanges of one process; products stand first."""

    def __init__(self, tools: Tools, values: Mapping[str, float]) -> None:
        self._tools, self._values = tools, values
        self.products: list[Product] = []
        self.has_inputs = False
        self.fractions: list[list[str]] = []
        self._lines: list[dict[str, Any]] = []

    def documents(self, found: list[Section]) -> list[dict[str, Any]]:
        """Every exchange. Faulty: a row that is not as it must be; Depends: see there."""
        ordered = sorted(found, key=lambda section: _use(section) not in _FIRST)
        for section in ordered:
            take = self._takers().get(_use(section))
            if take:
                for row in section.rows:
                    take(section, row)
        self._scenario(found)
        return self._lines

    def _takers(self) -> dict[str, Callable[[Section, Row], None]]:
        return {
            "product": self._product,
            "treatment": self._product,
            "scenario": self._product,
            "avoided": self._technosphere,
            "input": self._technosphere,
            "waste": self._technosphere,
            "elementary": self._elementary,
        }

    def _product(self, section: Section, row: Row) -> None:
        use = _use(section)
        line = self._tools.columns.line(row, use)
        treats = use != "product"
        flow = self._tools.flows.exchanged("waste" if treats else "product", line)
        made = self._add(line, flow, inward=treats)
        if line.waste_type and line.waste_type.lower() != "not defined":
            made["extra"]["wasteType"] = line.waste_type
        if self.products and line.category:
            made["extra"]["category"] = line.category
        share = self._amount(line.share, line)[0] / 100 if line.share else None
        self.products.append(Product(line, flow["id"], share))

    def _technosphere(self, section: Section, row: Row) -> None:
        use = _use(section)
        line = self._tools.columns.line(row, use)
        flow = self._tools.flows.exchanged("waste" if use == "waste" else "product", line)
        made = self._add(line, flow, inward=use == "input")
        made["avoided"] = use == "avoided"
        self.has_inputs = self.has_inputs or use == "input"
        if use == "input":
            made["extra"]["section"] = section.title
            if self._tools.flows.is_treated(line.name):
                self._tools.judge.gather("SIM-136", "warning", _waste_as_input, line.name.strip())

    def _elementary(self, section: Section, row: Row) -> None:
        line = self._tools.columns.line(row, "elementary")
        flow = self._tools.flows.emitted(section.title, line)
        self._add(line, flow, inward=sections()[section.title].about == "resource")

    def _add(self, line: Line, flow: dict[str, Any], *, inward: bool) -> dict[str, Any]:
        amount, formula = self._amount(line.amount, line)
        judge, units = self._tools.judge, self._tools.units
        converted = units.convert(amount, line.unit, flow["file_unit"])
        shown = f"{line.name.strip()} [{line.unit}], line {line.line}"
        if converted is None or not isfinite(converted):
            judge.gather("SIM-117", "warning", _not_converted, shown)
            converted = None
        elif units.doubtful(line.unit):
            judge.gather("SIM-116", "warning", _doubtful_unit, shown)
        distribution, left = uncertainty(amount, line.spread, self._tools.numbers)
        extra: dict[str, Any] = {"uncertainty": left} if left else {}
        if left:
            judge.gather("SIM-113", "note", _no_distribution, f"{line.name.strip()}: {' '.join(left)}")
        if formula and formula != line.amount:
            extra["amount"] = line.amount
        if line.platform:
            extra["platformId"] = line.platform
        pedigree = _PEDIGREE.match(line.comment)
        made = {
            "id": str(len(self._lines) + 1),
            "flow": flow["id"],
            "flow_name": line.name,
            "direction": "input" if inward else "output",
            "amount": amount,
            "unit": line.unit,
            "reference_amount": converted,
            "formula": formula,
            "uncertainty": distribution,
            "pedigree": pedigree[0] if pedigree else None,
            "description": line.comment or None,
            "extra": extra,
        }
        self._lines.append(made)
        return made

    def _amount(self, text: str, line: Line) -> tuple[float, str | None]:
        try:
            found = self._tools.numbers.amount(text, self._values)
        except Refusal as refusal:
            why = refusal.message
            message = Text(zh=f"数量无法计算：{why.zh}", en=f"The amount can not be computed: {why.en}")
            raise Faulty("SIM-110", message, flow=line.name.strip() or None, member=f"line {line.line}") from None
        return found.value, found.formula

    def _scenario(self, found: list[Section]) -> None:
        """What a waste scenario sends where: shares of what it takes in, first the separated, then the rest."""
        if not self.products:
            return
        type_ = self.products[0].line.waste_type
        rows = {use: applying(self._fractions(found, use), type_) for use in ("separated", "remaining")}
        if not any(rows.values()):
            return
        total, left = self._lines[0]["amount"], 1.0
        for use, lines in rows.items():
            shares = [self._amount(line.share, line)[0] / 100 for line in lines]
            for line, share in zip(lines, shares, strict=True):
                sent = line._replace(unit=self.products[0].line.unit, amount=repr(total * left * share))
                self._add(sent, self._tools.flows.exchanged("waste", sent), inward=False)
                self.fractions.append([use, line.name, line.waste_type, line.share, line.comment])
            left -= left * sum(shares)
        if abs(left) > _UNSENT:
            shown = f"{self.products[0].line.name.strip()}: {left:.6g}"
            self._tools.judge.gather("SIM-137", "warning", _unsent, shown)

    def _fractions(self, found: list[Section], use: str) -> list[Line]:
        lines = []
        for section in found:
            for row in section.rows if _use(section) == use else ():
                name, waste, share, *comment = [*(cell.strip() for cell in row.cells), "", "", ""]
                said = "; ".join(filter(None, comment))
                lines.append(Line(row.line, name, "", "", share=share, waste_type=waste, comment=said))
        return lines


def applying(lines: list[Line], type_: str) -> list[Line]:
    """The rows of a section that apply to the waste that a scenario takes in: those of its type, else those of all.

    Depends: the scenario takes in all types, and rows part them; or rows of its type stand beside rows of all.
    """
    typed = [line for line in lines if line.waste_type.lower() not in _ANY_WASTE]
    if not typed:
        return lines
    first = typed[0]
    own = [line for line in typed if line.waste_type.casefold() == type_.casefold()]
    others = [line for line in lines if line not in typed]
    if type_.lower() in _NO_TYPE or (own and others):
        parts = "; ".join(f"{line.waste_type} {line.share} % → {line.name}" for line in typed[:_SHOWN])
        more = len(typed) - _SHOWN
        told = parts + (f"; +{more}" if more > 0 else "")
        raise Depends("SIM-125", _composition(told), flow=first.name or None, member=f"line {first.line}")
    return own or others


def _use(section: Section) -> str:
    known = sections().get(section.title)
    return known.use if known else ""


def _composition(parts: str) -> Text:
    return Text(
        zh=f"废物情景按废物种类分流，数量取决于废物的组成，文件中没有；未计算，原样保留。按种类的份额：{parts}",
        en="The waste scenario parts wastes by type, so that its amounts depend on what the waste is made of, which "
        f"the file does not say; it is not computed but kept as it stands. The shares by type: {parts}",
    )


def _unsent(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个废物情景的份额之和不是 1，所余部分（占进入废物的比例）没有去向：{shown}",
        en=f"{number} waste scenarios have shares that do not add up to 1; this part of what comes in goes nowhere: "
        f"{shown}",
    )


def _not_converted(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个交换的单位不能换算为流的单位：{shown}",
        en=f"{number} exchanges have a unit that does not convert into that of their flow: {shown}",
    )


def _doubtful_unit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个交换所用的单位，文件中的换算系数与通行值不同，按文件换算：{shown}",
        en=f"{number} exchanges use a unit whose factor in the file is not the usual one; the file's is used: {shown}",
    )


def _no_distribution(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个不确定性说明不是有效的分布（如几何标准差不大于 1），原样保留：{shown}",
        en=f"{number} statements of uncertainty are no valid distribution (a geometric standard deviation not above 1, "
        f"say); they are kept as they stand: {shown}",
    )


def _waste_as_input(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个输入与文件中被处理的废物同名，按产品读取，未视为废物：{shown}",
        en=f"{number} inputs have the name of a waste that the file treats; they are read as products: {shown}",
    )
