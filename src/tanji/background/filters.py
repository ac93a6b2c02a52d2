"""Search across databases, by words and by place, year, unit, kind, status and licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tanji.background.measure import converted
from tanji.background.names import folded
from tanji.background.opened import Opened
from tanji.background.search import search
from tanji.model.listing import Candidate
from tanji.model.process import FactorKind, ProcessKind
from tanji.model.source import Status


@dataclass(frozen=True, slots=True)
class Filter:
    """What a process must be to be found; what is left out does not matter. A process that does not say is not found.

    `place` holds all places within it (CN finds CN-GD). `unit` finds every unit that converts to it.
    """

    place: str | None = None
    years: tuple[int | None, int | None] = (None, None)
    """First and last."""
    unit: str | None = None
    kinds: frozenset[FactorKind] = frozenset()
    process_kind: ProcessKind | None = None
    status: Status | None = None
    licence: str | None = None
    """A part of its licence."""


def find(
    text: str, databases: Sequence[Opened], *, where: Filter | None = None, limit: int = 20
) -> tuple[Candidate, ...]:
    """The best processes of several databases for a text; of an empty text those that the filter leaves, by name.

    Equal scores stand in the order of the databases. A release whose listings can not be read refuses DamagedRelease.
    """
    found: list[Candidate] = []
    for opened in databases:
        among = None if where is None else _among(opened, where)
        if folded(text):
            found += search(opened.words, opened.listings, text, limit, among=among)
        else:
            found += _listed(opened, among, limit)
    return tuple(sorted(found, key=lambda candidate: -candidate.score)[:limit])


def _among(opened: Opened, where: Filter) -> pl.Series | None:
    """Which listings fit the filter; None where it asks for nothing."""
    table = opened.table("listings")
    asked = list(_conditions(table, where))
    return None if not asked else table.select(pl.all_horizontal(asked).fill_null(value=False).alias("fits"))["fits"]


def _conditions(table: pl.DataFrame, where: Filter) -> list[pl.Expr]:
    first, last = where.years
    asked = []
    if where.place:
        place = where.place.casefold()
        said = pl.col("location").str.to_lowercase()
        asked.append((said == place) | said.str.starts_with(f"{place}-"))
    if first is not None:
        asked.append(pl.col("year") >= first)
    if last is not None:
        asked.append(pl.col("year") <= last)
    if where.unit:
        units = [unit for unit in table["unit"].unique() if converted(where.unit, unit) is not None]
        asked.append(pl.col("unit").is_in(units))
    if where.kinds:
        asked.append(pl.col("factor_kind").is_in([kind.value for kind in where.kinds]))
    if where.process_kind:
        asked.append(pl.col("kind") == where.process_kind.value)
    if where.status:
        asked.append(pl.col("status") == where.status.value)
    if where.licence:
        asked.append(_one_of("licence", table, folded(where.licence)))
    return asked


def _one_of(column: str, table: pl.DataFrame, part: str) -> pl.Expr:
    """Whether a folded text of a column holds a part; there are few different licences."""
    held = [value for value in table[column].unique() if value is not None and part in folded(value)]
    return pl.col(column).is_in(held)


def _listed(opened: Opened, among: pl.Series | None, limit: int) -> list[Candidate]:
    table = opened.table("listings").select("names").with_row_index("place")
    places = (table if among is None else table.filter(among)).sort("names", "place").head(limit)["place"]
    return [
        Candidate(
            listing=opened.listings[place], score=1.0, reason_zh="符合全部筛选条件", reason_en="fits all the filters"
        )
        for place in places.to_list()
    ]
