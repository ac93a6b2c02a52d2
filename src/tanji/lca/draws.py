"""Draws: the streams that they come from, what they say of a quantity, and when there are enough of them.

Coverage intervals and the rule to stop follow JCGM 101:2008 (GUM Supplement 1), clauses 5.3, 7.6, 7.7 and 7.9.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tanji.errors import Refusal, Text

Floats = NDArray[np.float64]

GENERATOR = "PCG64DXSM"
LEAST_BLOCK = 10_000  # JCGM 101:2008, 7.9.4 b)


class UnfitDraws(Refusal):
    """Draws that say nothing: fewer than two, not finite, a coverage outside (0, 1), a negative seed."""

    code = "LCA-010"


def stream(seed: int, key: str) -> np.random.Generator:
    """Random numbers of one named variable: the same seed and key give the same draws, whatever else is drawn.

    PCG64DXSM, started from the seed and the SHA-256 of the key (UTF-8). Refuses UnfitDraws for a negative seed.

    >>> float(stream(1, "meter:a").random()) == float(stream(1, "meter:a").random())
    True
    """
    if seed < 0:
        raise UnfitDraws(Text(zh=f"随机种子为 {seed}，不能为负", en=f"The seed is {seed}; it must not be negative"))
    words = np.frombuffer(hashlib.sha256(key.encode()).digest(), dtype="<u4")
    source = np.random.SeedSequence(seed, spawn_key=tuple(int(word) for word in words))
    return np.random.Generator(np.random.PCG64DXSM(source))


@dataclass(frozen=True, slots=True)
class Summary:
    """What draws say of a quantity, in its unit. `low` and `high` leave out as many draws below as above;
    `shortest_low` and `shortest_high` are the shortest interval that holds the same number of draws.
    """

    mean: float
    median: float
    sd: float
    low: float
    high: float
    shortest_low: float
    shortest_high: float
    n: int


def summary(samples: ArrayLike, coverage: float = 0.95) -> Summary:
    """Mean, median, standard deviation (n - 1) and both coverage intervals of draws of one quantity.

    Fewer draws than 1 / (1 - coverage) are covered whole. Refuses UnfitDraws.
    Source: JCGM 101:2008, 7.6 and 7.7.

    >>> found = summary(range(1, 101), coverage=0.9)
    >>> found.low, found.high, found.median
    (5.0, 95.0, 50.5)
    """
    y = _checked(samples, coverage)
    low, high = _symmetric(y, coverage)
    shortest_low, shortest_high = _shortest(y, coverage)
    mean, median, sd = float(y.mean()), float(np.median(y)), float(y.std(ddof=1))
    return Summary(mean, median, sd, low, high, shortest_low, shortest_high, len(y))


def symmetric(samples: ArrayLike, coverage: float = 0.95) -> tuple[float, float]:
    """The probabilistically symmetric coverage interval (JCGM 101:2008, 7.7.2). Refuses UnfitDraws."""
    return _symmetric(_checked(samples, coverage), coverage)


def shortest(samples: ArrayLike, coverage: float = 0.95) -> tuple[float, float]:
    """The shortest coverage interval, the first of equally short ones (JCGM 101:2008, 7.7.4). Refuses UnfitDraws."""
    return _shortest(_checked(samples, coverage), coverage)


def numerical_tolerance(u: float, digits: int) -> float:
    """Half a unit of the last of so many significant digits of a standard uncertainty (JCGM 101:2008, 7.9.2).

    >>> numerical_tolerance(0.0754, 2), numerical_tolerance(0.0996, 2), numerical_tolerance(502.0, 1)
    (0.0005, 0.005, 50.0)
    """
    if not u > 0:
        return 0.0
    place = int(f"{u:.{digits - 1}e}".partition("e")[2]) - (digits - 1)
    return float(f"5e{place - 1}")


class Ending(StrEnum):
    """Why drawing has ended, or that it has not."""

    STABLE = "stable"
    """Twice the standard deviation of each of the four averages is within the numerical tolerance."""
    LIMIT = "limit"
    """The greatest number of draws is reached, and they are not stable."""
    OPEN = "open"
    """More draws are wanted."""


class Spread(NamedTuple):
    """Twice the standard deviation of an average over blocks: of the mean, of u, and of both ends of the interval."""

    mean: float
    u: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stability:
    """How far draws have settled. `spread` is what `tolerance` must not be exceeded by; None after one block."""

    ending: Ending
    blocks: int
    block: int
    draws: int
    digits: int
    tolerance: float
    spread: Spread | None


class Stopping:
    """The adaptive number of draws: is fed blocks, and says after each whether another is wanted.

    Stops when, over h ≥ 2 blocks, twice the standard deviation of the averages of the mean, of the standard deviation
    and of the ends of the symmetric coverage interval are all within half a unit of the last significant digit of u.
    A block holds max(100 / (1 - coverage), 10⁴) draws; a smaller `block` departs from the standard, and the
    stability says it. Draws beyond whole blocks wait for the next. Source: JCGM 101:2008, 7.9.4.

    >>> rule = Stopping(digits=1)
    >>> while rule.stability.ending is Ending.OPEN:
    ...     rule.feed(stream(1, f"block {rule.stability.blocks}").standard_normal(rule.block))
    >>> rule.stability.ending.value, rule.stability.draws, rule.stability.tolerance
    ('stable', 20000, 0.5)
    """

    def __init__(
        self, coverage: float = 0.95, digits: int = 2, *, block: int | None = None, most: int | None = None
    ) -> None:
        _fit_coverage(coverage)
        if digits < 1 or (block is not None and block < 2):
            zh, en = (
                "有效位数至少为 1，每批至少 2 次抽样",
                "At least one significant digit and two draws a block are wanted",
            )
            raise UnfitDraws(Text(zh=zh, en=en))
        self.coverage, self.digits, self.most = coverage, digits, most
        self.block = block or block_size(coverage)
        self._drawn: list[Floats] = []
        self._waiting = np.zeros(0)
        self._figures: list[tuple[float, float, float, float]] = []
        self.stability = Stability(Ending.OPEN, 0, self.block, 0, digits, 0.0, None)

    @property
    def samples(self) -> Floats:
        """All draws of the whole blocks, in the order in which they came."""
        return np.concatenate(self._drawn) if self._drawn else np.zeros(0)

    def feed(self, samples: ArrayLike) -> None:
        """More draws. Those that come after the end of drawing are left out. Refuses UnfitDraws."""
        waiting = np.concatenate((self._waiting, _finite(samples)))
        while len(waiting) >= self.block and self.stability.ending is Ending.OPEN:
            self._take(waiting[: self.block])
            waiting = waiting[self.block :]
        self._waiting = waiting

    def _take(self, block: Floats) -> None:
        self._drawn.append(block)
        self._figures.append((float(block.mean()), float(block.std(ddof=1)), *symmetric(block, self.coverage)))
        h, drawn = len(self._figures), len(self._figures) * self.block
        tolerance = numerical_tolerance(float(self.samples.std(ddof=1)), self.digits)
        spread = Spread(*(2 * np.std(self._figures, axis=0, ddof=1) / np.sqrt(h)).tolist()) if h > 1 else None
        ending = Ending.OPEN
        if spread is not None and max(spread) <= tolerance:
            ending = Ending.STABLE
        elif self.most is not None and drawn + self.block > self.most:
            ending = Ending.LIMIT
        self.stability = Stability(ending, h, self.block, drawn, self.digits, tolerance, spread)


def stable(samples: ArrayLike, digits: int = 2, *, coverage: float = 0.95, block: int | None = None) -> Stability:
    """How far draws that are already there have settled, by the rule of `Stopping`. Refuses UnfitDraws."""
    rule = Stopping(coverage, digits, block=block)
    rule.feed(samples)
    return rule.stability


def block_size(coverage: float = 0.95) -> int:
    """Draws in one block of the adaptive rule: max(J, 10⁴), J the least integer ≥ 100 / (1 - coverage).

    >>> block_size(0.95), block_size(0.999)
    (10000, 100000)
    """
    _fit_coverage(coverage)
    return max(ceil(round(100 / (1 - coverage), 6)), LEAST_BLOCK)


def _covered(n: int, coverage: float) -> int:
    """How many steps from its lowest to its highest draw an interval has: q of JCGM 101:2008, 7.7.2."""
    return min(int(coverage * n + 0.5), n - 1)


def _symmetric(y: Floats, coverage: float) -> tuple[float, float]:
    q = _covered(len(y), coverage)
    r = max((len(y) - q + 1) // 2, 1) - 1  # counted from 0; the whole part where (n - q) / 2 is none
    ends = np.partition(y, (r, r + q))
    return float(ends[r]), float(ends[r + q])


def _shortest(y: Floats, coverage: float) -> tuple[float, float]:
    ordered, q = np.sort(y), _covered(len(y), coverage)
    r = int(np.argmin(ordered[q:] - ordered[: len(y) - q]))
    return float(ordered[r]), float(ordered[r + q])


def _checked(samples: ArrayLike, coverage: float) -> Floats:
    _fit_coverage(coverage)
    y = _finite(samples)
    if len(y) < 2:
        raise UnfitDraws(Text(zh=f"抽样 {len(y)} 次，至少需要 2 次", en=f"{len(y)} draws; at least 2 are needed"))
    return y


def _finite(samples: ArrayLike) -> Floats:
    y = np.asarray(samples, dtype=np.float64)
    if y.ndim != 1:
        raise UnfitDraws(
            Text(zh=f"抽样应为一维，实为 {y.ndim} 维", en=f"Draws of one quantity are wanted, not {y.ndim}-d")
        )
    bad = int(np.count_nonzero(~np.isfinite(y)))
    if bad:
        raise UnfitDraws(
            Text(zh=f"{len(y)} 次抽样中有 {bad} 次不是有限数", en=f"{bad} of {len(y)} draws are not finite numbers")
        )
    return y


def _fit_coverage(coverage: float) -> None:
    if not 0 < coverage < 1:
        raise UnfitDraws(
            Text(
                zh=f"包含概率为 {coverage}，应在 0 与 1 之间", en=f"The coverage is {coverage}; it lies between 0 and 1"
            )
        )
