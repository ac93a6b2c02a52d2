"""Normal and lognormal distributions cut off at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tanji.lca.system import Floats

NODES: Final = 60
"""Of Gauss-Legendre, where the closed form would lose its digits."""
NARROW: Final = 1.0
"""Standard deviations between the ends, below which the closed form is mostly cancellation."""
FAR: Final = 3.0
"""Standard deviations of a whole cut from the middle, from where on likewise."""
REACH: Final = 9.0
"""Standard deviations after which less than rounding is left."""


@dataclass(frozen=True, slots=True, eq=False)
class Truncated:
    """Normals of mean `middle` and standard deviation `sigma`, or (`logarithmic`) lognormals of median `middle` whose
    logarithm has that standard deviation; a negative median mirrors it. Only values between `bounds` occur.

    All are arrays (n,), an entry a variable. Source: Johnson, Kotz & Balakrishnan (1994), Continuous Univariate
    Distributions, vol. 1, 2nd ed., 13.10.1 (normal) and ch. 14 (lognormal).
    """

    logarithmic: Any
    middle: Floats
    sigma: Floats
    bounds: tuple[Floats, Floats]

    @property
    def mirrored(self) -> Any:
        """Which are lognormals of negative values."""
        return self.logarithmic & (self.middle < 0)

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """The bounds in standard deviations of the normal behind each, from the lower to the higher."""
        low, high = self.bounds
        with np.errstate(all="ignore"):
            linear = [(bound - self.middle) / self.sigma for bound in (low, high)]
            ratios = [np.maximum(bound / self.middle, 0.0) for bound in (low, high)]
            logs = [np.log(ratio) / self.sigma for ratio in ratios]
        one, other = (np.where(self.logarithmic, log, straight) for log, straight in zip(logs, linear, strict=True))
        return np.where(self.mirrored, other, one), np.where(self.mirrored, one, other)

    @property
    def share(self) -> Floats:
        """How much of each whole distribution lies between its bounds."""
        return _between(*self.ends)

    def quantile(self, u: Floats) -> Floats:
        """Values below which a share u of what is left lies; u is (n, m)."""
        from scipy.special import ndtr, ndtri

        alpha, beta = (end[:, None] for end in self.ends)
        u = np.where(self.mirrored[:, None], 1 - u, u)
        upper = alpha > 0  # there the other tail has the digits
        first, last = np.where(upper, ndtr(-alpha), ndtr(alpha)), np.where(upper, ndtr(-beta), ndtr(beta))
        z = ndtri(first + u * (last - first))
        z = np.clip(np.where(upper, -z, z), alpha, beta)
        middle, sigma = self.middle[:, None], self.sigma[:, None]
        logarithmic = self.logarithmic[:, None]
        value = np.where(logarithmic, middle * np.exp(np.where(logarithmic, sigma * z, 0.0)), middle + sigma * z)
        low, high = self.bounds
        return np.clip(value, low[:, None], high[:, None])

    def moments(self) -> tuple[Floats, Floats]:
        """Means and variances: in closed form; by quadrature to rounding where the closed form is all cancellation."""
        alpha, beta = self.ends
        with np.errstate(all="ignore"):  # what overflows here is taken from the quadrature
            normal, lognormal = self._normal(alpha, beta), self._lognormal(alpha, beta)
        mean, variance = (np.where(self.logarithmic, log, flat) for log, flat in zip(lognormal, normal, strict=True))
        little = self.logarithmic & (self.sigma < NARROW / 10)
        for i in np.flatnonzero((beta - alpha < NARROW) | (alpha > FAR) | (beta < -FAR) | little):
            mean[i], variance[i] = self._by_quadrature(int(i), float(alpha[i]), float(beta[i]))
        return mean, variance

    def _normal(self, alpha: Floats, beta: Floats) -> tuple[Floats, Floats]:
        share = _between(alpha, beta)
        first = (_density(alpha) - _density(beta)) / share
        second = (_times(alpha) - _times(beta)) / share
        return self.middle + self.sigma * first, self.sigma**2 * (1 + second - first**2)

    def _lognormal(self, alpha: Floats, beta: Floats) -> tuple[Floats, Floats]:
        s = self.sigma
        share, one, two = (_between(alpha - k * s, beta - k * s) for k in (0, 1, 2))
        mean = self.middle * np.exp(s**2 / 2) * one / share
        return mean, mean**2 * (np.exp(s**2) * two * share / one**2 - 1)

    def _by_quadrature(self, i: int, alpha: float, beta: float) -> tuple[float, float]:
        """Sums over nodes where the density does not vanish, about the point of greatest density."""
        peak = min(max(0.0, alpha), beta)
        reach = min(REACH, REACH**2 / 2 / max(abs(peak), 1e-300))
        growth = float(self.sigma[i]) * REACH if self.logarithmic[i] else 0.0  # values far out weigh more
        first, last = max(alpha, peak - reach - growth), min(beta, peak + reach + growth)
        at, weight = np.polynomial.legendre.leggauss(NODES)
        z = (first + last) / 2 + (last - first) / 2 * at
        p = weight * np.exp(-(z - peak) * (z + peak) / 2)
        p /= p.sum()
        middle, sigma = float(self.middle[i]), float(self.sigma[i])
        if self.logarithmic[i]:
            origin = middle * np.exp(sigma * peak)
            step = origin * np.expm1(sigma * (z - peak))
        else:
            origin, step = middle + sigma * peak, sigma * (z - peak)
        mean = float(p @ step)
        return float(origin + mean), float(p @ (step - mean) ** 2)


def _between(alpha: Floats, beta: Floats) -> Floats:
    """Share of a standard normal from alpha to beta, from the side that has the digits."""
    from scipy.special import ndtr

    return np.where(alpha > 0, ndtr(-alpha) - ndtr(-beta), ndtr(beta) - ndtr(alpha))


def _density(z: Floats) -> Floats:
    return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def _times(z: Floats) -> Floats:
    return np.where(np.isfinite(z), np.nan_to_num(z) * _density(z), 0.0)
