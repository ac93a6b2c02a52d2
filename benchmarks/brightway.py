"""The peer: the same matrices as a Brightway datapackage, opened and scored by bw2calc with PARDISO."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import Coordinates

Floats = NDArray[np.float64]
METHOD = ("benchmark", "gwp")


def store(folder: Path, n: int, *, technosphere: Coordinates, biosphere: Coordinates, factors: Coordinates) -> None:
    """A datapackage in a folder (quicker to open than a zip). Products and activities share ids 1 … n."""
    import bw_processing

    folder.mkdir(parents=True)
    package = bw_processing.create_datapackage(
        fs=bw_processing.generic_directory_filesystem(dirpath=folder), name="benchmark"
    )
    row, col, value = technosphere
    inputs = (row != col) & (value < 0)
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        indices_array=_indices(row + 1, col + 1),
        data_array=np.where(inputs, -value, value),
        flip_array=inputs,
    )
    row, col, value = biosphere
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        name="biosphere",
        indices_array=_indices(row + n + 1, col + 1),
        data_array=value,
    )
    row, col, value = factors
    package.add_persistent_vector(
        matrix="characterization_matrix",
        name="characterization",
        identifier=list(METHOD),
        indices_array=_indices(col + n + 1, np.ones_like(row)),
        data_array=value,
        global_index=1,
    )
    package.finalize_serialization()


def opened(folder: Path) -> Any:
    """The datapackage, its arrays read."""
    import bw_processing

    return bw_processing.load_datapackage(bw_processing.generic_directory_filesystem(dirpath=folder))


def first_score(folder: Path, process: int) -> float:
    """LCA: open, build matrices, one forward solve."""
    return float(_first(folder, process).score)


def one_by_one(folder: Path, processes: list[int]) -> Any:
    """LCA ready to be asked for more processes, and a function that asks for all of these."""
    lca = _first(folder, processes[0])

    def ask() -> Floats:
        scores = []
        for process in processes:
            lca.lci(demand={process + 1: 1.0})
            lca.lcia(demand={process + 1: 1.0})
            scores.append(lca.score)
        return np.array(scores)

    return ask


def one_by_one_demands(folder: Path, demands: Sequence[dict[int, float]]) -> Any:
    """LCA with its first score, and a function that asks for the score of each of these demands in turn."""
    lca = _first(folder, next(iter(demands[0])))

    def ask() -> Floats:
        scores = []
        for each in demands:
            demand = {process + 1: amount for process, amount in each.items()}
            lca.lci(demand=demand)
            lca.lcia(demand=demand)
            scores.append(lca.score)
        return np.array(scores)

    return ask


def many(folder: Path, demands: Sequence[dict[int, float]]) -> Floats:
    """MultiLCA: open, and the score of each demand (amounts by position of their process)."""
    import bw2calc

    named = {str(k): {process + 1: amount for process, amount in each.items()} for k, each in enumerate(demands)}
    multi = bw2calc.MultiLCA(demands=named, method_config={"impact_categories": [METHOD]}, data_objs=[opened(folder)])
    multi.lci()
    multi.lcia()
    return np.array([multi.scores[METHOD, str(k)] for k in range(len(demands))])


def many_fast(folder: Path, demands: Sequence[dict[int, float]]) -> Floats:
    """FastScoresOnlyMultiLCA in its adjoint direction: open, and the score of each demand."""
    import bw2calc

    named = {str(k): {process + 1: amount for process, amount in each.items()} for k, each in enumerate(demands)}
    multi = bw2calc.FastScoresOnlyMultiLCA(
        demands=named,
        method_config={"impact_categories": [METHOD]},
        data_objs=[opened(folder)],
        direction="adjoint",
    )
    found = multi.calculate().sel(processes=list(named))
    return np.asarray(found).reshape(-1)


def ready(folder: Path, process: int) -> Any:
    """LCA with its first score, as a graph traversal wants it."""
    return _first(folder, process)


def fast(folder: Path) -> Any:
    """FastScoresOnlyMultiLCA in its adjoint direction, for one demand; nothing is opened yet."""
    import bw2calc

    return bw2calc.FastScoresOnlyMultiLCA(
        demands={"one": {1: 1.0}},
        method_config={"impact_categories": [METHOD]},
        data_objs=[opened(folder)],
        direction="adjoint",
    )


def all_intensities(folder: Path) -> Floats:
    """FastScoresOnlyMultiLCA: open, and one unit of every product by one adjoint solve."""
    return intensities(fast(folder))


def intensities(multi: Any) -> Floats:
    """One unit of every product by one adjoint solve, factorization included; matrices are built when first asked."""
    multi.calculate()
    scores = multi.product_scores.sel(products=np.arange(1, len(multi.dicts.product) + 1))
    return np.asarray(scores)[0]


def _first(folder: Path, process: int) -> Any:
    import bw2calc

    lca = bw2calc.LCA({process + 1: 1.0}, data_objs=[opened(folder)])
    lca.lci()
    lca.lcia()
    return lca


def _indices(row: NDArray[np.int64], col: NDArray[np.int64]) -> Any:
    import bw_processing

    made = np.empty(len(row), dtype=bw_processing.INDICES_DTYPE)
    made["row"], made["col"] = row, col
    return made
