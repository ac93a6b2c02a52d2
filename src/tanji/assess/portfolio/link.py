"""What each distinct item and unit of the lines is: a process or a product, and how many of its units one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tanji.assess.portfolio.reason import TEXTS, Reason
from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.listing import Listing
from tanji.model.process import FactorKind
from tanji.model.quantity import Quantity, QuantityKind, UnitMismatch, UnknownUnit, get_unit

SCHEMA = {
    "item": pl.String,
    "unit": pl.String,
    "column": pl.Int32,
    "factor": pl.Float64,
    "reason": pl.String,
    "zh": pl.String,
    "en": pl.String,
}
COUNTED = "item"
"""The unit of a product that states none: the piece."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A product that may be used by others: where it stands among the runs, and its unit."""

    run: int
    unit: str


@dataclass(frozen=True, slots=True)
class Links:
    """`table`: for each item and unit the column of its supplier and the factor to its unit, or the reason why not.

    The columns are first the `processes` (database, position), then the products (`runs`).
    """

    table: pl.DataFrame
    processes: tuple[tuple[str, int], ...]
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Not:
    reason: Reason
    text: Text


def link(pairs: pl.DataFrame, inside: Mapping[str, Inside], background: Mapping[str, Opened]) -> Links:
    """The links of distinct pairs of `item` and `unit`. What can not be linked has its reason; nothing is guessed."""
    found = [_linked(item, unit, inside, background) for item, unit in pairs.iter_rows()]
    processes = sorted({one[0] for one in found if not isinstance(one, _Not) and isinstance(one[0], tuple)})
    runs = sorted({one[0] for one in found if not isinstance(one, _Not) and isinstance(one[0], int)})
    keys: list[tuple[str, int] | int] = [*processes, *runs]
    column = {key: at for at, key in enumerate(keys)}
    rows = [
        (None, None, str(one.reason), one.text.zh, one.text.en)
        if isinstance(one, _Not)
        else (column[one[0]], one[1], None, None, None)
        for one in found
    ]
    made = pl.DataFrame(rows, schema=dict(list(SCHEMA.items())[2:]), orient="row")
    return Links(pl.concat([pairs, made], how="horizontal"), tuple(processes), tuple(runs))


def _linked(
    item: str, unit: str, inside: Mapping[str, Inside], background: Mapping[str, Opened]
) -> tuple[tuple[str, int] | int, float] | _Not:
    database, colon, process = item.partition(":")
    opened = background.get(database) if colon else None
    at = opened.positions.get(process) if opened is not None else None
    product = inside.get(item)
    if product is not None and at is not None:
        return _not(Reason.ambiguous_item)
    if product is not None:
        factor = _factor(unit, product.unit, None)
        return factor if isinstance(factor, _Not) else (product.run, factor)
    if opened is None or at is None:
        if not colon:
            return _not(Reason.unknown_item)
        return _not(Reason.unknown_database, database) if opened is None else _not(Reason.unknown_process, process)
    factor = _of_process(unit, opened.listings[at])
    return factor if isinstance(factor, _Not) else ((database, at), factor)


def _of_process(unit: str, listing: Listing) -> float | _Not:
    if listing.factor_kind is FactorKind.grid_co2:
        return _not(Reason.co2_only)
    if unit == listing.unit:  # among them a unit that only the database knows
        return 1.0
    return _factor(unit, listing.unit, listing.quantity_kind)


def _factor(unit: str, to: str, kind: QuantityKind | None) -> float | _Not:
    """How many `to` one `unit` is, where the unit can measure the kind."""
    try:
        measures = get_unit(unit).kinds
        wanted = kind if kind is None or kind in measures else measures[0]
        return Quantity(amount=1.0, unit=unit, kind=wanted).to(to, kind).amount
    except UnknownUnit as refusal:
        return _Not(Reason.unknown_unit, refusal.message)
    except UnitMismatch as refusal:
        return _Not(Reason.other_quantity, refusal.message)


def _not(reason: Reason, name: str = "") -> _Not:
    said = TEXTS[reason]
    return _Not(reason, Text(zh=f"{said.zh}：{name}", en=f"{said.en}: {name}") if name else said)
