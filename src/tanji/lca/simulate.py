"""Monte Carlo over all of A, B and C: intensities of every process, or scores of one demand, draw by draw.

Draw d of variable v depends on (seed, d, v) alone (see `streams`), so a draw has the same bits with any number of
threads, in any batch, and when more draws are added later. Scores are sampled on what can reach them only, and agree
with the intensities of the same draws to rounding of the solver (1e-9).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from tanji.errors import Progress, Refusal, Text
from tanji.lca.batch import Batch, Engine, eliminated
from tanji.lca.plain import Plain, small
from tanji.lca.plan import Plan, plan
from tanji.lca.solve import NotSolved, SingularSystem, UnfitDemand
from tanji.lca.streams import generator
from tanji.lca.system import Floats, Ints
from tanji.lca.uncertain import Contributions, Uncertain, UnfitUncertain, mean_system, system_at

__all__ = [
    "Contributions",
    "Simulation",
    "SingularDraws",
    "Uncertain",
    "UnfitUncertain",
    "mean_system",
    "sampled_intensities",
    "sampled_scores",
    "simulate",
    "system_at",
]

STEP: Final = Text(zh="抽样并求解", en="Draw and solve")
NAMED: Final = 5
_TICK: Final = 0.2

Keep = Callable[[int, Floats], None]


class SingularDraws(Refusal):
    """Draws in which some processes have no unique supply. `draws` are their numbers, `processes` of the first one.

    They are not left out: what is left would be a sample of another population.
    """

    code = "LCA-022"

    def __init__(self, draws: Sequence[int], total: int, names: Sequence[str]) -> None:
        self.draws = tuple(draws)
        listed, called = ", ".join(map(str, self.draws[:NAMED])), ", ".join(names[:NAMED])
        super().__init__(
            Text(
                zh=f"{total} 次抽样中有 {len(self.draws)} 次无解（序号 {listed} 等），涉及过程：{called}",
                en=f"{len(self.draws)} of {total} draws have no solution (numbers {listed} …), at: {called}",
            ),
            Text(
                zh="请检查这些过程的分布是否允许参考产品为零，或使循环的投入恰好耗尽其产出",
                en="Check whether their distributions let a reference amount be zero, or a loop use up its output",
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """Draws and how they were solved: `values` as `sampled_intensities` or `sampled_scores` give them, the numbers of
    the draws that had to be solved by elimination, the most sweeps of a batch, and whether compiled code was used.
    """

    values: Floats
    eliminated: Ints
    sweeps: int
    compiled: bool


def sampled_intensities(
    uncertain: Uncertain,
    *,
    draws: int,
    seed: int,
    first: int = 0,
    indicators: Sequence[int] = (0,),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """Intensity of every process in each draw, (draws, indicators, processes), signed as `lca.intensities`.

    Refuses SingularDraws, and UnfitDraws for a negative seed.
    """
    return simulate(
        uncertain, draws=draws, seed=seed, first=first, indicators=indicators, threads=threads, progress=progress
    ).values


def sampled_scores(
    uncertain: Uncertain,
    demand: ArrayLike,
    *,
    draws: int,
    seed: int,
    first: int = 0,
    indicators: Sequence[int] = (0,),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """Scores of a demand in each draw, (draws, indicators): only what it can reach is drawn.

    `demand` (processes,) is in reference units. Refuses as `sampled_intensities`, and UnfitDemand.
    """
    return simulate(
        uncertain,
        demand,
        draws=draws,
        seed=seed,
        first=first,
        indicators=indicators,
        threads=threads,
        progress=progress,
    ).values


def simulate(
    uncertain: Uncertain,
    demand: ArrayLike | None = None,
    *,
    draws: int,
    seed: int,
    first: int = 0,
    indicators: Sequence[int] = (0,),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Scores of a demand, or the intensities of all processes where none is given, and how they were found."""
    wanted = None if demand is None else _demand(demand, len(uncertain.system))
    generator(seed, first)
    made = plan(uncertain, indicators, wanted)
    engine = _engine(made, uncertain)
    if wanted is None:
        values = np.zeros((draws, len(indicators), len(uncertain.system)))

        def keep(row: int, x: Floats) -> None:
            values[row][:, made.processes] = x
    else:
        amounts = wanted[made.processes]
        values = np.zeros((draws, len(indicators)))

        def keep(row: int, x: Floats) -> None:
            values[row] = (amounts * x).sum(axis=-1)

    run = _Run(made, engine, seed, range(first, first + draws), keep)
    if len(made.processes):
        run.all(threads or _cores(), progress)
    if run.singular:
        numbers = sorted(run.singular)
        raise SingularDraws(numbers, draws, [uncertain.system.name(p) for p in run.singular[numbers[0]]])
    return Simulation(values, np.array(sorted(run.eliminated), dtype=np.int64), run.sweeps, not small(made))


