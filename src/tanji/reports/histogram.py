"""A histogram as SVG: the draws of a footprint with mean, median, nominal value and coverage interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tanji.errors import Language, Text
from tanji.model.uncertain import UncertaintyResult
from tanji.reports.axis import fine
from tanji.reports.bins import Bins, Plot, bars, bins, bracket, covered, plot, scale
from tanji.reports.figures import THIN, significant
from tanji.reports.flags import flags
from tanji.reports.picture import (
    BLUE,
    INK,
    LEAST,
    NARROW,
    PALE,
    RUST,
    WIDTH,
    Frame,
    extent,
    hatching,
    line,
    text,
)

_ROW: Final = 22


@dataclass(frozen=True, slots=True)
class _Mark:
    word: Text
    value: float
    colour: str
    dash: str


def histogram(
    draws: Iterable[float],
    result: UncertaintyResult,
    *,
    title: Text,
    unit: str,
    language: Language,
    width: int = WIDTH,
) -> str:
    """The draws of a total as one SVG document.

    Mean, median, nominal value and interval are those of `result`, not counted again. Bars within the interval are
    full, those outside hatched. Draws that lie too far out for the picture are counted in the line below it.
    """
    width = max(width, LEAST)
    found = bins(draws, room=(width - 120) // 6)
    marks = _marks(result)
    frame = Frame("histogram", title, language, width, 0)
    top = frame.top + _ROW * len(marks) + 8
    bottom = top + (190 if width < NARROW else 260)
    frame = Frame("histogram", title, language, width, round(bottom) + (124 if width < NARROW else 112))
    left, right = (66, 22) if width < NARROW else (84, 44)
    interval = result.interval
    figures = [mark.value for mark in marks] + [interval.low, interval.high]
    where = plot(found, figures, (left, width - right), (top, bottom))

    def fill(middle: float) -> tuple[str, str]:
        return (PALE, "") if interval.low <= middle <= interval.high else ("url(#histogram-tail)", "")

    body = [
        *frame.opened(described(result, title, unit)),
        hatching("histogram-tail", PALE),
        *bars(found, where, fill, language),
        *scale(where, unit, width),
        *_flags(marks, where, result, frame),
        *bracket(interval, where, bottom + 54, language, width=width),
        *frame.foot(_origin(result, found, language)),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(result: UncertaintyResult, title: Text, unit: str) -> Text:
    """The chart in words: what a reader who can not see it hears."""
    spread = result.sd / 10
    mean, median, nominal = (fine(value, spread) for value in (result.mean, result.median, result.nominal))
    zh = f"{title.zh}：{result.draws} 次抽样的直方图，平均值 {mean}，中位数 {median}，名义值 {nominal}，"
    en = f"{title.en}: histogram of {result.draws} draws, mean {mean}, median {median}, nominal value {nominal}, "
    zh += f"{covered(result.interval, 'zh')} {unit}。"
    en += f"{covered(result.interval, 'en')} {unit}."
    return Text(zh=zh, en=en)


def _marks(result: UncertaintyResult) -> tuple[_Mark, ...]:
    return (
        _Mark(Text(zh="平均值", en="mean"), result.mean, BLUE, ""),
        _Mark(Text(zh="中位数", en="median"), result.median, INK, "6 4"),
        _Mark(Text(zh="名义值", en="nominal"), result.nominal, RUST, "2 3"),
    )


def _flags(marks: tuple[_Mark, ...], where: Plot, result: UncertaintyResult, frame: Frame) -> Iterator[str]:
    """The marked figures as lines with different dashes, each with its label beside its upper end."""
    said = [f"{mark.word.of(frame.language)} {fine(mark.value, result.sd / 10)}" for mark in marks]
    xs = [where.across.x(mark.value) for mark in marks]
    placed = flags(xs, [extent(words, 13) for words in said], (4.0, frame.width - 4.0))
    for mark, words, x, flag in zip(marks, said, xs, placed, strict=True):
        y = where.top - 10 - _ROW * flag.row
        yield line(x, y - 12, x, where.bottom, stroke=mark.colour, width=2, dash=mark.dash)
        anchor = ("start", 5.0) if flag.right else ("end", -5.0)
        bold = mark.word.en == "mean"
        yield text(
            words, x + anchor[1], y, anchor="start" if flag.right else "end", fill=mark.colour, bold=bold, halo=True
        )


def _origin(result: UncertaintyResult, found: Bins, language: Language) -> str:
    """How the draws were made, and how many lie outside of the picture."""
    draws = significant(result.draws, digits=9, trim=True)
    generator = result.generator.split(",")[0]
    zh, en = f"{draws} 次抽样，种子 {result.seed}，{generator}", f"{draws} draws, seed {result.seed}, {generator}"
    if found.beyond:
        share = f"{found.beyond / max(result.draws, 1) * 100:.2g}{THIN}%"
        zh += f"；{found.beyond} 次（{share}）在图外"
        en += f"; {found.beyond} ({share}) lie outside of the picture"
    return Text(zh=zh, en=en).of(language)
