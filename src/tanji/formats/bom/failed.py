"""The rows of a bill that were not taken, as a workbook: red cells, reasons, and what reading them alone needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tanji.formats.bom.identify import sheet_of
from tanji.formats.bom.plan import Plan
from tanji.formats.bom.read import BomRead, Branch
from tanji.formats.study.columns import column
from tanji.formats.study.faults import write_marked
from tanji.formats.table import Cell, Table
from tanji.model.finding import Finding, Report, Severity

TITLE = "BOM"


def write_failed(tables: Sequence[Table], plan: Plan, read: BomRead, target: Path) -> None:
    """Write the rows that failed below the header of the file, with the reason beside each.

    Their line ids and parents stand in columns of ours, so that the corrected rows find their places when they are
    read alone. A level at fault leaves the parent open: whoever corrects it names the parent.
    """
    table = sheet_of(tables, plan)
    header_rows = range(plan.first, plan.last + 1)
    places = {row: place for place, row in enumerate([*header_rows, *sorted(read.failed)], 1)}
    width = max((cell.column for row in places for cell in table.rows.get(row, {}).values()), default=0)
    added = {key: plan.columns.get(key, width + place) for place, key in enumerate(("id", "parent"), 1)}
    rows = {place: _moved(table, row, place) for row, place in places.items()}
    for key, index in added.items():
        if key not in plan.columns:
            rows[1] = {**rows[1], index: Cell(1, index, column("bom", key).header.zh)}
    for row, branch in read.failed.items():
        rows[places[row]] = _completed(rows[places[row]], branch, added, open_parent=row in read.levelled)
    findings = [_moved_finding(f, places) for f in read.report.findings if f.place.row in read.failed]
    write_marked([Table(TITLE, rows)], Report(findings=tuple(findings)), target)


def _moved(table: Table, row: int, place: int) -> dict[int, Cell]:
    return {index: replace(cell, row=place) for index, cell in table.rows.get(row, {}).items()}


def _completed(row: dict[int, Cell], branch: Branch, added: dict[str, int], *, open_parent: bool) -> dict[int, Cell]:
    made = dict(row)
    place = next(iter(row.values())).row
    told = {"id": branch.id, "parent": None if open_parent else branch.parent}
    for key, value in told.items():
        if value is not None and added[key] not in made:
            made[added[key]] = Cell(place, added[key], value)
    return made


def _moved_finding(finding: Finding, places: dict[int, int]) -> Finding:
    severity = Severity.warning if finding.severity is Severity.note else finding.severity
    place = finding.place.model_copy(update={"sheet": TITLE, "row": places[finding.place.row or 0]})
    return finding.model_copy(update={"place": place, "severity": severity})
