"""Monte Carlo with every exchange of A and B lognormal, against bw2calc on the same matrices, alternating in one run.

The geometric standard deviations are seeded, from 1.05 to 1.25. Both sides draw all matrices anew in each iteration and
score one product. Tanji's time is that of a whole call, with what it has to lay out first, over its draws; bw2calc's is
that of an iteration, after its matrices are built. Agreement is that of other iterations, in which the peer (`LCA`,
with PARDISO) is given the coefficients that Tanji drew. bw2calc has no draws of all products at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_array

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import montecarlo_peer, ours  # noqa: E402
from benchmarks.databases import Stored  # noqa: E402
from benchmarks.measure import Row, apart, pair, short, timed  # noqa: E402
from benchmarks.synthetic import synthetic  # noqa: E402
from tanji import lca  # noqa: E402
from tanji.lca.distribution import Distributions, Kind  # noqa: E402
from tanji.lca.simulate import (  # noqa: E402
    Contributions,
    Uncertain,
    sampled_intensities,
    sampled_scores,
    simulate,
    system_at,
)
from tanji.lca.streams import uniforms  # noqa: E402

LARGEST = 23_000
DRAWS, SHARED = 1_000, 3
ITERATION = "montecarlo: one iteration, one demand"
ALL = "montecarlo: 1,000 draws of every process"
PEAK = "montecarlo: peak memory of 1,000 draws, GB"
LIMIT = "montecarlo: one draw of every process, beside its memory traffic alone"
GOALS = {"LCA": 150.0, "JacobiGMRESLCA": 20.0}
MOST_SECONDS = 10.0
NONE = "none: does not do it"


@dataclass(frozen=True)
class Case:
    """One system with all of A and B lognormal, and the process that is asked for."""

    label: str
    uncertain: Uncertain
    process: int

    @property
    def n(self) -> int:
        """How many processes."""
        return len(self.uncertain.system)

    @property
    def demand(self) -> Any:
        """One unit of the process."""
        wanted = np.zeros(self.n)
        wanted[self.process] = 1.0
        return wanted


def case(label: str, system: lca.System, seed: int = 20260102) -> Case:
    """A system whose coefficients are all medians of lognormals; its first indicator alone."""
    total = lca.System(
        A=system.A,
        B=system.B,
        C=csc_array(system.C[[0]]),
        processes=system.processes,
        flows=system.flows,
        indicators=lca.Index(["total"]),
        names=system.names,
    )
    a, b = system.A.tocoo(), system.B.tocoo()
    rng = np.random.default_rng(seed)
    medians = np.concatenate((a.data, b.data))
    number = np.arange(len(medians))
    uncertain = Uncertain(
        total,
        Distributions(np.full(len(medians), int(Kind.LOGNORMAL)), medians, rng.uniform(1.05, 1.25, len(medians))),
        Contributions(a.row, a.col, number[: a.nnz], np.ones(a.nnz)),
        Contributions(b.row, b.col, number[a.nnz :], np.ones(b.nnz)),
        Contributions.exact(total.C),
    )
    inputs = np.diff(system.A.indptr) * (system.reference > 0)
    return Case(label, uncertain, int(np.argmax(inputs)))


def made_up(n: int) -> Case:
    """The synthetic database of n processes."""
    made = synthetic(n)
    triples = [lca.Triples(*made.technosphere), lca.Triples(*made.biosphere), lca.Triples(*made.characterization)]
    indexes = {
        "processes": lca.Index(map(str, range(n))),
        "flows": lca.Index(map(str, range(made.flows))),
        "indicators": lca.Index(["gwp"]),
    }
    return case(made.label, lca.system(*triples, **indexes))


def rows(stored: Stored) -> list[Row]:
    """All rows of one database, stored on a shelf."""
    each = case(stored.label, ours.in_memory(stored.ours))
    return [*of(each, DRAWS), *(peaks(each, DRAWS) if each.n == LARGEST else [])]


def of(each: Case, draws: int, *, peer: bool = True) -> list[Row]:
    """The rows of one system; without the peer's where it is not here."""
    read = bandwidth()
    for demand in (None, each.demand):  # imports and compilers are warm
        simulate(each.uncertain, demand, draws=16, seed=1)
    found = [_iteration(each, kind, draws) for kind in montecarlo_peer.CLASSES] if peer else []
    seconds, values = timed(lambda: sampled_intensities(each.uncertain, draws=draws, seed=1))
    error = apart(sampled_scores(each.uncertain, each.demand, draws=2, seed=1)[:, 0], values[:2, 0, each.process])
    goal = MOST_SECONDS if each.n == LARGEST and draws == DRAWS else None
    found.append(_row(each, _many(ALL, draws), NONE, (0.0, seconds), goal=goal, error=error))
    traffic = _traffic(each)
    if traffic:
        of_memory = (traffic / read, seconds / draws)
        found.append(_row(each, LIMIT, f"reading at {read / 1e9:.0f} GB/s", of_memory, error=0.0))
    return found


