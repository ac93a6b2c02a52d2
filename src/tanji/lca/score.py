"""From supply to indicators: inventories, scores, and the intensity of every process at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tanji.lca.solve import Factor
from tanji.lca.system import Floats, System


def impacts(system: System) -> Floats:
    """Direct scores of one run of every process, without its inputs: C B.

    Returns (indicators, processes), in indicator unit per column of A as it stands (not per reference unit).
    """
    return np.asarray((system.B.T @ system.C.toarray().T).T, dtype=np.float64)


def intensities(system: System, factor: Factor) -> Floats:
    """Scores of one unit of every process, for every indicator: H = C B A⁻¹.

    One backward solve an indicator, not one forward solve a process; indicators of the same factors share theirs.

    Returns (indicators, processes), in indicator unit per reference unit of the process; for a treatment (negative
    reference) per unit given to the outside, so treating one unit scores `-H`. Refuses as Factor.solve_transpose.
    Source: Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment, ch. 2.
    """
    factors = system.C.toarray()
    distinct, same = _distinct(factors)
    found = np.zeros((len(factors), len(system)))
    if distinct:
        direct = np.asarray(system.B.T @ factors[distinct].T, dtype=np.float64)
        found[same >= 0] = factor.solve_transpose(direct).T[same[same >= 0]]
    return found


def _distinct(factors: Floats) -> tuple[list[int], NDArray[np.int64]]:
    """Indicators that count something, each kind once, and for every indicator which of these it is (-1: nothing)."""
    distinct: list[int] = []
    same = np.full(len(factors), -1)
    for row in np.flatnonzero(factors.any(axis=1)).tolist():
        alike = (k for k, other in enumerate(distinct) if np.array_equal(factors[row], factors[other]))
        same[row] = next(alike, len(distinct))
        if same[row] == len(distinct):
            distinct.append(row)
    return distinct, same


def supply(factor: Factor, demand: ArrayLike) -> Floats:
    """How much each process runs for a demand: s = A⁻¹ f.

    `demand` is (processes,) or (processes, k), in reference units; the result has its shape.
    """
    return factor.solve(demand)


def inventory(system: System, factor: Factor, demand: ArrayLike) -> Floats:
    """Elementary flows of a demand: g = B A⁻¹ f. Returns (flows,) or (flows, k)."""
    return np.asarray(system.B @ supply(factor, demand))


def scores(system: System, factor: Factor, demand: ArrayLike) -> Floats:
    """Scores of a demand by a forward solve: h = C B A⁻¹ f. Returns (indicators,) or (indicators, k).

    For many demands on one system `intensities(...) @ demand` gives the same from one solve an indicator.
    """
    return np.asarray(system.C @ inventory(system, factor, demand))
