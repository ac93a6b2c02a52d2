"""Draws of small systems without compiled code: the same numbers as `compiled` within rounding, no second of waiting.

A batch has always the same width, so that sums are made in the same order and a draw has the same bits in every batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tanji.lca.batch import ACCEPTED, Batch, Flags
from tanji.lca.distribution import Distributions
from tanji.lca.plan import Plan, Program
from tanji.lca.streams import uniforms
from tanji.lca.system import Floats, Ints

WIDTH: Final = 64
LARGEST_BLOCK, MOST_PARTS, MOST_PROCESSES = 64, 5_000, 1_000
"""What counts as small: blocks that are solved dense, parts and processes of a draw."""


def small(plan: Plan) -> bool:
    """Whether a plan is solved before compiled code would have been loaded."""
    return (
        plan.largest <= LARGEST_BLOCK
        and len(plan.coefficients.variable) <= MOST_PARTS
        and len(plan.processes) <= MOST_PROCESSES
    )


@dataclass(frozen=True, eq=False)
class Plain:
    """A plan with its variables, drawn and solved by numpy, `width` draws at a time."""

    plan: Plan
    variables: Distributions
    width: int = WIDTH

    def room(self) -> None:
        """Nothing is kept from batch to batch."""

    def solve(self, seed: int, draws: range, _room: None) -> Batch:
        """A batch of `width` draws."""
        plan = self.plan
        factors = _table(plan.factors, _drawn(plan.factors, self.variables, seed, draws), np.ones((1, len(draws))))
        table = _table(plan.coefficients, _drawn(plan.coefficients, self.variables, seed, draws), factors)
        x = np.zeros((plan.indicators, len(plan.processes), len(draws)))
        with np.errstate(all="ignore"):  # lanes that overflow fail the residual below
            for block in range(len(plan.blocks) - 1):
                _block(plan, table, block, x)
            failed = _failed(plan, table, x)
        return Batch(table, x, failed, 0)


def _drawn(program: Program, variables: Distributions, seed: int, draws: range) -> Floats:
    needed = program.variables
    values = variables.take(needed).quantile(uniforms(seed, draws, needed))
    return np.concatenate((np.ones((1, len(draws))), values))


def _table(program: Program, values: Floats, factors: Floats) -> Floats:
    """The rows of a program; row 0 of `values` is 1, for parts without a variable."""
    table = np.repeat(program.base[:, None], values.shape[1], axis=1)
    if len(program.target):
        order = np.argsort(program.target, kind="stable")
        place = np.where(program.variable < 0, 0, np.searchsorted(program.variables, program.variable) + 1)[order]
        parts = program.scale[order][:, None] * values[place]
        factor = program.factor[order]
        parts[factor >= 0] *= factors[factor[factor >= 0]]
        rows, first = np.unique(program.target[order], return_index=True)
        table[rows] += np.add.reduceat(parts, first, axis=0)
    return table


def _block(plan: Plan, table: Floats, block: int, x: Floats) -> None:
    first, last = int(plan.blocks[block]), int(plan.blocks[block + 1])
    off, size = len(plan.supplier), len(plan.processes)
    for k in range(plan.indicators):
        begin = off + size * (k + 1)
        rhs = table[begin + first : begin + last].copy()
        for j in range(first, last):
            here = slice(plan.start[j], plan.inner[j])
            rhs[j - first] -= (table[here] * x[k, plan.supplier[here]]).sum(axis=0)
        if last - first == 1:
            x[k, first] = rhs[0] / table[off + first]
        else:
            x[k, first:last] = _dense(plan, table, (first, last), rhs)


def _dense(plan: Plan, table: Floats, ends: tuple[int, int], rhs: Floats) -> Floats:
    first, last = ends
    size, lanes = last - first, table.shape[1]
    matrix = np.zeros((lanes, size, size))
    for j in range(first, last):
        inside = slice(plan.inner[j], plan.start[j + 1])
        matrix[:, j - first, plan.supplier[inside] - first] = table[inside].T
        matrix[:, j - first, j - first] = table[len(plan.supplier) + j]
    try:
        return np.asarray(np.linalg.solve(matrix, rhs.T[:, :, None])[:, :, 0].T)
    except np.linalg.LinAlgError:  # one of the lanes is singular: each by itself
        found = np.full((size, lanes), np.nan)
        for w in range(lanes):
            if np.linalg.matrix_rank(matrix[w]) == size:
                found[:, w] = np.linalg.solve(matrix[w], rhs[:, w])
        return found


def _failed(plan: Plan, table: Floats, x: Floats) -> Flags:
    """Lanes with a residual beyond the bound, relative to the absolute terms of its row, or numbers not finite."""
    off, size = len(plan.supplier), len(plan.processes)
    column: Ints = np.repeat(np.arange(size), np.diff(plan.start))
    failed = np.zeros(table.shape[1], dtype=bool)
    for k in range(plan.indicators):
        direct, own = table[off + size * (k + 1) : off + size * (k + 2)], table[off : off + size] * x[k]
        gap, terms = direct - own, np.abs(direct) + np.abs(own)
        taken = table[:off] * x[k, plan.supplier]
        np.subtract.at(gap, column, taken)
        np.add.at(terms, column, np.abs(taken))
        failed |= ~((np.abs(gap) <= ACCEPTED * terms) & np.isfinite(terms)).all(axis=0)
    return failed
