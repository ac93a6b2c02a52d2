"""A tornado chart as SVG: how far each source of uncertainty alone moves a footprint to either side of its mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tanji.errors import Language, Text
from tanji.model.uncertain import UncertaintyResult, VarianceShare
from tanji.reports.axis import Axis, axis, fine
from tanji.reports.figures import percent
from tanji.reports.picture import (
    BLUE,
    GREY,
    INK,
    LEAST,
    NARROW,
    RULE,
    RUST,
    WIDTH,
    Frame,
    block,
    cut,
    extent,
    folded,
    hatching,
    line,
    spoken,
    text,
)
from tanji.reports.words import name

TOP: Final = 10
_HATCH: Final = "tornado-low"
_ROW, _NARROW_ROW = 50, 58
KINDS: Final = {
    "line": Text(zh="活动数据", en="activity data"),
    "parameter": Text(zh="参数", en="parameter"),
    "meter": Text(zh="计量器具", en="meter"),
    "factor": Text(zh="因子", en="factor"),
    "background": Text(zh="背景数据", en="background data"),
    "characterisation": Text(zh="特征化因子", en="characterisation factor"),
}


def tornado(
    result: UncertaintyResult,
    *,
    title: Text,
    unit: str,
    language: Language,
    top: int = TOP,
    width: int = WIDTH,
) -> str:
    """The largest sources of a result as one SVG document, the largest variance first.

    A bar runs from the total with that source alone at its 2.5 % point (hatched part) to the total with it at its
    97.5 % point (full part); all bars stand about the mean. What is not drawn is named with its share of the variance.
    """
    width = max(width, LEAST)
    shares = result.shares[:top]
    row = _NARROW_ROW if width < NARROW else _ROW
    frame = Frame("tornado", title, language, width, 0)
    first = frame.top + 34
    bottom = first + row * max(1, len(shares))
    frame = Frame("tornado", title, language, width, bottom + (106 if width < NARROW else 90))
    across = _axis(shares, result, width)
    body = [
        *frame.opened(described(result, title, unit, top=top)),
        hatching(_HATCH, RUST),
        *_head(across, result, frame, unit=unit, ends=(first, bottom)),
    ]
    for place, share in enumerate(shares):
        body += _row(share, across, result, frame, y=first + row * place)
    if not shares:
        none = Text(zh="没有已知的不确定性来源。", en="No source of uncertainty is known.").of(language)
        body.append(text(none, frame.left, first + 26, fill=GREY, halo=True))
    return "\n".join([*body, *_legend(result, frame, top), "</svg>"]) + "\n"


def described(result: UncertaintyResult, title: Text, unit: str, *, top: int = TOP) -> Text:
    """The chart in words: what a reader who can not see it hears."""
    mean = fine(result.mean, result.sd / 10)
    count = len(result.shares[:top])
    zh, en = (
        f"{title.zh}：围绕平均值 {mean} {unit} 的 {count} 个来源",
        f"{title.en}: {count} sources about {mean} {unit}",
    )
    if count:
        first = result.shares[0]
        zh += f"；最大的是{name(first.names, 'zh')}，占方差 {percent(first.share)}"
        en += f"; the largest is {name(first.names, 'en')} with {percent(first.share)} of the variance"
    return Text(zh=f"{zh}。", en=f"{en}.")


def _axis(shares: Sequence[VarianceShare], result: UncertaintyResult, width: int) -> Axis:
    """An axis with room for a figure beside either end of the longest bar."""
    figures = [value for share in shares for value in (share.low, share.high)] + [result.mean]
    beside = max(extent(fine(value, result.sd / 10), 12) for value in figures) + 12
    if width < NARROW:
        return axis(figures, 12 + beside, width - 12 - beside, whole=False)
    return axis(figures, 32 + _labels(width) + beside, width - 90 - beside, whole=False)


def _labels(width: int) -> float:
    """Room for the names beside the bars."""
    return min(0.29 * width, 360.0)


def _head(
    across: Axis, result: UncertaintyResult, frame: Frame, *, unit: str, ends: tuple[float, float]
) -> Iterator[str]:
    """The ticks below, and the mean as a line with its figure above."""
    top, bottom = ends
    for tick in across.ticks:
        x = across.x(tick)
        yield line(x, top, x, bottom + 5, stroke=RULE)
        yield text(across.said(tick), x, bottom + 20, size=12, anchor="middle", fill=GREY)
    x = across.x(result.mean)
    mean = Text(zh="平均值", en="mean").of(frame.language)
    said = f"{mean} {fine(result.mean, result.sd / 10)} {unit}"
    half = extent(said, 13) / 2
    middle = min(max(x, frame.left + half), frame.width - frame.left - half)
    yield text(said, middle, top - 14, anchor="middle", bold=True)
    yield line(x, top - 8, x, bottom, width=1.5)
    if frame.width >= NARROW:
        share = Text(zh="占方差", en="of variance").of(frame.language)
        yield text(share, frame.width - 16, top - 14, size=12, anchor="end", fill=GREY)


def _row(share: VarianceShare, across: Axis, result: UncertaintyResult, frame: Frame, *, y: float) -> Iterator[str]:
    language = frame.language
    kind, label = KINDS[share.kind].of(language), name(share.names, language)
    low, high = (fine(value, result.sd / 10) for value in (share.low, share.high))
    yield spoken(f"{label} · {kind} · {low} – {high} · {percent(share.share)}")
    if frame.width < NARROW:
        both = f"{label}（{kind}）" if language == "zh" else f"{label} ({kind})"
        room = frame.width - 2 * frame.left - 58
        yield text(cut(both, room), frame.left, y + 19, halo=True)
        yield text(percent(share.share), frame.width - frame.left, y + 19, size=12, anchor="end", halo=True)
        yield from _bar(share, across, (low, high), mean=result.mean, y=y + 28)
    else:
        lines = folded(label, _labels(frame.width), lines=2)
        start = y + (12 if len(lines) > 1 else 19)
        for place, words in enumerate(lines):
            yield text(words, frame.left, start + 15 * place)
        yield text(kind, frame.left, start + 15 * len(lines), size=11, fill=GREY)
        yield text(percent(share.share), frame.width - 16, y + 28, size=12, anchor="end")
        yield from _bar(share, across, (low, high), mean=result.mean, y=y + 13)
    yield "</g>"


def _bar(share: VarianceShare, across: Axis, said: tuple[str, str], *, mean: float, y: float) -> Iterator[str]:
    """Both parts of a bar, each with its figure at its end; they may lie on one side of the mean."""
    middle = across.x(mean)
    ends = across.x(share.low), across.x(share.high)
    parts = ((ends[0], f"url(#{_HATCH})", RUST), (ends[1], BLUE, BLUE))
    for x, fill, edge in sorted(parts, key=lambda part: -abs(part[0] - middle)):
        left, right = min(x, middle), max(x, middle)
        if right - left > 0.05:
            yield block(left, y, right - left, 22, fill=fill, stroke=edge)
    (left_x, left_said), (right_x, right_said) = sorted(zip(ends, said, strict=True), key=lambda end: end[0])
    yield text(left_said, min(left_x, middle) - 6, y + 15, size=12, anchor="end", halo=True)
    yield text(right_said, max(right_x, middle) + 6, y + 15, size=12, halo=True)


def _legend(result: UncertaintyResult, frame: Frame, top: int) -> Iterator[str]:
    language, narrow = frame.language, frame.width < NARROW
    x, y = float(frame.left), frame.height - (58.0 if narrow else 38.0)
    for fill, edge, words in (
        (f"url(#{_HATCH})", RUST, Text(zh="来源取 2.5 % 分位值", en="source at its 2.5 % point")),
        (BLUE, BLUE, Text(zh="来源取 97.5 % 分位值", en="source at its 97.5 % point")),
    ):
        said = words.of(language)
        yield block(x, y - 10, 16, 12, fill=fill, stroke=edge)
        yield text(said, x + 22, y, size=12, fill=INK)
        x, y = (x, y + 19) if narrow else (x + 44 + extent(said, 12), y)
    rest = result.rest_share + sum(share.share for share in result.shares[top:])
    hidden = max(0, len(result.shares) - top)
    zh, en = f"未画出的来源占方差 {percent(rest)}", f"sources not drawn: {percent(rest)} of the variance"
    if hidden:
        zh, en = f"{zh}（其中 {hidden} 个见结果文件）", f"{en} ({hidden} of them in the result)"
    yield from frame.foot(Text(zh=zh, en=en).of(language))
