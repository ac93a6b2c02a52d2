"""The starter database as documents: every table row a process, every gas an elementary flow.

A published emission factor is a process with the gases that its publisher gives (kg of each), or with `co2e-unsplit`
where it gives CO2e alone. Figures of a fuel stand in three processes: its combustion, its supply, and the sum of
both, which takes one unit of each as an input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from tanji.model.finding import Counts, Report
from tanji.model.flow import Flow, FlowKind
from tanji.model.package import Package, Place
from tanji.model.quantity import QuantityKind
from tanji.starter.methods import gases
from tanji.starter.processes import CONTROL, process, product_flow, suppliers
from tanji.starter.sources import sources
from tanji.starter.tables import Row, rows

DATABASE = "starter"
GROUPS = ("china", "defra", "ipcc", "materials")


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
            process(
                row,
                emissions[row["process"]],
                suppliers(inputs[row["process"]], by_id),
                place=_place([line for key in _parts(row, inputs) for line in emissions[key]]),
            )
            for row in listed
        ),
        sources=tuple(sources().values()),
        places=tuple(Place(id=code, code=code, name=code) for code in locations),
        report=Report(counts={"processes": Counts(read=len(listed), imported=len(listed))}),
    )


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
