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
    RUST,
    WIDTH,
    Frame,
    block,
    cut,
    extent,
    hatching,
    line,
    spoken,
    text,
)
from tanji.reports.words import name

TOP: Final = 10
_HATCH: Final = "tornado-low"
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
    shares, language_name = result.shares[:top], language
    narrow = width < NARROW
    row, head = (58, 74) if narrow else (42, 80)
    frame = Frame("tornado", title, language_name, width, 0)
    first = frame.top + head
    frame = Frame("tornado", title, language_name, width, round(first + row * max(1, len(shares)) + 66))
    across = _axis(shares, result, width)
    body = [
        *frame.opened(described(result, title, unit, top=top)),
        hatching(_HATCH, RUST),
        *_head(across, result, frame, unit=unit, bottom=first + row * max(1, len(shares))),
    ]
    for place, share in enumerate(shares):
        body += _row(share, across, result, frame, y=first + row * place)
    if not shares:
        none = Text(zh="没有已知的不确定性来源。", en="No source of uncertainty is known.").of(language)
        body.append(text(none, frame.left, first + 26, fill=GREY))
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
    return axis(figures, 300 + beside, width - 84 - beside, whole=False)


def _head(across: Axis, result: UncertaintyResult, frame: Frame, *, unit: str, bottom: float) -> Iterator[str]:
    top = frame.top + 56
    yield from across.drawn(top, bottom, above=True)
    x = across.x(result.mean)
    mean = Text(zh="平均值", en="mean").of(frame.language)
    said = f"{mean} {fine(result.mean, result.sd / 10)} {unit}"
    half = extent(said, 13) / 2
    middle = min(max(x, frame.left + half), frame.width - frame.left - half)
    yield text(said, middle, top - 28, anchor="middle", bold=True)
    yield line(x, top - 22, x, bottom, width=1.5)
    if frame.width >= NARROW:
        share = Text(zh="占方差", en="of variance").of(frame.language)
        yield text(share, frame.width - 16, top - 6, size=12, anchor="end", fill=GREY)


def _row(share: VarianceShare, across: Axis, result: UncertaintyResult, frame: Frame, *, y: float) -> Iterator[str]:
    language, narrow = frame.language, frame.width < NARROW
    kind, label = KINDS[share.kind].of(language), name(share.names, language)
    low, high = (fine(value, result.sd / 10) for value in (share.low, share.high))
    yield spoken(f"{label} · {kind} · {low} – {high} · {percent(share.share)}")
    if narrow:
        room = frame.width - 2 * frame.left - 62
        yield text(
            cut(f"{label}（{kind}）" if language == "zh" else f"{label} ({kind})", room), frame.left, y + 17, halo=True
        )
        yield text(percent(share.share), frame.width - frame.left, y + 17, size=12, anchor="end", halo=True)
        yield from _bar(share, across, (low, high), mean=result.mean, y=y + 26)
    else:
        yield text(cut(label, 276), frame.left, y + 17)
        yield text(kind, frame.left, y + 32, size=11, fill=GREY)
        yield text(percent(share.share), frame.width - 16, y + 24, size=12, anchor="end")
        yield from _bar(share, across, (low, high), mean=result.mean, y=y + 9)
    yield "</g>"


def _bar(share: VarianceShare, across: Axis, said: tuple[str, str], *, mean: float, y: float) -> Iterator[str]:
    """Both parts of a bar with their figures; where both lie on one side of the mean they lie above each other."""
    middle = across.x(mean)
    ends = across.x(share.low), across.x(share.high)
    for x, fill, edge in ((ends[0], f"url(#{_HATCH})", RUST), (ends[1], BLUE, BLUE)):
        left, right = min(x, middle), max(x, middle)
        if right - left > 0.05:
            yield block(left, y, right - left, 22, fill=fill, stroke=edge)
    (left_x, left_said), (right_x, right_said) = sorted(zip(ends, said, strict=True), key=lambda end: end[0])
    yield text(left_said, min(left_x, middle) - 6, y + 15, size=12, anchor="end", halo=True)
    yield text(right_said, max(right_x, middle) + 6, y + 15, size=12, halo=True)


def _legend(result: UncertaintyResult, frame: Frame, top: int) -> Iterator[str]:
    language, x, y = frame.language, float(frame.left), frame.height - 44.0
    for fill, edge, words in (
        (f"url(#{_HATCH})", RUST, Text(zh="来源在其 2.5 % 点", en="source at its 2.5 % point")),
        (BLUE, BLUE, Text(zh="来源在其 97.5 % 点", en="source at its 97.5 % point")),
    ):
        said = words.of(language)
        yield block(x, y - 10, 16, 12, fill=fill, stroke=edge)
        yield text(said, x + 22, y, size=12, fill=INK)
        x += 22 + extent(said, 12) + 14
    rest = result.rest_share + sum(share.share for share in result.shares[top:])
    hidden = max(0, len(result.shares) - top)
    more = Text(
        zh=f"未列出的来源占方差 {percent(rest)}" + (f"（其中 {hidden} 个见结果文件）" if hidden else ""),
        en=f"sources not drawn: {percent(rest)} of the variance"
        + (f" ({hidden} of them in the result)" if hidden else ""),
    )
    yield text(cut(more.of(language), frame.width - 2 * frame.left, 12), frame.left, y + 24, size=12, fill=GREY)
