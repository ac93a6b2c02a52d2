"""Products that other products use: their own lines gathered from all rows, and the whole solved as one system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from tanji.assess.portfolio.lines import READ, Classified, Classifier
from tanji.errors import Progress, Text
from tanji.formats.portfolio import Rows
from tanji.lca.nest import Cycle, Nest, nest, reached
from tanji.lca.portfolio import Bills, totals

Array = NDArray[Any]
BLOCK: Final = 1_000_000
DRAWS: Final = 16_000_000
"""Numbers of draws of used products that are held at a time."""
GATHERING: Final = Text(zh="查找被其他产品使用的产品", en="Find products that others use")


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """The used products, in the order of their columns: their lines of processes, and what they use of each other."""

    bills: Bills
    nest: Nest
    without_total: NDArray[np.bool_]
    """Nothing that they are made of could be taken."""
    whole: NDArray[np.bool_]
    """Every line of theirs, and of all that they use, counts."""

    @property
    def cycles(self) -> tuple[Cycle, ...]:
        """Loops among them."""
        return self.nest.cycles

    def solve(self, columns: Array) -> Array:
        """The whole of each from numbers of the processes, (processes, k)."""
        return self.nest.solve(totals(self.bills, columns.T))

    def fill(self, samples: Array, processes: int) -> None:
        """Draws of the used products put below those of the processes: (processes + products, draws), in blocks."""
        width = max(1, DRAWS // max(1, len(self.whole)))
        for first in range(0, samples.shape[1], width):
            here = slice(first, first + width)
            samples[processes:, here] = self.solve(np.ascontiguousarray(samples[:processes, here]))


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """The used products as rows of the runs, and where processes end among the columns."""

    runs: NDArray[np.int64]
    processes: int
    names: pl.Series

    def __len__(self) -> int:
        return len(self.runs)


def nested(
    rows: Rows, spans: tuple[Array, Array], used: Used, classifier: Classifier, *, progress: Progress | None = None
) -> Nested:
    """The used products made ready. `spans` are start and stop of every run. Refuses UnproductiveProducts."""
    product, column, amount, failed = [], [], [], []
    for at, found in _lines(rows, spans, used, classifier, progress=progress):
        product.append(at[found.taken])
        column.append(found.column[found.taken])
        amount.append(found.amount[found.taken])
        failed.append(at[found.reason > 0])
    of, to, much = (np.concatenate(parts) if parts else np.zeros(0) for parts in (product, column, amount))
    of, to = of.astype(np.int64), to.astype(np.int64)
    straight = to < used.processes
    count = len(used)
    uses = csr_array(
        coo_array((much[~straight], (of[~straight], to[~straight] - used.processes)), shape=(count, count))
    )
    own = np.bincount(of[straight], minlength=count)
    bills = Bills.of(np.concatenate(([0], np.cumsum(own))), to[straight], much[straight])
    has_total = reached(uses, own > 0)
    at_fault = np.bincount(np.concatenate(failed) if failed else np.zeros(0, np.int64), minlength=count) > 0
    return Nested(bills, nest(uses, used.names), ~has_total, ~reached(uses, at_fault | ~has_total))


def _lines(
    rows: Rows, spans: tuple[Array, Array], used: Used, classifier: Classifier, *, progress: Progress | None
) -> Iterator[tuple[Array, Classified]]:
    """The lines of used products block by block: the place of the product among the used, and the lines classified."""
    start, stop = (each[used.runs] for each in spans)
    for first in range(0, len(rows), BLOCK):
        last = min(first + BLOCK, len(rows))
        if progress is not None:
            progress(GATHERING, first, len(rows))
        here = np.flatnonzero((start < last) & (stop > first))
        if not len(here):
            continue
        begin, end = np.maximum(start[here], first), np.minimum(stop[here], last)
        read = rows.read(int(begin[0]), int(end[-1]), READ)
        mask = np.zeros(int(end[-1] - begin[0]) + 1, dtype=np.int64)
        np.add.at(mask, begin - begin[0], 1)
        np.add.at(mask, end - begin[0], -1)
        chosen = read.filter(pl.Series(np.cumsum(mask[:-1]) > 0))
        yield np.repeat(here, end - begin), classifier.of(chosen)
