"""Documents as entries of matrices: which number stands for which process and flow, and the signs.

A process is a column, a flow a row; the technosphere has +amount of what comes out and −amount (flip) of what goes in.
The biosphere has +amount of emissions that go out and of resources that come in, as Brightway has it, and −amount of
what moves the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from tanji.formats.brightway.contents import BIOSPHERE, TECHNOSPHERE, Entries
from tanji.formats.brightway.distributions import FIELDS, Record, record

Body = Mapping[str, Any]
_Row = tuple[int, int, float, bool, bool]
_NATURE = frozenset({"resource", "resources", "natural resource", "natural resources", "raw"})


class Numbers(NamedTuple):
    """The number of each process and each flow."""

    processes: Mapping[str, int]
    flows: Mapping[str, int]


class Unsaid(Exception):
    """An exchange that no matrix can hold: of a flow that is not there, or without an amount in its flow's unit."""

    def __init__(self, process: str, flow: str, *, known: bool) -> None:
        super().__init__(process, flow)
        self.process, self.flow, self.known = process, flow, known


def numbers(flows: Iterable[Body], processes: Iterable[Body]) -> Numbers:
    """Numbers from 1 on, processes first, in their order."""
    listed = [process["id"] for process in processes]
    return Numbers(
        {identity: number for number, identity in enumerate(listed, 1)},
        {flow["id"]: number for number, flow in enumerate(flows, len(listed) + 1)},
    )


def entries(flows: Iterable[Body], processes: Iterable[Body]) -> dict[str, Entries]:
    """The entries of both matrices. Unsaid: an exchange that can not be held."""
    known = {flow["id"]: flow for flow in flows}
    listed = list(processes)
    ids = numbers(known.values(), listed)
    found: dict[str, list[_Row]] = {TECHNOSPHERE: [], BIOSPHERE: []}
    spreads: dict[str, list[Record]] = {TECHNOSPHERE: [], BIOSPHERE: []}
    for process in listed:
        for line in process.get("exchanges", ()):
            flow = known.get(line["flow"])
            amount = line.get("reference_amount")
            if flow is None or amount is None:
                raise Unsaid(process["id"], line["flow_name"], known=flow is not None)
            matrix = BIOSPHERE if flow["kind"] == "elementary" else TECHNOSPHERE
            reference = line["id"] == process.get("reference")
            row = (ids.flows[flow["id"]], ids.processes[process["id"]], float(amount), _flipped(flow, line), reference)
            found[matrix].append(row)
            ratio = amount / line["amount"] if line["amount"] else 0.0
            spreads[matrix].append(record(line.get("uncertainty"), float(amount), ratio))
    return {matrix: _columns(rows, spreads[matrix]) for matrix, rows in found.items()}


def _flipped(flow: Body, line: Body) -> bool:
    inward = bool(line["direction"] == "input")
    if flow["kind"] != "elementary":
        return inward
    compartment: list[Any] = list(flow.get("compartment") or [])
    natural = bool(compartment) and str(compartment[0]).strip().lower() in _NATURE
    return inward != natural


def _columns(rows: list[_Row], spreads: list[Record]) -> Entries:
    with np.errstate(all="ignore"):  # a record holds floats of 32 bits
        records = np.array([tuple(found) for found in spreads], dtype=list(FIELDS)) if _uncertain(spreads) else None
    return Entries(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([row[3] for row in rows], dtype=bool),
        np.array([row[4] for row in rows], dtype=bool),
        records,
    )


def _uncertain(spreads: list[Record]) -> bool:
    return any(found.uncertainty_type > 1 for found in spreads)


def same(one: Mapping[str, Entries], two: Mapping[str, Entries]) -> bool:
    """Whether two sets of matrices hold the same entries, in whatever order."""
    return all(_sorted(one.get(matrix)) == _sorted(two.get(matrix)) for matrix in (TECHNOSPHERE, BIOSPHERE))


def _sorted(found: Entries | None) -> list[tuple[int, int, float]]:
    if found is None:
        return []
    return sorted(zip(found.row.tolist(), found.col.tolist(), found.signed.tolist(), strict=True))
