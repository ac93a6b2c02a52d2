"""The starter database as documents: every table row a process, every gas an elementary flow.

A published emission factor is a process with the gases that its publisher gives (kg of each), or with `co2e-unsplit`
where it gives CO2e alone. Figures of a fuel stand in three processes: its combustion, its supply, and the sum of
both, which takes one unit of each as an input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from tanji.model.finding import Counts, Report
from tanji.model.flow import Flow, FlowKind
from tanji.model.package import Package, Place
from tanji.model.process import Direction, Exchange, FactorKind, Process
from tanji.model.quantity import QuantityKind, factor
from tanji.model.source import Status
from tanji.starter.methods import gases
from tanji.starter.sources import sources
from tanji.starter.tables import Row, rows, text

DATABASE = "starter"
GROUPS = ("china", "defra", "ipcc", "metals")
CONTROL = "published-total"
"""Rows of the emission tables that hold the publisher's own sum; they check the gases and are no exchanges."""


def version() -> str:
    """Version of the database that comes with this Tanji."""
    return text("version.txt").strip()


@cache
def package() -> Package:
    """All flows, processes, sources and places of the starter database."""
    listed = [row for group in GROUPS for row in rows(f"processes_{group}.csv")]
    emissions, inputs = _by_process("emissions", GROUPS), _by_process("inputs", ("defra",))
    by_id = {row["process"]: row for row in listed}
    used = sorted({row["gas"] for kept in emissions.values() for row in kept} - {CONTROL})
    locations = sorted({row["location"] for row in listed})
    return Package(
        format="starter/1",
        file="tanji.starter",
        flows=(*(_gas(gas) for gas in used), *(_product(row) for row in listed)),
        processes=tuple(
            _process(
                row,
                emissions[row["process"]],
                _suppliers(inputs[row["process"]], by_id),
                place=_place([line for key in _parts(row, inputs) for line in emissions[key]]),
            )
            for row in listed
        ),
        sources=tuple(sources().values()),
        places=tuple(Place(id=code, code=code, name=code) for code in locations),
        report=Report(counts={"processes": Counts(read=len(listed), imported=len(listed))}),
    )


def product_flow(process: str) -> str:
    """Id of the flow that a process gives (or, of a treatment, takes)."""
    return f"{process}-product"


def _by_process(table: str, groups: Sequence[str]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for group in groups:
        for row in rows(f"{table}_{group}.csv"):
            found[row["process"]].append(row)
    return found


def _gas(gas: str) -> Flow:
    row = gases()[gas]
    return Flow(
        id=gas,
        names={"zh": row["zh"], "en": row["en"]},
        kind=FlowKind.elementary,
        unit="kg",
        quantity_kind=QuantityKind.mass,
        compartment=("air", "unspecified"),
        cas=row["cas"] or None,
        formula=row["formula"] or None,
    )


def _product(row: Row) -> Flow:
    return Flow(
        id=product_flow(row["process"]),
        names={"zh": row["zh"], "en": row["en"]},
        kind=FlowKind(row["role"]),
        unit=row["unit"],
        quantity_kind=QuantityKind(row["quantity_kind"]),
        location=row["location"],
    )


def _process(row: Row, emissions: Sequence[Row], inputs: Sequence[Exchange], *, place: str) -> Process:
    reference = _reference(row)
    given = [line for line in emissions if line["gas"] != CONTROL]
    gases_out = [_emission(line, str(number)) for number, line in enumerate(given, 1 + len(inputs) + 1)]
    year = int(row["year"])
    return Process(
        id=row["process"],
        version=version(),
        names={"zh": row["zh"], "en": row["en"]},
        factor_kind=FactorKind(row["factor_kind"]),
        reference=reference.id,
        exchanges=(reference, *inputs, *gases_out),
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


def _suppliers(inputs: Sequence[Row], by_id: Mapping[str, Row]) -> tuple[Exchange, ...]:
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
        description=line["place"] or None,
    )


def _parts(row: Row, inputs: Mapping[str, Sequence[Row]]) -> list[str]:
    """The process and those that it adds up."""
    return [row["process"], *(line["input"] for line in inputs[row["process"]])]


def _place(lines: Sequence[Row]) -> str:
    """Where figures stand, in one line.

    >>> _place([{"place": "Sheet, row 3"}, {"place": "Sheet, row 2"}, {"place": ""}])
    'Sheet, rows 2, 3'
    >>> _place([{"place": "table 2, page 3"}])
    'table 2, page 3'
    """
    places = list(dict.fromkeys(line["place"] for line in lines if line["place"]))
    sheets = {place.split(", row ")[0] for place in places}
    numbers = sorted(int(place.split(", row ")[1]) for place in places if ", row " in place)
    if len(sheets) == 1 and len(numbers) > 1:
        return f"{sheets.pop()}, rows {', '.join(map(str, numbers))}"
    return "; ".join(places)


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
