"""The compiled loops of `portfolio`: without the GIL, kept on disk, in IEEE order of operations."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from tanji.lca.system import Floats


@numba.njit(nogil=True, cache=True)
def sums_kernel(lines: Any, row: Floats, made: Floats, span: Any) -> None:
    """Sums of a span of products, by stage where the lines have some: (indptr, process, amount, stage)."""
    indptr, process, amount, stage = lines
    a, b = span
    if len(stage):
        for p in range(a, b):
            for line in range(indptr[p], indptr[p + 1]):
                made[p, stage[line]] += amount[line] * row[process[line]]
    else:
        for p in range(a, b):
            total = 0.0
            for line in range(indptr[p], indptr[p + 1]):
                total += amount[line] * row[process[line]]
            made[p, 0] = total


@numba.njit(nogil=True, cache=True)
def spread_kernel(lines: Any, sampled: Any, made: Floats, span: Any) -> None:
    """Mean, deviation and quantiles of a span of products, of (draws, levels); one product is held at a time."""
    indptr, process, amount = lines
    drawn, levels = sampled
    a, b = span
    size = drawn.shape[1]
    found = np.empty(size)
    for p in range(a, b):
        found[:] = 0.0
        for line in range(indptr[p], indptr[p + 1]):
            factor, at = amount[line], process[line]
            for d in range(size):
                found[d] += factor * drawn[at, d]
        total = 0.0
        for d in range(size):
            total += found[d]
        mean = total / size
        square = 0.0
        for d in range(size):
            square += (found[d] - mean) * (found[d] - mean)
        made[p, 0] = mean
        made[p, 1] = np.sqrt(square / (size - 1)) if size > 1 else 0.0
        found.sort()
        for k in range(len(levels)):
            place = levels[k] * (size - 1)
            below = int(np.floor(place))
            above = min(below + 1, size - 1)
            made[p, 2 + k] = found[below] + (place - below) * (found[above] - found[below])
