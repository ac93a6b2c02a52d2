"""Portfolios written to a folder and computed in it."""

from __future__ import annotations

import polars as pl
from tests.assess.backgrounds import background
from tests.background.packages import method

from tanji.assess.portfolio import Options, Request, Serial, run
from tanji.formats.portfolio import Store, rows

LINE = {"product": pl.String, "item": pl.String, "amount": pl.Float64, "unit": pl.String, "stage": pl.String}


def lines(*entries):
    """A table of lines from (product, item, amount, unit[, stage])."""
    return pl.DataFrame([(*entry, None)[:5] for entry in entries], schema=LINE, orient="row")


def request(folder, table, *, products=None, opened=None, out="out", **options):
    """What is asked of a table of lines, or of several as so many files; and the store for its results."""
    given = folder / "lines"
    given.mkdir(exist_ok=True)
    for number, part in enumerate(table if isinstance(table, list) else [table]):
        part.write_parquet(given / f"{number}.parquet")
    store = Store(folder / out)
    store.begin()
    named = None
    if products is not None:
        products.write_parquet(folder / "products.parquet")
        named = rows(folder / "products.parquet", "products", store.work)
    opened = opened or background(folder)
    asked = Request(rows(given, "lines", store.work), named, {"db": opened}, method(), "tanji test", Options(**options))
    return asked, store


def computed(folder, table, *, executor=None, threads=1, **more):
    """The outcome, and the store with results and problems."""
    asked, store = request(folder, table, **more)
    return run(asked, store, executor or Serial(), threads=threads), store


def results(store):
    """The results by product."""
    return {row["product"]: row for row in store.scan("results").collect().iter_rows(named=True)}


def problems(store):
    """(product, row, reason) of each problem."""
    return store.scan("problems").select("product", "row", "reason").collect().rows()


def written(store):
    """Every file of a finished portfolio, by its name."""
    return {
        str(path.relative_to(store.folder)): path.read_bytes()
        for path in sorted(store.folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
