"""Standard deviation of a score by first order, held to Monte Carlo with the same distributions.

Every coefficient beside the diagonal and every elementary exchange is lognormal, with a geometric standard deviation
drawn between 1.05 and 1.35. The clock of Tanji begins when the system at the means is factorized and the adjoint is
known, which one release computes once: one forward solve and all contributions to the variance are left. The row of
both solves is beside it. The other side is Tanji's own Monte Carlo; the error is the difference of the deviations.
"""

from __future__ import annotations

import numpy as np

from benchmarks import ours
from benchmarks.databases import Stored
from benchmarks.measure import Pair, Row, row, timed
from tanji import lca
from tanji.lca.distribution import Distributions, Kind
from tanji.lca.simulate import sampled_scores
from tanji.lca.uncertain import Contributions, Uncertain
from tanji.lca.variance import expansion, first_order

TASK = "analytic: standard deviation"
BOTH = "analytic: with both solves"
SECONDS, CLOSE = 0.050, 0.05
DRAWS, TURNS = 4_000, 5
LOW, HIGH = 1.05, 1.35


def rows(stored: Stored, draws: int = DRAWS) -> list[Row]:
    """Two rows: after both solves, and with them."""
    given = uncertain(ours.in_memory(stored.ours))
    demand = np.zeros(stored.n)
    demand[stored.process] = 1.0
    drawn, samples = timed(lambda: sampled_scores(given, demand, draws=draws, seed=1))
    at = expansion(given)
    adjoint = at.adjoint()
    quick = sorted(timed(lambda: first_order(at, demand, adjoint=adjoint)) for _ in range(TURNS))[TURNS // 2]
    whole = timed(lambda: first_order(given, demand))
    place, peer = (stored.label, stored.n), ("", f"own Monte Carlo, {draws:,} draws")
    deviation = float(samples[:, 0].std(ddof=1))
    return [
        row(task, place, peer, Pair(drawn, seconds, deviation, found.sd), goal=goal)
        for task, (seconds, found), goal in ((TASK, quick, SECONDS), (BOTH, whole, None))
    ]


def uncertain(system: lca.System, seed: int = 5) -> Uncertain:
    """A system whose coefficients are lognormal about their nominal values, which are the medians."""
    rng = np.random.default_rng(seed)
    technosphere, biosphere = system.A.tocoo(), system.B.tocoo()
    apart = technosphere.row != technosphere.col
    inputs = int(apart.sum())
    median = np.concatenate((technosphere.data[apart], biosphere.data))
    count = len(median)
    nothing = np.zeros(count)
    variables = Distributions(
        kind=np.where(median == 0, Kind.EXACT, Kind.LOGNORMAL),
        a=median,
        b=rng.uniform(LOW, HIGH, count),
        c=nothing,
        low=nothing - np.inf,
        high=nothing + np.inf,
    )
    variable = np.where(apart, np.cumsum(apart) - 1, -1)
    return Uncertain(
        system,
        variables,
        Contributions(technosphere.row, technosphere.col, variable, np.where(apart, 1.0, technosphere.data)),
        Contributions(biosphere.row, biosphere.col, np.arange(inputs, count), np.ones(count - inputs)),
        Contributions([], [], [], []),
    )
