"""Distributions of uncertain numbers: moments in closed form, quantiles, draws.

Many variables stand side by side as arrays, one entry a variable. All values are drawn through quantiles, so one
uniform number makes one value, whatever the distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tanji.errors import Refusal, Text
from tanji.lca.system import Floats, Ints
from tanji.lca.truncation import Truncated

Flags = NDArray[np.bool_]


class Kind(IntEnum):
    """Families of distributions, and what their numbers a, b, c are."""

    EXACT = 0
    """a: the value."""
    LOGNORMAL = 1
    """a: median, negative for a quantity that is negative throughout; b: geometric standard deviation, at least 1."""
    NORMAL = 2
    """a: mean; b: standard deviation."""
    TRIANGULAR = 3
    """a: minimum; b: mode; c: maximum."""
    UNIFORM = 4
    """a: minimum; b: maximum."""
    PERT = 5
    """a: minimum; b: mode; c: maximum. A beta distribution whose mean is (a + 4 b + c) / 6."""
    DISCRETE = 6
    """Values and their weights."""


class UnfitDistribution(Refusal):
    """Numbers that are no distribution: a negative spread, ends in the wrong order, bounds that leave nothing."""

    code = "LCA-020"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One distribution; `Kind` says what a, b, c are. `low` and `high` truncate a lognormal or a normal."""

    kind: Kind
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    low: float = -np.inf
    high: float = np.inf
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()


def _zeros() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Distributions:
    """Variables side by side: entry i of each array is of variable i. Refuses UnfitDistribution, naming the entry.

    `tables` holds values and weights of the discrete ones, by their number.
    """

    kind: Ints
    a: Floats
    b: Floats = field(default_factory=_zeros)
    c: Floats = field(default_factory=_zeros)
    low: Floats = field(default_factory=_zeros)
    high: Floats = field(default_factory=_zeros)
    tables: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", np.asarray(self.kind, dtype=np.int64))
        n = len(self.kind)
        for name, missing in (("a", 0.0), ("b", 0.0), ("c", 0.0), ("low", -np.inf), ("high", np.inf)):
            given = np.asarray(getattr(self, name), dtype=np.float64)
            object.__setattr__(self, name, given if len(given) or not n else np.full(n, missing))
        _check(self)

    @classmethod
    def of(cls, each: Sequence[Distribution]) -> Distributions:
        """From one by one.

        >>> Distributions.of([Distribution(Kind.UNIFORM, 1.0, 3.0), Distribution(Kind.EXACT, 5.0)]).mean().tolist()
        [2.0, 5.0]
        """
        a, b, c, low, high = (
            np.array([getattr(one, name) for one in each], dtype=np.float64) for name in ("a", "b", "c", "low", "high")
        )
        tables = {
            i: (np.asarray(one.values, dtype=np.float64), np.asarray(one.weights, dtype=np.float64))
            for i, one in enumerate(each)
            if one.kind is Kind.DISCRETE
        }
        kinds = np.array([int(one.kind) for one in each], dtype=np.int64)
        return cls(kinds, a, b, c, low, high, tables)

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def truncated(self) -> Flags:
        """Which ones are cut off at `low` or `high`."""
        bounded: Flags = (np.isfinite(self.low) | np.isfinite(self.high)) & (_sigma(self) > 0)
        return bounded

    def take(self, which: ArrayLike) -> Distributions:
        """The variables of these numbers, in this order."""
        chosen = np.asarray(which, dtype=np.int64)
        tables = {new: self.tables[old] for new, old in enumerate(chosen.tolist()) if old in self.tables}
        a, b, c, low, high = (getattr(self, name)[chosen] for name in ("a", "b", "c", "low", "high"))
        return Distributions(self.kind[chosen], a, b, c, low, high, tables)

    def mean(self) -> Floats:
        """Expected values, (n,), exact."""
        return self._moments()[0]

    def variance(self) -> Floats:
        """Variances, (n,), exact."""
        return self._moments()[1]

    def _moments(self) -> tuple[Floats, Floats]:
        mean, variance = np.array(self.a), np.zeros(len(self))
        for kind, where in self._families():
            a, b, c = self.a[where], self.b[where], self.c[where]
            mean[where], variance[where] = _MOMENTS[kind](a, b, c)
        if (cut := self.truncated).any():
            mean[cut], variance[cut] = _cut(self, cut).moments()
        for number, (values, weights) in self.tables.items():
            p = weights / weights.sum()
            mean[number] = p @ values
            variance[number] = p @ (values - mean[number]) ** 2
        return mean, variance

    def quantile(self, u: ArrayLike) -> Floats:
        """Values below which a share u in [0, 1] lies; u is (n,) or (n, m), a row a variable.

        Refuses UnfitDistribution.

        >>> Distributions.of([Distribution(Kind.LOGNORMAL, 2.0, 1.5)]).quantile([0.5]).tolist()
        [2.0]
        """
        share = np.asarray(u, dtype=np.float64)
        if share.ndim not in {1, 2} or len(share) != len(self) or not np.all((share >= 0) & (share <= 1)):
            raise UnfitDistribution(
                Text(
                    zh=f"分位水平应为 [0, 1] 内的数，每个变量一行（共 {len(self)} 行）",
                    en=f"Quantiles are asked for by shares in [0, 1], a row a variable ({len(self)} rows)",
                )
            )
        columns = share if share.ndim == 2 else share[:, None]
        found = np.repeat(self.a[:, None], columns.shape[1], axis=1)
        for kind, where in self._families():
            a, b, c = self.a[where, None], self.b[where, None], self.c[where, None]
            found[where] = _QUANTILES[kind](a, b, c, columns[where])
        if (cut := self.truncated).any():
            found[cut] = _cut(self, cut).quantile(columns[cut])
        for number, (values, weights) in self.tables.items():
            order = np.argsort(values)
            upto = np.cumsum(weights[order]) / weights.sum()
            found[number] = values[order][np.minimum(np.searchsorted(upto, columns[number]), len(values) - 1)]
        return found.reshape(share.shape)

    def sample(self, generator: np.random.Generator, size: int) -> Floats:
        """Independent draws, (n, size): the uniform numbers are taken variable by variable."""
        return self.quantile(generator.random((len(self), size)) + 2.0**-54)

    def _families(self) -> list[tuple[Kind, Flags]]:
        whole = ~self.truncated
        return [(kind, where) for kind in _MOMENTS if (where := whole & (self.kind == kind)).any()]


