"""How much the choices and the gaps of linking may matter: mass, energy, and an upper estimate of the effect.

For an input without supplier the estimate is its amount times the largest intensity (in absolute value) of any process
of the release whose unit measures the same; for one with several suppliers, its amount times the largest difference
between the one that was chosen and another. It is what the input could add or change, not what it would: a cut-off
input of one kg is held against the most carbon-intensive kg of the database. Amounts are for one run of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
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
    "typical": pl.Float64,
    "by": pl.String,
    "share": pl.Float64,
}
"""`sort` is `unlinked` or `ambiguous`; `estimate` is in kg CO2e per run, `by` the process that it rests on, `share` the
estimate over the score of that run; `typical` takes the median intensity instead of the largest, of what is unlinked.
All are missing where nothing of the release measures the same, or nothing is known of the run."""


class _Peak(NamedTuple):
    value: float
    process: str
    median: float


def effects(opened: Opened, method: Method) -> pl.DataFrame:
    """Every unlinked input and every choice among several suppliers with its upper estimate, the largest first."""
    totals = opened.intensities(method)[0]
    scores = _run_scores(opened, totals)
    rows = _unlinked(opened, totals) + _ambiguous(opened, totals)
    for row in rows:
        score = scores.get(row["process"])
        row["share"] = row["estimate"] / abs(score) if score and row["estimate"] is not None else None
    frame = pl.DataFrame(rows, schema=COLUMNS)
    order = ["estimate", "sort", "process", "exchange"]
    return frame.sort(order, descending=[True, True, False, False], nulls_last=True)


def _unlinked(opened: Opened, totals: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
    peaks = _Peaks(opened, totals)
    found = []
    for row in opened.table("unlinked").iter_rows(named=True):
        peak = peaks.of(row["flow"], row["unit"])
        amount = abs(row["amount"])
        estimated = {} if peak is None else {"estimate": amount * peak.value, "typical": amount * peak.median}
        found.append(_row("unlinked", row) | estimated | {"by": peak and peak.process})
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
    """The largest and the median intensity among the processes that measure the same as a flow."""

    def __init__(self, opened: Opened, totals: np.ndarray[Any, Any]) -> None:
        columns = opened.table("listings").select("process", "unit", "quantity_kind").iter_rows()
        self._groups: dict[tuple[str, str | None], list[tuple[float, str]]] = {}
        for (process, unit, kind), value in zip(columns, np.abs(totals).tolist(), strict=True):
            self._groups.setdefault((unit, kind), []).append((value, process))
        wanted = set(opened.table("unlinked")["flow"].to_list())
        flows = opened.table("flows").filter(pl.col("id").is_in(wanted))["document"]
        self._kinds = {flow.id: flow.quantity_kind for flow in map(Flow.model_validate_json, flows)}
        self._known: dict[tuple[str | None, str], _Peak | None] = {}

    def of(self, flow: str, unit: str) -> _Peak | None:
        """Per `unit`; where both state the kind of their quantity it must be the same."""
        kind = self._kinds.get(flow)
        key = (None if kind is None else kind.value, unit)
        if key not in self._known:
            self._known[key] = self._made(*key)
        return self._known[key]

    def _made(self, wanted: str | None, unit: str) -> _Peak | None:
        fitting = [
            (value * factor, process)
            for (theirs, kind), listed in self._groups.items()
            if (factor := converted(unit, theirs)) is not None and (not kind or not wanted or kind == wanted)
            for value, process in listed
        ]
        if not fitting:
            return None
        largest, process = max(fitting)
        return _Peak(largest, process, median(value for value, _ in fitting))


def _row(sort: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kilograms, megajoules = converted(row["unit"], "kg"), converted(row["unit"], "MJ")
    return {
        "sort": sort,
        **{key: row[key] for key in ("process", "exchange", "flow", "flow_name", "reason", "amount", "unit")},
        "kilograms": None if kilograms is None else row["amount"] * kilograms,
        "megajoules": None if megajoules is None else row["amount"] * megajoules,
        "estimate": None,
        "typical": None,
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
