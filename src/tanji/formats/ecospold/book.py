"""The flows of a package. EcoSpold has no list of them: each exchange says what it knows of its flow."""

from __future__ import annotations

from typing import Any

from tanji.formats.ecospold.facts import converted, symbol
from tanji.formats.ecospold.judge import Judge, Where

Sayings = dict[str, Any]


class Book:
    """What was said of each flow: the first saying holds, and an exchange that says otherwise keeps its own."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.said: dict[str, Sayings] = {}
        self.kinds: dict[str, str] = {}
        self.units: dict[str, str] = {}

    def see(self, flow: str, kind: str, sayings: Sayings, where: Where) -> Sayings:
        """Enter what an exchange says of its flow; given back is what it says otherwise than an exchange before it."""
        self.kinds.setdefault(flow, kind)
        known = self.said.setdefault(flow, {})
        others = {}
        for name, value in sayings.items():
            if value in (None, "", [], {}):
                continue
            if known.setdefault(name, value) != value:
                others[name] = value
        if others:
            self._judge.gather(126, where, f"{where.words}: {', '.join(others)}")
        return others

    def measure(self, flow: str, amount: float, unit: str, where: Where) -> float | None:
        """The amount in the flow's unit, which is that of its first exchange; None where it can not be converted."""
        first = self.units.setdefault(flow, symbol(unit))
        value = converted(amount, symbol(unit), first) if unit.strip() else None
        if value is None:
            self._judge.gather(111, where, f"{where.words} [{unit}]")
        return value
