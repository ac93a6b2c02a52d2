"""Labels of vertical lines, put on rows above a plot so that none covers another and no line runs through one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product

GAP = 5.0


@dataclass(frozen=True, slots=True)
class Flag:
    """Where a label stands: its row, counted from the lowest, and on which side of its line."""

    row: int
    right: bool


def flags(xs: Sequence[float], widths: Sequence[float], ends: tuple[float, float]) -> tuple[Flag, ...]:
    """A row and a side for each label, in the order given, for lines at `xs` that begin at the row of their label.

    Of all ways the one is taken in which the fewest labels leave the picture and the fewest lines run through a label;
    among equals the one with labels on the right. Meant for a handful of labels: it tries all ways.

    >>> [flag.row for flag in flags([10.0, 20.0], [50.0, 50.0], (0.0, 200.0))]
    [1, 0]
    """
    best: tuple[float, tuple[Flag, ...]] | None = None
    for rows in permutations(range(len(xs))):
        for sides in product((True, False), repeat=len(xs)):
            ways = tuple(Flag(row, right) for row, right in zip(rows, sides, strict=True))
            cost = _cost(ways, xs, widths, ends)
            if best is None or cost < best[0]:
                best = cost, ways
    return best[1] if best else ()


def _cost(ways: Sequence[Flag], xs: Sequence[float], widths: Sequence[float], ends: tuple[float, float]) -> float:
    cost = 0.0
    for place, flag in enumerate(ways):
        low = xs[place] if flag.right else xs[place] - widths[place] - GAP
        high = low + widths[place] + GAP
        cost += 100.0 * (low < ends[0] or high > ends[1])
        cost += 0.01 * (not flag.right)
        near, far = (xs[place], high + GAP) if flag.right else (low - GAP, xs[place])
        cost += sum(
            10.0
            for other, beside in enumerate(ways)
            if other != place and beside.row > flag.row and near < xs[other] < far
        )
    return cost
