"""The uncertain parameters of processes, and the exchanges whose amounts follow them by a linear formula.

What the release counts is the amount that the source gives. A formula is followed only where, at the nominal values of
its parameters, it gives that amount; where it does not, or is not linear in the uncertain parameters, their uncertainty
is not propagated through it, and that is counted. An exchange that states a distribution of its own keeps that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from tanji.background.columns import as_text
from tanji.background.linear import Linear, linear, spread_out
from tanji.background.stated import DRAWN, stated
from tanji.model.formula import BadFormula, spelled

AGREES: Final = 1e-6
"""How far, relative to the amount, the value of a formula may be from it."""

Fate = Literal["linear", "not_linear", "disagrees", "near_zero"]


@dataclass(frozen=True, slots=True)
class Followed:
    """An exchange whose amount is a formula over uncertain parameters; `amount` is missing where it is not followed."""

    exchange: int
    fate: Fate
    amount: Linear | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """Uncertain parameters that have a value of their own, as `stated` gives them, and what follows them.

    `frame` has the columns of `stated` and `process` (position of the document), `name` and `amount`. The variables in
    `followed` are numbered by the rows of `frame`.
    """

    frame: pl.DataFrame
    followed: Sequence[Followed]
    by_formula: int
    """Parameters that have a formula and a distribution too; the formula counts."""


def parameters(documents: pl.Series, exchanges: pl.DataFrame) -> Parameters:
    """Of all process documents and their exchanges, the parameters with a stated uncertainty and what follows them."""
    formulas = exchanges.with_row_index("place").filter(pl.col("formula").is_not_null())
    owners = sorted(set(formulas["process"].to_list()))
    stating = {place: found for place in owners if (found := _parameters(documents[place]))}
    listed = [
        {"process": place, "name": each["name"], "amount": each["value"], "said": as_text(each["uncertainty"])}
        for place, found in stating.items()
        for each in found
        if _free(each) and each.get("uncertainty")
    ]
    frame = pl.DataFrame(
        listed, schema={"process": pl.Int64, "name": pl.String, "amount": pl.Float64, "said": pl.String}
    )
    frame = frame.drop("said").hstack(stated(frame["amount"].to_numpy(), frame["said"]))
    by_formula = sum(1 for found in stating.values() for each in found if not _free(each) and each.get("uncertainty"))
    return Parameters(frame, tuple(_followed(stating, frame, formulas)), by_formula)


def _parameters(document: str) -> list[dict[str, Any]]:
    """The parameters of a process document, if one of them states an uncertainty."""
    if '"parameters"' not in document:
        return []
    found: list[dict[str, Any]] = json.loads(document).get("parameters", [])
    return found if any(each.get("uncertainty") for each in found) else []


def _free(parameter: Mapping[str, Any]) -> bool:
    return parameter.get("value") is not None and not parameter.get("formula")


def _followed(
    stating: Mapping[int, Sequence[Mapping[str, Any]]], frame: pl.DataFrame, formulas: pl.DataFrame
) -> Iterator[Followed]:
    drawn: dict[tuple[int, str], int] = {
        (process, name): row
        for row, (process, name, verdict) in enumerate(frame.select("process", "name", "verdict").iter_rows())
        if verdict in DRAWN
    }
    nominal = dict(enumerate(frame["amount"].to_list()))
    known = {
        place: _known(place, found, drawn)
        for place, found in stating.items()
        if any((place, each["name"]) in drawn for each in found)
    }
    for row in formulas.select("place", "process", "formula", "amount").iter_rows(named=True):
        if row["process"] in known:
            found = _one(row, known[row["process"]], nominal)
            if found is not None:
                yield found


def _known(
    place: int, found: Sequence[Mapping[str, Any]], drawn: Mapping[tuple[int, str], int]
) -> dict[str, Linear | None]:
    """Every parameter of a process, the drawn ones as variables."""
    values: dict[str, Linear | None] = {}
    for each in found:
        if _free(each):
            row = drawn.get((place, each["name"]))
            values[spelled(each["name"])] = Linear(float(each["value"])) if row is None else Linear(0.0, {row: 1.0})
    return spread_out({spelled(each["name"]): each["formula"] for each in found if each.get("formula")}, values)


def _one(row: Mapping[str, Any], known: Mapping[str, Linear | None], nominal: Mapping[int, float]) -> Followed | None:
    """An exchange that follows uncertain parameters; None where its formula takes none of them."""
    try:
        found = linear(row["formula"], known)
    except BadFormula:
        return None  # no formula of ours: the amount is that of the source, whatever the parameters are
    if found is None:
        return Followed(row["place"], "not_linear")
    if not found.slopes:
        return None
    if abs(found.at(nominal) - row["amount"]) > AGREES * abs(row["amount"]):
        return Followed(row["place"], "disagrees")
    return Followed(row["place"], "linear", found)
