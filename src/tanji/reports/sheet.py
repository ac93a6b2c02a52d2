"""A worksheet written row by row: texts always as texts, figures in full behind a format of four digits."""

from __future__ import annotations

from collections.abc import Container, Sequence
from math import ceil
from typing import Any, Literal

from tanji.reports.figures import bar, cell_format, wide

LINE, HIGHEST = 14, 20  # points of a line; lines of a row
BAR = 20  # characters of a bar of 100 %
LONGEST = 32_000  # characters that a cell may hold: 32767 in Excel
FONT = "Microsoft YaHei"
TONES = {
    "head": "#1F4E5F",
    "band": "#E8F1F2",
    "error": "#C00000",
    "warning": "#9C5700",
    "note": "#595959",
    "more": "#2F7F86",
    "less": "#C77700",
}


class Share(float):
    """A share of 1, shown as a percentage."""

    @classmethod
    def of(cls, share: float | None) -> Share | None:
        """A share that may be missing."""
        return None if share is None else cls(share)


class Bar(float):
    """A share of 1, drawn as a bar; one that takes away is drawn lighter and in another colour."""


Cell = str | float | int | Share | Bar | None
Tone = Literal[
    "",
    "title",
    "big",
    "head",
    "label",
    "error",
    "warning",
    "note",
    "strong",
    "more",
    "less",
    "value",
    "head right",
    "broad",
]
BROAD = frozenset({"title", "big", "value", "broad"})  # these run over into the cells beside them


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Any] = {}

    def get(self, tone: Tone = "", number: str = "") -> Any:
        """The format of a tone with a number format."""
        if (tone, number) not in self._made:
            self._made[tone, number] = self._workbook.add_format(self._properties(tone, number))
        return self._made[tone, number]

    @staticmethod
    def _properties(tone: Tone, number: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "font_name": FONT,
            "font_size": 10,
            "valign": "top",
            "text_wrap": not number and tone not in BROAD,
        }
        if number:
            made["num_format"] = number
        if tone in {"title", "big", "label", "strong", "head", "head right"}:
            made["bold"] = True
        if tone in {"title", "big"}:
            made |= {"font_size": 16, "valign": "vcenter"}
        if tone in {"head", "head right"}:
            made |= {"bg_color": TONES["head"], "font_color": "#FFFFFF", "valign": "vcenter"}
        if tone == "head right":
            made["align"] = "right"
        if tone == "value":
            made["align"] = "left"
        if tone == "broad":
            made["font_color"] = TONES["note"]
        if tone == "label":
            made |= {"bg_color": TONES["band"]}
        if tone in {"error", "warning", "note", "more", "less"}:
            made["font_color"] = TONES[tone]
        return made


class Sheet:
    """One worksheet, filled from the top."""

    def __init__(self, worksheet: Any, formats: Formats, widths: Sequence[float]) -> None:
        self.worksheet, self.formats, self.widths = worksheet, formats, widths
        self.row = 0
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)

    def write(self, cells: Sequence[Cell], tone: Tone = "") -> None:
        """One row. A text is never taken for a formula, a link or a number; None leaves the cell empty."""
        for column, cell in enumerate(cells):
            self._cell(column, cell, tone)
        if (height := self._lines(cells) if tone not in BROAD else 0) > 1:
            self.worksheet.set_row(self.row, LINE * height)
        if tone in {"title", "big"}:
            self.worksheet.set_row(self.row, 2 * LINE)
        self.row += 1

    def head(self, cells: Sequence[str], *, figures: Container[int] = (), freeze: bool = False) -> None:
        """The head of a table; over columns of figures it stands on the right."""
        for column, cell in enumerate(cells):
            self._cell(column, cell, "head right" if column in figures else "head")
        self.worksheet.set_row(self.row, LINE * self._lines(cells) + 4)
        self.row += 1
        if freeze:
            self.worksheet.freeze_panes(self.row, 0)
            self.worksheet.repeat_rows(self.row - 1)

    def pair(self, label: str, value: Cell) -> None:
        """A label with its value beside it."""
        self._cell(0, label, "label")
        self._cell(1, value, "value")
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def _lines(self, cells: Sequence[Cell]) -> int:
        """How many lines of text the highest cell needs; a Chinese character is two wide."""
        needed = [1]
        for cell, width in zip(cells, self.widths, strict=False):
            if isinstance(cell, str):
                needed += [sum(ceil(max(1, wide(part)) / (width - 1)) for part in cell[:LONGEST].splitlines())]
        return min(max(needed), HIGHEST)

    def _cell(self, column: int, cell: Cell, tone: Tone) -> None:
        if cell is None:
            self.worksheet.write_blank(self.row, column, None, self.formats.get(tone))
        elif isinstance(cell, Bar):
            self.worksheet.write_string(
                self.row, column, bar(cell, BAR), self.formats.get("less" if cell < 0 else "more")
            )
        elif isinstance(cell, str):
            text = cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…"
            self.worksheet.write_string(self.row, column, text, self.formats.get(tone))
        else:
            self.worksheet.write_number(self.row, column, cell, self.formats.get(tone, _number(cell)))


def _number(value: float) -> str:
    """The number format of a figure: a percentage, a count, or four significant digits."""
    if isinstance(value, Share):
        return "0.0%"
    return "0" if isinstance(value, int) else cell_format(value)
