"""How much of what a release emits has its greenhouse gas known: of the mass to air, and of the flows named as gases.

Which gas a flow is stands in the release, so these figures hold for every method that has a factor for the gas.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import polars as pl

from tanji.background.names import folded


def characterised(elementary: pl.DataFrame, biosphere: pl.DataFrame) -> Mapping[str, float]:
    """Figures of quality: the share of the mass to air whose gas is known, and of the flows to air named as gases.

    Units of products differ, so masses are not added over processes: `air_mass_characterised_share` is the mean over
    the processes that emit mass to air, each counting once. Left out where nothing is emitted.
    """
    rows = elementary.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    to_air = rows.filter((pl.col("direction") == "output") & pl.col("medium").is_in(["air", "unstated"]))
    weighed = to_air.filter(pl.col("kilograms").is_not_null()).join(biosphere, on="row")
    shares = (
        weighed.with_columns(mass=(pl.col("value") * pl.col("kilograms")).abs(), is_known=pl.col("gas").is_not_null())
        .group_by("column", maintain_order=True)
        .agg(known=(pl.col("mass") * pl.col("is_known")).sum(), all=pl.col("mass").sum())
        .filter(pl.col("all") > 0)
    )
    names = [gas is not None or named_as_gas(name) for name, gas in to_air.select("name", "gas").iter_rows()]
    gases = to_air.filter(pl.Series(names, dtype=pl.Boolean))
    known = gases.filter(pl.col("gas").is_not_null() & pl.col("kilograms").is_not_null())
    found: dict[str, float] = {"gas_flows": len(gases), "gas_flows_characterised": len(known)}
    if len(gases):
        found["gas_flows_characterised_share"] = round(len(known) / len(gases), 12)
    if len(shares):
        mean = sum((shares["known"] / shares["all"]).to_list()) / len(shares)
        found["air_mass_characterised_share"] = round(mean, 9)
    return found


def named_as_gas(name: str) -> bool:
    """Whether a flow is called like a greenhouse gas (`data/gas_words.csv`), whether or not its gas is known.

    >>> [named_as_gas(name) for name in ("Ethane, fluoro-, unheard-of", "Sulfur dioxide", "NMVOC, non-methane")]
    [True, False, False]
    """
    said = folded(name)
    for word in _words("no"):
        said = said.replace(word, " ")
    return any(word in said for word in _words("yes"))


@cache
def _words(counts: str) -> tuple[str, ...]:
    text = (files("tanji.background") / "data" / "gas_words.csv").read_text("utf-8")
    return tuple(folded(row["word"]) for row in csv.DictReader(text.splitlines()) if row["counts"] == counts)
