"""The compiled loops that solve a batch of draws: substitution along the blocks, sweeps within them.

Lane w of every array is one draw; lanes never meet, so a draw has the same bits in every batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tanji.lca.kernels import WIDTH
from tanji.lca.system import Floats

ARRIVED = 1e-11
"""Largest relative change in a sweep, which bounds the residual relative to its row's absolute terms."""
ACCEPTED = 1e-9
"""Bound on the residual of every row, relative to the sum of its absolute terms, looked at once more in the end."""
MEMORY, TRACE = 5, 1e-14
PATIENCE, MOST = 120, 400
"""Sweeps after which a draw must have come near, and have arrived."""
NEAR = 1e-3
LATE = 40
"""Sweeps after which changes are measured by the terms of their rows, as the bound is in the end."""


@njit(nogil=True, cache=True, error_model="numpy")
def _substitute(columns: Any, span: Any, rhs: Floats, tables: Any) -> None:
    """Rhs of a span of processes, less what their suppliers outside of their block cost."""
    (starts, inner, supplier), (table, x) = columns, tables
    for j in range(span[0], span[1]):
        for p in range(starts[j], inner[j]):
            i = supplier[p]
            for w in range(WIDTH):
                rhs[j, w] -= table[p, w] * x[i, w]


@njit(nogil=True, cache=True, error_model="numpy")
def _sweep(columns: Any, system: Any, weight: Floats, state: Any) -> None:
    """One Gauss-Seidel sweep over a block, and the largest weighed change of each lane."""
    (inner, starts, supplier, first, last), (table, inverse, rhs), (x, change) = columns, system, state
    row, most = np.empty(WIDTH), np.zeros(WIDTH)
    for j in range(first, last):
        for w in range(WIDTH):
            row[w] = rhs[j, w]
        for p in range(inner[j], starts[j + 1]):
            i = supplier[p]
            for w in range(WIDTH):
                row[w] -= table[p, w] * x[i, w]
        for w in range(WIDTH):
            new = row[w] * inverse[j, w]
            moved = abs(new - x[j, w]) * weight[j - first, w]
            most[w] = moved if not moved <= most[w] else most[w]
            x[j, w] = new
    for w in range(WIDTH):
        change[w] = most[w]


@njit(nogil=True, cache=True, error_model="numpy")
def _products(past: Floats, weight: Floats, gram: Floats) -> None:
    """Weighed products of the steps between past iterates, lane by lane."""
    gram[:] = 0.0
    step = np.empty((MEMORY, WIDTH))
    for j in range(past.shape[1]):
        for a in range(MEMORY):
            for w in range(WIDTH):
                step[a, w] = (past[a + 1, j, w] - past[a, j, w]) * weight[j, w]
        for a in range(MEMORY):
            for b in range(a + 1):
                for w in range(WIDTH):
                    gram[a, b, w] += step[a, w] * step[b, w]


@njit(nogil=True, cache=True, error_model="numpy")
def _decompose(gram: Floats, w: int, low: Floats) -> bool:
    """Cholesky of the products of one lane, scaled; a trace of their size keeps parallel steps apart. False where there
    is none to be had.
    """
    size = 0.0
    for a in range(MEMORY):
        size += gram[a, a, w]
    if not 0.0 < size < np.inf:
        return False
    for a in range(MEMORY):
        for b in range(a):
            total = gram[a, b, w] / size
            for k in range(b):
                total -= low[a, k] * low[b, k]
            low[a, b] = total / low[b, b]
        total = gram[a, a, w] / size + TRACE
        for k in range(a):
            total -= low[a, k] * low[a, k]
        if not total > 0.0:
            return False
        low[a, a] = np.sqrt(total)
    return True


@njit(nogil=True, cache=True, error_model="numpy")
def _mix(low: Floats, mix: Floats) -> None:
    """Weights that sum to 1 and make the mixed step least: G g = 1, scaled."""
    for a in range(MEMORY):
        mix[a] = 1.0
        for k in range(a):
            mix[a] -= low[a, k] * mix[k]
        mix[a] /= low[a, a]
    total = 0.0
    for c in range(MEMORY):
        a = MEMORY - 1 - c
        for k in range(a + 1, MEMORY):
            mix[a] -= low[k, a] * mix[k]
        mix[a] /= low[a, a]
        total += mix[a]
    for a in range(MEMORY):
        mix[a] /= total


@njit(nogil=True, cache=True, error_model="numpy")
def _extrapolate(past: Floats, weight: Floats, open_: Any, block: Floats) -> None:
    """Reduced rank extrapolation, lane by lane. Source: Smith, Ford & Sidi (1987), SIAM Review 29(2)."""
    gram, mix, every = np.empty((MEMORY, MEMORY, WIDTH)), np.empty(MEMORY), np.zeros((MEMORY, WIDTH))
    low = np.empty((MEMORY, MEMORY))
    _products(past, weight, gram)
    for w in range(WIDTH):
        every[MEMORY - 1, w] = 1.0
        if open_[w] and _decompose(gram, w, low):
            _mix(low, mix)
            for a in range(MEMORY):
                every[a, w] = mix[a]
    for j in range(past.shape[1]):
        for w in range(WIDTH):
            block[j, w] = 0.0
        for a in range(MEMORY):
            for w in range(WIDTH):
                block[j, w] += every[a, w] * past[a + 1, j, w]


