"""A strip plot as SVG: figures of one product from several databases on one axis, with a table's worth of words.

Verdicts differ by shape and filling, not by colour alone; every point has a title that a screen reader and the pointer
show; what has no figure is listed with the reason instead of being left out. The same points give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from tanji.errors import Language, Text
from tanji.reports.axis import Axis, axis
from tanji.reports.figures import significant, wide
from tanji.reports.picture import FONT, GREY, INK, RULE, WIDTH, at, clean

Mark = Literal["subject", "direct", "converted", "reference", "none"]

_LABELS: Final = 330
_RIGHT, _TOP, _ROW, _FOOT = 120, 96, 34, 74
_SIZE: Final = 6.5
_FILL: Final = {"subject": "#0b4f8a", "direct": "#0b4f8a", "converted": "#b3541e", "reference": "#ffffff"}
_LETTER: Final = 6.6
_HALO: Final = 'paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'
_NOTE: Final = f'fill="{GREY}" font-size="12" font-style="italic" {_HALO}'
_WORDS: Final = {
    "subject": Text(zh="所查过程", en="the process itself"),
    "direct": Text(zh="直接可比", en="directly comparable"),
    "converted": Text(zh="换算后可比", en="comparable after conversion"),
    "reference": Text(zh="仅作参考", en="for reference only"),
    "none": Text(zh="不可比", en="not comparable"),
}
_WITHHELD: Final = Text(zh="数值不公开", en="figure not public")
_NO_FIGURE: Final = Text(zh="不可比，无数值", en="not comparable, no figure")


@dataclass(frozen=True, slots=True)
class Point:
    """One row: its label, what stands under it (database, place, year), its mark and its figure, if it has one."""

    label: str
    detail: str
    mark: Mark
    value: float | None
    reason: str = ""


def strip(points: Sequence[Point], *, title: Text, unit: str, language: Language) -> str:
    """The plot as one SVG document; `unit` is that of the figures. Rows stand in the order of the points."""
    across = axis([0.0, *(point.value for point in points if point.value is not None)], _LABELS, WIDTH - _RIGHT)
    height = _TOP + _ROW * max(1, len(points)) + _FOOT
    body = [
        *_head(points, title, language, height),
        *_grid(across, unit, height),
        *(part for row, point in enumerate(points) for part in _row(row, point, across, language)),
        *_legend(points, language, height),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(points: Sequence[Point], title: Text, language: Language) -> str:
    """The plot in words: what a reader who can not see it hears."""
    figures = [point.value for point in points if point.value is not None]
    zh = f"{title.zh}：{len(points)} 个过程，{len(figures)} 个有数值"
    en = f"{title.en}: {len(points)} processes, {len(figures)} with a figure"
    if figures:
        low, high = significant(min(figures)), significant(max(figures))
        zh, en = f"{zh}，从 {low} 到 {high}", f"{en}, from {low} to {high}"
    return Text(zh=f"{zh}。", en=f"{en}.").of(language)


def _head(points: Sequence[Point], title: Text, language: Language, height: int) -> Iterator[str]:
    said = escape(title.of(language))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="strip-title strip-desc" xml:lang="{language}" font-family="{FONT}" '
        f'font-size="13" fill="{INK}">'
    )
    yield f'<title id="strip-title">{said}</title>'
    yield f'<desc id="strip-desc">{escape(described(points, title, language))}</desc>'
    yield f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="20" y="34" font-size="18" font-weight="bold">{escape(_cut(title.of(language), 880, 9.4))}</text>'


def _grid(across: Axis, unit: str, height: int) -> Iterator[str]:
    bottom = height - _FOOT
    for tick in across.ticks:
        x = at(across.x(tick))
        stroke = GREY if tick == 0 else RULE
        yield f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{bottom}" stroke="{stroke}" stroke-width="1"/>'
        text = across.said(tick)
        yield f'<text x="{x}" y="{_TOP - 14}" text-anchor="middle" fill="{GREY}" font-size="12">{escape(text)}</text>'
    yield (
        f'<text x="{WIDTH - 20}" y="{_TOP - 36}" text-anchor="end" fill="{GREY}" font-size="12">{escape(unit)}</text>'
    )


def _row(row: int, point: Point, across: Axis, language: Language) -> Iterator[str]:
    y = _TOP + _ROW * row + _ROW / 2
    weight = ' font-weight="bold"' if point.mark == "subject" else ""
    said = _WORDS[point.mark].of(language)
    figure = "" if point.value is None else significant(point.value)
    spoken = " · ".join(part for part in (point.label, point.detail, said, figure, point.reason) if part)
    yield f'<g role="listitem" aria-label={quoteattr(clean(spoken))}>'
    yield f"<title>{escape(clean(spoken))}</title>"
    yield f'<text x="20" y="{at(y - 2)}"{weight}>{escape(_cut(point.label, _LABELS - 40))}</text>'
    detail = escape(_cut(point.detail, _LABELS - 40, 5.8))
    yield f'<text x="20" y="{at(y + 12)}" fill="{GREY}" font-size="11">{detail}</text>'
    if point.value is None:
        text = _cut(_without_figure(point, language), 560, 6.2)
        yield f'<text x="{_LABELS}" y="{at(y + 4)}" {_NOTE}>{escape(text)}</text>'
    else:
        x, start, before = across.x(point.value), at(across.x(0.0)), point.value < 0
        yield f'<line x1="{start}" y1="{at(y)}" x2="{at(x)}" y2="{at(y)}" stroke="{RULE}" stroke-width="3"/>'
        yield _shape(point.mark, x, y)
        anchor = ' text-anchor="end"' if before else ""
        place = f'x="{at(x - 13 if before else x + 13)}" y="{at(y + 4)}"'
        yield f'<text {place}{anchor}{weight} font-size="12" {_HALO}>{escape(figure)}</text>'
    yield "</g>"


def _without_figure(point: Point, language: Language) -> str:
    """Why a row has no figure: it can not be compared, or it may not be shown."""
    said = _NO_FIGURE if point.mark == "none" else _WITHHELD
    return (": " if language == "en" else "：").join(part for part in (said.of(language), point.reason) if part)


def _shape(mark: Mark, x: float, y: float) -> str:
    """Square: itself; circle: directly comparable; triangle: converted; hollow circle: for reference."""
    fill = _FILL.get(mark, "#ffffff")
    if mark == "subject":
        half, side = _SIZE * 0.9, at(_SIZE * 1.8)
        return f'<rect x="{at(x - half)}" y="{at(y - half)}" width="{side}" height="{side}" fill="{fill}"/>'
    if mark == "converted":
        s = _SIZE * 1.15
        points = f"{at(x)},{at(y - s)} {at(x + s)},{at(y + s * 0.8)} {at(x - s)},{at(y + s * 0.8)}"
        return f'<polygon points="{points}" fill="{fill}"/>'
    ring = f' stroke="{INK}" stroke-width="1.8"' if mark == "reference" else ""
    return f'<circle cx="{at(x)}" cy="{at(y)}" r="{_SIZE if not ring else _SIZE - 1}" fill="{fill}"{ring}/>'


def _legend(points: Sequence[Point], language: Language, height: int) -> Iterator[str]:
    x, y = 20.0, height - 26.0
    shown: tuple[Mark, ...] = ("subject", "direct", "converted", "reference")
    for mark in shown:
        if any(point.mark == mark and point.value is not None for point in points):
            text = _WORDS[mark].of(language)
            yield _shape(mark, x + 8, y)
            yield f'<text x="{at(x + 22)}" y="{at(y + 4)}" font-size="12" fill="{GREY}">{escape(text)}</text>'
            x += 44 + wide(text) * _LETTER


def _cut(text: str, width: float, letter: float = _LETTER + 0.6) -> str:
    """A text that fits into so many units, with an ellipsis where it does not."""
    words, room = clean(text), width / letter
    if wide(words) <= room:
        return words
    while words and wide(words) > room - 1:
        words = words[:-1]
    return f"{words.rstrip()}…"
