"""A study in its own form, as YAML or JSON: validated member by member, and checked as a workbook is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tanji.errors import Progress, Refusal, Text
from tanji.formats.child import GIB, Limits, run
from tanji.formats.study import check as checks
from tanji.formats.study.activities import names_of
from tanji.formats.study.build import StudyRead
from tanji.formats.study.columns import gases, rows, threshold
from tanji.formats.study.links import link_of
from tanji.formats.study.messages import At
from tanji.formats.study.record import Record
from tanji.formats.study.short_forms import lengthen
from tanji.model import document
from tanji.model.finding import Counts, Report
from tanji.model.quantity import UnknownUnit, get_unit, kind_names
from tanji.model.study import Activity, ActivityKind, OwnFactor, Study

_LIMITS = Limits(memory_bytes=GIB, cpu_s=60, wall_s=90.0, answer_bytes=GIB // 8)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LINKS = ("link", "recycled_link", "grid")


def read_native(path: Path, *, progress: Progress | None = None) -> StudyRead:
    """The study in a YAML or JSON file. Names may be plain texts; links, uncertainties and scores texts as in a cell.

    Refuses BadSource where the file is no YAML or JSON, NotADocument where it is a document of another kind.
    """
    body = run("tanji.formats.study.source_text:parse", {"path": str(path)}, limits=_LIMITS, progress=progress)
    return _read(_known_schema(body), path.name)


def read_body(body: Mapping[str, Any], name: str) -> StudyRead:
    """The study that members make which are in memory already (a draft), with its findings; by the same rules."""
    return _read(json.loads(json.dumps(body)), name)


def _read(body: Any, file: str) -> StudyRead:
    record = Record(file)
    study = _validated(body, file, record)
    lines = len(study.activities) if study is not None else _lines(body)
    if study is not None:
        _check(study, record)
        checks.check(study, _place_of(study), record.found)
    report = record.report()
    bad = {f.place.member.split(".")[0] for f in report.errors if f.place.member}
    failed = min(lines, sum(member.startswith("activities[") for member in bad)) if study is not None else lines
    counts = {"activities": Counts(read=lines, imported=lines - failed, failed=failed)} if lines else {}
    return StudyRead(None if record.failed else study, Report(findings=report.findings, counts=counts))


def _lines(body: Any) -> int:
    listed = body.get("activities") if isinstance(body, dict) else None
    return len(listed) if isinstance(listed, list) else 0


def _known_schema(body: Any) -> Any:
    """The members of a study; a document of an older schema is brought up to the newest one."""
    if not isinstance(body, dict) or "schema" not in body:
        return body
    if body["schema"] == Study.schema_name:
        return {key: value for key, value in body.items() if key != "schema"}
    study = document.read_as(Study, json.dumps(body).encode("utf-8"))
    return study.model_dump(mode="json", exclude_none=True)


def _validated(body: Any, file: str, record: Record) -> Study | None:
    friendly = _friendly(body)
    lengthen(friendly, record)
    if isinstance(friendly, dict) and "id" not in friendly:
        friendly["id"] = Path(file).stem
    try:
        return Study.model_validate(friendly)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            record.found("IMP-090", At(member=_member(fault["loc"], friendly)), why=_why(fault))
        return None


def _friendly(body: Any, key: str = "") -> Any:
    """Data with short forms made long: a name that is one text, a link that is one text."""
    if isinstance(body, dict):
        return {name: _friendly(value, name) for name, value in body.items()}
    if isinstance(body, list):
        return [_friendly(value, key) for value in body]
    if isinstance(body, str) and key in {"names", "description"} and body:
        return names_of(body, None) if key == "names" else body
    if isinstance(body, str) and key in _LINKS:
        link = link_of(body)
        return link.model_dump(exclude_none=True) if link else body
    return body


def _member(location: tuple[int | str, ...], body: Any) -> str:
    """The path of a member as people write it, without the tags of unions."""
    said, at = "", body
    for before, part in zip(("", *location), location, strict=False):
        if isinstance(part, int):
            said += f"[{part}]"
            at = at[part] if isinstance(at, list) and part < len(at) else None
        elif before not in _LINKS[:2]:
            said += f".{part}" if said else part
            at = at.get(part) if isinstance(at, dict) else None
    return said or "(study)"


def _why(fault: Any) -> Text:
    given = fault["input"]
    shown = "" if isinstance(given, dict | list) or fault["type"] == "missing" else f"“{str(given)[:40]}”"
    words = {row["kind"]: row["zh"] for row in rows("schema_words.csv")}
    context = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    zh = words.get(fault["type"], "")
    zh = (
        zh.format_map(context)
        if zh and all(f"{{{name}}}" not in zh or name in context for name in ("expected",))
        else zh
    )
    en = fault["msg"].removeprefix("Value error, ")
    said = f'"{str(given)[:40]}": ' if shown else ""
    return Text(zh=f"{shown}{zh or f'不符合模式（{en}）'}", en=f"{said}{en}")


def _place_of(study: Study) -> checks.Place:
    index = {activity.id: number for number, activity in enumerate(study.activities)}
    steps = {step.id: number for number, step in enumerate(study.steps)}
    own = {"mass_kg": "product.mass_kg", "amount": "output.amount"}

    def place(line: str, key: str) -> At:
        if line:
            return At(member=f"activities[{index[line]}].{key}")
        if key.startswith("steps."):
            return At(member=f"steps[{steps[key.removeprefix('steps.')]}]")
        return At(member=own.get(key, key))

    return place


def _check(study: Study, record: Record) -> None:
    """What the cells of a workbook would have shown one by one."""
    for member, unit in _units(study):
        try:
            get_unit(unit)
        except UnknownUnit as refusal:
            record.found("IMP-020", At(member=member), value=unit, suggestion=refusal.hint or refusal.message)
    for kind, ids in (("activities", [a.id for a in study.activities]), ("steps", [s.id for s in study.steps])):
        for id_, times in Counter(ids).items():
            if times > 1:
                first, second = [number for number, other in enumerate(ids) if other == id_][:2]
                other = Text(zh=f" {kind}[{first}] ", en=f"{kind}[{first}]")
                record.found("IMP-050", At(member=f"{kind}[{second}].id"), value=id_, other=other)
    if not study.activities:
        record.found("IMP-006", At(member="activities"))
    _check_parents(study, record)
    for number, activity in enumerate(study.activities):
        _check_line(activity, f"activities[{number}]", record)


def _units(study: Study) -> Iterator[tuple[str, str]]:
    yield "unit.unit", study.unit.unit
    yield "output.unit", study.output.unit
    for number, output in enumerate(study.co_products):
        yield f"co_products[{number}].unit", output.unit
    for number, step in enumerate(study.steps):
        yield f"steps[{number}].output.unit", step.output.unit
        for position, output in enumerate(step.co_products):
            yield f"steps[{number}].co_products[{position}].unit", output.unit
    for number, activity in enumerate(study.activities):
        if activity.unit is not None:
            yield f"activities[{number}].unit", activity.unit
        if isinstance(activity.link, OwnFactor):
            yield f"activities[{number}].link.unit", activity.link.unit


def _check_parents(study: Study, record: Record) -> None:
    parents = {activity.id: activity.parent for activity in study.activities}
    holders = {parent for parent in parents.values() if parent is not None}
    for number, activity in enumerate(study.activities):
        at = At(member=f"activities[{number}].parent")
        if activity.parent is not None and activity.parent not in parents:
            record.found("IMP-051", at, value=activity.parent)
            continue
        path = [activity.id]
        above = activity.parent
        while above is not None and above not in path:
            path.append(above)
            above = parents.get(above)
        if above == activity.id:
            record.found("IMP-052", at, circle=" → ".join([*path, above]))
        if activity.id in holders and activity.kind is not ActivityKind.assembly:
            record.found("IMP-056", At(member=f"activities[{number}].kind"))


def _check_line(activity: Activity, member: str, record: Record) -> None:
    if activity.amount is not None and activity.amount < 0:
        record.found("IMP-022", At(member=f"{member}.amount"), value=activity.amount)
    if activity.gas is not None and activity.gas not in gases().values():
        known = gases().get(activity.gas.lower().replace("-", ""))
        hint = (
            Text(zh=f"请写 {known}。", en=f"Write {known}.")
            if known
            else Text(zh="见枚举表。", en="See the list of gases.")
        )
        record.found("IMP-037", At(member=f"{member}.gas"), value=activity.gas, suggestion=hint)
    if activity.quantity_kind is not None and activity.unit is not None:
        try:
            fits = activity.quantity_kind in get_unit(activity.unit).kinds
        except Refusal:
            fits = True  # said before
        if not fits:
            kind = kind_names()[activity.quantity_kind]
            record.found("IMP-068", At(member=f"{member}.quantity_kind"), value=kind, unit=activity.unit)
    if activity.readings and activity.amount is not None:
        added = sum(reading.amount for reading in activity.readings)
        apart = abs(added - activity.amount) / abs(activity.amount) * 100 if activity.amount else 100.0 * bool(added)
        if apart > threshold("readings_sum"):
            facts = {"sum": added, "total": activity.amount, "percent": apart}
            record.found("IMP-061", At(member=f"{member}.readings"), name=_name(activity), **facts)


def _name(activity: Activity) -> str:
    return next(iter(activity.names.values()), activity.id)
