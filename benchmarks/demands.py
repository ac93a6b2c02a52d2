"""1,000 demands of five products each: open, and the score of every one.

Tanji solves one adjoint and multiplies; the default class of the peer solves for each demand, its fast class solves one
adjoint too. Every side begins with what is on disk.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks import brightway, ours
from benchmarks.databases import Stored
from benchmarks.measure import Row, pair, row
from tanji.lca import portfolio

DEMANDS, PRODUCTS = 1_000, 5
GOAL = 1_000.0  # against the default class, at 23,000 processes


def rows(stored: Stored, count: int | None = None) -> list[Row]:
    """One row against MultiLCA, one against FastScoresOnlyMultiLCA."""
    count = count or (DEMANDS if stored.n >= 2_000 or stored.label == "uslci" else 20)
    demands = drawn(stored.n, count)
    task = f"demands: open, scores of {count:,}"
    rows = []
    for peer, name, goal, repeats in (
        (brightway.many, "MultiLCA", GOAL, 1),
        (brightway.many_fast, "FastScoresOnlyMultiLCA (adjoint)", None, 5),
    ):
        found = pair(partial(peer, stored.peer, demands), partial(_ours, stored, demands), repeats)
        rows.append(row(task, (stored.label, stored.n), ("bw2calc", name), found, goal=goal))
    return rows


def drawn(n: int, count: int, seed: int = 7) -> list[dict[int, float]]:
    """So many demands of five products each, with a fixed seed."""
    rng = np.random.default_rng(seed)
    amounts = rng.lognormal(0, 1, (count, PRODUCTS)).tolist()
    return [dict(zip(rng.choice(n, PRODUCTS, replace=False).tolist(), each, strict=True)) for each in amounts]


def _ours(stored: Stored, demands: list[dict[int, float]]) -> ours.Floats:
    """The demands are products of a portfolio: lines of processes and amounts, multiplied with the intensities."""
    intensity = ours.all_intensities(stored.ours)
    bills = portfolio.Bills.of(
        np.arange(len(demands) + 1) * PRODUCTS,
        [process for each in demands for process in each],
        [amount for each in demands for amount in each.values()],
    )
    return portfolio.totals(bills, intensity)
