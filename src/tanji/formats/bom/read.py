"""A bill of materials read by its plan: the good rows as activities, the others with every reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from pydantic import ValidationError

from tanji.errors import Text
from tanji.formats.bom.identify import sheet_of
from tanji.formats.bom.plan import Plan
from tanji.formats.bom.units import ready
from tanji.formats.study.activities import Line, read_line
from tanji.formats.study.check import mass_kg, mass_through
from tanji.formats.study.columns import column, plain
from tanji.formats.study.headings import Heading, header_at
from tanji.formats.study.lines import lines_below
from tanji.formats.study.messages import row_text
from tanji.formats.study.record import Record
from tanji.formats.study.rows import Row
from tanji.formats.study.tree import give_ids, plant
from tanji.formats.table import Cell, Table
from tanji.model.finding import Counts, Report
from tanji.model.study import Activity, ActivityKind


class Branch(NamedTuple):
    """A line in the tree of the bill: how deep, its row, id, name, amount, and whether it could be read."""

    depth: int
    row: int
    id: str
    parent: str | None
    name: str
    amount: float | None
    unit: str | None
    good: bool


class Masses(NamedTuple):
    """Net mass of the materials of the bill in kg, and of how many lines it is not known."""

    total_kg: float
    unknown: int


@dataclass(frozen=True, slots=True)
class BomRead:
    """What reading a bill gave."""

    activities: tuple[Activity, ...]
    """The good rows, in the order of the file."""
    report: Report
    tree: tuple[Branch, ...]
    failed: Mapping[int, Branch]
    """Rows that were not taken, by their number."""
    levelled: frozenset[int]
    """Of these, the rows whose level is at fault, so that their parent is not known."""
    masses: Masses

    @property
    def counts(self) -> Counts:
        """How many rows were read and what became of them."""
        return sum(self.report.counts.values(), Counts())


def read_bom(
    tables: Sequence[Table],
    plan: Plan,
    file: str,
    *,
    product: Iterable[str] = (),
    known: Mapping[str, str] | None = None,
) -> BomRead:
    """Read a bill by its plan.

    product: what the product is called; it is no parent, its parts stand at the top.
    known: of a file that holds some rows alone, the numbers and ids of the lines that there are, to their ids: parents
    may be among them. Every row counts once: read = imported + skipped + failed. Refuses BadPlan.
    """
    record = Record(file)
    lines, named = _lines(data_rows(tables, plan, record), plan)
    outside = _outside(lines, (known or {}) if plan.part else {})
    give_ids(lines)
    if plan.part:
        _apart(lines, frozenset((known or {}).values()))
    plant(lines, [*product, *named])
    made = _activities(lines, outside, record)
    bad = {row for _, row in record.bad_rows()}
    for line in lines:
        if line.row.number_ not in bad and line.id in made and _wants_mass(made[line.id]):
            line.row.say("IMP-021", "unit_mass_kg", value=str(line.row.raw("unit")))
    branches = _branches(lines, outside, bad)
    return BomRead(
        activities=tuple(made.values()),
        report=record.report(),
        tree=branches,
        failed={branch.row: branch for branch in branches if not branch.good},
        levelled=frozenset(line.row.number_ for line in lines if "level" in line.row.bad),
        masses=_masses(made),
    )


def data_rows(tables: Sequence[Table], plan: Plan, record: Record) -> list[Row]:
    """The rows of the bill that hold data; examples, totals, headings and empty rows are counted as skipped."""
    table = sheet_of(tables, plan)
    title = table.name or "CSV"
    headers = {}
    for key, index in plan.columns.items():
        cell = next((c for row in range(plan.first, plan.last + 1) if (c := table.find(row, index))), None)
        shown = cell if cell is not None and isinstance(cell.value, str) else Cell(plan.first, index, "")
        headers[key] = header_at(column("bom", key), shown, title, record)
    return lines_below(ready(table, plan), Heading("bom", plan.last, headers), title, record)


def _lines(rows: Sequence[Row], plan: Plan) -> tuple[list[Line], list[str]]:
    """The lines of the bill, without the product itself, which may stand at level 0; and what that is called."""
    lines: list[Line] = []
    named: list[str] = []
    for row in rows:
        if "level" in row.cells and row.raw("level").strip() == "0":
            row.say("IMP-060")
            row.record.skipped.add((row.title, row.number_))
            named += [row.raw(key) for key in ("name_zh", "part_no", "id") if key in row.cells]
            continue
        line = read_line(row, None)
        if plan.part:
            _without_level(line)
        lines.append(line)
    return lines, named


def _without_level(line: Line) -> None:
    """Levels say nothing where the rows around are not there: the parent must be named."""
    if (line.level or 1) > 1 and line.row.text("parent") is None:
        line.row.need("parent")
    line.level = None


def _outside(lines: Sequence[Line], known: Mapping[str, str]) -> dict[int, str]:
    """Row to the id of its parent among the lines that there are already; such a parent is not looked for again."""
    inside = {plain(text) for line in lines for text in (line.row.text("id"), line.fields["part_no"]) if text}
    folded = {plain(text): id_ for text, id_ in known.items()}
    found: dict[int, str] = {}
    for line in lines:
        told = line.row.text("parent")
        if told is not None and plain(told) not in inside and plain(told) in folded:
            found[line.row.number_] = folded[plain(told)]
            line.row.cells = {key: cell for key, cell in line.row.cells.items() if key != "parent"}
    return found


def _apart(lines: Sequence[Line], taken: frozenset[str]) -> None:
    """Ids that were made from row numbers may not be those of lines that there are already."""
    used = set(taken) | {line.id for line in lines}
    for line in lines:
        if line.row.text("id") is not None or line.id == line.fields["part_no"] or line.id not in taken:
            continue
        count = 2
        while f"{line.id}.{count}" in used:
            count += 1
        line.id = f"{line.id}.{count}"
        used.add(line.id)


def _activities(lines: Sequence[Line], outside: Mapping[int, str], record: Record) -> dict[str, Activity]:
    """The lines as activities by id; what stands under a line that failed waits with it."""
    made: dict[str, Activity] = {}
    bad = {row for _, row in record.bad_rows()}
    for line in lines:
        row = line.row
        if row.number_ in bad:
            continue
        parent = line.parent.id if line.parent is not None else outside.get(row.number_)
        fields = line.fields | {"id": line.id, "parent": parent, "evidence": tuple(line.fields["evidence"])}
        try:
            made[line.id] = Activity(**fields)
        except ValidationError as error:
            said = error.errors(include_url=False)[0]
            why = f"{'.'.join(map(str, said['loc']))}: {said['msg']}"
            row.say("IMP-076", None, None, why=Text(zh=f"不合要求（{why}）", en=why))
    waiting = _waiting(lines, record)
    return {id_: found for id_, found in made.items() if id_ not in waiting}


def _waiting(lines: Sequence[Line], record: Record) -> frozenset[str]:
    """The lines under one that failed, each with a finding that says so."""
    bad = {row for _, row in record.bad_rows()}
    waiting: set[str] = set()
    for line in lines:
        above, seen = line.parent, {id(line)}
        while above is not None and id(above) not in seen and above.row.number_ not in bad:
            seen.add(id(above))
            above = above.parent
        if above is not None and above.row.number_ in bad and line.row.number_ not in bad:
            line.row.say("IMP-101", None, None, other=row_text(above.row.number_))
            waiting.add(line.id)
    return frozenset(waiting)


def _wants_mass(activity: Activity) -> bool:
    material = activity.kind in {ActivityKind.material, ActivityKind.packaging}
    return material and activity.amount is not None and mass_kg(activity) is None


def _branches(lines: Sequence[Line], outside: Mapping[int, str], bad: set[int]) -> tuple[Branch, ...]:
    found = []
    for line in lines:
        depth, above, seen = 0, line.parent, {id(line)}
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            depth, above = depth + 1, above.parent
        row = line.row
        parent = line.parent.id if line.parent is not None else outside.get(row.number_)
        amount, unit = line.fields["amount"], line.fields["unit"]
        found.append(Branch(depth, row.number_, line.id, parent, line.name, amount, unit, row.number_ not in bad))
    return tuple(found)


def _masses(made: Mapping[str, Activity]) -> Masses:
    materials = [activity for activity in made.values() if activity.kind is ActivityKind.material]
    masses = [mass_through(activity, made) for activity in materials]
    return Masses(fsum(mass for mass in masses if mass is not None), sum(mass is None for mass in masses))
