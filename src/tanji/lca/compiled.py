"""Draws of large systems by the compiled loops of `kernels` and `sweep_kernel`. Importing this imports numba."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from tanji.lca import kernels, sweep_kernel
from tanji.lca.batch import Batch, Flags
from tanji.lca.distribution import Distributions, Kind
from tanji.lca.plan import Plan, Program
from tanji.lca.streams import leaps, states
from tanji.lca.system import Floats, Ints

_LAWS = {Kind.LOGNORMAL: 1, Kind.NORMAL: 2, Kind.TRIANGULAR: 3, Kind.UNIFORM: 4, Kind.EXACT: 4}


class Room(NamedTuple):
    """Memory of one thread: the table, intensities, and two tables of the processes; rows start on cache lines."""

    table: Floats
    x: Floats
    work: tuple[Floats, Floats]


class _Ready(NamedTuple):
    """A program as the kernels take it: variables in the order of the rows that they move first, so that memory is
    passed through once. `apart` are variables that are drawn outside.
    """

    leaps: Any
    variables: Ints
    law: tuple[Ints, Floats, Floats, Floats]
    number: Ints
    apart: tuple[Ints, Distributions]
    parts: tuple[Floats, Ints, Ints, Ints, Floats, Ints]
    exact: tuple[Ints, Floats, Ints]

    @classmethod
    def of(cls, program: Program, variables: Distributions) -> _Ready:
        starts, counts = program.starts[:-1], np.diff(program.starts)
        earliest = np.minimum.reduceat(program.target, starts) if len(starts) else starts
        order = np.argsort(earliest, kind="stable")
        begin = np.concatenate(([0], np.cumsum(counts[order])))
        taken = np.repeat(starts[order] - begin[:-1], counts[order]) + np.arange(begin[-1])
        ordered = program.variables[order]
        law, outside = _law(variables.take(ordered))
        number = np.where(outside, np.cumsum(outside) - 1, -1)
        target = program.target[taken]
        latest = np.maximum.reduceat(target, begin[:-1]) if len(starts) else starts
        upto = np.maximum.accumulate(latest + 1)[kernels.CHUNK - 1 :: kernels.CHUNK]
        if len(order) % kernels.CHUNK:
            upto = np.append(upto, latest.max() + 1)
        free = slice(0, int(program.starts[0]))
        return cls(
            leaps(int(ordered.max(initial=0)) + 1),
            ordered,
            law,
            number.astype(np.int64),
            (ordered[outside], variables.take(ordered[outside])),
            (
                program.base,
                upto.astype(np.int64),
                begin.astype(np.int64),
                target,
                program.scale[taken],
                program.factor[taken],
            ),
            (program.target[free], program.scale[free], program.factor[free]),
        )

    def fill(self, begin: Any, factors: Floats, table: Floats) -> None:
        """The table of a batch from the states of its streams."""
        variables, distributions = self.apart
        values = np.zeros((len(variables), kernels.WIDTH))
        if len(variables):
            kernels.uniforms((begin, self.leaps, variables), values)
            values = np.ascontiguousarray(distributions.quantile(values))
        stream, law = (begin, self.leaps, self.variables), (*self.law, self.number, values)
        kernels.draw(stream, law, self.parts, (factors, table))
        kernels.add_exact(self.exact, factors, table)


def _law(taken: Distributions) -> tuple[tuple[Ints, Floats, Floats, Floats], Flags]:
    """Kinds and numbers as `kernels` takes them, and which are drawn outside."""
    law = np.select([taken.kind == kind for kind in _LAWS], list(_LAWS.values()), 0).astype(np.int64)
    law[taken.truncated] = 0
    a, b, c = np.array(taken.a), np.array(taken.b), np.array(taken.c)
    log, exact = law == 1, taken.kind == Kind.EXACT
    b[log] = np.copysign(np.log(b[log]), a[log])
    b[exact] = a[exact]
    return (law, a, b, c), law == 0


@dataclass(frozen=True, eq=False)
class Compiled:
    """A plan with its variables, drawn and solved `width` draws side by side."""

    plan: Plan
    variables: Distributions
    width: int = kernels.WIDTH

    @cached_property
    def _programs(self) -> tuple[_Ready, _Ready]:
        return _Ready.of(self.plan.factors, self.variables), _Ready.of(self.plan.coefficients, self.variables)

    def room(self) -> Room:
        """Memory of one thread."""
        m = len(self.plan.processes)
        return Room(_aligned(self.plan.size), _aligned(self.plan.indicators * m), (_aligned(m), _aligned(m)))

    def solve(self, seed: int, draws: range, room: Room) -> Batch:
        """A batch of `width` draws; its arrays are those of the room."""
        plan, begin = self.plan, states(seed, draws)
        factors = np.zeros((max(len(plan.factors.base), 1), self.width))
        if len(plan.factors.base):
            self._programs[0].fill(begin, np.zeros((1, self.width)), factors)
        self._programs[1].fill(begin, factors, room.table)
        x = room.x.reshape(plan.indicators, len(plan.processes), self.width)
        failed: Flags = np.zeros(self.width, dtype=np.bool_)
        layout = (plan.blocks, plan.start, plan.inner, plan.supplier)
        sweeps = [
            sweep_kernel.settle(layout, (room.table, k), room.work, (x[k], failed)) for k in range(plan.indicators)
        ]
        return Batch(room.table, x, failed, max(sweeps, default=0))


def _aligned(rows: int) -> Floats:
    """Rows of a batch, each on a cache line of its own."""
    line = 64 // 8
    memory = np.empty(rows * kernels.WIDTH + line)
    begin = (-memory.ctypes.data // 8) % line
    return memory[begin : begin + rows * kernels.WIDTH].reshape(rows, kernels.WIDTH)
