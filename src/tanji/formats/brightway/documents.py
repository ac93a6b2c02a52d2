"""Entries of matrices as documents, where the datapackage has no documents of its own.

A column is a process, a row a flow. A number below zero in the technosphere goes in, one above zero comes out. The
reference of a process is the entry that says so, else the one on the diagonal, else its only output. What else comes
out replaces what others make (that is what the matrix computes), unless it is a waste: a row whose own process takes
it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tanji.errors import Text
from tanji.formats.brightway.contents import BIOSPHERE, TECHNOSPHERE, Entries
from tanji.formats.brightway.distributions import Record, uncertainty
from tanji.formats.brightway.names import Named
from tanji.formats.olca.flows import names as by_language
from tanji.formats.olca.judge import Judge

UNKNOWN = "?"
"""The unit of a flow whose unit is not stated anywhere."""


class Documents:
    """Makes flows and processes of the entries of both matrices."""

    def __init__(self, matrices: Mapping[str, Entries], named: Mapping[int, Named], judge: Judge) -> None:
        self._named, self._judge = named, judge
        self._matrices = {matrix: _by_column(found) for matrix, found in matrices.items()}
        self._spans = {matrix: _spans(found) for matrix, found in self._matrices.items()}
        techno = self._spans.get(TECHNOSPHERE, {})
        self.columns = sorted({*techno, *self._spans.get(BIOSPHERE, {})})
        self._references = {col: self._reference(col, *techno[col]) for col in techno}
        self._wastes = {
            int(self._matrices[TECHNOSPHERE].row[at])
            for at in self._references.values()
            if at is not None and self._matrices[TECHNOSPHERE].signed[at] < 0
        }

    def flows(self) -> Iterator[dict[str, Any]]:
        """Every row of both matrices."""
        for matrix in (TECHNOSPHERE, BIOSPHERE):
            if matrix not in self._matrices:
                continue
            for row in np.unique(self._matrices[matrix].row).tolist():
                self._judge.count("flows", "imported")
                yield self._flow(row, matrix)

    def processes(self) -> Iterator[dict[str, Any]]:
        """Every column that is sound; one with a value that is no number is left out, and said."""
        for col in self.columns:
            lines = [line for matrix in (TECHNOSPHERE, BIOSPHERE) for line in self._lines(col, matrix)]
            if not all(np.isfinite(line["amount"]) for line in lines):
                message = Text(zh="有数值不是有限数", en="A value is not a finite number")
                self._judge.say("BWD-108", "error", message, process=self._name(col))
                self._judge.count("processes", "failed")
                self._judge.count("exchanges", "failed", len(lines))
                continue
            at = self._references.get(col)
            if at is None:
                self._judge.gather("BWD-109", "warning", _no_reference, self._name(col))
            self._judge.count("processes", "imported")
            self._judge.count("exchanges", "imported", len(lines))
            placed = [line.pop("at") for line in lines]
            for number, line in enumerate(lines, 1):
                line["id"] = str(number)
            yield {
                "id": str(col),
                "names": by_language(self._name(col)),
                "reference": None if at is None else str(placed.index(at) + 1),
                "exchanges": lines,
                "location": self._named[col].location or None if col in self._named else None,
            }

    def _reference(self, col: int, start: int, end: int) -> int | None:
        found = self._matrices[TECHNOSPHERE]
        marked = [at for at in range(start, end) if found.reference[at]]
        diagonal = [at for at in range(start, end) if found.row[at] == col and found.value[at] != 0]
        out = [at for at in range(start, end) if found.signed[at] > 0]
        for several in (marked, diagonal, out):
            if len(several) == 1:
                return several[0]
        return None

    def _lines(self, col: int, matrix: str) -> list[dict[str, Any]]:
        if col not in self._spans.get(matrix, {}):
            return []
        found, (start, end) = self._matrices[matrix], self._spans[matrix][col]
        return [self._line(found, at, matrix, self._references.get(col)) for at in range(start, end)]

    def _line(self, found: Entries, at: int, matrix: str, reference: int | None) -> dict[str, Any]:
        row, signed = int(found.row[at]), float(found.signed[at])
        techno = matrix == TECHNOSPHERE
        outward = signed >= 0 if techno else True
        amount = abs(signed) if techno else signed
        distribution, left = self._spread(found, at, mirrored=techno and bool(found.value[at] < 0))
        return {
            "at": at if techno else None,
            "flow": _identity(row, matrix),
            "flow_name": self._name(row),
            "direction": "output" if outward else "input",
            "amount": amount,
            "unit": self._unit(row),
            "reference_amount": amount,
            "avoided": techno and outward and at != reference and reference is not None and row not in self._wastes,
            "uncertainty": distribution,
            "extra": {"uncertainty": left} if left else {},
        }

    def _spread(self, found: Entries, at: int, *, mirrored: bool) -> tuple[dict[str, Any] | None, list[float | None]]:
        if found.spread is None or found.spread[at]["uncertainty_type"] < 2:
            return None, []
        values = [float(value) for value in found.spread[at].tolist()]
        kind, loc, scale, shape, low, high, negative = values
        stated = Record(int(kind), loc, scale, shape, low, high, negative=bool(negative))
        made = None if mirrored else uncertainty(stated)
        if made is None:
            self._judge.gather("BWD-111", "note", _no_distribution, f"{found.row[at]}, {found.col[at]}")
            return None, [value if np.isfinite(value) else None for value in values]
        return made, []

    def _flow(self, row: int, matrix: str) -> dict[str, Any]:
        known = self._named.get(row)
        kind = "elementary" if matrix == BIOSPHERE else "waste" if row in self._wastes else "product"
        return {
            "id": _identity(row, matrix),
            "names": by_language(known.product or known.name if known and matrix == TECHNOSPHERE else self._name(row)),
            "kind": kind,
            "unit": self._unit(row),
            "location": known.location or None if known else None,
            "category": [known.categories] if known and known.categories else [],
        }

    def _name(self, number: int) -> str:
        known = self._named.get(number)
        if known is None:
            self._judge.gather("BWD-101", "note", _no_name, str(number))
        return known.name if known else str(number)

    def _unit(self, number: int) -> str:
        known = self._named.get(number)
        return known.unit if known and known.unit else UNKNOWN


def _identity(row: int, matrix: str) -> str:
    return f"{'flow' if matrix == TECHNOSPHERE else 'elementary'}-{row}"


def _by_column(found: Entries) -> Entries:
    return found.take(np.argsort(found.col, kind="stable"))


def _spans(found: Entries) -> dict[int, tuple[int, int]]:
    columns, starts = np.unique(found.col, return_index=True)
    ends = [*starts.tolist()[1:], len(found)]
    return {col: (start, end) for col, start, end in zip(columns.tolist(), starts.tolist(), ends, strict=True)}


def _no_name(number: int, shown: str) -> Text:
    return Text(
        zh=f"没有元数据的编号被用作名称（{number} 处），单位也未知：{shown}",
        en=f"Numbers without metadata serve as names ({number} times), and their units are not known: {shown}",
    )


def _no_reference(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个过程没有唯一的产品，不能作为供应方：{shown}",
        en=f"{number} processes have no single product and can supply nothing: {shown}",
    )


def _no_distribution(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个不确定性记录不是可用的分布，原样保留：{shown}",
        en=f"{number} records of uncertainty are no distribution that can be used; they are kept: {shown}",
    )