def _engine(made: Plan, uncertain: Uncertain) -> Engine:
    if small(made):
        return Plain(made, uncertain.variables)
    from tanji.lca.compiled import Compiled

    return Compiled(made, uncertain.variables)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _demand(demand: ArrayLike, n: int) -> Floats:
    wanted = np.asarray(demand, dtype=np.float64)
    if wanted.shape != (n,) or not np.isfinite(wanted).all():
        raise UnfitDemand(Text(zh=f"需求应为 {n} 个有限数", en=f"A demand is {n} finite numbers, one for each process"))
    return wanted


@dataclass(eq=False)
class _Run:
    """All batches of a simulation, shared out among threads."""

    plan: Plan
    engine: Engine
    seed: int
    draws: range
    keep: Keep
    eliminated: list[int] = field(default_factory=list)
    singular: dict[int, list[int]] = field(default_factory=dict)
    sweeps: int = 0
    done: int = 0
    stopped: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def all(self, threads: int, progress: Progress | None) -> None:
        """Every draw. An interruption ends the threads after the batches at hand, and is raised again."""
        batches = -(-len(self.draws) // self.engine.width)
        numbers = count()
        with ThreadPoolExecutor(max_workers=max(1, min(threads, batches))) as pool:
            try:
                pending = {pool.submit(self._some, numbers, batches) for _ in range(min(threads, batches))}
                while pending:
                    ended, pending = wait(pending, timeout=_TICK if progress else None)
                    for each in ended:
                        each.result()
                    if progress:
                        progress(STEP, self.done, len(self.draws))
            finally:
                self.stopped.set()

    def _some(self, numbers: count[int], batches: int) -> None:
        room = self.engine.room()
        width = self.engine.width
        while not self.stopped.is_set() and (number := next(numbers)) < batches:
            start = self.draws.start + number * width
            self._take(self.engine.solve(self.seed, range(start, start + width), room), number * width)

    def _take(self, batch: Batch, start: int) -> None:
        """Keep the draws of a batch that are wanted; those that failed are eliminated first."""
        x = batch.x.transpose(2, 0, 1)
        for lane in range(min(len(batch.failed), len(self.draws) - start)):
            self.keep(start + lane, self._eliminated(batch, lane, start + lane) if batch.failed[lane] else x[lane])
        with self.lock:
            self.sweeps = max(self.sweeps, batch.sweeps)
            self.done = min(len(self.draws), self.done + self.engine.width)

    def _eliminated(self, batch: Batch, lane: int, row: int) -> Floats:
        number = self.draws[row]
        try:
            found = eliminated(self.plan, batch, lane)
        except SingularSystem as refusal:
            where = list(refusal.processes)
        except NotSolved:
            where = []
        else:
            with self.lock:
                self.eliminated.append(number)
            return found
        with self.lock:
            self.singular[number] = self.plan.processes[where].tolist()
        return np.zeros(batch.x.shape[:2])
