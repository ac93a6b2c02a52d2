"""A made-up portfolio, the same for the same seed: products, lines of given processes, some products used by others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from tanji.errors import Progress, Text

FILE: Final = 250_000
"""Products of a file."""
STAGES: Final = ("raw_material", "raw_material", "production", "distribution", "end_of_life")
WRITING: Final = Text(zh="写出样例组合", en="Write the example portfolio")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many products with how many lines each, and which share of the products is used by others."""

    products: int
    lines: int = 20
    nested: float = 0.0
    seed: int = 1
    csv: bool = False


def write_example(
    folder: Path, items: Sequence[tuple[str, str]], shape: Shape, *, progress: Progress | None = None
) -> tuple[Path, Path]:
    """Write `lines/` and `products.parquet` (or `.csv`) and give their paths; `items` are processes with their unit.

    Amounts are lognormal. Nested products are the first ones; a tenth of their lines use those before them, and so does
    one line of every other product.
    """
    lines, ending = folder / "lines", "csv" if shape.csv else "parquet"
    lines.mkdir(parents=True, exist_ok=True)
    for first in range(0, shape.products, FILE):
        if progress is not None:
            progress(WRITING, first, shape.products)
        table = _lines(first, min(first + FILE, shape.products), items, shape)
        _write(table, lines / f"lines-{first // FILE:04d}.{ending}")
    products = folder / f"products.{ending}"
    every = pl.DataFrame({"product": _names(np.arange(shape.products))})
    named = every.with_columns(name=pl.lit("样例产品 / Example ") + pl.col("product").str.slice(4), unit=pl.lit("item"))
    _write(named, products)
    return lines, products


def _lines(first: int, last: int, items: Sequence[tuple[str, str]], shape: Shape) -> pl.DataFrame:
    rng = np.random.Generator(np.random.PCG64DXSM([shape.seed, first]))
    product = np.repeat(np.arange(first, last), shape.lines)
    count = len(product)
    chosen = rng.integers(0, len(items), count)
    item = pl.Series([name for name, _ in items]).gather(chosen)
    unit = pl.Series([unit for _, unit in items]).gather(chosen)
    used = int(shape.nested * shape.products)
    if used:
        number = np.tile(np.arange(shape.lines), last - first)
        inner = (product > 0) & np.where(product < used, rng.random(count) < 0.1, number == 0)
        other = (rng.random(count) * np.minimum(product, used)).astype(np.int64)
        item = _names(other).zip_with(pl.Series(inner), item)
        unit = pl.Series(["item"]).new_from_index(0, count).zip_with(pl.Series(inner), unit)
    return pl.DataFrame(
        {
            "product": _names(product),
            "item": item,
            "amount": rng.lognormal(-1.0, 1.0, count),
            "unit": unit,
            "stage": pl.Series(STAGES).gather(rng.integers(0, len(STAGES), count)),
        }
    )


def _names(numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.Series:
    return pl.select(pl.lit("SKU-") + pl.Series(numbers).cast(pl.String).str.zfill(8)).to_series()


def _write(table: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".csv":
        table.write_csv(path, include_bom=True)
    else:
        table.write_parquet(path, compression="zstd", row_group_size=1 << 18)
