"""Very many products of twenty lines each: in memory against the peer, and from Parquet to Parquet.

The peer has no portfolio. Its default class is asked for a few products after its first factorization, its fast class
for a few hundred and a few thousand in one go; both are scaled to all, the fast one by the time that each product more
takes it. In memory Tanji has intensities and lines as arrays, the peer its matrices and demands as dictionaries.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import brightway, ours
from benchmarks.databases import Stored
from benchmarks.measure import Pair, Row, pair, row, timed
from tanji.lca.portfolio import Bills, totals

PRODUCTS, LINES = 1_000_000, 20
ASKED, FEW, MANY = 10, 200, 2_000
TASK = "portfolio: {:,} × {} lines, in memory (peer: {:,} asked, scaled)"
END_TO_END = "portfolio: {:,} × {} lines, Parquet to Parquet"
MOST = 0.05
"""Seconds in memory at most: the goal of 1,000,000 products."""


def rows(stored: Stored, products: int | None = None) -> list[Row]:
    """In memory, against LCA and against FastScoresOnlyMultiLCA."""
    count = products or (PRODUCTS if stored.n >= 2_000 or stored.label == "uslci" else 2_000)
    bills, demands = drawn(stored.n, count)
    intensity = ours.all_intensities(stored.ours)
    totals(bills, intensity)
    asked = brightway.one_by_one_demands(stored.peer, demands[:ASKED])
    found = pair(asked, lambda: totals(bills, intensity), 3)
    scaled = replace(found, peer_s=found.peer_s / ASKED * count, ours=found.ours[:ASKED])
    made = [_row(stored, TASK.format(count, LINES, ASKED), "LCA", scaled)]
    seconds, _ = timed(lambda: brightway.many_fast(stored.peer, demands[:FEW]))
    found = pair(lambda: brightway.many_fast(stored.peer, demands), lambda: totals(bills, intensity), 3)
    each = max(0.0, found.peer_s - seconds) / max(1, len(demands) - FEW)
    scaled = replace(found, peer_s=found.peer_s + each * (count - len(demands)), ours=found.ours[: len(demands)])
    fast = "FastScoresOnlyMultiLCA (adjoint), with opening"
    return [*made, _row(stored, TASK.format(count, LINES, len(demands)), fast, scaled)]


def drawn(n: int, products: int, seed: int = 11) -> tuple[Bills, list[dict[int, float]]]:
    """Products of twenty different processes each, with a fixed seed; and the first of them as demands of the peer."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, n, (products, 1))
    step = rng.integers(1, max(2, n // LINES), (products, 1))
    process = (first + step * np.arange(LINES)) % n
    amount = rng.lognormal(-1, 1, (products, LINES))
    bills = Bills.of(np.arange(products + 1) * LINES, process.ravel(), amount.ravel())
    some = range(min(MANY, products))
    return bills, [dict(zip(process[p].tolist(), amount[p].tolist(), strict=True)) for p in some]


def end_to_end(products: int = PRODUCTS) -> list[Row]:
    """The whole way: a seeded example on the embedded database, digests, links, units, results, problems, manifest."""
    from tanji.assess.portfolio import Options, Request, Serial, run
    from tanji.background.shelf import Shelf
    from tanji.formats.portfolio import Store
    from tanji.formats.portfolio import rows as table
    from tanji.formats.portfolio.example import Shape, write_example
    from tanji.model.process import FactorKind
    from tanji.starter.methods import method
    from tanji.starter.release import starter

    with tempfile.TemporaryDirectory(prefix="tanji-portfolio-") as scratch:
        folder = Path(scratch)
        opened = starter(Shelf(folder / "home"))
        listed = [each for each in opened.listings if each.factor_kind is FactorKind.life_cycle]
        items = [(f"starter:{each.process}", each.unit) for each in listed]
        lines, _ = write_example(folder, items, Shape(products, lines=LINES))
        gwp = method("ar6-gwp100")
        opened.intensities(gwp)
        store = Store(folder / "results")
        begin = time.perf_counter()
        store.begin()
        run(
            Request(table(lines, "lines", store.work), None, {"starter": opened}, gwp, "bench", Options()),
            store,
            Serial(),
        )
        seconds = time.perf_counter() - begin
    return [
        Row(
            task=END_TO_END.format(products, LINES),
            system="starter",
            n=len(opened.listings),
            peer="none",
            peer_class="",
            peer_s=0.0,
            ours_s=float(f"{seconds:.3g}"),
            ratio=0.0,
            goal=None,
            error=0.0,
        )
    ]


def _row(stored: Stored, task: str, peer_class: str, found: Pair) -> Row:
    return row(task, (stored.label, stored.n), ("bw2calc", peer_class), found)


if __name__ == "__main__":
    for each in end_to_end(int(sys.argv[1]) if len(sys.argv) > 1 else PRODUCTS):
        print(f"{each.task}: {each.ours_s} s")
