"""An axis of a chart: round ticks, where a figure stands on it, and how its figures are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from tanji.reports.figures import DIGITS, significant
from tanji.reports.picture import GREY, RULE, extent, line, text

SMALL = 12
"""Font size of ticks."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Figures from `low` to `high` on pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    step: float
    ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        """Where a figure stands; what lies beyond an end stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def said(self, value: float) -> str:
        """A figure with as many digits as tell neighbouring ticks apart, and no fewer than four."""
        return fine(value, self.step, trim=True)

    def drawn(self, top: float, bottom: float, *, above: bool, emphasis: float | None = None) -> Iterator[str]:
        """The lines of the ticks with their figures above or below; the tick at `emphasis` is darker."""
        for tick in self.ticks:
            x = self.x(tick)
            strong = emphasis is not None and tick == emphasis
            yield line(x, top, x, bottom, stroke=GREY if strong else RULE)
            y = top - 6 if above else bottom + 16
            yield text(self.said(tick), x, y, size=SMALL, anchor="middle", fill=GREY)


def axis(values: Sequence[float], start: float, end: float, *, whole: bool = True) -> Axis:
    """An axis for these figures; `whole` lengthens it to full ticks at both ends.

    There are no more ticks than their figures have room for, in steps of 1, 2 or 5 by a power of ten.

    >>> axis([0.0, 9.5], 0, 700).ticks
    (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    """
    finite = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        half = abs(high) * 0.05 or 1.0
        low, high = low - half, high + half
    for most in (6, 5, 4, 3, 2):
        step = _step((high - low) / (most - 1) if most > 2 else high - low)
        made = _axis(low, high, (start, end), step, whole=whole)
        widest = max((extent(made.said(tick), SMALL) for tick in made.ticks), default=0.0)
        if (widest + 14) * (len(made.ticks) - 1) <= (end - start) * _used(made):
            break
    return made


def _used(made: Axis) -> float:
    """The share of the axis between its first and its last tick."""
    return (made.ticks[-1] - made.ticks[0]) / (made.high - made.low) if made.ticks else 1.0


def _axis(low: float, high: float, ends: tuple[float, float], step: float, *, whole: bool) -> Axis:
    if whole:
        first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
        low, high = first * step, last * step
    else:
        first, last = -floor(-low / step + 1e-9), floor(high / step + 1e-9)
    ticks = tuple(round(step * place, 12 - floor(log10(step))) for place in range(first, last + 1))
    return Axis(low, high, *ends, step, ticks)


def _step(rough: float) -> float:
    """The smallest of 1, 2, 5, 10 by a power of ten that is not smaller."""
    power: float = 10.0 ** floor(log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)


def fine(value: float, spread: float, *, trim: bool = False) -> str:
    """A figure with four significant digits, or as many more as show differences of `spread`.

    >>> fine(1234.56, 0.5).replace(chr(0x202F), " "), fine(12.3456, 10.0)
    ('1 234.6', '12.35')
    """
    digits = DIGITS
    if value and spread > 0 and isfinite(value) and isfinite(spread):
        digits = min(max(digits, floor(log10(abs(value))) - floor(log10(spread)) + 1), 15)
    return significant(value, digits=digits, trim=trim)
