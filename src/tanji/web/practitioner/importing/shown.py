"""What each step of an import shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.catalog import imports, matching
from tanji.errors import Text
from tanji.formats.bom.identify import SHOWN, theirs_of
from tanji.formats.study.columns import columns
from tanji.formats.study.rows import written
from tanji.formats.table import column_name
from tanji.model.finding import Severity
from tanji.web.frame.parts import Column, Link, Row, Step, Table, paged
from tanji.web.practitioner.importing.findings import finding_table
from tanji.web.practitioner.importing.tables import diff_table, proposal_table, tree_table
from tanji.web.practitioner.products.shown import HOME

NAMES: Final = (
    Text(zh="上传", en="Upload"),
    Text(zh="识别", en="Recognise"),
    Text(zh="对应列", en="Columns"),
    Text(zh="单位与数值", en="Units and figures"),
    Text(zh="结构", en="Structure"),
    Text(zh="匹配", en="Matching"),
    Text(zh="核对", en="Check"),
    Text(zh="完成", en="Done"),
)
WIDE: Final = 12
"""Columns of a file that are shown when choosing the header row."""
SUGGESTED: Final = 0.9
Shown = Mapping[str, Any]


def crumbs(draft: Any) -> list[Link]:
    """Where an import is."""
    product = Link(draft.product.name, reverse("product", args=[draft.product_id]))
    study = Link(draft.name, reverse("study", args=[draft.id]))
    return [HOME, product, study, Link(Text(zh="导入 BOM", en="Import a bill of materials"), "")]


def stepper(row: Any, current: int) -> list[Step]:
    """The eight steps; those that were reached can be gone back to until the import is done."""
    reached = 1 if row is None else row.step
    done = row is not None and row.done is not None
    return [Step(name, *_state(row, number, (current, reached, done))) for number, name in enumerate(NAMES, 1)]


def _state(row: Any, number: int, at: tuple[int, int, bool]) -> tuple[Any, str]:
    current, reached, done = at
    if done:
        return ("current" if number == 8 else "done"), ""
    if number == current:
        return "current", ""
    if row is None or number > reached or number == 1:
        return ("done" if number < reached else "waiting"), ""
    href = reverse("import_step", args=[row.id, number])
    return ("done" if number < max(current, reached) else "waiting"), href


def history(acting: Acting, draft: Any) -> Table:
    """What was imported into a draft before."""
    rows = [
        Row(
            [row.evidence.name, row.created.date(), _what(row)],
            href=reverse("import_step", args=[row.id, 8 if row.done else row.step]),
        )
        for row in imports.imports_of(acting, draft)
    ]
    heads = (Text(zh="文件", en="File"), Text(zh="日期", en="Date"), Text(zh="结果", en="Result"))
    kinds = [Column(heads[0]), Column(heads[1], "date"), Column(heads[2])]
    return Table(
        Text(zh="以前的导入", en="Earlier imports"), kinds, rows, empty=Text(zh="还没有导入过。", en="None yet.")
    )


def _what(row: Any) -> Text:
    if row.undone is not None:
        return Text(zh="已撤销", en="Taken back")
    if row.done is None:
        return Text(zh=f"进行中，第 {row.step} 步", en=f"Under way, step {row.step}")
    counts = row.found["counts"]
    return Text(
        zh=f"导入 {counts['imported']} 行，待处理 {counts['failed']}",
        en=f"{counts['imported']} rows taken, {counts['failed']} to be mended",
    )


def recognised(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 2: the sheets, and the first rows of the one that is proposed or asked for."""
    found = imports.sheet(acting, row)
    names = [table.name for table in found.tables if table.rows]
    wanted = asked.get("sheet")
    shown = next((table for table in found.tables if wanted and table.name == wanted), found.table)
    rows = sorted(shown.rows)[:SHOWN]
    wide = sorted({cell.column for number in rows for cell in shown.rows[number].values()})[:WIDE]
    lines = [(number, [_cell(shown, number, index) for index in wide]) for number in rows]
    plan = found.plan
    chosen = plan.first if shown.name == plan.sheet else None
    return {
        "names": names, "shown": shown, "letters": [column_name(index) for index in wide], "lines": lines,
        "chosen": chosen, "headers": (plan.first, plan.last), "named": shown.name is not None,
    }  # fmt: skip


