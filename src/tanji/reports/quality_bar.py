"""A rating as SVG: how much of the contributions has which rating, on both sides, and where each indicator stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tanji.assess.quality import mean, scored_share
from tanji.errors import Language, Text
from tanji.model.rating import LineQuality, QualityResult
from tanji.reports.figures import percent
from tanji.reports.picture import (
    BLUE,
    GREY,
    INK,
    LEAST,
    NARROW,
    PAPER,
    RULE,
    WIDTH,
    Frame,
    at,
    block,
    cut,
    extent,
    hatching,
    line,
    spoken,
    text,
)
from tanji.reports.rating import NOT_RATED, SIDES, indicators_of, known_scheme, scheme_name
from tanji.reports.words import name

_HATCH: Final = "quality-unrated"
_CLASSES: Final = ((1.5, "#dbe9f4", INK), (2.5, "#9dc3e0", INK), (3.5, "#4a8fc1", INK), (9.0, BLUE, PAPER))
"""Ratings up to this, with their filling and the colour of words on it: the darker the worse."""
_BAR, _ROW, _INDICATOR = 36, 86, 32


def quality_bar(result: QualityResult, *, title: Text, language: Language, width: int = WIDTH) -> str:
    """A rating as one SVG document.

    Two bars of all contributions, one of amounts and one of factors, a part for each line, the largest first; what is
    not rated is hatched. Below them each indicator with its weighted mean on the scale of the scheme.
    """
    width = max(width, LEAST)
    known = known_scheme(result)
    indicators = indicators_of(result, known, language)
    frame = Frame("quality", title, language, width, 0)
    sides = [side for side in SIDES if any(part.side == side for part in result.lines)]
    first = frame.top + 34
    below = first + _ROW * max(1, len(sides)) + (66 if width < NARROW else 46)
    height = round(below + 34 + _INDICATOR * len(indicators))
    frame = Frame("quality", title, language, width, height)
    body = [
        *frame.opened(described(result, title)),
        hatching(_HATCH, "#8c8c8c"),
        text(cut(_said(result, language), width - 2 * frame.left), frame.left, frame.top + 14, bold=True),
    ]
    for place, side in enumerate(sides):
        body += _side(result, side, frame, first + _ROW * place)
    body += _legend(frame, first + _ROW * max(1, len(sides)) + 16)
    scale = (known.best, known.worst) if known is not None else (1.0, 5.0)
    body += _scale(frame, scale, below + 10)
    for place, (indicator, label) in enumerate(indicators.items()):
        body += _indicator(result, (indicator, label), frame, scale=scale, y=below + 30 + _INDICATOR * place)
    return "\n".join([*body, "</svg>"]) + "\n"


def described(result: QualityResult, title: Text) -> Text:
    """The chart in words: what a reader who can not see it hears."""
    return Text(zh=f"{title.zh}：{_said(result, 'zh')}", en=f"{title.en}: {_said(result, 'en')}")


def _said(result: QualityResult, language: Language) -> str:
    by = scheme_name(result, known_scheme(result), language)
    figure = NOT_RATED.of(language) if result.rating is None else f"{result.rating:.2f}"
    share = percent(result.rated_share)
    return Text(
        zh=f"总评分 {figure}（1 最好），已评分 {share}，{by}", en=f"rating {figure} (1 is best), {share} rated, {by}"
    ).of(language)


def _side(result: QualityResult, side: str, frame: Frame, y: float) -> Iterator[str]:
    """One bar with its parts."""
    language = frame.language
    figure = mean([part for part in result.lines if part.side == side])
    said = NOT_RATED.of(language) if figure is None else f"{figure:.2f}"
    yield text(f"{SIDES[side].of(language)}  {said}", frame.left, y + 14, size=13)
    start, whole = float(frame.left), frame.width - 2.0 * frame.left
    parts = sorted((part for part in result.lines if part.side == side), key=lambda part: -part.weight)
    for part in parts:
        if part.weight > 0:
            yield from _part(part, language, (start, y + 22), part.weight * whole)
            start += part.weight * whole


def _part(part: LineQuality, language: Language, corner: tuple[float, float], width: float) -> Iterator[str]:
    """One line of one side: its rating and its name where there is room; both are spoken anyway."""
    x, y = corner
    label = name(part.names, language)
    said = NOT_RATED.of(language) if part.rating is None else f"{part.rating:.2f}"
    fill, ink = _filling(part.rating)
    yield spoken(f"{label} · {percent(part.weight)} · {said}")
    yield block(x, y, width - 1, _BAR, fill=fill, stroke="#8c8c8c" if part.rating is None else "")
    if part.rating is not None and width > extent(said, 12) + 8:
        yield text(said, x + width / 2, y + 22, size=12, anchor="middle", fill=ink)
    if width > 40:
        yield text(cut(label, width - 6, 11), x + 1, y + _BAR + 13, size=11, fill=GREY)
    yield "</g>"


def _filling(rating: float | None) -> tuple[str, str]:
    if rating is None:
        return f"url(#{_HATCH})", INK
    return next((fill, ink) for upto, fill, ink in _CLASSES if rating <= upto)


def _legend(frame: Frame, y: float) -> Iterator[str]:
    """What the fillings mean."""
    x = float(frame.left)
    entries = [(f"≤ {upto:g}" if upto < 9 else "> 3.5", fill) for upto, fill, _ in _CLASSES]
    for said, fill in [*entries, (NOT_RATED.of(frame.language), f"url(#{_HATCH})")]:
        wide = 22 + extent(said, 12) + 16
        if x + wide > frame.width:
            x, y = float(frame.left), y + 20
        yield block(x, y - 10, 16, 12, fill=fill, stroke="#8c8c8c")
        yield text(said, x + 22, y, size=12)
        x += wide


def _ends(frame: Frame) -> tuple[float, float]:
    """Where the scale of the indicators begins and ends."""
    beside = 112 if frame.width < NARROW else 190
    return frame.left + 0.36 * frame.width, frame.width - beside


def _scale(frame: Frame, scale: tuple[float, float], y: float) -> Iterator[str]:
    """The ends of the scale in figures, and what stands at the right."""
    start, end = _ends(frame)
    best, worst = Text(zh="最好", en="best").of(frame.language), Text(zh="最差", en="worst").of(frame.language)
    yield text(f"{scale[0]:g} {best}", start, y, size=11, fill=GREY)
    yield text(f"{scale[1]:g} {worst}", end, y, size=11, anchor="end", fill=GREY)
    if frame.width < NARROW:
        scored = Text(zh="有分", en="scored").of(frame.language)
        yield text(scored, frame.width - frame.left, y, size=11, anchor="end", fill=GREY)


def _indicator(
    result: QualityResult, named: tuple[str, str], frame: Frame, *, scale: tuple[float, float], y: float
) -> Iterator[str]:
    """One indicator: its mean as a point on the scale, with the share of the weights that has a score."""
    indicator, label = named
    value, share = result.indicators.get(indicator), percent(scored_share(result.lines, indicator))
    said = NOT_RATED.of(frame.language) if value is None else f"{value:.2f}"
    scored = Text(zh=f"有分 {share}", en=f"scored {share}").of(frame.language)
    start, end = _ends(frame)
    if frame.width < NARROW:
        scored = share
    yield spoken(f"{label} · {said} · {scored}")
    yield text(cut(label, start - frame.left - 12), frame.left, y + 4)
    yield line(start, y, end, y, stroke=RULE, width=3)
    for step in range(round(scale[1] - scale[0]) + 1):
        x = start + (end - start) * step / (scale[1] - scale[0])
        yield line(x, y - 5, x, y + 5, stroke=GREY)
    if value is not None:
        x = start + (end - start) * (value - scale[0]) / (scale[1] - scale[0])
        yield f'<circle cx="{at(x)}" cy="{at(y)}" r="6" fill="{BLUE}"/>'
    yield text(said if value is not None else "–", end + 14, y + 4, size=13, bold=True)
    yield text(scored, frame.width - frame.left, y + 4, size=11, anchor="end", fill=GREY)
    yield "</g>"
