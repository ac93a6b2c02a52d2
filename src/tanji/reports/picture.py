"""The pieces of which the SVG charts are made: the frame with its words for screen readers, texts, lines, bars.

No scripts, no styles from elsewhere, no ids that two charts of one page could share by chance; the same input gives
the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from tanji.errors import Language, Text
from tanji.reports.figures import wide

Anchor = Literal["start", "middle", "end"]

WIDTH: Final = 960
NARROW: Final = 600
"""Charts of less than this width put labels above what they are of."""
LEAST: Final = 320
INK, GREY, RULE, PAPER = "#1a1a1a", "#5c5c5c", "#d9d9d9", "#ffffff"
BLUE, PALE, RUST = "#0b4f8a", "#a9c6de", "#b3541e"
FONT: Final = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',Arial,sans-serif"
COLUMN: Final = 0.56
"""Width of a column of text (a Chinese character takes two) in font sizes, with some to spare."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture as a whole: what it is called, in which language, how large."""

    name: str
    """Kind of chart; it begins the ids of title and description."""
    title: Text
    language: Language
    width: int
    height: int

    def opened(self, described: Text) -> Iterator[str]:
        """The beginning of the SVG: title, description, paper, and the title as it is seen, folded if need be."""
        name, said = self.name, clean(self.title.of(self.language))
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'xml:lang="{self.language}" font-family="{FONT}" font-size="13" fill="{INK}">'
        )
        yield f'<title id="{name}-title">{escape(said)}</title>'
        yield f'<desc id="{name}-desc">{escape(clean(described.of(self.language)))}</desc>'
        yield f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>'
        for row, line in enumerate(self.title_lines):
            yield text(line, self.left, 30 + 22 * row, size=self.title_size, bold=True)

    @property
    def left(self) -> int:
        """Where texts at the left edge begin."""
        return 12 if self.width < NARROW else 20

    @property
    def title_size(self) -> int:
        """Font size of the title."""
        return 16 if self.width < NARROW else 18

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title on as many lines as it needs, up to two (three in a narrow picture); then it is cut."""
        room = self.width - 2 * self.left
        return folded(self.title.of(self.language), room, self.title_size * 1.06, lines=3 if self.width < NARROW else 2)

    def foot(self, said: str) -> Iterator[str]:
        """A remark at the bottom, on two lines in a narrow picture."""
        lines = folded(said, self.width - 2 * self.left, 11, lines=2 if self.width < NARROW else 1)
        for row, words in enumerate(reversed(lines)):
            yield text(words, self.left, self.height - 12 - 15 * row, size=11, fill=GREY)

    @property
    def top(self) -> int:
        """Where the chart may begin below the title."""
        return 30 + 22 * len(self.title_lines)


def text(
    said: str,
    x: float,
    y: float,
    *,
    size: float = 13,
    anchor: Anchor = "start",
    fill: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """A text at a point; a halo keeps it readable where it crosses a line."""
    parts = [f'x="{at(x)}" y="{at(y)}"']
    if size != 13:
        parts.append(f'font-size="{at(size)}"')
    if anchor != "start":
        parts.append(f'text-anchor="{anchor}"')
    if fill != INK:
        parts.append(f'fill="{fill}"')
    if bold:
        parts.append('font-weight="bold"')
    if halo:
        parts.append(f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"')
    return f"<text {' '.join(parts)}>{escape(clean(said))}</text>"


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """A straight line; a dash pattern tells it from others without colour."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{at(width)}"{dashed}/>'


def block(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "") -> str:
    """A rectangle, at least a hair wide so that what is there is seen."""
    edge = f' stroke="{stroke}" stroke-width="1"' if stroke else ""
    size = f'width="{at(max(width, 0.6))}" height="{at(max(height, 0.0))}"'
    return f'<rect x="{at(x)}" y="{at(y)}" {size} fill="{fill}"{edge}/>'


def hatching(name: str, colour: str) -> str:
    """The definition of a hatching, used as `fill="url(#name)"`: it stays visible in black and white."""
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<line x1="1.5" y1="0" x2="1.5" y2="6" stroke="{colour}" stroke-width="3"/></pattern></defs>'
    )


def spoken(said: str) -> str:
    """The attributes and title of a group that is read as one item of a list."""
    words = clean(said)
    return f'<g role="listitem" aria-label={quoteattr(words)}><title>{escape(words)}</title>'


def extent(said: str, size: float = 13) -> float:
    """About how wide a text is, rather too much than too little."""
    return wide(said) * size * COLUMN


def cut(said: str, room: float, size: float = 13) -> str:
    """A text that fits into so much room, with an ellipsis where it does not."""
    words = clean(said)
    if extent(words, size) <= room:
        return words
    while words and extent(words, size) > room - size * COLUMN:
        words = words[:-1]
    return f"{words.rstrip()}…"


def folded(said: str, room: float, size: float = 13, *, lines: int = 2) -> tuple[str, ...]:
    """A text on so many lines at most, broken at spaces or between Chinese characters; the last is cut if need be."""
    rest, out = clean(said), list[str]()
    while len(out) < lines - 1 and extent(rest, size) > room:
        end = len(rest)
        while end > 1 and extent(rest[:end], size) > room:
            end -= 1
        end = _break(rest, end)
        out.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*out, cut(rest, room, size)) if rest or not out else tuple(out)


def _break(words: str, end: int) -> int:
    """The last place up to `end` where a line may break: a space, or beside a Chinese character."""
    for place in range(end, 1, -1):
        before, after = words[place - 1], words[place : place + 1]
        if before == " " or after == " " or (wide(before) == 2 and after not in "，。：；）、%"):
            return place
    return end


def clean(said: str) -> str:
    """A text without characters that XML can not hold or that turn the direction of writing."""
    kept = (c for c in " ".join(said.split()) if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return "".join(kept)


def at(value: float) -> str:
    """A coordinate with one decimal."""
    shown = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