def _cell(table: Any, row: int, column: int) -> str:
    cell = table.find(row, column)
    return "" if cell is None else written(cell.value)[:40]


def mapped(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 3: their columns beside ours."""
    del asked
    found = imports.sheet(acting, row)
    taken = {index: key for key, index in found.plan.columns.items()}
    theirs = [
        {"theirs": each, "key": taken.get(each.number, ""), "field": f"column-{each.number}"}
        for each in theirs_of(found.table, (found.plan.first, found.plan.last))
    ]
    ours = [(column.key, column.header, column.required) for column in columns("bom") if column.key != "reason"]
    return {"theirs": theirs, "ours": ours, "part": found.plan.part}


def measured(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 4: the distinct units, and how figures are written."""
    del asked
    found = imports.sheet(acting, row)
    units = [(unit, f"{unit.factor:.15g}" if unit.unit else "") for unit in found.units]
    return {"units": units, "figures": found.figures, "decimal": found.plan.decimal}


def structured(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 5: the tree, what is wrong in it, and the mass against that of the product."""
    seen = imports.look(acting, row)
    branches, pages = paged(seen.read.tree, asked=asked.get("page"), size=100)
    mass = row.draft.body.get("product", {}).get("mass_kg")
    total = seen.read.masses.total_kg
    apart = (total - mass) / mass if isinstance(mass, int | float) and mass > 0 else None
    return {
        "table": tree_table(branches), "pages": pages, "masses": seen.read.masses, "mass": mass,
        "apart": None if apart is None else abs(apart), "less": apart is not None and apart < 0,
        "failed": len(seen.read.failed), "lines": len(seen.read.tree),
        "findings": finding_table(_of(seen, structure=True)),
    }  # fmt: skip


STRUCTURE: Final = frozenset({"IMP-050", "IMP-051", "IMP-052", "IMP-053", "IMP-054", "IMP-055", "IMP-056", "IMP-057"})


def _of(seen: Any, *, structure: bool) -> list[Any]:
    errors = seen.read.report.errors
    return [each for each in errors if not structure or each.code in STRUCTURE]


def matched(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 6: the best proposal of each line, and how many a threshold would take."""
    seen = imports.look(acting, row)
    found = imports.proposed(acting, seen)
    chosen = row.plan.get("threshold")
    tried = _score(asked.get("threshold")) or chosen or SUGGESTED
    shown, pages = paged(found, asked=asked.get("page"), size=50)
    reaching = sum(matching.reaches(each.candidates, tried) for each in found)
    return {
        "table": proposal_table(shown, tried), "pages": pages, "threshold": tried, "chosen": chosen,
        "reaching": reaching, "rest": len(found) - reaching, "total": len(found),
    }  # fmt: skip


def _score(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if 0.5 <= found <= 1 else None


def checked(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 7: the counts, everything that was found, and what would change in the study."""
    seen = imports.look(acting, row)
    order = {Severity.error: 0, Severity.warning: 1, Severity.note: 2}
    findings = sorted(seen.read.report.findings, key=lambda each: (order[each.severity], each.place.row or 0))
    shown, pages = paged(findings, asked=asked.get("page"), size=50)
    return {
        "counts": seen.read.counts, "table": finding_table(shown), "pages": pages, "diff": seen.diff,
        "diff_table": diff_table(seen.diff), "part": seen.sheet.plan.part, "threshold": row.plan.get("threshold"),
        "revision": row.draft.revision,
    }  # fmt: skip


def finished(acting: Acting, row: Any, asked: QueryDict) -> Shown:
    """Step 8: what was taken, what is still to do, and the way back."""
    del asked
    queue = matching.queue(acting, row.draft)
    return {"found": row.found, "undoable": imports.undoable(row), "days": imports.UNDO_DAYS, "queue": queue}


SHOW: Final[dict[int, Callable[[Acting, Any, QueryDict], Shown]]] = {
    2: recognised,
    3: mapped,
    4: measured,
    5: structured,
    6: matched,
    7: checked,
    8: finished,
}
