"""The tables of a workbook or CSV file made into a study, with everything that was found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tanji.errors import Text
from tanji.formats.study import check as checks
from tanji.formats.study.activities import Line, read_line
from tanji.formats.study.columns import TABLES, column, plain, sheet_titles, sheets
from tanji.formats.study.goal import read_goal
from tanji.formats.study.headings import names_lines
from tanji.formats.study.lines import filled_rows, read_lines
from tanji.formats.study.messages import At
from tanji.formats.study.parts import Parts, read_parameters, read_scope, read_steps
from tanji.formats.study.product import Form, empty_form, read_comments, read_product
from tanji.formats.study.readings import gather
from tanji.formats.study.record import Record
from tanji.formats.study.rows import Row
from tanji.formats.study.tree import give_ids, plant
from tanji.formats.table import Table
from tanji.model.finding import Report
from tanji.model.study import Activity, Evidence, Study


@dataclass(frozen=True, slots=True)
class StudyRead:
    """What reading a file gave: the study, or None where something failed, and all that was found."""

    study: Study | None
    report: Report


def build(tables: Sequence[Table], file: str) -> StudyRead:
    """The study that the tables of a file hold. Sheets are known by their titles, a lone bill by its header."""
    record = Record(file)
    form, rows = _sort(tables, record)
    lines = _bill(rows["bom"], form, record)
    years = form.number("service_years")
    for sheet in ("energy", "transport", "use"):
        found = [read_line(row, years) for row in rows[sheet]]
        lines += gather(found) if sheet == "energy" else found
    parts = Parts()
    read_steps(rows["steps"], parts)
    read_parameters(rows["parameters"], parts)
    read_scope(rows["scope"], parts)
    give_ids(lines)
    plant([line for line in lines if line.row.sheet == "bom"], _called(form))
    fields = read_goal(form)
    if not lines and not record.failed:
        record.found("IMP-006", At(sheet=sheets()["bom"].title.zh))
    study = _study(fields, lines, parts, record) if fields is not None and lines else None
    if study is not None:
        places = {line.id: line.row for line in lines}
        checks.check(study, _placing(form, places, rows["steps"]), record.found, _doubtful(record, form))
    return StudyRead(None if record.failed else study, record.report())


def _sort(tables: Sequence[Table], record: Record) -> tuple[Form, dict[str, list[Row]]]:
    """The product's form and the data rows of each sheet; sheets that are not known are named."""
    rows: dict[str, list[Row]] = {key: [] for key in TABLES}
    form = empty_form(sheets()["product"].title.zh, record)
    seen_form = False
    for table in tables:
        key = _sheet_of(table)
        title = table.name or "CSV"
        if table.name is None or (key == "bom" and not seen_form):
            form.title = title if table.name is None else form.title
            table = read_comments(table, form, title)  # noqa: PLW2901  the rest of it
        if key == "product":
            form.title = form.title if seen_form else title
            seen_form = True
            read_product(table, form)
        elif key in rows:
            rows[key] += read_lines(table, key, title, record)
        elif key is None and (count := filled_rows(table)):
            record.found("IMP-002", At(sheet=title), count=str(count))
    if not seen_form and not any(rows.values()) and not form.cells and not record.failed:
        record.found("IMP-001", At())
    return form, rows


def _sheet_of(table: Table) -> str | None:
    """The sheet that a table is, by its title; a table that only has the header of a bill of materials is one."""
    key = sheet_titles().get(plain(table.name)) if table.name is not None else "bom"
    return key if key is not None or not names_lines(table) else "bom"


def _bill(rows: list[Row], form: Form, record: Record) -> list[Line]:
    """The lines of the bill without the product itself, which may stand at level 0 and then names the product."""
    lines = []
    top: Line | None = None
    for row in rows:
        if "level" in row.cells and str(row.raw("level")).strip() == "0":
            if top is not None:
                row.fail("IMP-057", "name_zh", value=row.raw("name_zh"), other=top.row.raw("name_zh"))
                continue
            top = Line(row, {}, None)
            row.say("IMP-060")
            for key, target in (("name_zh", "name_zh"), ("unit", "unit"), ("part_no", "model")):
                if key in row.cells and target not in form.cells:
                    form.put(target, row.cells[key], column("product", target).header.zh)
            record.skipped.add((row.title, row.number_))
        else:
            lines.append(read_line(row, None))
    return lines


def _called(form: Form) -> list[str]:
    return [text for key in ("name_zh", "name_en", "model", "study_id") if (text := form.raw(key))]


def _study(fields: dict[str, Any], lines: list[Line], parts: Parts, record: Record) -> Study | None:
    """The study of these parts; None where a line is not whole, which has been found before."""
    evidence = {known.id: known for known in parts.evidence}
    ids = {known.file: known.id for known in parts.evidence}
    activities = []
    bad = record.bad_rows()
    for line in lines:
        files = [ids.get(name, name) for name in line.fields["evidence"]]
        evidence |= {name: Evidence(id=name, file=name) for name in files if name not in evidence}
        if (line.row.title, line.row.number_) in bad:
            continue
        parent = line.parent.id if line.parent is not None else None
        made = line.fields | {"id": line.id, "parent": parent, "evidence": tuple(files)}
        try:
            activities.append(Activity(**made))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            said = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            line.row.say("IMP-076", None, None, why=Text(zh=f"不合要求（{said}）", en=said))
    return Study(
        **fields,
        activities=tuple(activities),
        steps=tuple(parts.steps),
        co_products=tuple(parts.co_products),
        parameters=tuple(parts.parameters),
        cut_offs=tuple(parts.cut_offs),
        assumptions=tuple(parts.assumptions),
        limitations=tuple(parts.limitations),
        excluded_stages=parts.excluded,
        evidence=tuple(evidence.values()),
    )


def _doubtful(record: Record, form: Form) -> frozenset[str]:
    """Which parts of a study are not whole because of what was found so far."""
    bad = {sheet_titles().get(plain(sheet), "lines") for sheet, _ in record.bad_rows()}
    parts = {sheet if sheet in {"steps", "parameters"} else "lines" for sheet in bad}
    return frozenset(parts | ({"boundary"} & form.bad))


def _placing(form: Form, lines: dict[str, Row], steps: list[Row]) -> checks.Place:
    """Where a field stands: in the row of a line, the row of a step, or the product's form."""
    by_step = {row.text("step"): row for row in reversed(steps)}

    def place(line: str, key: str) -> At:
        if line:
            row = lines[line]
            return row.at(key if key in row.headers else None)
        if key.startswith("steps."):
            row = by_step[key.removeprefix("steps.")]
            return row.at()
        return form.at(key) if key != "parameters" else At(sheet=sheets()["parameters"].title.zh)

    return place