def _iteration(each: Case, kind: str, draws: int) -> Row:
    """Both sides in turns."""
    iterate = montecarlo_peer.iterations(kind, each.uncertain, each.process)
    few = 3 if each.n > 5_000 else 10
    found = pair(
        lambda: [iterate() for _ in range(few)],
        lambda: sampled_scores(each.uncertain, each.demand, draws=draws, seed=1),
        3,
    )
    goal = GOALS.get(kind) if each.n == LARGEST else None
    return _row(each, ITERATION, kind, (found.peer_s / few, found.ours_s / draws), goal=goal, error=agreement(each))


def agreement(each: Case) -> float:
    """How far the scores of shared draws are apart: ours of our draws, the peer's of the same coefficients."""
    number = np.arange(len(each.uncertain.variables))
    drawn = each.uncertain.variables.quantile(uniforms(1, range(SHARED), number))
    systems = [system_at(each.uncertain, drawn[:, d]) for d in range(SHARED)]
    theirs = montecarlo_peer.given(systems, each.process)
    return apart(sampled_scores(each.uncertain, each.demand, draws=SHARED, seed=1)[:, 0], theirs)


def _traffic(each: Case) -> float:
    """Bytes that a draw of all products moves: coefficients written, read by every sweep over their loop, checked."""
    from tanji.lca.compiled import Compiled
    from tanji.lca.plain import small
    from tanji.lca.plan import plan

    made = plan(each.uncertain, (0,))
    if small(made):
        return 0.0
    engine = Compiled(made, each.uncertain.variables)
    sweeps = engine.solve(1, range(engine.width), engine.room()).sweeps
    inner = float((made.start[1:] - made.inner).sum())
    return 8 * (2 * made.size + sweeps * inner)


@cache
def bandwidth(size: int = 1 << 29, threads: int = 2) -> float:
    """Bytes read in a second, by as many threads as there are cores here."""
    parts = [np.ones(size // 8 // threads) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        best = min(timed(lambda: list(pool.map(np.sum, parts)))[0] for _ in range(5))
    return size / best


def peaks(each: Case, draws: int) -> list[Row]:
    """The most memory that a fresh process holds: ours for draws of every process, the peer's for three iterations."""
    held = tuple(_held(side, each.n, draws) for side in ("peer", "ours"))
    return [_row(each, _many(PEAK, draws), "LCA: three iterations", (held[0], held[1]), error=0.0)]


def _held(side: str, n: int, draws: int) -> float:
    command = [sys.executable, "-m", "benchmarks.montecarlo_once", side, str(n), str(draws)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1]) / 1e9


def growth(measured: Sequence[Row]) -> dict[str, float]:
    """Exponent of n between the smallest and the largest synthetic system: of ours, and of every class of the peer."""
    found = {}
    for task, side in ((ALL, "ours_s"), (ITERATION, "ours_s"), (ITERATION, "peer_s")):
        for kind in dict.fromkeys(row.peer_class for row in measured if row.task == task):
            some = [r for r in measured if (r.task, r.peer_class) == (task, kind) and r.system.startswith("synthetic")]
            some.sort(key=lambda row: row.n)
            if len(some) > 1:
                times = [getattr(row, side) for row in (some[0], some[-1])]
                name = f"{task}, {kind if side == 'peer_s' else 'Tanji'}"
                found[name] = log(times[1] / times[0]) / log(some[-1].n / some[0].n)
    return found


def _many(task: str, draws: int) -> str:
    return task.replace(f"{DRAWS:,}", f"{draws:,}")


def _row(
    each: Case, task: str, kind: str, seconds: tuple[float, float], *, goal: float | None = None, error: float
) -> Row:
    theirs, own = seconds
    peer, ratio = montecarlo_peer.name(), theirs / own
    return Row(
        task, each.label, each.n, peer, kind, short(theirs), short(own), short(ratio), goal, float(f"{error:.2g}")
    )


if __name__ == "__main__":
    taken = [found for n in map(int, sys.argv[1:]) for found in of(made_up(n), DRAWS)]
    for found in taken:
        print(json.dumps(asdict(found)))
    print(growth(taken))
