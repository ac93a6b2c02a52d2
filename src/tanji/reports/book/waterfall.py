"""A waterfall: parts one after another from zero to their sum, so that what each adds or takes away is seen."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from tanji.errors import Language, Text
from tanji.reports.axis import Axis, axis
from tanji.reports.figures import significant
from tanji.reports.picture import BLUE, GREY, INK, PALE, WIDTH, Frame, block, cut, hatching, line, text

_LABELS, _RIGHT, _ROW, _BAR = 300, 130, 30, 18

Part = tuple[str, float]
"""Name and figure."""


def waterfall(parts: Sequence[Part], *, total: str, title: Text, unit: str, language: Language) -> str:
    """The picture as SVG: a bar for each part that begins where the one before ends, and the sum in full below them.

    What takes away is hatched and goes left. `total` is what the sum is called.
    """
    frame = Frame("waterfall", title, language, WIDTH, 0)
    top = frame.top + 26
    frame = Frame("waterfall", title, language, WIDTH, top + _ROW * (len(parts) + 1) + 40)
    bottom = frame.height - 34
    ends = _ends([value for _, value in parts])
    scale = axis([0.0, *ends], _LABELS, WIDTH - _RIGHT)
    body = [
        *frame.opened(described(parts, title, unit)),
        hatching("waterfall-less", BLUE),
        text(unit, WIDTH - 20, top - 12, size=12, anchor="end", fill=GREY),
        *scale.drawn(top - 6, bottom, above=False, emphasis=0.0),
        line(scale.x(0.0), top - 6, scale.x(0.0), bottom, stroke=GREY),
    ]
    before = 0.0
    for place, ((name, value), after) in enumerate(zip(parts, ends, strict=True)):
        y = top + place * _ROW
        body += _bar(scale, (before, after), y, name)
        body.append(text(_signed(value), max(scale.x(before), scale.x(after)) + 8, y + 14, size=12, halo=True))
        body.append(line(scale.x(after), y + _BAR, scale.x(after), y + _ROW, stroke=GREY, dash="2 2"))
        before = after
    y = top + len(parts) * _ROW
    start, end = sorted((scale.x(0.0), scale.x(before)))
    body += [
        text(cut(total, _LABELS - 36), _LABELS - 12, y + 14, anchor="end", bold=True),
        block(start, y, end - start, _BAR, fill=INK),
        text(significant(before), end + 8, y + 14, size=12, bold=True, halo=True),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(parts: Sequence[Part], title: Text, unit: str) -> Text:
    """The picture in words."""
    said = [f"{name} {_signed(value)}" for name, value in parts]
    whole = significant(fsum(value for _, value in parts))
    return Text(
        zh=f"{title.zh}（{unit}）：{'；'.join(said)}；合计 {whole}。",
        en=f"{title.en} ({unit}): {'; '.join(said)}; total {whole}.",
    )


def _bar(scale: Axis, ends: tuple[float, float], y: float, name: str) -> list[str]:
    start, end = sorted((scale.x(ends[0]), scale.x(ends[1])))
    less = ends[1] < ends[0]
    return [
        text(cut(name, _LABELS - 36), _LABELS - 12, y + 14, anchor="end"),
        block(
            start, y, end - start, _BAR, fill="url(#waterfall-less)" if less else PALE, stroke=BLUE if less else GREY
        ),
    ]


def _ends(values: Sequence[float]) -> list[float]:
    """Where each bar ends: exact sums of all parts up to it."""
    return [fsum(values[: place + 1]) for place in range(len(values))]


def _signed(value: float) -> str:
    return f"+{significant(value)}" if value > 0 else significant(value)
