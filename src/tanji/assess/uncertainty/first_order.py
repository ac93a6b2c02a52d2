"""The law of propagation at mean coefficients: what each source contributes to the variance, and how far it moves.

u² = Σ cᵢ² u²(xᵢ), with cᵢ by central difference at the means of all sources, which is exact where the total is linear
or quadratic in a source. Background processes share what stands behind them, so their variance is that of the release
expanded at its own means, exchange by exchange (`exchanges`).
Sources: JCGM 100:2008, 5.1.2; JCGM 101:2008, 5.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tanji.assess.uncertainty.exchanges import TAILS, Expanded, Part
from tanji.assess.uncertainty.formulas import Drawn
from tanji.assess.uncertainty.source import Source
from tanji.assess.uncertainty.spread import Spread
from tanji.assess.uncertainty.vary import Background, Draws, Stated, total
from tanji.lca.system import Floats

STEP = 1e-3
"""Of a standard deviation, to either side of the mean."""
CHUNK = 200
"""Sources that are varied at once; five columns each."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one source does to the total, in kg CO2e per unit of analysis."""

    source: Source
    sd: float
    """Change of the total for one standard deviation, at the means of all others; negative where it falls."""
    variance: float
    """Its part of the first-order variance; of a background process alone, without what it shares with others."""
    low: float
    high: float
    shift: float
    """By how much its mean instead of its nominal value moves the nominal total."""
    lognormal: bool


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """Mean and variance at mean coefficients, the effect of each source, and of the background by exchanges.

    The variances of `parts`, and of all `effects` that are no background process, add up to `variance`, but for
    exchanges that are too small to be listed.
    """

    mean: float
    variance: float
    effects: tuple[Effect, ...]
    parts: tuple[Part, ...] = ()


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

    def __init__(self, sources: Sequence[str], shared: Mapping[str, _Points]) -> None:
        self._at = {key: 2 + 5 * place for place, key in enumerate(sources)}
        self._columns = 2 + 5 * len(sources)
        self._shared = shared

    def of(self, spread: Spread) -> Drawn:
        points = _Points(spread.nominal, spread.mean, STEP * spread.sd, spread.quantile(TAILS))
        return self._values(spread.source.key, points)

    def intensity(self, background: Background) -> Drawn:
        return self._values(background.source.key, self._shared[background.source.key])

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


def first_order(stated: Stated, sampled: Mapping[str, Floats], expanded: Mapping[str, Expanded]) -> FirstOrder:
    """Mean and variance by the law of propagation.

    `sampled` are draws of each background process by its key, `expanded` the releases by database.
    """
    known = uses(stated)
    shared = {key: _shared(use.background, sampled, expanded) for key, use in known.items() if use.background}
    mean = float(np.broadcast_to(total(stated, _Varied((), shared)), 2)[1])
    keys = list(known)
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    effects = [effect for chunk in chunks for effect in _chunk(stated, [known[key] for key in chunk], shared)]
    variance = sum(effect.variance for effect in effects if effect.source.key not in shared)
    parts: list[Part] = []
    for database, release in expanded.items():
        slopes = {
            background.place: effect.sd * STEP / shared[effect.source.key].step
            for effect in effects
            if (background := known[effect.source.key].background) and background.database == database
        }
        together, largest = release.parts(slopes)
        variance += together
        parts += [replace(part, low=mean + part.low, high=mean + part.high) for part in largest]
    return FirstOrder(mean, variance, tuple(effects), tuple(parts))


def _shared(background: Background, sampled: Mapping[str, Floats], expanded: Mapping[str, Expanded]) -> _Points:
    """The values of a process: its mean by expansion, its spread as sampled."""
    values = sampled[background.source.key]
    mean = expanded[background.database].mean(background.place)
    return _Points(background.nominal, mean, STEP * float(values.std(ddof=1)), np.quantile(values, TAILS))


def _chunk(stated: Stated, varied: Sequence[Uses], shared: Mapping[str, _Points]) -> Iterator[Effect]:
    keys = [each.source.key for each in varied]
    columns = np.broadcast_to(total(stated, _Varied(keys, shared)), 2 + 5 * len(keys))
    for place, each in enumerate(varied):
        at_mean, up, down, low, high = (float(value) for value in columns[2 + 5 * place : 7 + 5 * place])
        slope = (up - down) / (2 * STEP)
        lognormal = any(spread.lognormal for spread in each.spreads)
        yield Effect(each.source, slope, slope**2, low, high, at_mean - float(columns[0]), lognormal)
