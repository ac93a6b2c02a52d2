"""The peer's side of Monte Carlo: the same matrices with every exchange lognormal, iterated by bw2calc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanji.lca import System
from tanji.lca.simulate import Uncertain

Floats = NDArray[np.float64]
CLASSES = ("LCA", "JacobiGMRESLCA", "IterativeLCA")
LOGNORMAL = 2  # of stats_arrays
METHOD = ("benchmark", "gwp")


def name() -> str:
    """What the peer is called in the table."""
    try:
        return f"bw2calc {version('bw2calc')}"
    except PackageNotFoundError:
        return "bw2calc"


def iterations(kind: str, uncertain: Uncertain, process: int) -> Callable[[], float]:
    """A function that draws all anew and gives the score of one unit of a process; the first score is done."""
    import bw2calc

    system, medians, gsd = uncertain.system, uncertain.variables.a, uncertain.variables.b
    count = system.A.nnz
    package = _package(system, lambda name: {"distributions_array": _lognormal(*_half(name, count, medians, gsd))})
    made = getattr(bw2calc, kind)({process + 1: 1.0}, data_objs=[package], use_distributions=True)
    made.lci()
    made.lcia()

    def iterate() -> float:
        next(made)
        return float(made.score)

    return iterate


def given(systems: Sequence[System], process: int) -> Floats:
    """Scores of one unit of a process when the coefficients are those of each system, which have the same places."""
    import bw2calc

    values = {
        "technosphere": np.column_stack([np.abs(each.A.data) for each in systems]),
        "biosphere": np.column_stack([each.B.data for each in systems]),
    }
    package = _package(systems[0], lambda name: {"data_array": values[name]})
    made = bw2calc.LCA({process + 1: 1.0}, data_objs=[package], use_arrays=True)
    made.lci()
    made.lcia()
    scores = [made.score]
    for _ in systems[1:]:
        next(made)
        scores.append(made.score)
    return np.array(scores)


def _half(name: str, count: int, medians: Floats, gsd: Floats) -> tuple[Floats, Floats]:
    part = slice(0, count) if name == "technosphere" else slice(count, None)
    return (np.abs(medians[part]) if name == "technosphere" else medians[part]), gsd[part]


def _lognormal(medians: Floats, gsd: Floats) -> Any:
    import bw_processing

    made = np.zeros(len(medians), dtype=bw_processing.UNCERTAINTY_DTYPE)
    made["uncertainty_type"] = LOGNORMAL
    made["loc"], made["scale"] = np.log(np.abs(medians)), np.log(gsd)
    made["negative"] = medians < 0
    for name in ("shape", "minimum", "maximum"):
        made[name] = np.nan
    return made


def _package(system: System, numbers: Callable[[str], dict[str, Any]]) -> Any:
    """A datapackage in memory. Inputs are positive there, and flipped; so are treatments' references."""
    import bw_processing

    n = len(system)
    package = bw_processing.create_datapackage(sequential=True)
    for name, matrix, shift in (("technosphere", system.A, 0), ("biosphere", system.B, n)):
        entries = matrix.tocoo()
        more = numbers(name)
        if name == "technosphere":
            more["flip_array"] = entries.data < 0
            more["reference_array"] = entries.row == entries.col
        if "data_array" in more:
            add = package.add_persistent_array
        else:
            add = package.add_persistent_vector
            more["data_array"] = np.abs(entries.data) if name == "technosphere" else entries.data
        add(
            matrix=f"{name}_matrix",
            name=name,
            indices_array=_indices(entries.row + shift + 1, entries.col + 1),
            **more,
        )
    factors = system.C.tocoo()
    package.add_persistent_vector(
        matrix="characterization_matrix",
        name="characterization",
        identifier=list(METHOD),
        indices_array=_indices(factors.col + n + 1, np.ones_like(factors.row)),
        data_array=factors.data,
        global_index=1,
    )
    return package


def _indices(row: Any, col: Any) -> Any:
    import bw_processing

    made = np.empty(len(row), dtype=bw_processing.INDICES_DTYPE)
    made["row"], made["col"] = row, col
    return made
