"""Our side: databases on disk, opened and scored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.synthetic import Matrices
from tanji import lca

Floats = NDArray[np.float64]
TABLES = ("technosphere", "biosphere", "characterization")


def store(folder: Path, matrices: Matrices) -> None:
    """Matrices as the Parquet tables that a release has for them."""
    folder.mkdir(parents=True)
    for name in TABLES:
        row, col, value = getattr(matrices, name)
        frame = pl.DataFrame({"row": row, "column": col, "value": value})
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")


def opened(folder: Path, n: int) -> lca.System:
    """The system of tables on disk."""
    tables = [pl.read_parquet(folder / f"{name}.parquet") for name in TABLES]
    triples = [lca.Triples(*(table[name].to_numpy() for name in ("row", "column", "value"))) for table in tables]
    flows = 1 + int(tables[1]["row"].max())  # type: ignore[arg-type]
    flows = max(flows, 1 + int(tables[2]["column"].max()))  # type: ignore[arg-type]
    return lca.system(
        *triples,
        processes=lca.Index(map(str, range(n))),
        flows=lca.Index(map(str, range(flows))),
        indicators=lca.Index(["gwp"]),
    )


def first_score(folder: Path, n: int, process: int) -> float:
    """Open, factorize, one forward solve; of a release on a shelf, the score of one process by its adjoint."""
    if (folder / "releases").exists():
        from tanji.background.shelf import Shelf
        from tanji.starter.methods import method

        release = Shelf(folder).open("uslci")
        listing = release.listings[process]
        return release.score(listing.process, method("ar5-gwp100")).total
    system = opened(folder, n)
    demand = np.zeros(n)
    demand[process] = 1.0
    return float(lca.scores(system, lca.factorize(system), demand)[0])


def all_intensities(folder: Path, n: int) -> Floats:
    """Open and score one unit of every process."""
    system = in_memory(folder, n)
    return intensities(system)


def in_memory(folder: Path, n: int) -> lca.System:
    """The system, opened."""
    if (folder / "releases").exists():
        from tanji.background.shelf import Shelf
        from tanji.starter.methods import method

        return Shelf(folder).open("uslci").system(method("ar5-gwp100"))
    return opened(folder, n)


def intensities(system: lca.System) -> Floats:
    """Scores of one unit of every process, by one adjoint solve an indicator, factorization included."""
    return lca.intensities(system, lca.factorize(system))[0]
