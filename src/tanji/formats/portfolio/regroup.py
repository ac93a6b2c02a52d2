"""Lines of scattered products written again, product by product, without holding all of them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Final

import polars as pl

from tanji.errors import Progress, Text
from tanji.formats.portfolio.source import PLACE, File, Rows

PRODUCTS: Final = 250_000
"""Products of a file that is written."""
COLUMNS: Final = ("product", "item", "amount", "unit", "stage", *PLACE)
SCATTERING: Final = Text(zh="按产品分拣各行", en="Sort the lines by product")
GATHERING: Final = Text(zh="合并分拣的行", en="Bring sorted lines together")


def regroup(rows: Rows, products: pl.Series, work: Path, *, progress: Progress | None = None, block: int) -> Rows:
    """The same lines by product, in the order of `products`; those of one product in the order in which they stood.

    Each line keeps the file and row where it was read. Written once for the same input, whole or not at all.
    """
    identity = "|".join(f"{file.name}:{file.digest}" for file in rows.files)
    folder = work / f"regrouped-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
    if not folder.is_dir():
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=work, prefix=".scattered-") as scratch:
            _scatter(rows, products, Path(scratch), progress=progress, block=block)
            made = Path(scratch) / "made"
            made.mkdir()
            chunks = sorted(path for path in Path(scratch).iterdir() if path != made)
            for number, chunk in enumerate(chunks):
                if progress is not None:
                    progress(GATHERING, number, len(chunks))
                parts = [pl.read_parquet(path, glob=False) for path in sorted(chunk.iterdir())]
                gathered = pl.concat(parts).sort("_product", maintain_order=True).drop("_product")
                gathered.write_parquet(made / f"{chunk.name}.parquet", compression="zstd", row_group_size=1 << 18)
                shutil.rmtree(chunk)
            made.rename(folder)
    paths = sorted(folder.iterdir())
    return Rows(tuple(_file(path, identity) for path in paths))


def _scatter(rows: Rows, products: pl.Series, folder: Path, *, progress: Progress | None, block: int) -> None:
    """Each block's lines into one piece for each run of products."""
    places = pl.DataFrame({"product": products}).with_row_index("_product")
    for number, start in enumerate(range(0, len(rows), block)):
        if progress is not None:
            progress(SCATTERING, start, len(rows))
        read = rows.read(start, min(start + block, len(rows)), COLUMNS)
        placed = read.join(places, on="product", how="left", maintain_order="left", nulls_equal=True)
        keyed = placed.with_columns(_part=pl.col("_product") // PRODUCTS)
        for (part,), piece in keyed.partition_by("_part", as_dict=True, include_key=False).items():
            chunk = folder / f"{part:06d}"
            chunk.mkdir(exist_ok=True)
            piece.write_parquet(chunk / f"{number:06d}.parquet", compression="lz4")


def _file(path: Path, identity: str) -> File:
    count = int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    digest = hashlib.sha256(f"{identity}|{path.name}".encode()).hexdigest()
    return File(path.name, path.absolute(), digest, count, {name: name for name in COLUMNS})
