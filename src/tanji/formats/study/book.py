"""The workbook of a study as it is drawn: headers, drop-downs, help, colours, print set-up; with or without content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

from tanji.formats.study.columns import TABLES as SHEETS
from tanji.formats.study.columns import Column, choices, columns, rows, sheets, spellings
from tanji.formats.study.drawing import Pen
from tanji.formats.table import column_name

CellContent = str | float | None
_LAST = 1000
_RULED = 32
"""Down to which row empty cells are ruled for filling in by hand."""
_PAGE = 190
"""Characters that one page holds side by side."""
"""Down to which row drop-downs and help reach."""
_FOLDED = ("advanced", "own_more", "data_more")
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed time of making, so that the same content gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a workbook: the items of the product, and the rows of each sheet, by the keys of columns."""

    form: Mapping[str, CellContent] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, CellContent]]] = field(default_factory=dict)


def write_book(path: Path, content: Content, *, examples: bool, before: Callable[[Any], None] | None = None) -> None:
    """Write a workbook in the template's form; `examples` adds the row that shows how to fill in each sheet.

    `before` may add sheets in front of these to the open `xlsxwriter.Workbook`. Strings are written as strings,
    whatever they begin with: no cell is a formula.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Tanji 碳迹", "created": _MADE.replace(tzinfo=None)})
        if before is not None:
            before(book)
        pen = Pen(book)
        made = {key: book.add_worksheet(sheet.title.zh) for key, sheet in sheets().items() if key != "findings"}
        for key, sheet in made.items():
            sheet.set_tab_color(f"#{sheets()[key].colour}")
        _guide(made["guide"], pen)
        _form(made["product"], pen, content.form)
        for key in SHEETS:
            _table(made[key], pen, key, _with_examples(key, content, examples=examples))
        _lists(made["enums"], pen)
        if before is None:
            made["product"].activate()


def shown(sheet: str, given: Sequence[Mapping[str, CellContent]]) -> tuple[Column, ...]:
    """The columns of a sheet as they are drawn: the folded ones last, the odd ones only where they are filled in."""
    used = {key for row in given for key, value in row.items() if value is not None}
    seen = [column for column in columns(sheet) if column.group != "hidden" or column.key in used]
    return tuple(sorted(seen, key=lambda column: column.group in _FOLDED or column.group == "hidden"))


def label(column: Column, value: CellContent) -> CellContent:
    """A value as its cell shows it: entries of lists by their names in both languages."""
    if column.kind != "choice" or not isinstance(value, str):
        return value
    id_ = spellings(column.list).get(value.lower(), value)
    return next((both(choice.text.zh, choice.text.en) for choice in choices(column.list) if choice.id == id_), value)


def both(zh: str, en: str) -> str:
    """A name in both languages, once where they are the same."""
    return zh if zh == en else f"{zh} {en}"


def _with_examples(key: str, content: Content, *, examples: bool) -> list[Mapping[str, CellContent]]:
    given = list(content.rows.get(key, ()))
    if not examples:
        return given
    example = {row["key"]: row["zh"] for row in rows("examples.csv") if row["sheet"] == key}
    return [example, *given]


def _guide(sheet: Any, pen: Pen) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 74)
    sheet.set_column(2, 2, 84)
    number = 0
    for index, row in enumerate(rows("guide.csv")):
        kind = row["kind"]
        number = number + 1 if kind == "step" else 0 if kind == "heading" else number
        if kind == "step":
            sheet.write_number(index, 0, number, pen.of("guide_number"))
        style = kind if kind in {"title", "heading"} or kind.startswith("legend") else "guide"
        sheet.write_string(index, 1, row["zh"], pen.of(style))
        sheet.write_string(index, 2, row["en"], pen.of(style if kind != "title" else "subtitle"))
        lines = max(ceil(len(row["zh"]) * 2 / 72), ceil(len(row["en"]) / 82))
        sheet.set_row(index, {"title": 34, "heading": 28}.get(kind, 5 + 15 * lines))
    _print(sheet, rows_again=None)


def _form(sheet: Any, pen: Pen, form: Mapping[str, CellContent]) -> None:
    for index, width in enumerate((22, 32, 36, 34, 62)):
        sheet.set_column(index, index, width)
    for index, text in enumerate(("项目", "Item", "填写内容 Value", "示例 Example", "说明 Help")):
        sheet.write_string(0, index, text, pen.of("required", sheets()["product"].colour))
    sheet.set_row(0, 24)
    line, group = 1, ""
    for column in columns("product"):
        if column.group != group:
            group = column.group
            section = next(row for row in rows("sections.csv") if row["group"] == group)
            sheet.merge_range(line, 0, line, 4, both(section["zh"], section["en"]), pen.of("section"))
            sheet.set_row(line, 20)
            line += 1
        _item(sheet, pen, (line, column), form.get(column.key))
        line += 1
    sheet.freeze_panes(1, 3)
    _print(sheet, rows_again=(0, 0))


def _item(sheet: Any, pen: Pen, where: tuple[int, Column], value: CellContent) -> None:
    line, column = where
    mark = " *" if column.required else ""
    sheet.write_string(line, 0, column.header.zh + mark, pen.of("item_required" if column.required else "item"))
    sheet.write_string(line, 1, column.header.en + mark, pen.of("item_en"))
    _write(sheet, (line, 2), label(column, value), pen.of("value"))
    sheet.write_string(line, 3, str(label(column, column.example)), pen.of("aside"))
    sheet.write_string(line, 4, f"{column.help.zh}\n{column.help.en}".strip(), pen.of("help"))
    lines = ceil(len(column.help.zh) * 2 / 70) + ceil(len(column.help.en) / 72)
    sheet.set_row(line, 6 + 13 * max(lines, 1))
    _validate(sheet, (line, 2, line, 2), column)


def _table(sheet: Any, pen: Pen, key: str, given: Sequence[Mapping[str, CellContent]]) -> None:
    drawn = shown(key, given)
    folded = [column.group in _FOLDED for column in drawn]
    for index, column in enumerate(drawn):
        style = ("required" if column.required else "header", _colour(key, column))
        sheet.write_string(0, index, column.header.zh + (" *" if column.required else ""), pen.of(*style))
        sheet.write_string(1, index, column.header.en, pen.of(style[0] + "_en", style[1]))
        sheet.set_column(index, index, column.width, None, {"level": 1, "hidden": True} if folded[index] else {})
        _validate(sheet, (2, index, _LAST, index), column)
    if any(folded):
        sheet.set_column(len(drawn), len(drawn), 4, None, {"collapsed": True})
    sheet.set_row(0, 32)
    sheet.set_row(1, 34)
    for number, row in enumerate(given, 2):
        example = "mark" in row
        for index, column in enumerate(drawn):
            value = label(column, row.get(column.key))
            _write(sheet, (number, index), _numeric(column, value), pen.of("example" if example else "cell"))
        sheet.set_row(number, 32 if example else 20)
    for number in range(len(given) + 2, _RULED):
        for index in range(len(drawn)):
            sheet.write_blank(number, index, None, pen.of("cell"))
    _wanted(sheet, pen, drawn)
    sheet.freeze_panes(2, 0)
    wide = folded.index(True) if any(folded) else len(drawn)
    _print(sheet, rows_again=(0, 1), columns=(drawn[:wide], max(_RULED, len(given) + 2)))


def _colour(sheet: str, column: Column) -> str:
    if column.required:
        return sheets()[sheet].colour
    return next(row["colour"] for row in rows("sections.csv") if row["group"] == column.group) or "DDEBF7"


def _numeric(column: Column, value: CellContent) -> CellContent:
    """Numbers of the examples, which stand in a table of text."""
    if column.kind in {"number", "percent", "integer", "year"} and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _write(sheet: Any, where: tuple[int, int], value: CellContent, style: Any) -> None:
    if value is None:
        sheet.write_blank(*where, None, style)
    elif isinstance(value, str):
        sheet.write_string(*where, value, style)
    else:
        sheet.write_number(*where, value, style)


def _validate(sheet: Any, area: tuple[int, int, int, int], column: Column) -> None:
    """The drop-down and the help that appear when a cell is chosen. Other entries are allowed: synonyms are read."""
    message = f"{column.help.zh}\n{column.help.en}".strip()
    options: dict[str, Any] = {"validate": "any"}
    if column.list:
        options = {"validate": "list", "source": _source(column.list), "show_error": False}
    if message:
        options |= {"input_title": column.header.zh[:32], "input_message": message[:255]}
    if len(options) > 1:
        sheet.data_validation(*area, options)


def _wanted(sheet: Any, pen: Pen, drawn: Sequence[Column]) -> None:
    """Required cells that are still empty turn pale red once anything stands in their row."""
    last = column_name(len(drawn))
    for index, column in enumerate(drawn):
        if column.required:
            name = column_name(index + 1)
            rule = f'=AND(COUNTA($A3:${last}3)>0,${name}3="")'
            sheet.conditional_format(
                2, index, _LAST, index, {"type": "formula", "criteria": rule, "format": pen.of("wanted")}
            )


def _lists_in_order() -> list[str]:
    return list(dict.fromkeys(row["list"] for row in rows("lists.csv") if row["list"] != "data_broad"))


def _source(name: str) -> str:
    letters = column_name(_lists_in_order().index(name) + 1)
    entries = len(_entries(name))
    return f"='{sheets()['enums'].title.zh}'!${letters}$3:${letters}${entries + 2}"


def _entries(name: str) -> list[str]:
    return list(dict.fromkeys(both(choice.text.zh, choice.text.en) for choice in choices(name)))


def _lists(sheet: Any, pen: Pen) -> None:
    titles = {column.list: column.header for key in (*SHEETS, "product") for column in columns(key) if column.list}
    for index, name in enumerate(_lists_in_order()):
        title = titles.get(name)
        sheet.write_string(0, index, title.zh if title else name, pen.of("header", "EDEDED"))
        sheet.write_string(1, index, title.en if title else name, pen.of("header_en", "EDEDED"))
        for number, entry in enumerate(_entries(name), 2):
            sheet.write_string(number, index, entry, pen.of("list"))
        sheet.set_column(index, index, 26)
    sheet.freeze_panes(2, 0)
    _print(sheet, rows_again=(0, 1))


def _print(
    sheet: Any, *, rows_again: tuple[int, int] | None, columns: tuple[Sequence[Column], int] | None = None
) -> None:
    """A4, landscape, one page wide (two for many columns), with headers on each page and page numbers."""
    sheet.set_paper(9)
    sheet.set_landscape()
    drawn, last = columns or ((), 0)
    pages = ceil(sum(column.width for column in drawn) / _PAGE) or 1
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&C&P / &N&RTanji 碳迹")
    if rows_again is not None:
        sheet.repeat_rows(*rows_again)
    if drawn:
        sheet.print_area(0, 0, last - 1, len(drawn) - 1)
