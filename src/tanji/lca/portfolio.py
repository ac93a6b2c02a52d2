"""A portfolio: many products, each a few lines of processes. Totals, sums by stage and quantiles are sparse products.

A line is so much of one process; the lines of product p are `indptr[p]:indptr[p + 1]`. With the intensity of every
process at hand a portfolio needs no solve. Lines are added in their order in every path, compiled or not, on one thread
or several, so that a product has the same bits wherever it is computed. `nest` is for products that use products.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tanji.errors import Refusal, Text
from tanji.lca.system import Floats

Ints = NDArray[np.int64]

SMALL: Final = 100_000
"""Lines (times draws) up to which NumPy is done before a compiled kernel is loaded."""
CHUNK: Final = 1 << 18
"""Lines that a thread takes at a time, about."""


class UnfitPortfolio(Refusal):
    """Lines that do not make a portfolio: of unequal length, outside of the processes, not finite."""

    code = "LCA-040"


@dataclass(frozen=True, slots=True, eq=False)
class Bills:
    """The lines of all products one after the other: `process` and `amount` of each, in units of its intensity.

    `stage` is the number of each line's stage from 0 on. Refuses UnfitPortfolio.
    """

    indptr: Ints
    process: NDArray[np.int32]
    amount: Floats
    stage: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        lines = len(self.process)
        ends = self.indptr[[0, -1]].tolist() if len(self.indptr) else []
        if ends != [0, lines] or len(self.amount) != lines or np.any(np.diff(self.indptr) < 0):
            raise UnfitPortfolio(
                Text(
                    zh=f"组合的行数不一致：{lines} 个过程、{len(self.amount)} 个数量",
                    en=f"A portfolio of {lines} processes, {len(self.amount)} amounts, and starts that do not fit",
                )
            )
        if self.stage is not None and len(self.stage) != lines:
            raise UnfitPortfolio(
                Text(zh=f"阶段 {len(self.stage)} 个，行却有 {lines} 行", en=f"{len(self.stage)} stages, {lines} lines")
            )
        if not np.isfinite(self.amount).all():
            raise UnfitPortfolio(
                Text(zh="组合中有不是有限数的数量", en="An amount of the portfolio is not a finite number"),
                Text(zh="缺失的数量应当报告，不能以 NaN 代替", en="A missing amount is reported, not written as NaN"),
            )

    @classmethod
    def of(cls, indptr: ArrayLike, process: ArrayLike, amount: ArrayLike, stage: ArrayLike | None = None) -> Bills:
        """From anything that is like arrays.

        >>> totals(Bills.of([0, 2, 3], [0, 1, 1], [2.0, 1.0, 3.0]), np.array([10.0, 1.0])).tolist()
        [21.0, 3.0]
        """
        return cls(
            np.ascontiguousarray(indptr, dtype=np.int64),
            np.ascontiguousarray(process, dtype=np.int32),
            np.ascontiguousarray(amount, dtype=np.float64),
            None if stage is None else np.ascontiguousarray(stage, dtype=np.uint8),
        )

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def product(self) -> Ints:
        """The product of each line."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.indptr))


class Spread(NamedTuple):
    """What the draws of each product say: mean and standard deviation (products,), quantiles (products, levels)."""

    mean: Floats
    deviation: Floats
    quantiles: Floats


def totals(bills: Bills, intensities: ArrayLike, *, threads: int | None = None) -> Floats:
    """The score of every product.

    `intensities` is (processes,) or (indicators, processes); gives (products,) or (products, indicators), in the unit
    of the intensities. A product without lines has the sum of nothing, 0: the caller knows which those are.
    Refuses UnfitPortfolio.
    """
    given = np.asarray(intensities, dtype=np.float64)
    rows = np.ascontiguousarray(np.atleast_2d(given))
    _within(bills, rows.shape[1])
    made = np.empty((len(bills), len(rows)))
    for k, row in enumerate(rows):
        made[:, k] = _sums(bills, row, 0, threads)[:, 0]
    return made[:, 0] if given.ndim == 1 else made


def by_stage(bills: Bills, intensities: ArrayLike, stages: int, *, threads: int | None = None) -> Floats:
    """The score of every product by stage: (products, stages). Refuses UnfitPortfolio."""
    row = np.ascontiguousarray(intensities, dtype=np.float64)
    _within(bills, len(row))
    if bills.stage is None or int(bills.stage.max(initial=0)) >= stages:
        raise UnfitPortfolio(Text(zh=f"各行的阶段须在 0 到 {stages - 1} 之间", en=f"Stages go from 0 to {stages - 1}"))
    return _sums(bills, row, stages, threads)


