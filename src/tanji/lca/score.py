"""From supply to indicators: inventories, scores, and the intensity of every process at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tanji.lca.solve import Factor
from tanji.lca.system import Floats, System


def impacts(system: System) -> Floats:
    """Direct scores of one run of every process, without its inputs: C B.

    Returns (indicators, processes), in indicator unit per column of A as it stands (not per reference unit).
    """
    return np.asarray((system.B.T @ system.C.toarray().T).T, dtype=np.float64)


def intensities(system: System, factor: Factor) -> Floats:
    """Scores of one unit of every process, for every indicator: H = C B A⁻¹.

    One backward solve an indicator, not one forward solve a process.

    Returns (indicators, processes), in indicator unit per reference unit of the process; for a treatment (negative
    reference) per unit given to the outside, so treating one unit scores `-H`. Refuses as Factor.solve_transpose.
    Source: Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment, ch. 2.
    """
    return factor.solve_transpose(impacts(system).T).T


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
