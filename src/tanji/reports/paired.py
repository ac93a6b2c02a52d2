"""The difference of two footprints as SVG: how often A is lower than B when both see the same background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tanji.errors import Language, Text
from tanji.model.uncertain import Interval
from tanji.reports.axis import fine
from tanji.reports.bins import Plot, bars, bins, bracket, covered, plot, scale
from tanji.reports.figures import THIN, percent, significant
from tanji.reports.picture import (
    BLUE,
    GREY,
    INK,
    LEAST,
    NARROW,
    PAPER,
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
    those of `said`, not counted again; draws in which both are equal are counted and said.
    """
    width = max(width, LEAST)
    listed = [float(each) for each in differences]
    equal = sum(each == 0 for each in listed) / len(listed) if listed else 0.0
    found = bins(listed, room=(width - 120) // 6, through=0.0)
    narrow = width < NARROW
    frame = Frame("paired", title, language, width, 0)
    top = frame.top + (136 if narrow else 100) + (22 if equal else 0)
    bottom = top + (180 if narrow else 240)
    frame = Frame("paired", title, language, width, round(bottom) + (124 if narrow else 112))
    left, right = (66, 22) if narrow else (84, 44)
    marks = [0.0, said.mean, said.interval.low, said.interval.high]
    where = plot(found, marks, (left, width - right), (top, bottom))
    draws = significant(said.draws, digits=9, trim=True)
    origin = Text(
        zh=f"{draws} 次抽样，种子 {said.seed}；两者用同一份背景抽样",
        en=f"{draws} draws, seed {said.seed}; the same background for both",
    )
    body = [
        *frame.opened(described(said, names, title, unit)),
        hatching(_HATCH, RUST),
        *_head(said, names, frame, equal=equal),
        *bars(found, where, _filling, language),
        *scale(where, unit, width),
        *_lines(said, where, frame),
        *bracket(said.interval, where, bottom + 54, language, width=width),
        *frame.foot(origin.of(language)),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(said: Difference, names: tuple[str, str], title: Text, unit: str) -> Text:
    """The chart in words: what a reader who can not see it hears."""
    first, second = names
    mean, lower = fine(said.mean, _spread(said)), _probable(said.probability)
    zh = f"{title.zh}：{first}（A）低于{second}（B）的概率 {lower}，差 A − B 平均 {mean}，"
    en = f"{title.en}: {first} (A) is lower than {second} (B) with probability {lower}; difference A − B: mean {mean}, "
    return Text(zh=f"{zh}{covered(said.interval, 'zh')} {unit}。", en=f"{en}{covered(said.interval, 'en')} {unit}.")


def _filling(middle: float) -> tuple[str, str]:
    """Full where A is lower, hatched where it is higher, empty where both are equal."""
    if abs(middle) < 1e-300:
        return PAPER, INK
    return (BLUE, "") if middle < 0 else (f"url(#{_HATCH})", "")


def _spread(said: Difference) -> float:
    return (said.interval.high - said.interval.low) / 40


def _lines(said: Difference, where: Plot, frame: Frame) -> Iterator[str]:
    """Zero as a full line, the mean as a dashed one with its label on the side that has room."""
    zero, mean = where.across.x(0.0), where.across.x(said.mean)
    label = f"{Text(zh='平均值', en='mean').of(frame.language)} {fine(said.mean, _spread(said))}"
    right = mean + 6 + extent(label) < frame.width - 4
    yield line(zero, where.top - 8, zero, where.bottom + 5, width=2)
    yield line(mean, where.top - 24, mean, where.bottom, stroke=PAPER, width=3.5)
    yield line(mean, where.top - 24, mean, where.bottom, width=1.5, dash="6 4")
    yield text(label, mean + (6 if right else -6), where.top - 14, anchor="start" if right else "end", halo=True)


def _head(said: Difference, names: tuple[str, str], frame: Frame, *, equal: float) -> Iterator[str]:
    """Which product is A and which B, and how probable either order is, with the filling of its bars."""
    narrow, y = frame.width < NARROW, frame.top + 8.0
    room = frame.width - 2 * frame.left if narrow else (frame.width - 3 * frame.left) / 2
    higher = max(0.0, 1 - said.probability - equal)
    sides = (
        (f"A · {names[0]}", Text(zh="A 低于 B", en="A lower than B"), said.probability, BLUE),
        (f"B · {names[1]}", Text(zh="A 高于 B", en="A higher than B"), higher, f"url(#{_HATCH})"),
    )
    for place, (label, words, share, fill) in enumerate(sides):
        x = frame.left if narrow or not place else frame.left * 2 + room
        row = y + (50 * place if narrow else 0)
        yield text(cut(label, room), x, row + 6, bold=True)
        yield from _probability(
            words, share, (x, row + 27), fill=(fill, RUST if place else BLUE), language=frame.language
        )
    if equal:
        same = Text(zh="两者相等", en="both equal")
        below = (frame.left, y + (99 if narrow else 49))
        yield from _probability(same, equal, below, fill=(PAPER, GREY), language=frame.language)


def _probability(
    words: Text, share: float, place: tuple[float, float], *, fill: tuple[str, str], language: Language
) -> Iterator[str]:
    """One probability with the filling of the bars that it is of."""
    x, y = place
    yield block(x, y - 11, 16, 12, fill=fill[0], stroke=fill[1])
    yield text(f"{words.of(language)}{'：' if language == 'zh' else ': '}{_probable(share)}", x + 24, y)


def _probable(share: float) -> str:
    """A probability that came out of draws is never said to be certain."""
    if share > 0.9995:
        return f">99.9{THIN}%"
    return f"<0.1{THIN}%" if share < 0.0005 else percent(share)
