"""A row of a process table as a document: reference, suppliers, gases, and the facts of publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from math import sqrt

from tanji.model.flow import FlowKind
from tanji.model.process import Direction, Exchange, FactorKind, Process, Uncertainty
from tanji.model.quantity import factor
from tanji.model.source import Status
from tanji.starter.methods import gases
from tanji.starter.sources import sources
from tanji.starter.tables import Row, rows, version

CONTROL = "published-total"
"""Rows of the emission tables that hold the publisher's own sum; they check the gases and are no exchanges."""

NORMAL_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""


def product_flow(process: str) -> str:
    """Id of the flow that a process gives (or, of a treatment, takes)."""
    return f"{process}-product"


def process(row: Row, emissions: Sequence[Row], suppliers: Sequence[Exchange], *, place: str) -> Process:
    """One figure of the tables: what it is for, its suppliers, its gases, and what its publisher says of it."""
    reference = _reference(row)
    given = [line for line in emissions if line["gas"] != CONTROL]
    gases_out = [_emission(line, str(number)) for number, line in enumerate(given, len(suppliers) + 2)]
    year = int(row["year"])
    return Process(
        id=row["process"],
        version=version(),
        names={"zh": row["zh"], "en": row["en"]},
        factor_kind=FactorKind(row["factor_kind"]),
        reference=reference.id,
        exchanges=(reference, *suppliers, *gases_out),
        location=row["location"],
        valid_from=date(year, 1, 1),
        valid_until=date(year, 12, 31),
        technology=row["technology"] or None,
        description=_boundary(row),
        category=tuple(row["category"].split("/")),
        sources=(row["source"],),
        place=place,
        status=Status(row["status"]),
        licence=sources()[row["source"]].licence,
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        aircraft=bool(row["aircraft"]),
        extra=_facts(row),
    )


def _reference(row: Row) -> Exchange:
    """What the figures are for: one unit as published, and how much that is in the unit of the flow."""
    return Exchange(
        id="1",
        flow=product_flow(row["process"]),
        flow_name=row["en"],
        direction=Direction.input if row["role"] == FlowKind.waste else Direction.output,
        amount=1.0,
        unit=row["per"],
        reference_amount=factor(row["per"], row["unit"]),
    )


def suppliers(inputs: Sequence[Row], by_id: Mapping[str, Row]) -> tuple[Exchange, ...]:
    """The processes that a figure adds up, one unit of each, as inputs."""
    return tuple(
        Exchange(
            id=str(number),
            flow=product_flow(line["input"]),
            flow_name=by_id[line["input"]]["en"],
            direction=Direction.input,
            amount=float(line["amount"]),
            unit=line["unit"],
            reference_amount=float(line["amount"]) * factor(line["unit"], by_id[line["input"]]["unit"]),
            provider=line["input"],
        )
        for number, line in enumerate(inputs, 2)
    )


def _emission(line: Row, number: str) -> Exchange:
    """Mass of a gas in kg: as given, or its published CO2e divided by the GWP that the publisher used."""
    kg = float(line["mass"]) if line["mass"] else float(line["published"]) / float(line["gwp"])
    return Exchange(
        id=number,
        flow=line["gas"],
        flow_name=gases()[line["gas"]]["en"],
        direction=Direction.output,
        amount=kg,
        unit="kg",
        reference_amount=kg,
        uncertainty=_spread(line, kg),
        description=line["place"] or None,
    )


def _spread(line: Row, kg: float) -> Uncertainty | None:
    """A 95 % confidence interval that the publisher gives beside its value, as the lognormal between its two ends.

    The ends are its 2.5 % and 97.5 % quantiles, so its median is their geometric mean and not the published value.
    The form is our own choice: the quantity is positive, and most published intervals are wider upwards than downwards.
    """
    if not line.get("lower"):
        return None
    scale = kg / float(line["published"])
    low, high = float(line["lower"]) * scale, float(line["upper"]) * scale
    median, gsd = sqrt(low * high), (high / low) ** (1 / (2 * NORMAL_95))
    return Uncertainty(kind="lognormal", median=float(f"{median:.9g}"), gsd=float(f"{gsd:.9g}"))


def _boundary(row: Row) -> str:
    found = next(line for line in rows("boundaries.csv") if line["boundary"] == row["boundary"])
    return f"{found['zh']} / {found['en']}"


@cache
def _notes() -> Mapping[str, Row]:
    return {row["note"]: row for row in rows("notes.csv")}


def _facts(row: Row) -> dict[str, str]:
    """What of the publication the document has no member for: GWP, notes, uncertainty, boundary."""
    notes = [_notes()[note] for note in row["notes"].split()]
    zh, en = ["".join(note["zh"] for note in notes)], [" ".join(note["en"] for note in notes)]
    for line in rows("radiative_forcing.csv"):
        if line["process"] == row["process"]:
            zh.append(f"含辐射强迫为 {line['published']} kg CO2e（{line['place']}）。")
            en.append(f"With radiative forcing: {line['published']} kg CO2e ({line['place']}).")
    facts = {
        "boundary": row["boundary"],
        "gwp_basis": row["gwp_basis"],
        "note": " / ".join(filter(None, ("".join(zh), " ".join(filter(None, en))))),
        "uncertainty": row["uncertainty"],
    }
    return {key: value for key, value in facts.items() if value}
