"""What one batch of draws gives, and how a draw of it is solved by elimination where nothing else arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from tanji.lca.plan import Plan
from tanji.lca.solve import factorize
from tanji.lca.system import Floats

Flags = NDArray[np.bool_]

ACCEPTED: Final = 1e-9
"""Bound on the residual of every row, relative to the sum of its absolute terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Numbers of a batch, a column a draw: the `table` of the plan, intensities x (indicators, processes, draws) in
    the plan's order, which draws `failed`, and how many sweeps were made.
    """

    table: Floats
    x: Floats
    failed: Flags
    sweeps: int


class Engine(Protocol):
    """What draws and solves batches. `room` gives memory that one thread uses again and again."""

    @property
    def width(self) -> int:
        """Draws of a batch."""
        ...

    def room(self) -> Any:
        """Memory of one thread."""
        ...

    def solve(self, seed: int, draws: range, room: Any, /) -> Batch:
        """A batch of `width` draws; its arrays are good until the next."""
        ...


def eliminated(plan: Plan, batch: Batch, lane: int) -> Floats:
    """Intensities (indicators, processes) of one draw by elimination.

    Refuses SingularSystem (processes as positions in the plan) and NotSolved.
    """
    off, size = len(plan.supplier), len(plan.processes)
    numbers = batch.table[:, lane]
    columns = np.repeat(np.arange(size), np.diff(plan.start))
    row = np.concatenate((plan.supplier, np.arange(size)))
    matrix = csc_array((numbers[: off + size], (row, np.concatenate((columns, np.arange(size))))), shape=(size, size))
    direct = numbers[off + size :].reshape(plan.indicators, size)
    return factorize(matrix).solve_transpose(direct.T).T
