"""How much the choices and the gaps of linking may matter: mass, energy, and an upper estimate of the effect.

For an input without supplier the estimate is its amount times the largest intensity (in absolute value) of any process
of the release whose unit measures the same; for one with several suppliers, its amount times the largest difference
between the one that was chosen and another. It is what the input could add or change, not what it would: a cut-off
input of one kg is held against the most carbon-intensive kg of the database. Amounts are for one run of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from tanji.background.measure import converted
from tanji.background.opened import Opened
from tanji.model.flow import Flow
from tanji.model.method import Method

COLUMNS: Final = {
    "sort": pl.String,
    "process": pl.String,
    "exchange": pl.String,
    "flow": pl.String,
    "flow_name": pl.String,
    "reason": pl.String,
    "amount": pl.Float64,
    "unit": pl.String,
    "kilograms": pl.Float64,
    "megajoules": pl.Float64,
    "estimate": pl.Float64,
    "by": pl.String,
    "share": pl.Float64,
}
"""`sort` is `unlinked` or `ambiguous`; `estimate` is in kg CO2e per run, `by` the process that it rests on, `share` the
estimate over the score of that run; both are missing where nothing of the release measures the same, or nothing is
known of the run."""


class _Peak(NamedTuple):
    value: float
    process: str


def effects(opened: Opened, method: Method) -> pl.DataFrame:
    """Every unlinked input and every choice among several suppliers with its upper estimate, the largest first."""
    totals = opened.intensities(method)[0]
    scores = _run_scores(opened, totals)
    rows = _unlinked(opened, totals) + _ambiguous(opened, totals)
    for row in rows:
        score = scores.get(row["process"])
        known = row["estimate"] is not None and score
        row["share"] = row["estimate"] / abs(score) if known and score else None
    frame = pl.DataFrame(rows, schema=COLUMNS)
    order = ["estimate", "sort", "process", "exchange"]
    return frame.sort(order, descending=[True, True, False, False], nulls_last=True)


def _unlinked(opened: Opened, totals: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
    peaks = _Peaks(opened, totals)
    found = []
    for row in opened.table("unlinked").iter_rows(named=True):
        peak = peaks.of(row["flow"], row["unit"])
        estimate = None if peak is None else abs(row["amount"]) * peak.value
        found.append(_row("unlinked", row) | {"estimate": estimate, "by": peak and peak.process})
    return found


def _ambiguous(opened: Opened, totals: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
    found = []
    for row in opened.table("ambiguous").iter_rows(named=True):
        chosen = opened.positions.get(row["chosen"] or "")
        others = [place for each in row["candidates"].split("\n") if (place := opened.positions.get(each)) is not None]
        estimate, by = None, None
        if chosen is not None and len(others) > 1:
            far = max(others, key=lambda place: abs(totals[place] - totals[chosen]))
            estimate = abs(row["amount"]) * abs(float(totals[far] - totals[chosen]))
            by = opened.table("listings")["process"][far]
        found.append(_row("ambiguous", row) | {"estimate": estimate, "by": by})
    return found


class _Peaks:
    """The process of the largest intensity among those that measure the same as a flow."""

    def __init__(self, opened: Opened, totals: np.ndarray[Any, Any]) -> None:
        columns = opened.table("listings").select("process", "unit", "quantity_kind").iter_rows()
        largest: dict[tuple[str, str | None], _Peak] = {}
        for (process, unit, kind), value in zip(columns, np.abs(totals).tolist(), strict=True):
            if (unit, kind) not in largest or value > largest[unit, kind].value:
                largest[unit, kind] = _Peak(value, process)
        self._largest = largest
        self._kinds = {
            flow.id: flow.quantity_kind and flow.quantity_kind.value
            for flow in map(Flow.model_validate_json, opened.table("flows")["document"])
            if flow.id in set(opened.table("unlinked")["flow"])
        }
        self._known: dict[tuple[str | None, str], _Peak | None] = {}

    def of(self, flow: str, unit: str) -> _Peak | None:
        """Per `unit`; where both state the kind of their quantity it must be the same."""
        key = (self._kinds.get(flow), unit)
        if key not in self._known:
            fitting = [
                _Peak(peak.value * factor, peak.process)
                for (theirs, kind), peak in self._largest.items()
                if (factor := converted(unit, theirs)) is not None and (not kind or not key[0] or kind == key[0])
            ]
            self._known[key] = max(fitting, default=None)
        return self._known[key]


def _row(sort: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kilograms, megajoules = converted(row["unit"], "kg"), converted(row["unit"], "MJ")
    return {
        "sort": sort,
        **{key: row[key] for key in ("process", "exchange", "flow", "flow_name", "reason", "amount", "unit")},
        "kilograms": None if kilograms is None else row["amount"] * kilograms,
        "megajoules": None if megajoules is None else row["amount"] * megajoules,
    }


def _run_scores(opened: Opened, totals: np.ndarray[Any, Any]) -> dict[str, float]:
    """Kg CO2e of one run of each process: its products' intensities times their amounts."""
    entries = opened.table("technosphere").filter(pl.col("row") == pl.col("column"))
    amounts = np.zeros(len(totals))
    np.add.at(amounts, entries["column"].to_numpy(), np.abs(entries["value"].to_numpy()))
    ids = opened.table("processes")["id"].to_list()
    found: dict[str, float] = {}
    documents = opened.table("listings")["document"].to_list()
    for document, score in zip(documents, (amounts * totals).tolist(), strict=True):
        found[ids[document]] = found.get(ids[document], 0.0) + score
    return found
