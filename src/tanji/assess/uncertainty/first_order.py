"""The law of propagation at mean coefficients: what each source contributes to the variance, and how far it moves.

u² = Σ cᵢ² u²(xᵢ), with cᵢ by central difference at the means of all sources, which is exact where the total is linear
or quadratic in a source. Background processes share what stands behind them: their part is cᵀ Cov c, with the
covariances of the sampled intensities, and each process gets its covariance with all of them.
Sources: JCGM 100:2008, 5.1.2 and 5.2.2; JCGM 101:2008, 5.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tanji.assess.uncertainty.formulas import Drawn
from tanji.assess.uncertainty.source import Source
from tanji.assess.uncertainty.spread import Spread
from tanji.assess.uncertainty.vary import Background, Draws, Stated, total
from tanji.lca.system import Floats

STEP = 1e-3
"""Of a standard deviation, to either side of the mean."""
TAILS = np.array([0.025, 0.975])
CHUNK = 200
"""Sources that are varied at once; five columns each."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one source does to the total, in kg CO2e per unit of analysis."""

    source: Source
    sd: float
    """Change of the total for one standard deviation, at the means of all others; negative where it falls."""
    variance: float
    """Its part of the first-order variance; those of all sources add up to it."""
    low: float
    high: float
    shift: float
    """By how much its mean instead of its nominal value moves the nominal total."""
    lognormal: bool


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """Mean and variance at mean coefficients, and the effect of each source."""

    mean: float
    variance: float
    effects: tuple[Effect, ...]


@dataclass(slots=True)
class Uses:
    """All figures that one source is behind."""

    source: Source
    spreads: list[Spread] = field(default_factory=list)
    background: Background | None = None


class _Seen(Draws):
    """Draws nothing and remembers what was asked for."""

    def __init__(self) -> None:
        self.uses: dict[str, Uses] = {}

    def of(self, spread: Spread) -> Drawn:
        self.uses.setdefault(spread.source.key, Uses(spread.source)).spreads.append(spread)
        return spread.nominal

    def intensity(self, background: Background) -> Drawn:
        self.uses.setdefault(background.source.key, Uses(background.source)).background = background
        return background.nominal


@dataclass(frozen=True, slots=True)
class _Points:
    """The values of one figure: nominal, mean, a step up and down from the mean, and at both tails."""

    nominal: float
    mean: float
    step: float
    tails: Floats


class _Varied(Draws):
    """Column 0 is nominal, column 1 at all means; then five columns for each source, which alone is varied."""

    def __init__(self, sources: Sequence[str], sampled: Mapping[str, Floats]) -> None:
        self._at = {key: 2 + 5 * place for place, key in enumerate(sources)}
        self._columns = 2 + 5 * len(sources)
        self._sampled = sampled

    def of(self, spread: Spread) -> Drawn:
        points = _Points(spread.nominal, spread.mean, STEP * spread.sd, spread.quantile(TAILS))
        return self._values(spread.source.key, points)

    def intensity(self, background: Background) -> Drawn:
        values = self._sampled[background.source.key]
        points = _Points(background.nominal, values.mean(), STEP * values.std(ddof=1), np.quantile(values, TAILS))
        return self._values(background.source.key, points)

    def _values(self, key: str, points: _Points) -> Floats:
        found = np.full(self._columns, points.mean)
        found[0] = points.nominal
        found[2::5] = points.nominal  # the shift of one source is told from the nominal total
        at = self._at.get(key)
        if at is not None:
            found[at : at + 5] = [points.mean, points.mean + points.step, points.mean - points.step, *points.tails]
        return found


def uses(stated: Stated) -> dict[str, Uses]:
    """Every source of a study by key, in the order in which the total meets them."""
    seen = _Seen()
    total(stated, seen)
    return seen.uses


def first_order(stated: Stated, sampled: Mapping[str, Floats]) -> FirstOrder:
    """Mean and variance by the law of propagation; `sampled` are draws of each background process by its key."""
    known = uses(stated)
    keys = list(known)
    mean = float(np.broadcast_to(total(stated, _Varied((), sampled)), 2)[1])
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    found = [effect for chunk in chunks for effect in _chunk(stated, [known[key] for key in chunk], sampled)]
    effects = _with_covariances(found, sampled)
    return FirstOrder(mean, float(sum(effect.variance for effect in effects)), tuple(effects))


def _chunk(stated: Stated, varied: Sequence[Uses], sampled: Mapping[str, Floats]) -> Iterator[Effect]:
    keys = [each.source.key for each in varied]
    columns = np.broadcast_to(total(stated, _Varied(keys, sampled)), 2 + 5 * len(keys))
    for place, each in enumerate(varied):
        at_mean, up, down, low, high = (float(value) for value in columns[2 + 5 * place : 7 + 5 * place])
        slope = (up - down) / (2 * STEP)
        lognormal = any(spread.lognormal for spread in each.spreads)
        yield Effect(each.source, slope, slope**2, low, high, at_mean - float(columns[0]), lognormal)


def _with_covariances(effects: Sequence[Effect], sampled: Mapping[str, Floats]) -> list[Effect]:
    """Background processes with their covariance with each other instead of their variance alone."""
    shared = [effect for effect in effects if effect.source.key in sampled]
    if not shared:
        return list(effects)
    columns = np.column_stack([sampled[effect.source.key] for effect in shared])
    units = (columns - columns.mean(axis=0)) / columns.std(axis=0, ddof=1)
    slopes = np.array([effect.sd for effect in shared])
    together = units @ slopes
    covariance = slopes * (units.T @ together) / (len(units) - 1)
    parts = {effect.source.key: float(part) for effect, part in zip(shared, covariance, strict=True)}
    return [
        Effect(e.source, e.sd, parts.get(e.source.key, e.variance), e.low, e.high, e.shift, e.lognormal)
        for e in effects
    ]
