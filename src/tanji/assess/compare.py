"""Two footprints line by line: what changed, by amount, by factor, by what was added or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal

from tanji.errors import Refusal, Text
from tanji.model.footprint import Footprint, LineScore
from tanji.model.quantity import UnitMismatch, UnknownUnit, convert
from tanji.model.study import Stage, UnitOfAnalysis

Cause = Literal["same", "amount", "factor", "both", "added", "removed"]


class NotComparable(Refusal):
    """Two footprints that are not of the same unit of analysis, or not by the same method."""

    code = "CAL-005"


@dataclass(frozen=True, slots=True)
class Change:
    """What one line adds to the difference, in kg CO2e per unit of analysis: after − before = by_amount + by_factor.

    An added or removed line has its whole score under `by_amount`.
    """

    activity: str
    names: Mapping[str, str]
    stage: Stage
    cause: Cause
    before: float | None
    after: float | None
    by_amount: float
    by_factor: float
    factor_before: str | None = None
    factor_after: str | None = None

    @property
    def difference(self) -> float:
        """After − before."""
        return fsum((self.by_amount, self.by_factor))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, the largest first; they sum to `after − before`."""

    before: float
    after: float
    changes: tuple[Change, ...]
    notes: tuple[Text, ...]

    @property
    def difference(self) -> float:
        """After − before, in kg CO2e per unit of analysis."""
        return self.after - self.before

    @property
    def by_amount(self) -> float:
        """The part of the difference that amounts make."""
        return fsum(change.by_amount for change in self.changes)

    @property
    def by_factor(self) -> float:
        """The part of the difference that factors make."""
        return fsum(change.by_factor for change in self.changes)


def compare(before: Footprint, after: Footprint) -> Comparison:
    """What makes the difference between two footprints of the same unit of analysis.

    The amount of a line counts at the old factor, the factor at the new amount: (a₂ − a₁) f₁ + a₂ (f₂ − f₁).
    Refuses NotComparable: other units of analysis, another method.
    """
    scale = scale_of(before.unit, after.unit)
    if before.method.digest != after.method.digest:
        raise NotComparable(
            Text(
                zh=f"两个碳足迹的方法不同：{before.method.id} 与 {after.method.id}",
                en=f"The two footprints use different methods: {before.method.id} and {after.method.id}",
            ),
            Text(zh="请用同一方法重算其中一个。", en="Compute one of them again with the other's method."),
        )
    old = {line.activity: line for line in before.lines}
    new = {line.activity: line for line in after.lines}
    changes = [_change(old.get(key), new.get(key), scale) for key in dict.fromkeys([*old, *new])]
    ordered = sorted(changes, key=lambda change: -abs(change.difference))
    return Comparison(before.score.total, after.score.total * scale, tuple(ordered), _notes(before, after))


def scale_of(before: UnitOfAnalysis, after: UnitOfAnalysis) -> float:
    """How many units of analysis of the second make one of the first. Refuses NotComparable."""
    try:
        return convert(before.amount, before.unit, after.unit) / after.amount
    except (UnitMismatch, UnknownUnit) as refusal:
        if before.unit == after.unit:
            return before.amount / after.amount
        raise NotComparable(
            Text(
                zh=f"分析单位不同：{before.amount:g} {before.unit}，{after.amount:g} {after.unit}",
                en=f"The units of analysis differ: {before.amount:g} {before.unit} and {after.amount:g} {after.unit}",
            ),
            refusal.hint,
        ) from None


def _change(old: LineScore | None, new: LineScore | None, scale: float) -> Change:
    line = new or old
    assert line is not None  # noqa: S101 - the key came from one of them
    before = None if old is None else old.score.total
    after = None if new is None else new.score.total * scale
    if old is None or new is None:
        cause: Cause = "added" if old is None else "removed"
        by_amount, by_factor = (after or 0.0) - (before or 0.0), 0.0
    else:
        amount = _in_unit_of(old, new)
        if amount is None:  # measured in something else: the whole is another factor
            by_amount, by_factor = 0.0, (after or 0.0) - (before or 0.0)
        else:
            by_amount = (amount * scale - old.amount) * old.intensity.total
            by_factor = (after or 0.0) - (before or 0.0) - by_amount
        cause = _cause(by_amount, by_factor, max(abs(before or 0.0), abs(after or 0.0)))
    return Change(
        line.activity, line.names, line.stage, cause, before, after, by_amount, by_factor, _factor(old), _factor(new)
    )  # fmt: skip


def _in_unit_of(old: LineScore, new: LineScore) -> float | None:
    try:
        return convert(new.amount, new.unit, old.unit)
    except (UnitMismatch, UnknownUnit):
        return new.amount if new.unit == old.unit else None


def _cause(by_amount: float, by_factor: float, size: float) -> Cause:
    amount, factor = abs(by_amount) > 1e-9 * size, abs(by_factor) > 1e-9 * size
    if amount and factor:
        return "both"
    return "amount" if amount else "factor" if factor else "same"


def _factor(line: LineScore | None) -> str | None:
    if line is None:
        return None
    if line.listing is not None:
        return f"{line.listing.database}:{line.listing.process}"
    return line.factor_source


def _notes(before: Footprint, after: Footprint) -> tuple[Text, ...]:
    notes = []
    if before.boundary is not after.boundary:
        notes.append(
            Text(
                zh="系统边界不同，差值不只来自产品。",
                en="The system boundaries differ, so not all of it is the product.",
            )
        )
    if len(before.coverage.unlinked) != len(after.coverage.unlinked):
        old, new = len(before.coverage.unlinked), len(after.coverage.unlinked)
        notes.append(
            Text(
                zh=f"未计入的行数不同：{old} 与 {new}。",
                en=f"The number of lines that are not counted differs: {old} and {new}.",
            )
        )
    if [entry.digest for entry in before.releases] != [entry.digest for entry in after.releases]:
        notes.append(Text(zh="背景数据库发布版不同。", en="The background releases differ."))
    return tuple(notes)