def _cut(found: Distributions, where: Flags) -> Truncated:
    logarithmic = found.kind[where] == Kind.LOGNORMAL
    return Truncated(logarithmic, found.a[where], _sigma(found)[where], (found.low[where], found.high[where]))


def _sigma(all_: Distributions) -> Floats:
    """Standard deviation of the normal variable behind a normal or a lognormal; 0 where it is constant."""
    sigma = np.where(all_.kind == Kind.NORMAL, all_.b, 0.0)
    log = (all_.kind == Kind.LOGNORMAL) & (all_.a != 0)
    sigma[log] = np.log(all_.b[log])
    return sigma


def _lognormal(a: Floats, b: Floats, _: Floats) -> tuple[Floats, Floats]:
    square = np.log(b) ** 2
    mean = a * np.exp(square / 2)
    return mean, mean**2 * np.expm1(square)


def _triangular(a: Floats, b: Floats, c: Floats) -> tuple[Floats, Floats]:
    left, right = b - a, c - b
    return a + ((b - a) + (c - a)) / 3, (left**2 + left * right + right**2) / 18


def _pert(a: Floats, b: Floats, c: Floats) -> tuple[Floats, Floats]:
    mean = a + (4 * (b - a) + (c - a)) / 6
    return mean, (mean - a) * (c - mean) / 7


_MOMENTS: Final[dict[Kind, Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]]] = {
    Kind.LOGNORMAL: _lognormal,
    Kind.NORMAL: lambda a, b, _: (a, b**2),
    Kind.TRIANGULAR: _triangular,
    Kind.UNIFORM: lambda a, b, _: ((a + b) / 2, (b - a) ** 2 / 12),
    Kind.PERT: _pert,
}


def _quantile_normal(a: Floats, b: Floats, _: Floats, u: Floats) -> Floats:
    from scipy.special import ndtri

    return np.where(b > 0, a + b * ndtri(np.where(b > 0, u, 0.5)), a)


