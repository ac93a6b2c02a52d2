"""One pass over the lines: which products stand where, and which items and units there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tanji.errors import Progress, Text
from tanji.formats.portfolio.regroup import regroup
from tanji.formats.portfolio.source import Rows

BLOCK: Final = 1_000_000
"""Lines that are held at a time."""
SURVEYING: Final = Text(zh="查看各行", en="Look through the lines")


@dataclass(frozen=True, slots=True)
class Survey:
    """Lines in which every product stands in one run.

    `runs` has a row a product in their order, with `product` (null: lines that name none), `start` and `stop`. `pairs`
    are the distinct `item` and `unit`, sorted. `regrouped` says that the lines had to be brought together first.
    """

    rows: Rows
    runs: pl.DataFrame
    pairs: pl.DataFrame
    regrouped: bool


def survey(rows: Rows, work: Path, *, progress: Progress | None = None, block: int = BLOCK) -> Survey:
    """What the lines hold. Lines of scattered products are brought together in a copy under `work`."""
    runs, pairs = _looked_through(rows, progress, block)
    regrouped = not _gathered(runs)
    if regrouped:
        products = runs["product"].unique().sort()
        rows = regroup(rows, products, work, progress=progress, block=block)
        runs, _ = _looked_through(rows, progress, block)
    return Survey(rows, runs, pairs, regrouped)


def _looked_through(rows: Rows, progress: Progress | None, block: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    runs, pairs = [], []
    for start in range(0, len(rows), block):
        if progress is not None:
            progress(SURVEYING, start, len(rows))
        read = rows.read(start, min(start + block, len(rows)), ("product", "item", "unit"))
        rle = read["product"].rle().struct.unnest()
        lengths = rle["len"].cast(pl.Int64)
        stop = lengths.cum_sum() + start
        runs.append(pl.DataFrame({"product": rle["value"], "start": stop - lengths, "stop": stop}))
        pairs.append(read.lazy().select("item", "unit").drop_nulls().unique().collect(engine="streaming"))
    if not runs:
        empty = pl.DataFrame(schema={"product": pl.String, "start": pl.Int64, "stop": pl.Int64})
        return empty, pl.DataFrame(schema={"item": pl.String, "unit": pl.String})
    return _joined(pl.concat(runs)), pl.concat(pairs).unique().sort("item", "unit")


def _joined(runs: pl.DataFrame) -> pl.DataFrame:
    """Runs that two blocks have cut are one again."""
    begins = runs["product"].ne_missing(runs["product"].shift(1)) | (pl.int_range(len(runs), eager=True) == 0)
    group = begins.cum_sum()
    if int(group[-1]) == len(runs):
        return runs
    grouped = runs.group_by(group.alias("_run"), maintain_order=True)
    return grouped.agg(pl.col("product").first(), pl.col("start").first(), pl.col("stop").last()).drop("_run")


def _gathered(runs: pl.DataFrame) -> bool:
    """Whether every product has one run; sorted ones are told without comparing all with all."""
    products = runs["product"]
    if products.null_count() == 0 and bool((products.shift(1) < products).slice(1).all()):
        return True
    return products.n_unique() == len(products)
