"""What the exchanges of a release contribute to the variance of a footprint, by its own first-order expansion.

The derivative of a footprint by the intensity of each process that it takes is a demand on the release; one forward and
one backward solve at mean coefficients then give the derivative by every uncertain exchange, parameter and factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tanji.assess.uncertainty.source import Source, exchange
from tanji.background.opened import Opened
from tanji.lca.system import Floats
from tanji.lca.variance import Expansion, expansion, first_order
from tanji.model.method import Indicator, Method

TAILS = np.array([0.025, 0.975])
LISTED = 50
"""Variables of a release that are named; the variance of the others is in the sum."""
_TOTAL = list(Indicator).index(Indicator.total)


@dataclass(frozen=True, slots=True)
class Part:
    """What one variable of a release contributes: variance, and by how much its tails move the total from the mean."""

    source: Source
    variance: float
    low: float
    high: float


class Expanded:
    """A release at its mean coefficients."""

    def __init__(self, opened: Opened, method: Method) -> None:
        self._opened, self._method = opened, method
        uncertain = opened.uncertain(method)
        assert uncertain is not None  # noqa: S101 - it was sampled, so it states something
        self._variables = uncertain.variables
        self._at: Expansion = expansion(uncertain)
        self._adjoint = self._at.adjoint(_TOTAL)
        self._signs = np.where(self._at.system.reference < 0, -1.0, 1.0)

    def mean(self, place: int) -> float:
        """Kg CO2e of one unit of a process at mean coefficients."""
        return float(self._adjoint[place] * self._signs[place])

    def parts(self, derivatives: Mapping[int, float]) -> tuple[float, tuple[Part, ...]]:
        """The variance of a total with these derivatives by the intensities of processes, and its largest parts."""
        demand = np.zeros(len(self._signs))
        for place, derivative in derivatives.items():
            demand[place] = derivative * self._signs[place]
        found = first_order(self._at, demand, _TOTAL, adjoint=self._adjoint)
        return found.variance, tuple(self._named(found.by_variable, found.sensitivity))

    def _named(self, variances: Floats, sensitivity: Floats) -> Iterator[Part]:
        largest = np.argsort(-variances, kind="stable")[:LISTED]
        taken = [int(number) for number in largest if variances[number] > 0]
        variables = self._variables.take(taken)
        away = variables.quantile(np.tile(TAILS, (len(taken), 1))) - np.asarray(variables.mean())[:, None]
        names = self._opened.variable_names(self._method)
        for number, (low, high) in zip(taken, away, strict=True):
            variable = names[number]
            listing = self._opened.find(variable.process) if variable.process else None
            source = exchange(self._opened.manifest.id, variable, listing.names if listing else {})
            slope = float(sensitivity[number])
            yield Part(source, float(variances[number]), slope * float(low), slope * float(high))