def spread(bills: Bills, samples: ArrayLike, levels: Sequence[float], *, threads: int | None = None) -> Spread:
    """Mean, standard deviation and quantiles of every product over the draws of all processes at once.

    `samples` is (draws, processes); it is turned round once (`spread_of_columns` takes it so). Only the draws of one
    product a thread are held, however many products there are. Quantiles are interpolated linearly between the
    sorted draws (Hyndman & Fan 1996, type 7); the deviation divides by draws − 1. Refuses UnfitPortfolio.
    """
    return spread_of_columns(bills, np.asarray(samples, dtype=np.float64).T, levels, threads=threads)


def spread_of_columns(bills: Bills, columns: Floats, levels: Sequence[float], *, threads: int | None = None) -> Spread:
    """As `spread`, of samples that stand a row a process: (processes, draws)."""
    drawn = np.ascontiguousarray(columns, dtype=np.float64)
    _within(bills, len(drawn))
    if not drawn.shape[1]:
        raise UnfitPortfolio(Text(zh="没有任何抽样", en="There are no draws"))
    wanted = np.asarray(levels, dtype=np.float64)
    made = np.empty((len(bills), 2 + len(wanted)))
    lines = (bills.indptr, bills.process, bills.amount)
    if len(bills.process) * drawn.shape[1] <= SMALL:
        _spread_plainly(bills, drawn, wanted, made)
    else:
        from tanji.lca.portfolio_kernel import spread_kernel

        _in_chunks(lambda a, b: spread_kernel(lines, (drawn, wanted), made, (a, b)), bills.indptr, threads)
    return Spread(made[:, 0], made[:, 1], made[:, 2:])


def _sums(bills: Bills, row: Floats, stages: int, threads: int | None) -> Floats:
    """(products, stages), or (products, 1) of all together."""
    width = max(1, stages)
    if len(bills.process) <= SMALL:
        key = bills.product * width
        if stages and bills.stage is not None:
            key = key + bills.stage
        found = np.bincount(key, bills.amount * row[bills.process], len(bills) * width)
        return np.asarray(found, dtype=np.float64).reshape(len(bills), width)
    from tanji.lca.portfolio_kernel import sums_kernel

    made = np.zeros((len(bills), width))
    stage = bills.stage if stages and bills.stage is not None else np.zeros(0, dtype=np.uint8)
    lines = (bills.indptr, bills.process, bills.amount, stage)
    _in_chunks(lambda a, b: sums_kernel(lines, row, made, (a, b)), bills.indptr, threads)
    return made


def _spread_plainly(bills: Bills, drawn: Floats, levels: Floats, made: Floats) -> None:
    """What the kernel does, by NumPy, with the same order of additions."""
    process, amount = bills.process, bills.amount
    for p, (start, stop) in enumerate(pairwise(bills.indptr.tolist())):
        found = np.zeros(drawn.shape[1])
        for line in range(start, stop):
            found += amount[line] * drawn[process[line]]
        made[p] = summary(found, levels)


def summary(drawn: Floats, levels: NDArray[np.float64]) -> list[float]:
    """Mean, standard deviation and quantiles of some draws, added one after the other."""
    size = len(drawn)
    mean = float(np.add.accumulate(drawn)[-1]) / size
    apart = drawn - mean
    square = float(np.add.accumulate(apart * apart)[-1])
    ordered = np.sort(drawn)
    place = levels * (size - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, size - 1)
    between = ordered[below] + (place - below) * (ordered[above] - ordered[below])
    return [mean, float(np.sqrt(square / (size - 1))) if size > 1 else 0.0, *between.tolist()]


def _in_chunks(work: Callable[[int, int], None], indptr: Ints, threads: int | None) -> None:
    """Work on all products, a run of them with about CHUNK lines at a time."""
    products, lines = len(indptr) - 1, int(indptr[-1])
    count = max(1, min(products, -(-lines // CHUNK)))
    wanted = np.linspace(0, lines, count + 1)[1:-1]
    cuts = [0, *np.searchsorted(indptr, wanted, side="left").tolist(), products]
    parts = [(a, b) for a, b in pairwise(cuts) if b > a]
    workers = min(threads or os.cpu_count() or 1, len(parts))
    if workers <= 1:
        for a, b in parts:
            work(a, b)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda part: work(*part), parts))


def _within(bills: Bills, processes: int) -> None:
    if len(bills.process) and not 0 <= int(bills.process.min()) <= int(bills.process.max()) < processes:
        raise UnfitPortfolio(
            Text(
                zh=f"有的行指向 {processes} 个过程之外的过程",
                en=f"A line points to a process outside of the {processes}",
            )
        )
