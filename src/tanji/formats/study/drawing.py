"""The styles of a workbook by name."""

from __future__ import annotations

from typing import Any

_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_WRAP = {"text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True, "font_color": "#1F4E79"},
    "subtitle": {"font_size": 12, "font_color": "#595959"},
    "heading": {"font_size": 12, "bold": True, "font_color": "#1F4E79", "bottom": 1, "bottom_color": "#1F4E79"},
    "guide": _WRAP,
    "guide_number": {"align": "right", "font_color": "#7F7F7F"},
    "legend_required": {**_LINE, "bg_color": "#2E75B6", "font_color": "#FFFFFF", "bold": True},
    "legend_main": {**_LINE, "bg_color": "#DDEBF7"},
    "legend_mapping": {**_LINE, "bg_color": "#E2EFDA"},
    "legend_own": {**_LINE, "bg_color": "#FFF2CC"},
    "legend_data": {**_LINE, "bg_color": "#EDEDED"},
    "legend_example": {**_LINE, "bg_color": "#F7F7F7", "font_color": "#7F7F7F"},
    "required": {**_LINE, **_WRAP, "bold": True, "font_color": "#FFFFFF", "align": "center"},
    "required_en": {**_LINE, **_WRAP, "font_size": 8, "font_color": "#FFFFFF", "align": "center"},
    "header": {**_LINE, **_WRAP, "bold": True, "font_color": "#262626", "align": "center"},
    "header_en": {**_LINE, **_WRAP, "font_size": 8, "font_color": "#595959", "align": "center"},
    "section": {"bold": True, "bg_color": "#DDEBF7", "font_color": "#1F4E79", "indent": 0},
    "item": {**_LINE, **_WRAP},
    "item_required": {**_LINE, **_WRAP, "bold": True, "font_color": "#C00000"},
    "item_en": {**_LINE, **_WRAP, "font_color": "#595959"},
    "value": {**_LINE, **_WRAP, "align": "left"},
    "cell": {**_LINE},
    "bold": {"bold": True},
    "aside": {**_LINE, **_WRAP, "bg_color": "#F7F7F7", "font_color": "#7F7F7F"},
    "help": {**_LINE, **_WRAP, "font_size": 9, "font_color": "#595959"},
    "example": {**_LINE, **_WRAP, "bg_color": "#F7F7F7", "font_color": "#7F7F7F"},
    "list": {**_LINE},
    "wanted": {"bg_color": "#FBE0E0"},
    "faulty": {**_LINE, "bg_color": "#FF9C9C", "font_color": "#7A0000"},
    "reason": {**_LINE, **_WRAP, "font_color": "#7A0000", "bg_color": "#FFF3F3", "valign": "top"},
    "plain": {},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "date_faulty": {**_LINE, "num_format": "yyyy-mm-dd", "align": "left", "bg_color": "#FF9C9C"},
    "percent": {"num_format": "0.########%"},
    "percent_faulty": {**_LINE, "num_format": "0.########%", "bg_color": "#FF9C9C"},
}


class Pen:
    """Gives a workbook's format for a style and colour, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, style: str, colour: str = "") -> Any:
        """The format of a style, on a background colour where one is given."""
        key = (style, colour)
        if key not in self._made:
            background = {"bg_color": f"#{colour}"} if colour else {}
            self._made[key] = self._book.add_format({**_FONT, **_STYLES[style], **background})
        return self._made[key]
