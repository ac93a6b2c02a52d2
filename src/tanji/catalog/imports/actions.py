"""Steps of an import: the file kept, the plan decided, the lines taken into the draft in one saving."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import IO, Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid
from tanji.catalog import drafts, evidence
from tanji.catalog.imports import queries
from tanji.catalog.imports.diff import Difference
from tanji.catalog.imports.queries import Seen, get_import, known_before, look, tables_of
from tanji.catalog.matching.propose import accepted
from tanji.catalog.models import Draft, Evidence, Import, ImportScheme
from tanji.errors import Text
from tanji.formats.bom.identify import identify, missing, plan_for, sheet_of
from tanji.formats.bom.plan import Plan, plan_of
from tanji.formats.study.columns import columns, plain
from tanji.formats.study.numbers import Fault, fold, number
from tanji.model.quantity import find_unit

Saving = Callable[..., Draft]
"""(acting, draft, revision, change, what=) as `drafts.save`; the records give one that also reopens the case."""
PASTED: Final = Text(zh="粘贴的表格.tsv", en="pasted.tsv")
STEPS: Final = 8


def start(
    acting: Acting,
    draft: UUID,
    name: str,
    stream: IO[bytes] | None = None,
    *,
    text: str = "",
    scheme: UUID | None = None,
) -> Import:
    """Keep a file (or text pasted from a sheet) as evidence and propose how it is read.

    Refuses NotFound, NotAllowed, Conflict for a declared study, what reading refuses (the file is not kept on then).
    """
    require(acting, "edit", "study")
    row = drafts.get_draft(acting, draft)
    if row.statement:
        raise Conflict(
            Text(zh="研究已声明，不能再导入", en="The study is declared; nothing can be imported into it"),
            Text(zh="请另建新版本。", en="Make a new version of it."),
        )
    content = stream if stream is not None else io.BytesIO(text.encode("utf-8"))
    with transaction.atomic():
        kept: Evidence = evidence.add(acting, name or PASTED.zh, content)
        plan = identify(tables_of(acting, kept.id), known_before(acting, scheme))
        return Import.objects.create(
            organisation=acting.organisation,
            created_by=acting.person,
            draft=row,
            evidence=kept,
            plan={"reading": plan.model_dump(mode="json")},
        )


def set_sheet(acting: Acting, import_: UUID, sheet: str | None, row: int | None) -> Import:
    """Choose the sheet and its header row; the columns are proposed anew. Refuses Conflict, BadPlan, NotFound."""
    found = _open(acting, import_)
    tables = tables_of(acting, found.evidence.id)
    now = plan_of(found.plan["reading"])
    table = sheet_of(tables, now.model_copy(update={"sheet": sheet}))
    if row is not None and row not in table.rows:
        raise _invalid(f"第 {row} 行是空的，不能作表头", f"Row {row} is empty and can not be the header")
    if (table.name, row) == (now.sheet, now.first):
        return _keep(found, now, 3)
    return _keep(found, plan_for(table, row, known_before(acting)), 3)


def set_columns(acting: Acting, import_: UUID, chosen: Mapping[int, str], *, part: bool) -> Import:
    """Say which of our columns each of theirs is (number to key; "" for none).

    Refuses Invalid where a key is chosen twice or a name, an amount or a unit is missing.
    """
    found = _open(acting, import_)
    keys = [key for key in chosen.values() if key]
    known = {column.key: column.header for column in columns("bom")}
    wrong = [key for key in keys if key not in known]
    twice = sorted({key for key in keys if keys.count(key) > 1} - set(wrong))
    if wrong or twice:
        named = [known[key] for key in twice]
        zh, en = "、".join(text.zh for text in named), ", ".join(text.en for text in named)
        raise _invalid(f"“{zh}”选了多列，请只选一列", f"{en}: chosen for more than one column; keep one")
    taken = {key: index for index, key in chosen.items() if key}
    plan = plan_of(found.plan["reading"]).model_copy(update={"columns": taken, "part": part})
    if gone := missing(plan):
        zh, en = "、".join(text.zh for text in gone), ", ".join(text.en for text in gone)
        raise _invalid(f"还缺必需的列：{zh}", f"Columns that a bill must have are missing: {en}")
    return _keep(found, plan, 4)


def decide_units(acting: Acting, import_: UUID, rules: Mapping[str, tuple[str, str]], decimal: str) -> Import:
    """Say what their units are in ours: text to (unit, how many of it one is); an empty unit decides nothing.

    Refuses Invalid for a unit that is not known and for a factor that is no number above zero.
    """
    found = _open(acting, import_)
    units = {fold(text): _rule(text, unit, factor) for text, (unit, factor) in rules.items() if unit.strip()}
    body = plan_of(found.plan["reading"]).model_dump(mode="json") | {"units": units, "decimal": decimal}
    return _keep(found, plan_of(body), 5)


def set_threshold(acting: Acting, import_: UUID, threshold: float | None) -> Import:
    """From which score on proposals are accepted when the lines are taken; None accepts none."""
    found = _open(acting, import_)
    if threshold is not None and not 0.5 <= threshold <= 1:
        raise _invalid("门槛应在 0.5 到 1 之间", "The threshold must lie between 0.5 and 1")
    found.plan = {**found.plan, "threshold": threshold}
    return _keep(found, plan_of(found.plan["reading"]), 7)


def reach(acting: Acting, import_: UUID, step: int) -> Import:
    """Go on to a step without deciding anything."""
    found = _open(acting, import_)
    return _keep(found, plan_of(found.plan["reading"]), step)


def save_scheme(acting: Acting, import_: UUID, name: str) -> ImportScheme:
    """Keep how this file is read for later ones of the organisation (导入方案); a name once. Refuses Invalid."""
    require(acting, "edit", "study")
    row = get_import(acting, import_)
    if not name.strip():
        raise _invalid("请给导入方案起个名字", "Give the scheme a name")
    said = scheme_of(queries.sheet(acting, row))
    found, _ = ImportScheme.objects.update_or_create(
        organisation=acting.organisation,
        name=name.strip()[:100],
        archived=None,
        defaults={"plan": said, "created_by": acting.person},
    )
    return found


def scheme_of(sheet: queries.Sheet) -> dict[str, Any]:
    """A plan as it serves other files: by the texts of headers, not by places."""
    plan, table = sheet.plan, sheet.table
    headers: dict[str, str] = {}
    for key, index in plan.columns.items():
        for row in range(plan.first, plan.last + 1):
            cell = table.find(row, index)
            if cell is not None and isinstance(cell.value, str):
                headers[plain(cell.value)] = key
    units = {text: rule.model_dump() for text, rule in plan.units.items()}
    return {"headers": headers, "units": units, "decimal": plan.decimal}


def finish(acting: Acting, import_: UUID, revision: int, *, save: Saving = drafts.save) -> Import:
    """Take the good rows into the draft in one saving, which can be undone for 30 days.

    Refuses Conflict where the draft was saved meanwhile or the import is done, Invalid where no row can be taken.
    """
    with transaction.atomic():
        row = _open(acting, import_, lock=True)
        seen = look(acting, row)
        if not seen.read.activities:
            raise _invalid("没有可以导入的行", "There is no row that can be taken")
        links = accepted(acting, row.draft.body, seen.diff.lines, row.plan.get("threshold"))
        what = Text(zh=f"导入 {row.evidence.name}", en=f"Imported {row.evidence.name}")
        draft = save(acting, row.draft.id, revision, lambda body: take(body, seen.diff, links), what=what)
        row.found = found_of(seen) | {"revision": revision, "saved": draft.revision != revision, "linked": len(links)}
        row.step, row.done = STEPS, timezone.now()
        row.save(update_fields=["found", "step", "done"])
    return row


def take(body: dict[str, Any], diff: Difference, links: Mapping[str, Mapping[str, Any]]) -> None:
    """The lines of an import into the body of a draft, with the links that were accepted."""
    body["activities"] = [
        {**line, "link": dict(links[line["id"]])} if line["id"] in links else dict(line) for line in diff.lines
    ]
    files = [name for line in diff.lines for name in line.get("evidence", [])]
    known = {each.get("id") for each in body.get("evidence", [])}
    fresh = [{"id": name, "file": name} for name in dict.fromkeys(files) if name not in known]
    if fresh:
        body["evidence"] = [*body.get("evidence", []), *fresh]


def found_of(seen: Seen) -> dict[str, Any]:
    """What an import gave, as it is kept."""
    counts = seen.read.counts
    return {
        "counts": counts.model_dump(),
        "errors": len(seen.read.report.errors),
        "diff": {
            "added": [line["id"] for line in seen.diff.added],
            "changed": [each.after["id"] for each in seen.diff.changed],
            "removed": [line["id"] for line in seen.diff.removed],
            "same": seen.diff.same,
        },
    }


def _rule(text: str, unit: str, factor: str) -> dict[str, Any]:
    known = find_unit(unit.strip())
    if known is None:
        raise _invalid(f"“{text}”：不认识单位“{unit}”", f'"{text}": the unit "{unit}" is not known')
    value = number(factor.strip() or "1")
    if isinstance(value, Fault) or value.value is None or value.value <= 0:
        raise _invalid(f"“{text}”：换算系数“{factor}”应为大于 0 的数", f'"{text}": "{factor}" must be a number above 0')
    return {"unit": known.symbol, "factor": value.value}


def _open(acting: Acting, import_: UUID, *, lock: bool = False) -> Import:
    require(acting, "edit", "study")
    row = get_import(acting, import_)
    if lock:
        Import.objects.select_for_update().filter(pk=row.pk).first()
        row.refresh_from_db(fields=["done"])
    if row.done is not None:
        raise Conflict(
            Text(zh="这次导入已完成", en="This import is done"),
            Text(zh="要更改请重新导入。", en="Import again to change anything."),
        )
    return row


def _keep(row: Import, plan: Plan, step: int) -> Import:
    row.plan = {**row.plan, "reading": plan.model_dump(mode="json")}
    row.step = max(row.step, min(step, STEPS - 1))
    row.save(update_fields=["plan", "step"])
    return row


def _invalid(zh: str, en: str) -> Invalid:
    return Invalid(Text(zh=zh, en=en), Text(zh="请改正后再继续。", en="Correct it and go on."))
