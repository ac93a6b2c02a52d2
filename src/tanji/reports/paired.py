"""The difference of two footprints as SVG: how often A is lower than B when both see the same background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tanji.errors import Language, Text
from tanji.model.uncertain import Interval
from tanji.reports.axis import fine
from tanji.reports.bins import bars, bins, bracket, covered, plot, scale
from tanji.reports.figures import THIN, percent, significant
from tanji.reports.picture import (
    BLUE,
    GREY,
    LEAST,
    NARROW,
    RUST,
    WIDTH,
    Frame,
    block,
    cut,
    extent,
    hatching,
    line,
    text,
)

_HATCH: Final = "paired-higher"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is said of the difference A − B: its mean, its coverage interval, and the probability that A is lower."""

    mean: float
    interval: Interval
    probability: float
    """P(A < B)."""
    draws: int
    seed: int


def paired(
    differences: Iterable[float],
    said: Difference,
    *,
    names: tuple[str, str],
    title: Text,
    unit: str,
    language: Language,
    width: int = WIDTH,
) -> str:
    """The differences A − B, draw by draw, as one SVG document; `names` are those of A and of B.

    Bars left of zero (A lower) are full, those right of it (A higher) hatched. Mean, interval and probability are
    those of `said`, not counted again.
    """
    width = max(width, LEAST)
    found = bins(differences, room=(width - 120) // 6, through=0.0)
    frame = Frame("paired", title, language, width, 0)
    narrow = width < NARROW
    top = frame.top + (132 if narrow else 96)
    bottom = top + (180 if narrow else 240)
    frame = Frame("paired", title, language, width, round(bottom) + 112)
    left, right = (66, 22) if narrow else (84, 44)
    where = plot(found, [0.0, said.mean, said.interval.low, said.interval.high], (left, width - right), (top, bottom))

    def fill(middle: float) -> tuple[str, str]:
        return (BLUE, "") if middle < 0 else (f"url(#{_HATCH})", "")

    zero, mean = where.across.x(0.0), where.across.x(said.mean)
    mean_said = f"{Text(zh='平均', en='mean').of(language)} {fine(said.mean, _spread(said))}"
    beside = mean + 6 + extent(mean_said) < width - 4
    origin = Text(
        zh=f"{significant(said.draws, digits=9, trim=True)} 次抽样，种子 {said.seed}；两者用同一份背景抽样",
        en=f"{significant(said.draws, digits=9, trim=True)} draws, seed {said.seed}; the same background for both",
    ).of(language)
    body = [
        *frame.opened(described(said, names, title, unit)),
        hatching(_HATCH, RUST),
        *_head(said, names, frame),
        *bars(found, where, fill, language),
        *scale(where, unit, width),
        line(zero, top - 8, zero, bottom + 5, width=2),
        line(mean, top - 24, mean, bottom, width=1.5, dash="6 4"),
        text(mean_said, mean + (6 if beside else -6), top - 14, anchor="start" if beside else "end", halo=True),
        *bracket(said.interval, where, bottom + 54, language, width=width),
        text(cut(origin, width - 2 * frame.left, 11), frame.left, frame.height - 12, size=11, fill=GREY),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(said: Difference, names: tuple[str, str], title: Text, unit: str) -> Text:
    """The chart in words: what a reader who can not see it hears."""
    first, second = names
    mean, lower = fine(said.mean, _spread(said)), percent(said.probability)
    zh = f"{title.zh}：{first}（A）低于{second}（B）的概率 {lower}，差 A − B 平均 {mean}，"
    en = f"{title.en}: {first} (A) is lower than {second} (B) with probability {lower}; difference A − B: mean {mean}, "
    return Text(zh=f"{zh}{covered(said.interval, 'zh')} {unit}。", en=f"{en}{covered(said.interval, 'en')} {unit}.")


def _spread(said: Difference) -> float:
    return (said.interval.high - said.interval.low) / 40


def _head(said: Difference, names: tuple[str, str], frame: Frame) -> Iterator[str]:
    """Which product is A and which B, and how probable either order is, with the filling of its bars."""
    language, narrow, y = frame.language, frame.width < NARROW, frame.top + 8.0
    room = frame.width - 2 * frame.left if narrow else (frame.width - 3 * frame.left) / 2
    lower = Text(zh="A 低于 B", en="A lower than B").of(language)
    higher = Text(zh="A 高于 B", en="A higher than B").of(language)
    sides = (
        ("A", names[0], lower, said.probability, BLUE, BLUE),
        ("B", names[1], higher, 1 - said.probability, f"url(#{_HATCH})", RUST),
    )
    for place, (letter, name, words, share, fill, edge) in enumerate(sides):
        x = frame.left if narrow or not place else frame.left * 2 + room
        row = y + (48 * place if narrow else 0)
        yield text(cut(f"{letter}  {name}", room), x, row + 6, bold=True)
        yield block(x, row + 16, 16, 12, fill=fill, stroke=edge)
        yield text(
            f"{words}: {_probable(share)}" if language == "en" else f"{words}：{_probable(share)}", x + 24, row + 27
        )


def _probable(share: float) -> str:
    """A probability that came out of draws is never said to be certain."""
    if share > 0.9995:
        return f">99.9{THIN}%"
    return f"<0.1{THIN}%" if share < 0.0005 else percent(share)
