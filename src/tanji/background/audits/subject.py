"""A release as an audit reads it: its exchanges with their flows, masses, energies and gases, by process.

Amounts are in the reference unit of the flow. A process that has no column in the system is audited too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from tanji.background.measure import converted
from tanji.background.names import called
from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.finding import Counts, Finding, Place, Report, Severity
from tanji.model.method import Method

_READ: Final = (
    *("row", "process", "flow_name", "called", "kind", "direction", "unit", "flow_unit", "measured", "kg", "mj"),
    *("gas", "avoided", "is_reference"),
)
"""Columns that checks read process by process; rows of all columns would be three times as large."""


@dataclass(frozen=True, slots=True)
class Head:
    """A process without its exchanges."""

    position: int
    id: str
    name: str
    document: Mapping[str, Any]


class Subject:
    """One release under audit, with the method by which intensities are compared and the day of the audit."""

    def __init__(self, opened: Opened, method: Method, on: date) -> None:
        self.opened, self.method, self.on = opened, method, on

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """All processes in the order of their positions."""
        rows = self.opened.table("processes").iter_rows()
        documents = ((identity, json.loads(text)) for identity, text in rows)
        return tuple(
            Head(place, identity, called(document["names"]).strip() or identity, document)
            for place, (identity, document) in enumerate(documents)
        )

    @cached_property
    def exchanges(self) -> pl.DataFrame:
        """Every exchange with its flow: `measured` in `flow_unit`, `kg` and `mj` where known, `gas`, `is_reference`.

        `process` is the position of the process, `row` that of the exchange; `linked` says whether it has a supplier.
        """
        frame = self.opened.table("exchanges").with_row_index("row").cast({"row": pl.Int64})
        frame = frame.join(self._flows(), on="flow", how="left", maintain_order="left")
        factors = frame.select("unit", "flow_unit").unique().drop_nulls()
        pairs = [(unit, to, converted(unit, to)) for unit, to in factors.iter_rows()]
        schema = {"unit": pl.String, "flow_unit": pl.String, "factor": pl.Float64}
        frame = frame.join(pl.DataFrame(pairs, schema, orient="row"), on=["unit", "flow_unit"], how="left")
        frame = frame.with_columns(by_unit=pl.col("amount") * pl.col("factor")).sort("row")
        frame = frame.with_columns(measured=pl.coalesce("reference_amount", "by_unit"))
        references = pl.DataFrame(
            [(head.position, head.document.get("reference")) for head in self.heads],
            {"process": pl.Int64, "reference": pl.String},
            orient="row",
        )
        frame = frame.join(references, on="process", how="left", maintain_order="left")
        linked = self.opened.table("links")["exchange"].implode()
        return frame.with_columns(
            kg=pl.col("measured") * pl.col("to_kg"),
            mj=pl.col("measured") * pl.col("to_mj"),
            is_reference=(pl.col("id") == pl.col("reference")).fill_null(value=False),
            linked=pl.col("row").is_in(linked),
        )

    @cached_property
    def runs(self) -> Mapping[int, float]:
        """The amount of the reference product of one run, by process."""
        rows = self.exchanges.filter(pl.col("is_reference") & (pl.col("measured") != 0))
        return dict(rows.group_by("process").agg(pl.col("measured").sum()).iter_rows())

    def by_process(self, *filters: pl.Expr) -> Iterable[tuple[Head, list[dict[str, Any]]]]:
        """Each process with its exchanges that pass the filters, as rows; those without are left out."""
        wanted = self.exchanges.filter(*filters).select(_READ)
        for (position,), rows in wanted.group_by("process", maintain_order=True):
            yield self.heads[int(str(position))], rows.to_dicts()

    def _flows(self) -> pl.DataFrame:
        gases = dict(self.opened.table("elementary").select("flow", "gas").unique("flow", keep="first").iter_rows())
        media = dict(self.opened.table("elementary").select("flow", "medium").unique("flow", keep="first").iter_rows())
        rows = []
        for identity, text in self.opened.table("flows").iter_rows():
            flow = json.loads(text)
            unit = flow["unit"]
            to = converted(unit, "kg"), converted(unit, "MJ")
            rows.append(
                (identity, flow["kind"], unit, called(flow["names"]), gases.get(identity), media.get(identity), *to)
            )
        texts = ("flow", "kind", "flow_unit", "called", "gas", "medium")
        schema: dict[str, type[pl.DataType]] = dict.fromkeys(texts, pl.String)
        schema |= dict.fromkeys(("to_kg", "to_mj"), pl.Float64)
        return pl.DataFrame(rows, schema, orient="row")


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check found, how many things it looked at, and how many of them the data did not allow to judge."""

    findings: tuple[Finding, ...]
    read: int
    skipped: int = 0

    def report(self, name: str) -> Report:
        """The findings with counts that add up: looked at = without remark + not to be judged + remarked."""
        failed = len({(each.place.process, each.place.member) for each in self.findings})
        read = max(self.read, self.skipped + failed)
        counts = Counts(read=read, imported=read - self.skipped - failed, skipped=self.skipped, failed=failed)
        return Report(findings=self.findings, counts={name: counts})


def remark(code: str, head: Head, message: Text, hint: Text, *, severity: Severity = Severity.warning) -> Finding:
    """A finding about a process, which the message names; `place.member` is its id."""
    said = Text(zh=f"过程“{head.name}”：{message.zh}", en=f'Process "{head.name}": {message.en}')
    place = Place(process=head.name, member=head.id)
    return Finding(code=code, severity=severity, message=said, hint=hint, place=place)
