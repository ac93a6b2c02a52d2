"""Our side: databases on a shelf, as every release is kept, opened and scored."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import Matrices
from tanji import lca
from tanji.background.opened import Opened
from tanji.background.shelf import Shelf
from tanji.background.tables import SCHEMAS, digest, table
from tanji.model.method import GasFactor, Method
from tanji.model.release import Release, Table
from tanji.starter.methods import method

Floats = NDArray[np.float64]
REAL, MADE_UP = "uslci", "synthetic"


def store(folder: Path, matrices: Matrices) -> None:
    """Matrices as a release: its tables, and the arrays that are kept beside them."""
    tables = {name: table(name, {key: [] for key in schema}) for name, schema in SCHEMAS.items()}
    tables |= {"listings": table("listings", _listings(matrices)), "elementary": table("elementary", _flows(matrices))}
    for name in ("technosphere", "biosphere"):
        row, col, value = getattr(matrices, name)
        columns = {"row": row, "column": col, "value": value, "exchange": np.arange(len(row))}
        tables[name] = table(name, columns).sort("column", "row", "value")
    manifest = Release(
        id=MADE_UP,
        version="1",
        names={"en": "Made up for the benchmark"},
        link_rules="none",
        allocation="reference",
        counts={},
        tables={name: Table(rows=len(frame), digest=digest(frame)) for name, frame in tables.items()},
    )
    Shelf(folder).add(manifest, tables).system()


def release(folder: Path) -> Opened:
    """The release on the shelf of a folder."""
    return Shelf(folder).open(REAL if (folder / "releases" / REAL).exists() else MADE_UP)


@cache
def method_of(folder: Path) -> Method:
    """AR5 for the real one; for one that is made up the factors of its gases, which are their names."""
    if (folder / "releases" / REAL).exists():
        return method("ar5-gwp100")
    gases = [gas for gas in release(folder).table("elementary")["gas"].to_list() if gas]
    factors = tuple(
        GasFactor(gas=gas, names={"en": gas}, value=_factor(gas), source="synthetic", place="generator")
        for gas in gases
    )
    return Method(id="synthetic", version="1", names={"en": "Synthetic"}, report="AR5", horizon=100, factors=factors)


def first_score(folder: Path, process: int) -> float:
    """Open, factorize, one adjoint solve, and the score of one process; the intensities of all are kept, as always."""
    opened = release(folder)
    return opened.score(opened.listings[process].process, method_of(folder)).total


def all_intensities(folder: Path) -> Floats:
    """Open and score one unit of every process."""
    return intensities(in_memory(folder))


def in_memory(folder: Path) -> lca.System:
    """The system, opened."""
    return release(folder).system(method_of(folder))


def intensities(system: lca.System) -> Floats:
    """Scores of one unit of every process, by one adjoint solve an indicator, factorization included."""
    return lca.intensities(system, lca.factorize(system))[0]


def _listings(matrices: Matrices) -> dict[str, list[object]]:
    row, col, value = matrices.technosphere
    negative = np.zeros(matrices.n, dtype=bool)
    negative[row[(row == col) & (value < 0)]] = True
    rows = [
        {
            "process": f"process-{place:06d}",
            "names": f'{{"en":"Process {place}"}}',
            "aliases": "[]",
            "unit": "kg",
            "kind": "unit_process",
            "factor_kind": "life_cycle",
            "status": "unverified",
            "flow": f"product {place}",
            "treatment": treated,
        }
        for place, treated in enumerate(negative.tolist())
    ]
    return {key: [row.get(key) for row in rows] for key in SCHEMAS["listings"]}


def _flows(matrices: Matrices) -> dict[str, list[object]]:
    _, flow, value = matrices.characterization
    gas = dict(zip(flow.tolist(), map(repr, value.tolist()), strict=True))
    rows = [
        {
            "id": f"flow-{place:05d}",
            "flow": f"flow-{place:05d}",
            "name": f"Flow {place}",
            "compartment": "air",
            "medium": "air",
            "unit": "kg",
            "direction": "output",
            "aircraft": False,
            "gas": f"gas-{gas[place]}" if place in gas else None,
            "sign": 1.0,
            "kilograms": 1.0,
            "other_medium": False,
        }
        for place in range(matrices.flows)
    ]
    return {key: [row.get(key) for row in rows] for key in SCHEMAS["elementary"]}


def _factor(gas: str) -> float:
    return float(gas.partition("-")[2])
