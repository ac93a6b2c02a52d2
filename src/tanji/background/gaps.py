"""What a demand needs and a release lacks: emissions without a factor, and inputs without a supplier.

One forward solve gives how much every process runs; what each run lacks follows. Missing is never zero: it is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background.flow_factors import listed
from tanji.background.tables import SCHEMAS
from tanji.model.footprint import FlowAmount, UpstreamGap
from tanji.model.method import Method

Floats = NDArray[np.float64]

LISTED = 50
"""How many of each are listed; the counts are whole."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Emissions to air without a factor, the largest by mass first; inputs without supplier, the most widespread first.

    What goes to no stated medium counts as going to air, as it does in a score. A greenhouse gas that goes to water or
    soil is listed too, but is not in the kg to air.
    """

    uncharacterised: tuple[FlowAmount, ...] = ()
    uncharacterised_count: int = 0
    uncharacterised_air_kg: float | None = None
    upstream_gaps: tuple[UpstreamGap, ...] = ()
    upstream_gap_count: int = 0


def without_factor(elementary: pl.DataFrame, method: Method) -> NDArray[np.bool_]:
    """Which rows of B have no factor: emissions to air or to no stated medium, greenhouse gases to another medium."""
    known = listed(elementary, method) if method.flows is not None else _by_gas(elementary, method)
    out = (elementary["direction"] == "output").to_numpy()
    to_air = elementary["medium"].is_in(["air", "unstated"]).to_numpy()
    is_gas = elementary["gas"].is_not_null().to_numpy()
    other = elementary["other_medium"].to_numpy()
    lacking: NDArray[np.bool_] = ((out & to_air) | is_gas | other) & ~known
    return lacking


def _by_gas(elementary: pl.DataFrame, method: Method) -> NDArray[np.bool_]:
    """Rows whose gas has a factor, and whose mass is known."""
    factors = sorted({factor.gas for factor in method.factors})
    known = elementary["gas"].is_in(factors).fill_null(value=False) & elementary["kilograms"].is_not_null()
    return np.asarray(known.to_numpy(), dtype=np.bool_)


def uncharacterised(elementary: pl.DataFrame, inventory: Floats, lacking: NDArray[np.bool_]) -> Gaps:
    """Flows of an inventory that lack a factor, with amounts of one flow and compartment together."""
    merged: dict[tuple[str, str, str], list[float]] = {}
    for place in np.flatnonzero(lacking & (inventory != 0)):
        row = elementary.row(int(place), named=True)
        key = (row["name"], row["compartment"], row["unit"])
        amount, mass, in_air = merged.setdefault(key, [0.0, 0.0, 0.0])
        kilograms = float(inventory[place]) * (row["kilograms"] or 0.0)
        to_air = 0.0 if row["other_medium"] else kilograms
        merged[key] = [amount + float(inventory[place]), mass + kilograms, in_air + to_air]
    listed = sorted(merged.items(), key=lambda item: (-abs(item[1][1]), item[0]))
    return Gaps(
        uncharacterised=tuple(
            FlowAmount(name=name, compartment=compartment, amount=amounts[0], unit=unit)
            for (name, compartment, unit), amounts in listed[:LISTED]
        ),
        uncharacterised_count=len(listed),
        uncharacterised_air_kg=float(np.sum([amounts[2] for amounts in merged.values()])),
    )


def upstream(
    gaps: pl.DataFrame, unlinked: pl.DataFrame, supply: Floats, database: str
) -> tuple[tuple[UpstreamGap, ...], int]:
    """Inputs without supplier of all processes that run, with how many lack each; and how many inputs that are."""
    running = pl.DataFrame({"column": np.arange(len(supply)), "runs": supply}).filter(pl.col("runs") != 0)
    missing = (
        gaps.join(running, on="column")
        .join(unlinked.with_row_index("unlinked", 0).cast({"unlinked": SCHEMAS["gaps"]["unlinked"]}), on="unlinked")
        .group_by("flow", "unit")
        .agg(
            name=pl.col("flow_name").sort().first(),
            amount=(pl.col("value") * pl.col("runs")).sum(),
            processes=pl.col("process").n_unique(),
        )
        .sort(["processes", "name", "flow", "unit"], descending=[True, False, False, False])
    )
    return tuple(_gap(row, database) for row in missing.head(LISTED).iter_rows(named=True)), len(missing)


def _gap(row: dict[str, object], database: str) -> UpstreamGap:
    return UpstreamGap.model_validate(
        {key: row[key] for key in ("name", "amount", "unit", "processes")} | {"database": database}
    )
