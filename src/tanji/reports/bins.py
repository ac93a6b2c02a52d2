"""Draws counted in bins, and drawn as bars with the coverage interval below them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import floor

from tanji.errors import Language, Text
from tanji.model.uncertain import Interval
from tanji.reports.axis import Axis, axis, fine
from tanji.reports.figures import THIN, significant
from tanji.reports.picture import GREY, INK, NARROW, block, extent, line, text

FEWEST, MOST = 10, 60
TAIL = 0.0025
"""Share of the draws on each side that may lie outside of the picture, so that far draws do not flatten the rest."""


@dataclass(frozen=True, slots=True)
class Bins:
    """How many draws lie in each bin of one width, and how many beyond the picture."""

    low: float
    width: float
    counts: tuple[int, ...]
    beyond: int

    @property
    def most(self) -> int:
        """Draws in the fullest bin."""
        return max(self.counts)

    def edges(self, place: int) -> tuple[float, float]:
        """Where a bin begins and ends."""
        return self.low + self.width * place, self.low + self.width * (place + 1)


def bins(draws: Iterable[float], *, room: int, through: float | None = None) -> Bins:
    """The draws in bins by the rule of Freedman and Diaconis (1981): width 2·IQR/∛n.

    A figure given as `through` (such as zero) is an edge between two bins where it lies among the draws. Equal draws
    are one bin.
    """
    ordered = sorted(float(draw) for draw in draws)
    if not ordered:
        return Bins(0.0, 1.0, (0,), 0)
    low, high = _quantile(ordered, TAIL), _quantile(ordered, 1 - TAIL)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return _single(ordered)
    spread = _quantile(ordered, 0.75) - _quantile(ordered, 0.25)
    wanted = (high - low) / (2 * spread / len(ordered) ** (1 / 3)) if spread > 0 else MOST
    count = int(min(max(wanted, FEWEST), MOST, max(room, FEWEST)))
    width = (high - low) / count
    if through is not None and low < through < high:
        low = through - width * -floor(-(through - low) / width)
        count = -floor(-(high - low) / width)
    counts = [0] * count
    edges = [low + width * place for place in range(count + 1)]
    beyond = 0
    for draw in ordered:
        place = bisect_right(edges, draw) - 1
        if place == count and draw <= high:
            place -= 1
        if 0 <= place < count:
            counts[place] += 1
        else:
            beyond += 1
    return Bins(low, width, tuple(counts), beyond)


def _single(ordered: Sequence[float]) -> Bins:
    """All draws alike (but for a tail): one bin about them."""
    middle = ordered[len(ordered) // 2]
    width = abs(middle) * 0.004 or 0.02
    inside = sum(abs(draw - middle) <= width / 2 for draw in ordered)
    return Bins(middle - width / 2, width, (inside,), len(ordered) - inside)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between order statistics."""
    place = share * (len(ordered) - 1)
    lower = floor(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the bars stand: the axis across, the pixels between top and bottom."""

    across: Axis
    top: float
    bottom: float


def plot(found: Bins, marks: Sequence[float], ends: tuple[float, float], heights: tuple[float, float]) -> Plot:
    """The place for the bars and for the figures that are marked."""
    low, high = found.low, found.low + found.width * len(found.counts)
    spread = max(high, *marks) - min(low, *marks)
    beside = 0.02 * spread if len(found.counts) > 1 else max(12 * found.width, 0.02 * spread)
    shown = [min(low, *marks) - beside, max(high, *marks) + beside]
    return Plot(axis(shown, *ends, whole=False), *heights)


def bars(found: Bins, where: Plot, fill: Callable[[float], tuple[str, str]], language: Language) -> Iterator[str]:
    """The bars above their axis; `fill` gives filling and edge by the middle of a bin. The counts stand at the left."""
    step = max(1.0, axis([0, found.most], 0, where.bottom - where.top).step)
    scale = (where.bottom - where.top) / found.most if found.most else 0.0
    for tick in range(1, 1 + floor(found.most / step)):
        count = round(tick * step)
        y = where.bottom - count * scale
        yield line(where.across.start, y, where.across.end, y, stroke="#ececec")
        shown = significant(count, trim=True)
        yield text(shown, where.across.start - 6, y + 4, size=11, anchor="end", fill=GREY)
    count_word = Text(zh="抽样次数", en="draws").of(language)
    yield text(count_word, where.across.start - 6, where.bottom + 4, size=11, anchor="end", fill=GREY)
    for place, count in enumerate(found.counts):
        if count:
            low, high = found.edges(place)
            x1, x2 = where.across.x(low), where.across.x(high)
            colour, edge = fill((low + high) / 2)
            yield block(x1, where.bottom - count * scale, x2 - x1 - 0.6, count * scale, fill=colour, stroke=edge)
    yield line(where.across.start, where.bottom, where.across.end, where.bottom, stroke=GREY)


def scale(where: Plot, unit: str, width: int) -> Iterator[str]:
    """The ticks below the bars, with the unit at the right of them."""
    for tick in where.across.ticks:
        x = where.across.x(tick)
        yield line(x, where.bottom, x, where.bottom + 5, stroke=GREY)
        yield text(where.across.said(tick), x, where.bottom + 19, size=12, anchor="middle", fill=GREY)
    margin = 12 if width < NARROW else 20
    yield text(unit, width - margin, where.bottom + 37, size=12, anchor="end", fill=GREY)


def bracket(interval: Interval, where: Plot, y: float, language: Language, *, width: int) -> Iterator[str]:
    """The coverage interval as a bracket, with one text below it that says its ends."""
    low, high = where.across.x(interval.low), where.across.x(interval.high)
    yield line(low, y, high, y, width=2)
    for x in (low, high):
        yield line(x, y - 6, x, y + 6, width=2)
    said = covered(interval, language)
    margin = 12 + extent(said, 13) / 2
    middle = min(max((low + high) / 2, margin), width - margin)
    yield text(said, middle, y + 22, anchor="middle", fill=INK)


def covered(interval: Interval, language: Language) -> str:
    """An interval in words: its coverage and its ends, with digits enough to tell them apart."""
    spread = (interval.high - interval.low) / 10
    ends = f"{fine(interval.low, spread)} – {fine(interval.high, spread)}"
    share = f"{significant(interval.coverage * 100, trim=True)}{THIN}%"
    if interval.low < 0:
        ends = f"[{fine(interval.low, spread)}, {fine(interval.high, spread)}]"
    if interval.kind == "shortest":
        return Text(zh=f"{share} 最短包含区间 {ends}", en=f"shortest {share} interval {ends}").of(language)
    return Text(zh=f"{share} 包含区间 {ends}", en=f"{share} interval {ends}").of(language)