def _quantile_lognormal(a: Floats, b: Floats, _: Floats, u: Floats) -> Floats:
    from scipy.special import ndtri

    sigma = np.where(a != 0, np.copysign(np.log(b), a), 0.0)
    return np.asarray(a * np.exp(np.where(sigma != 0, sigma * ndtri(np.where(sigma != 0, u, 0.5)), 0.0)))


def _quantile_triangular(a: Floats, b: Floats, c: Floats, u: Floats) -> Floats:
    left, whole = b - a, c - a
    return np.where(
        u * whole < left, a + np.sqrt(u * whole * left), c - np.sqrt((1 - u) * whole * np.maximum(whole - left, 0.0))
    )


def _quantile_pert(a: Floats, b: Floats, c: Floats, u: Floats) -> Floats:
    from scipy.special import betaincinv

    whole = np.where(c > a, c - a, 1.0)
    return np.asarray(a + (c - a) * betaincinv(1 + 4 * (b - a) / whole, 1 + 4 * (c - b) / whole, u))


_QUANTILES: Final[dict[Kind, Callable[[Floats, Floats, Floats, Floats], Floats]]] = {
    Kind.LOGNORMAL: _quantile_lognormal,
    Kind.NORMAL: _quantile_normal,
    Kind.TRIANGULAR: _quantile_triangular,
    Kind.UNIFORM: lambda a, b, _, u: np.minimum(a + (b - a) * u, b),
    Kind.PERT: _quantile_pert,
}


def _check(found: Distributions) -> None:
    lengths = {len(getattr(found, name)) for name in ("a", "b", "c", "low", "high")}
    if lengths != {len(found)}:
        raise UnfitDistribution(Text(zh="分布的各列长度不一", en="The columns of the distributions differ in length"))
    for zh, en, judge in _FAULTS:
        with np.errstate(invalid="ignore"):
            bad = np.flatnonzero(judge(found))
        if len(bad):
            raise UnfitDistribution(
                Text(
                    zh=f"第 {bad[0] + 1} 个分布：{zh}（同类共 {len(bad)} 个）",
                    en=f"Distribution {bad[0] + 1} has {en} ({len(bad)} of the kind)",
                ),
                Text(zh="请改正其参数，或将该数值作为确定值", en="Correct its numbers, or take the amount as exact"),
            )


def _emptied(found: Distributions) -> Flags:
    """Bounds that leave less than can be told from nothing, or exclude the only value."""
    sigma = _sigma(found)
    family = (found.kind == Kind.LOGNORMAL) | (found.kind == Kind.NORMAL)
    outside: Flags = family & (sigma == 0) & ((found.a < found.low) | (found.a > found.high))
    if (cut := found.truncated).any():
        outside[cut] = ~(_cut(found, cut).share > 0)
    return outside


def _unfit_tables(found: Distributions) -> Flags:
    unfit: Flags = found.kind == Kind.DISCRETE
    for i, (values, weights) in found.tables.items():
        sound = 0 < len(values) == len(weights) and np.isfinite(values).all() and np.isfinite(weights).all()
        unfit[i] = not (sound and (weights >= 0).all() and weights.sum() > 0)
    return unfit


_FAULTS: Final = (
    ("分布类型不明", "no known kind", lambda d: ~np.isin(d.kind, list(Kind))),
    ("参数不是有限数", "a number that is not finite", lambda d: ~np.isfinite(d.a + d.b + d.c)),
    ("几何标准差小于 1", "a geometric standard deviation below 1", lambda d: (d.kind == Kind.LOGNORMAL) & ~(d.b >= 1)),
    ("标准差为负", "a negative standard deviation", lambda d: (d.kind == Kind.NORMAL) & ~(d.b >= 0)),
    ("最小值大于最大值", "a minimum above its maximum", lambda d: (d.kind == Kind.UNIFORM) & ~(d.a <= d.b)),
    (
        "最小值、众数、最大值的次序不对",
        "minimum, mode and maximum out of order",
        lambda d: ((d.kind == Kind.TRIANGULAR) | (d.kind == Kind.PERT)) & ~((d.a <= d.b) & (d.b <= d.c)),
    ),
    ("截断界限不是数", "a bound that is not a number", lambda d: np.isnan(d.low) | np.isnan(d.high)),
    ("截断后没有剩下任何值", "a truncation that leaves nothing", _emptied),
    ("取值或权重不成分布", "values and weights that are no distribution", _unfit_tables),
)
