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
from tanji.lca.streams import jumps, states
from tanji.lca.system import Floats, Ints

_LAWS = {Kind.LOGNORMAL: 1, Kind.NORMAL: 2, Kind.TRIANGULAR: 3, Kind.UNIFORM: 4, Kind.EXACT: 4}


class Room(NamedTuple):
    """Memory of one thread: the table, intensities, and two tables of the processes; rows start on cache lines."""

    table: Floats
    x: Floats
    work: tuple[Floats, Floats]


class _Ready(NamedTuple):
    """A program as the kernels take it. `apart` are variables that are drawn outside, with their own leaps."""

    jumps: Any
    jump: Ints
    law: tuple[Ints, Floats, Floats, Floats]
    number: Ints
    apart: Distributions
    apart_jumps: tuple[Any, Ints]
    parts: tuple[Floats, Ints, Ints, Floats, Ints]

    @classmethod
    def of(cls, program: Program, variables: Distributions) -> _Ready:
        needed = program.variables
        taken = variables.take(needed)
        law = np.select([taken.kind == kind for kind in _LAWS], list(_LAWS.values()), 0)
        law[taken.truncated] = 0
        a, b, c = np.array(taken.a), np.array(taken.b), np.array(taken.c)
        log = law == 1
        b[log] = np.copysign(np.log(b[log]), a[log])
        b[taken.kind == Kind.EXACT] = a[taken.kind == Kind.EXACT]
        outside = law == 0
        number = np.where(outside, np.cumsum(outside) - 1, -1)
        parts = (program.base, program.starts, program.target, program.scale, program.factor)
        table, row = jumps(needed)
        return cls(
            table,
            row,
            (law.astype(np.int64), a, b, c),
            number.astype(np.int64),
            taken.take(np.flatnonzero(outside)),
            jumps(needed[outside]),
            parts,
        )

    def fill(self, begin: Any, factors: Floats, table: Floats) -> None:
        """The table of a batch from the states of its streams, which stay as they are."""
        values = np.zeros((len(self.apart), kernels.WIDTH))
        if len(self.apart):
            kernels.uniforms(begin.copy(), *self.apart_jumps, values)
            values = np.ascontiguousarray(self.apart.quantile(values))
        kernels.draw(begin.copy(), self.jumps, self.jump, self.law, (self.number, values), self.parts, factors, table)


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
        sweeps = [sweep_kernel.settle(layout, room.table, k, room.work, x[k], failed) for k in range(plan.indicators)]
        return Batch(room.table, x, failed, max(sweeps, default=0))


def _aligned(rows: int) -> Floats:
    """Rows of a batch, each on a cache line of its own."""
    line = 64 // 8
    memory = np.empty(rows * kernels.WIDTH + line)
    begin = (-memory.ctypes.data // 8) % line
    return memory[begin : begin + rows * kernels.WIDTH].reshape(rows, kernels.WIDTH)
