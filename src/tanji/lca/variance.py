"""Uncertainty to first order: sensitivities of a score from one supply and one adjoint, at the means.

    h = c B A⁻¹ f        ∂h/∂A_ij = -λ_i s_j        ∂h/∂B_kj = c_k s_j        ∂h/∂C_k = g_k

It is expanded at the **mean** coefficients: at nominal ones (medians of lognormals) it misses the mean.
Source: JCGM 100:2008, 5.1.2; Heijungs (2010), Sensitivity coefficients for matrix-based LCA, Int. J. LCA 15.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tanji.lca.solve import Factor, factorize
from tanji.lca.system import Floats, System
from tanji.lca.uncertain import Contributions, Uncertain, mean_system


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """A system with all coefficients at their means, factorized, and the variances of its variables.

    It serves any number of demands and indicators. The contributions are those that follow a variable.
    """

    system: System
    factor: Factor
    variances: Floats
    technosphere: Contributions
    biosphere: Contributions
    characterization: Contributions

    def adjoint(self, indicator: int = 0) -> Floats:
        """Score of one unit of every process at the means, for one indicator."""
        return self.factor.solve_transpose(self.system.B.T @ self.system.C[[indicator]].toarray()[0])


def expansion(uncertain: Uncertain) -> Expansion:
    """An uncertain system made ready for first-order uncertainty. Refuses what `factorize` refuses."""
    system = mean_system(uncertain)
    parts = (uncertain.technosphere, uncertain.biosphere, uncertain.characterization)
    following = [part.where(part.variable >= 0) for part in parts]
    return Expansion(system, factorize(system), np.asarray(uncertain.variables.variance()), *following)


@dataclass(frozen=True, slots=True, eq=False)
class FirstOrder:
    """Mean and variance of one score to first order, and what each variable adds to the variance.

    `mean` is the score at mean coefficients, in the unit of the indicator. `sensitivity` (variables,) is the change of
    the score by one unit of a variable, with its sign; several coefficients that share a variable are added up before
    they are squared. `by_variable` (variables,) sums to `variance`, the variables being independent.
    """

    mean: float
    variance: float
    sensitivity: Floats
    by_variable: Floats

    @property
    def sd(self) -> float:
        """Standard deviation to first order."""
        return float(np.sqrt(self.variance))

    @property
    def shares(self) -> Floats:
        """Share of each variable in the variance; zeros where nothing is uncertain."""
        return self.by_variable / self.variance if self.variance > 0 else np.zeros_like(self.by_variable)


def first_order(
    uncertain: Uncertain | Expansion, demand: ArrayLike, indicator: int = 0, *, adjoint: ArrayLike | None = None
) -> FirstOrder:
    """Mean, variance and contributions to it of the score of a demand, for one indicator.

    `demand` (processes,) is in reference units, itself exact. Given an `Expansion` and its `adjoint` of the indicator,
    one forward solve is left to do. Refuses as Factor.solve.
    """
    at = uncertain if isinstance(uncertain, Expansion) else expansion(uncertain)
    supply = at.factor.solve(demand)
    intensity = at.adjoint(indicator) if adjoint is None else np.asarray(adjoint, dtype=np.float64)
    sensitivity = _sensitivity(at, supply, intensity, indicator)
    by_variable = sensitivity**2 * at.variances
    mean = float(intensity @ np.asarray(demand, dtype=np.float64))
    return FirstOrder(mean, float(by_variable.sum()), sensitivity, by_variable)


def _sensitivity(at: Expansion, supply: Floats, intensity: Floats, indicator: int) -> Floats:
    """∂h/∂X of every variable: over its coefficients, scale times derivative."""
    found = np.zeros(len(at.variances))
    weight = at.system.C[[indicator]].toarray()[0]
    a, b = at.technosphere, at.biosphere
    c = at.characterization.where(at.characterization.row == indicator)
    _add(found, a, -intensity[a.row] * supply[a.col])
    _add(found, b, weight[b.row] * supply[b.col])
    if len(c):
        _add(found, c, np.asarray(at.system.B @ supply)[c.col])
    return found


def _add(found: Floats, entries: Contributions, derivative: Floats) -> None:
    """The scaled derivatives, each added to its variable."""
    found += np.bincount(entries.variable, entries.scale * derivative, len(found))
