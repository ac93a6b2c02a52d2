"""A stated uncertainty as a distribution that can be drawn from, with the nominal value that it goes about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tanji.assess.uncertainty.formulas import Drawn
from tanji.assess.uncertainty.source import Source
from tanji.errors import Refusal, Text
from tanji.lca.distribution import Distribution, Distributions, Kind, UnfitDistribution
from tanji.lca.system import Floats
from tanji.model.process import Uncertainty
from tanji.model.uncertain import Interval

NORMAL_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""


class UnfitUncertainty(Refusal):
    """A stated uncertainty that says too little to be drawn from, or contradicts itself."""

    code = "CAL-006"


@dataclass(frozen=True, slots=True)
class Spread:
    """A source as one figure sees it: values of a distribution, about the value that was counted without draws."""

    source: Source
    distribution: Distributions
    """Of this one variable."""
    nominal: float
    """What the distribution's values stand for where nothing is drawn: 1 where they are multiples."""
    lognormal: bool = False

    @property
    def mean(self) -> float:
        """Of the distribution."""
        return float(self.distribution.mean()[0])

    @property
    def sd(self) -> float:
        """Of the distribution."""
        return float(np.sqrt(self.distribution.variance()[0]))

    def quantile(self, u: Floats) -> Floats:
        """Values at probabilities, (n,)."""
        found: Floats = self.distribution.quantile(u[None, :])[0]
        return found

    def applied(self, base: Drawn, values: Drawn) -> Drawn:
        """A figure with these values of the distribution: in proportion to the nominal value, else added to 0."""
        return base + values if self.nominal == 0 else base * (values / self.nominal)


def spread(uncertainty: Uncertainty, nominal: float, source: Source, where: Text) -> Spread:
    """The spread that an uncertainty gives a figure. What it does not say is taken from the nominal value.

    A median, mean or mode that is missing is the nominal value. Refuses UnfitUncertainty, naming the figure.
    """
    middle = 1.0 if uncertainty.relative else nominal
    missing = [name for name in _NEEDED[uncertainty.kind] if getattr(uncertainty, name) is None]
    if missing:
        raise _unfit(where, Text(zh=f"缺少 {'、'.join(missing)}", en=f"{', '.join(missing)} is missing"))
    try:
        made = Distributions.of([_MADE[uncertainty.kind](uncertainty, middle)])
    except UnfitDistribution as refusal:
        raise _unfit(where, _without_number(refusal.message)) from None
    return Spread(source, made, middle, uncertainty.kind == "lognormal")


def multiple(uncertainty: Uncertainty, source: Source, where: Text) -> Spread:
    """The spread of a factor of which only relative uncertainties make sense. Refuses UnfitUncertainty for others."""
    if uncertainty.relative is None and uncertainty.model_dump(exclude_none=True).keys() - {"kind", "gsd"}:
        raise _unfit(
            where,
            Text(zh="因子的不确定度不是相对值", en="that of the factor is not relative"),
        )
    return spread(uncertainty.model_copy(update={"relative": True}), 1.0, source, where)


def between(interval: Interval, nominal: float, source: Source) -> Spread:
    """The spread of a supplier's footprint: a lognormal whose interval is the stated one, a normal where it reaches 0.

    Symmetric and shortest intervals are read alike: their ends are taken as quantiles of equal probability.
    """
    z = NORMAL_95 if abs(interval.coverage - 0.95) < 1e-9 else _quantile((1 + interval.coverage) / 2)
    if interval.low > 0:
        median = float(np.sqrt(interval.low * interval.high))
        made = Distribution(Kind.LOGNORMAL, median, (interval.high / interval.low) ** (1 / (2 * z)))
        return Spread(source, Distributions.of([made]), nominal, lognormal=True)
    made = Distribution(Kind.NORMAL, (interval.low + interval.high) / 2, (interval.high - interval.low) / (2 * z))
    return Spread(source, Distributions.of([made]), nominal)


def _quantile(probability: float) -> float:
    standard = Distributions.of([Distribution(Kind.NORMAL, 0.0, 1.0)])
    return float(standard.quantile(np.array([[probability]]))[0, 0])


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "lognormal": ("gsd",),
    "normal": ("sd",),
    "triangular": ("minimum", "maximum"),
    "uniform": ("minimum", "maximum"),
    "pert": ("minimum", "maximum"),
    "discrete": ("values", "weights"),
}


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _between(kind: Kind, middle: float, width: float, given: Uncertainty) -> Distribution:
    """A lognormal or normal, truncated where the statement says so."""
    low, high = _or(given.minimum, -np.inf), _or(given.maximum, np.inf)
    return Distribution(kind, middle, width, low=low, high=high)


_MADE: Mapping[str, Callable[[Uncertainty, float], Distribution]] = {
    "lognormal": lambda u, middle: _between(Kind.LOGNORMAL, _or(u.median, middle), _or(u.gsd, 0.0), u),
    "normal": lambda u, middle: _between(Kind.NORMAL, _or(u.mean, middle), _or(u.sd, -1.0), u),
    "triangular": lambda u, middle: Distribution(
        Kind.TRIANGULAR, _or(u.minimum, np.nan), _or(u.mode, middle), _or(u.maximum, np.nan)
    ),
    "uniform": lambda u, _: Distribution(Kind.UNIFORM, _or(u.minimum, np.nan), _or(u.maximum, np.nan)),
    "pert": lambda u, middle: Distribution(
        Kind.PERT, _or(u.minimum, np.nan), _or(u.mode, middle), _or(u.maximum, np.nan)
    ),
    "discrete": lambda u, _: Distribution(Kind.DISCRETE, values=u.values or (), weights=u.weights or ()),
}


def _without_number(said: Text) -> Text:
    """What is wrong with a distribution, without its number among others: it stands alone."""
    zh = said.zh.removeprefix("第 1 个分布：").removesuffix("（同类共 1 个）")
    en = said.en.removeprefix("Distribution 1 has ").removesuffix(" (1 of the kind)")
    return Text(zh=zh, en=en)


def _unfit(where: Text, why: Text) -> UnfitUncertainty:
    return UnfitUncertainty(
        Text(
            zh=f"{where.zh}的不确定度无法抽样：{why.zh}", en=f"The uncertainty of {where.en} cannot be drawn: {why.en}"
        ),
        Text(
            zh="请补全该行的分布参数；不带 --uncertainty 时不需要它们。",
            en="Complete the parameters of its distribution; without --uncertainty they are not needed.",
        ),
    )
