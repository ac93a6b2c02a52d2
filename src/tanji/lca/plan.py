"""What has to be drawn and solved for a score, and in which order: nothing else is touched in a draw.

Numbers of a draw stand in rows of one table, draws side by side: off-diagonal coefficients of A, column by column; its
diagonal; direct scores of every process, indicator by indicator. Every variable adds to some rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from tanji.lca.blocks import blocks
from tanji.lca.system import Floats, Ints
from tanji.lca.uncertain import Contributions, Uncertain

Flags = NDArray[np.bool_]


class Parts(NamedTuple):
    """Parts of rows of a table: scale × X[variable] × factor (see `Program`), in any order."""

    variable: Ints
    target: Ints
    scale: Floats
    factor: Ints


@dataclass(frozen=True, eq=False)
class Program:
    """Rows of a table as sums: `base`, and scale × X[variable] × factor for every part; parts sorted by variable.

    `factor` is a row of another table (the drawn characterization), or -1 for 1.
    """

    base: Floats
    variable: Ints
    target: Ints
    scale: Floats
    factor: Ints

    @classmethod
    def of(cls, base: Floats, parts: Parts) -> Program:
        """The same, with exact parts of no factor counted into the base, and all others sorted."""
        exact = (parts.variable < 0) & (parts.factor < 0)
        base = base + np.bincount(parts.target[exact], parts.scale[exact], len(base))
        left = np.flatnonzero(~exact)
        left = left[np.argsort(parts.variable[left], kind="stable")]
        return cls(base, parts.variable[left], parts.target[left], parts.scale[left], parts.factor[left])

    @cached_property
    def variables(self) -> Ints:
        """The variables that are needed, ascending."""
        return np.unique(self.variable[self.variable >= 0])

    @cached_property
    def starts(self) -> Ints:
        """Parts of needed variable v are starts[v] to starts[v + 1]; those before starts[0] have none."""
        bounds = np.append(self.variables, np.iinfo(np.int64).max)
        return np.searchsorted(self.variable, bounds).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Plan:
    """Processes that can reach the score, suppliers first; A by columns, suppliers outside the own block first.

    Column j takes from `supplier[start[j]:inner[j]]` outside its block and from `supplier[inner[j]:start[j + 1]]`
    within it. Block b holds the processes `blocks[b]` to `blocks[b + 1]`.
    """

    processes: Ints
    blocks: Ints
    start: Ints
    inner: Ints
    supplier: Any
    indicators: int
    factors: Program
    coefficients: Program

    @property
    def largest(self) -> int:
        """How many processes the largest block has."""
        return int(np.diff(self.blocks).max(initial=0))

    @property
    def size(self) -> int:
        """Rows of the table."""
        return len(self.coefficients.base)


def plan(uncertain: Uncertain, indicators: Sequence[int], demand: Floats | None = None) -> Plan:
    """What the intensities of all processes need, for these indicators; or of those only that a demand can reach."""
    n = len(uncertain.system)
    technosphere = uncertain.technosphere
    chosen = np.asarray(indicators, dtype=np.int64)
    c = uncertain.characterization.where(np.isin(uncertain.characterization.row, chosen))
    characterised = np.zeros(len(uncertain.system.flows), dtype=bool)
    characterised[c.col[c.scale != 0]] = True
    b = uncertain.biosphere.where(characterised[uncertain.biosphere.row])
    links: csr_array[Any] = csr_array((np.ones(len(technosphere)), (technosphere.col, technosphere.row)), shape=(n, n))
    backwards: csr_array[Any] = csr_array(links.T)
    kept = _reached(backwards, np.bincount(b.col, minlength=n) > 0)
    if demand is not None:
        kept &= _reached(links, demand != 0)
    a = technosphere.where(kept[technosphere.row] & kept[technosphere.col])
    return _laid_out(a, b.where(kept[b.col]), c, kept=np.flatnonzero(kept), chosen=chosen)


def _reached(links: csr_array[Any], begin: Flags) -> Flags:
    """All that is reached from some processes along links."""
    reached, front = begin.copy(), np.flatnonzero(begin)
    while len(front):
        found = links[front].indices
        front = np.unique(found[~reached[found]])
        reached[front] = True
    return reached


def _laid_out(a: Contributions, b: Contributions, c: Contributions, *, kept: Ints, chosen: Ints) -> Plan:
    m = len(kept)
    local = np.full(int(kept.max(initial=-1)) + 1, -1, dtype=np.int64)
    local[kept] = np.arange(m)
    row, col = local[a.row], local[a.col]
    pattern = csc_array((np.ones(len(row)), (row.astype(np.int32), col.astype(np.int32))), shape=(m, m))
    order, starts = _order(pattern)
    place = np.empty(m, dtype=np.int64)
    place[order] = np.arange(m)
    row, col = place[row], place[col]
    block = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    off = row != col
    key = (col[off] * 2 + (block[row[off]] == block[col[off]])) * m + row[off]
    unique, position = np.unique(key, return_inverse=True)
    column, inside = unique // (2 * m), (unique // m) % 2 == 1 if m else np.zeros(0, dtype=bool)
    count = np.bincount(column, minlength=m) if m else np.zeros(0, dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    inner = start[:-1] + (np.bincount(column, ~inside, m).astype(np.int64) if m else 0)
    target = np.empty(len(row), dtype=np.int64)
    target[off], target[~off] = position, len(unique) + col[~off]
    factors, parts = _scores(b, place[local[b.col]], c, (chosen, m))
    rows = len(unique) + m + m * len(chosen)
    coefficients = Program.of(
        np.zeros(rows),
        Parts(
            np.concatenate((a.variable, parts.variable)),
            np.concatenate((target, len(unique) + m + parts.target)),
            np.concatenate((a.scale, parts.scale)),
            np.concatenate((np.full(len(a), -1, dtype=np.int64), parts.factor)),
        ),
    )
    supplier = (unique % m).astype(np.int32) if m else np.zeros(0, dtype=np.int32)
    return Plan(kept[order], starts, start, inner, supplier, len(chosen), factors, coefficients)


def _order(pattern: csc_array[Any]) -> tuple[Ints, Ints]:
    """Suppliers first: blocks reversed. Within a block as it comes: other orders were measured and saved no sweeps."""
    found = blocks(pattern)
    order, starts = found.order[::-1].copy(), len(found.order) - found.starts[::-1]
    return order, starts


def _scores(b: Contributions, process: Ints, c: Contributions, counted: tuple[Ints, int]) -> tuple[Program, Parts]:
    """Direct scores as parts of rows, indicator by indicator: every part of B meets every entry of C of its flow.

    Entries of C that are exact are counted into the scale; the others are rows of the table of factors.
    """
    chosen, m = counted
    which = np.argsort(chosen)[np.searchsorted(np.sort(chosen), c.row)]
    flows = int(max(c.col.max(initial=-1), b.row.max(initial=-1))) + 1
    key = c.col * max(len(chosen), 1) + which
    unique, position = np.unique(key, return_inverse=True)
    drawn = np.zeros(len(unique), dtype=bool)
    drawn[position[c.variable >= 0]] = True
    exact = np.bincount(position[c.variable < 0], c.scale[c.variable < 0], len(unique))
    number = np.where(drawn, np.cumsum(drawn) - 1, -1)
    taken = drawn[position]
    factors = Program.of(
        np.zeros(int(drawn.sum())),
        Parts(
            c.variable[taken], number[position[taken]], c.scale[taken], np.full(int(taken.sum()), -1, dtype=np.int64)
        ),
    )
    of_flow = np.concatenate(([0], np.cumsum(np.bincount(unique // max(len(chosen), 1), minlength=flows))))
    times = np.diff(of_flow)[b.row]
    part = np.repeat(np.arange(len(b)), times)
    entry = np.arange(len(part)) - np.repeat(np.cumsum(times) - times, times) + of_flow[b.row[part]]
    scale = b.scale[part] * np.where(drawn[entry], 1.0, exact[entry])
    target = m * (unique[entry] % max(len(chosen), 1)) + process[part]
    return factors, Parts(b.variable[part], target, scale, number[entry])
