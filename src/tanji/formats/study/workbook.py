"""A study written as a workbook in the template's form, after making sure that it reads back as the same study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.study.book import CellContent, Content, label, shown, write_book
from tanji.formats.study.build import build
from tanji.formats.study.columns import TABLES, columns, sheets
from tanji.formats.study.layout import lay_out, measured, sheet_of
from tanji.formats.table import Cell, Table
from tanji.model.quantity import find_unit
from tanji.model.study import Activity, ActivityKind, Study

_ORDER = ("bom", "energy", "transport", "use")


class CannotHold(Refusal):
    """A study with something that a workbook has no cell for."""

    code = "STU-003"


def write_workbook(study: Study, path: Path, *, before: Callable[[Any], None] | None = None) -> None:
    """Write a study as a workbook that `read` reads back as the same study; `before` may add sheets in front.

    The same but for four things: lines stand in the order of the sheets, units have the registry's symbol, each
    line's place is its new row, and numbers have 16 significant digits. Refuses CannotHold, naming the first member
    that would be lost (such as the score of an accepted match, a third language).
    """
    content = lay_out(study)
    found = build(tables(content), path.name)
    if found.study is None:
        first = found.report.errors[0].message
        raise CannotHold(
            Text(
                zh=f"研究“{study.id}”不能写成工作簿：{first.zh}",
                en=f'Study "{study.id}" can not be written as a workbook: {first.en}',
            ),
            _instead(),
        )
    lost = next(_differences(_comparable(study), _comparable(found.study), ""), None)
    if lost is not None:
        member, had, has = lost
        raise CannotHold(
            Text(
                zh=f"工作簿不能保存研究“{study.id}”的 {member}（{_short(had)} 会变成 {_short(has)}）",
                en=f'A workbook can not hold {member} of study "{study.id}" ({_short(had)} would become {_short(has)})',
            ),
            _instead(),
        )
    write_book(path, content, examples=False, before=before)


def tables(content: Content) -> list[Table]:
    """The tables that reading the workbook of a content gives."""
    form = {1: {1: Cell(1, 1, "项目"), 3: Cell(1, 3, "填写内容 Value")}}
    for line, column in enumerate(columns("product"), 2):
        value = _kept(label(column, content.form.get(column.key)))
        form[line] = {1: Cell(line, 1, column.header.zh)} | ({3: Cell(line, 3, value)} if value is not None else {})
    made = [Table(sheets()["product"].title.zh, form)]
    for key in TABLES:
        given = content.rows.get(key, ())
        drawn = shown(key, given)
        rows: dict[int, dict[int, Cell]] = {
            1: {index: Cell(1, index, column.header.zh) for index, column in enumerate(drawn, 1)}
        }
        for number, row in enumerate(given, 3):
            cells = ((index, _kept(label(column, row.get(column.key)))) for index, column in enumerate(drawn, 1))
            rows[number] = {index: Cell(number, index, value) for index, value in cells if value is not None}
        made.append(Table(sheets()[key].title.zh, rows))
    return made


def _kept(value: CellContent) -> str | float | None:
    """A value as a workbook gives it back: numbers with 16 significant digits."""
    if isinstance(value, str):
        return str(value) or None
    return None if value is None else float(f"{value:.16G}")


def _comparable(study: Study) -> dict[str, Any]:
    """A study as plain data without what a workbook may change: order of lines, spelling of units, places."""
    ordered = sorted(study.activities, key=lambda activity: _ORDER.index(sheet_of(activity)))
    body = study.model_dump(mode="json", exclude_none=True, exclude={"activities"})
    body["activities"] = [_plain(activity) for activity in ordered]
    for output in (body["output"], body["unit"], *body["co_products"]):
        output["unit"] = _symbol(output["unit"])
    for step in body["steps"]:
        for output in (step["output"], *step["co_products"]):
            output["unit"] = _symbol(output["unit"])
    return body


def _plain(activity: Activity) -> dict[str, Any]:
    body = activity.model_dump(mode="json", exclude_none=True, exclude={"place"})
    if "unit" in body:
        body["unit"] = _symbol(body["unit"])
    kind = measured(activity)
    if kind is not None:
        body["quantity_kind"] = kind.value
    if activity.kind is ActivityKind.refrigerant and activity.refrigerant is not None:
        body.pop("unit", None)
    if activity.kind is ActivityKind.transport:
        body.setdefault("unit", "t.km")
    link = body.get("link", {})
    if link.get("kind") == "own_factor":
        link["unit"] = _symbol(link["unit"])
    if activity.readings:
        body["amount"] = sum(reading.amount for reading in activity.readings)
    return body


def _symbol(unit: str) -> str:
    found = find_unit(unit)
    return found.symbol if found else unit


def _differences(had: Any, has: Any, member: str) -> Iterator[tuple[str, Any, Any]]:
    """The members that differ, with both values."""
    if isinstance(had, Mapping) and isinstance(has, Mapping):
        for key in dict.fromkeys([*had, *has]):
            yield from _differences(had.get(key), has.get(key), f"{member}.{key}" if member else str(key))
    elif isinstance(had, list) and isinstance(has, list) and len(had) == len(has):
        for index, (one, other) in enumerate(zip(had, has, strict=True)):
            yield from _differences(one, other, f"{member}[{index}]")
    elif had != has and not _same_number(had, has):
        yield member, had, has


def _same_number(one: Any, other: Any) -> bool:
    """Whether two numbers differ only by the order in which parts were added."""
    return isinstance(one, int | float) and isinstance(other, int | float) and abs(one - other) <= 1e-12 * abs(one)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _instead() -> Text:
    return Text(zh="请改存为 JSON 或 YAML。", en="Keep it as JSON or YAML instead.")