@njit(nogil=True, cache=True, error_model="numpy")
def _weigh(x: Floats, first: int, weight: Floats) -> None:
    for j in range(len(weight)):
        for w in range(WIDTH):
            size = abs(x[first + j, w])
            weight[j, w] = 1.0 / size if size > 0.0 else 0.0


@njit(nogil=True, cache=True, error_model="numpy")
def _weigh_terms(columns: Any, system: Any, x: Floats, weight: Floats) -> None:
    """Weights by the absolute terms of each row: where they cancel, what is left of them is no measure."""
    (inner, starts, supplier, first, last), (table, inverse, rhs) = columns, system
    terms = np.empty(WIDTH)
    for j in range(first, last):
        for w in range(WIDTH):
            terms[w] = abs(rhs[j, w])
        for p in range(inner[j], starts[j + 1]):
            i = supplier[p]
            for w in range(WIDTH):
                terms[w] += abs(table[p, w] * x[i, w])
        for w in range(WIDTH):
            size = terms[w] * abs(inverse[j, w])
            weight[j - first, w] = 1.0 / size if size > 0.0 else 0.0


@njit(nogil=True, cache=True, error_model="numpy")
def _loop(columns: Any, system: Any, x: Floats) -> int:
    """Sweeps over one block until every lane has arrived or is given up; the sweeps made."""
    first, last = columns[3], columns[4]
    size = last - first
    past, kept, weight = np.empty((MEMORY + 1, size, WIDTH)), np.empty((size, WIDTH)), np.zeros((size, WIDTH))
    change, open_ = np.empty(WIDTH), np.ones(WIDTH, dtype=np.bool_)
    x[first:last] = 0.0
    phase = sweep = 0
    while open_.any() and sweep < MOST:
        _sweep(columns, system, weight, (x, change))
        sweep += 1
        if phase == 0:
            if sweep < LATE:
                _weigh(x, first, weight)
            else:
                _weigh_terms(columns, system, x, weight)
        past[phase] = x[first:last]
        for w in range(WIDTH):
            if not open_[w]:
                continue
            lost = not change[w] < np.inf or (sweep >= PATIENCE and change[w] > NEAR)
            if lost or sweep == MOST or (sweep > 2 and change[w] <= ARRIVED):
                open_[w] = False
                for j in range(size):
                    kept[j, w] = np.nan if lost or change[w] > ARRIVED else x[first + j, w]
        phase += 1
        if phase == MEMORY + 1:
            _extrapolate(past, weight, open_, x[first:last])
            phase = 0
    x[first:last] = kept
    return sweep


@njit(nogil=True, cache=True, error_model="numpy")
def _sound(layout: Any, system: Any, x: Floats, failed: Any) -> None:
    """Mark the lanes with a row whose residual is beyond the bound, or a number that is not finite."""
    (_blocks, starts, _inner, supplier), (table, direct) = layout, system
    size, off = len(starts) - 1, len(supplier)
    gap, terms = np.empty(WIDTH), np.empty(WIDTH)
    for j in range(size):
        for w in range(WIDTH):
            own = table[off + j, w] * x[j, w]
            gap[w] = table[direct + j, w] - own
            terms[w] = abs(table[direct + j, w]) + abs(own)
        for p in range(starts[j], starts[j + 1]):
            i = supplier[p]
            for w in range(WIDTH):
                term = table[p, w] * x[i, w]
                gap[w] -= term
                terms[w] += abs(term)
        for w in range(WIDTH):
            if not (abs(gap[w]) <= ACCEPTED * terms[w] and terms[w] < np.inf):
                failed[w] = True


@njit(nogil=True, cache=True, error_model="numpy")
def settle(layout: Any, system: Any, work: Any, found: Any) -> int:
    """Intensities x (processes, lanes) of a batch for one indicator; lanes that did not arrive are marked in `failed`.

    `layout`: blocks, starts of columns and of their inner part, suppliers (see `plan.Plan`). `system`: the table and
    the number of the indicator. `work`: two tables of the processes. `found`: x and `failed`. Gives the sweeps made.
    """
    blocks, starts, inner, supplier = layout
    (table, indicator), (rhs, inverse), (x, failed) = system, work, found
    size, off = len(starts) - 1, len(supplier)
    direct = off + size + size * indicator
    for j in range(size):
        for w in range(WIDTH):
            rhs[j, w] = table[direct + j, w]
            inverse[j, w] = 1.0 / table[off + j, w]
    sweeps = 0
    for block in range(len(blocks) - 1):
        first, last = blocks[block], blocks[block + 1]
        _substitute((starts, inner, supplier), (first, last), rhs, (table, x))
        if last - first == 1:
            for w in range(WIDTH):
                x[first, w] = rhs[first, w] * inverse[first, w]
        else:
            sweeps += _loop((inner, starts, supplier, first, last), (table, inverse, rhs), x)
    _sound(layout, (table, direct), x, failed)
    return sweeps
