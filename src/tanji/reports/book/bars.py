"""Horizontal bars: stages or the largest contributions, each with its figure and its share."""

from __future__ import annotations

from collections.abc import Sequence

from tanji.errors import Language, Text
from tanji.reports.axis import axis
from tanji.reports.figures import percent, significant
from tanji.reports.picture import BLUE, GREY, WIDTH, Frame, block, cut, hatching, line, text

_LABELS, _RIGHT, _ROW = 300, 190, 30

Row = tuple[str, float, float | None]
"""Name, figure and its share of the whole."""


def bars(rows: Sequence[Row], *, title: Text, unit: str, language: Language) -> str:
    """The picture as SVG, a bar for each row; what is negative is hatched and goes left of zero."""
    frame = Frame("bars", title, language, WIDTH, 0)
    top = frame.top + 26
    frame = Frame("bars", title, language, WIDTH, top + _ROW * max(1, len(rows)) + 40)
    bottom = frame.height - 34
    scale = axis([0.0, *(value for _, value, _ in rows)], _LABELS, WIDTH - _RIGHT)
    zero = scale.x(0.0)
    body = [
        *frame.opened(described(rows, title, unit)),
        hatching("bars-less", BLUE),
        text(unit, WIDTH - 20, top - 12, size=12, anchor="end", fill=GREY),
        *scale.drawn(top - 6, bottom, above=False, emphasis=0.0),
    ]
    for place, (name, value, part) in enumerate(rows):
        y = top + place * _ROW
        x = scale.x(value)
        fill, stroke = ("url(#bars-less)", BLUE) if value < 0 else (BLUE, "")
        said = significant(value) + ("" if part is None else f"  ({percent(part)})")
        body += [
            text(cut(name, _LABELS - 36), _LABELS - 12, y + 14, anchor="end"),
            block(min(x, zero), y, abs(x - zero), 18, fill=fill, stroke=stroke),
            text(said, max(x, zero) + 8, y + 14, size=12, halo=True),
        ]
    body += [line(zero, top - 6, zero, bottom, stroke=GREY), "</svg>"]
    return "\n".join(body) + "\n"


def described(rows: Sequence[Row], title: Text, unit: str) -> Text:
    """The picture in words."""
    said = [f"{name} {significant(value)}" for name, value, _ in rows]
    return Text(zh=f"{title.zh}（{unit}）：{'；'.join(said)}。", en=f"{title.en} ({unit}): {'; '.join(said)}.")
