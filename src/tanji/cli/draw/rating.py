"""A data-quality rating on the terminal: the rating, its indicators, every line with its scores, what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.assess.quality import bounds, mean, scored_share
from tanji.assess.scheme import Scheme
from tanji.assess.scheme import scheme as scheme_of
from tanji.assess.trend import Trend
from tanji.cli.console import printable
from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.model.rating import Improvement, LineQuality, QualityResult
from tanji.reports.figures import bar, percent
from tanji.reports.rating import GAIN, INDICATOR, NOT_RATED, SIDES, scheme_name
from tanji.reports.words import STATUSES, name

BAR = 10
NONE = "–"
LINE = Text(zh="活动", en="Line")
WEIGHT = Text(zh="权重", en="Weight")


def rating(result: QualityResult, language: Language, *, top: int) -> Iterator[RenderableType]:
    """The parts of a rating by a scheme that is offered; `top` lines and improvements, 0 for all."""
    scheme = scheme_of(result.scheme)
    yield Padding(_heading(result, scheme, language), (1, 0, 0, 0))
    yield Padding(_indicators(result, scheme, language), (1, 0, 0, 0))
    yield Padding(_lines(result, scheme, language, top), (1, 0, 0, 0))
    yield from _unrated(result, scheme, language)
    if result.improvements:
        yield Padding(_improvements(result, scheme, language, top), (1, 0, 0, 0))


def trend(found: Trend, labels: Sequence[str], scheme: Scheme, language: Language) -> Iterator[RenderableType]:
    """Ratings of successive footprints side by side, and which lines moved between the first and the last."""
    span = scheme.worst - scheme.best
    rows = [
        (printable(label), _figure(value), percent(share), _bar(value, scheme.best, span))
        for label, value, share in zip(labels, found.ratings, found.shares, strict=True)
    ]
    columns = (
        Column(Text(zh="碳足迹", en="Footprint"), ratio=1),
        Column(Text(zh="评分", en="Rating"), right=True),
        Column(Text(zh="已评占比", en="Rated"), right=True),
        Column(None, least=BAR),
    )
    yield table(columns, rows, language, Text(zh="数据质量走势（1 最好）", en="Trend of data quality (1 is best)"))
    moved = [
        (printable(name(move.names, language)), SIDES[move.side].of(language), percent(move.weight),
         f"{_figure(move.before)} → {_figure(move.after)}")
        for move in found.moved
    ]  # fmt: skip
    if moved:
        heads = (Column(LINE, ratio=1), Column(None), Column(WEIGHT, right=True), Column(None, right=True))
        yield Padding(table(heads, moved, language, Text(zh="变动的行", en="Lines that moved")), (1, 0, 0, 0))


def _heading(result: QualityResult, scheme: Scheme, language: Language) -> RenderableType:
    status = STATUSES[scheme.status].of(language)
    title = RichText(f"{scheme_name(result, scheme, language)} · {result.scheme_version} · {status}", "bold")
    level = f" ({name(result.level, language)})" if result.level else ""
    said = NOT_RATED.of(language) if result.rating is None else f"{_figure(result.rating)}{level}"
    if result.rating is not None and result.rated_share < 1:
        share = percent(result.rated_share)
        said += Text(zh=f"（只是已评分的 {share}）", en=f" for the {share} that is rated").of(language)
    ends = bounds(result.lines, scheme)
    if ends is not None and ends[0] != ends[1]:
        between = f"{_figure(ends[0])} – {_figure(ends[1])}"
        more = Text(
            zh=f"；缺分补齐后总评分在 {between} 之间", en=f"; between {between} once the missing scores are known"
        )
        said += more.of(language)
    sides = "，" if language == "zh" else ", "
    parts = [f"{SIDES[side].of(language)} {_figure(mean(result.lines, side))}" for side in ("activity", "factor")]
    rated = Text(
        zh=f"已评分的贡献 {percent(result.rated_share)}",
        en=f"rated: {percent(result.rated_share)} of the contributions",
    )
    primary = "—" if result.primary_share is None else percent(result.primary_share)
    own = Text(zh=f"初级数据 {primary}", en=f"primary data: {primary}")
    return RichText.assemble(
        title,
        "\n",
        (Text(zh="总评分（1 最好）：", en="Rating (1 is best): ").of(language), ""),
        (said, "bold cyan"),
        f"\n{sides.join([*parts, rated.of(language), own.of(language)])}",
    )


def _indicators(result: QualityResult, scheme: Scheme, language: Language) -> RenderableType:
    span = scheme.worst - scheme.best
    rows = []
    for indicator in scheme.indicators:
        value = result.indicators.get(indicator.id)
        share = percent(scored_share(result.lines, indicator.id))
        drawn = _bar(value, scheme.best, span)
        rows.append((f"{indicator.id}  {name(indicator.names, language)}", _figure(value), drawn, share))
    columns = (
        Column(INDICATOR, ratio=1),
        Column(Text(zh="加权平均分", en="Weighted mean"), right=True),
        Column(None, least=BAR),
        Column(Text(zh="有分的权重", en="Scored weight"), right=True),
    )
    return table(columns, rows, language)


def _lines(result: QualityResult, scheme: Scheme, language: Language, top: int) -> RenderableType:
    by_line: dict[str, dict[str, LineQuality]] = {}
    for line in result.lines:
        by_line.setdefault(line.activity, {})[line.side] = line
    ordered = sorted(by_line.values(), key=lambda sides: -next(iter(sides.values())).weight)
    rows: list[tuple[RenderableType, ...]] = []
    for sides in ordered[: top or None]:
        first = next(iter(sides.values()))
        cells = [_side(sides.get(side), scheme) for side in ("activity", "factor")]
        drawn = bar(first.weight, BAR) if first.weight else ""
        rows.append((printable(name(first.names, language)), percent(first.weight), RichText(drawn, "cyan"), *cells))
    columns = (
        Column(LINE, ratio=1),
        Column(WEIGHT, right=True),
        Column(None, least=BAR),
        Column(SIDES["activity"]),
        Column(SIDES["factor"]),
    )
    return table(columns, rows, language)


def _side(line: LineQuality | None, scheme: Scheme) -> RichText:
    """The scores of a side in the order of the scheme (derived ones with a star), and its rating."""
    if line is None:
        return RichText("")
    scores = []
    for indicator in scheme.of_side(line.side):
        value = line.scores.get(indicator.id)
        scores.append(NONE if value is None else f"{value:g}{'*' if indicator.id in line.derived else ''}")
    rated = RichText(f" → {_figure(line.rating)}", "bold" if line.rating is not None else "yellow")
    return RichText(" ".join(scores)).append(rated)


def _unrated(result: QualityResult, scheme: Scheme, language: Language) -> Iterator[RenderableType]:
    star = Text(zh="* 由地点、年份、数据类型推得；– 缺分", en="* derived from place, year or kind of data; – no score")
    yield RichText(star.of(language), "dim")
    ids = {each.id: name(each.names, language) for each in scheme.indicators}
    missing: dict[tuple[str, str], float] = {}
    for line in result.lines:
        for indicator in line.missing:
            missing[line.side, indicator] = missing.get((line.side, indicator), 0.0) + line.weight
    for (side, indicator), weight in sorted(missing.items(), key=lambda each: -each[1]):
        label, where = ids.get(indicator, indicator), SIDES[side].of(language)
        text = Text(
            zh=f"! {where}的{label}缺分：占贡献 {percent(weight)}",
            en=f"! no score on {label} ({where}): {percent(weight)} of the contributions",
        )
        yield RichText(printable(text.of(language)), "yellow")


def _improvements(result: QualityResult, scheme: Scheme, language: Language, top: int) -> RenderableType:
    names = {each.id: name(each.names, language) for each in scheme.indicators}

    def row(each: Improvement) -> tuple[str, ...]:
        now = NONE if each.score is None else f"{each.score:g}"
        gain = NONE if each.score is None else f"−{each.gain:.3f}"
        what = f"{SIDES[each.side].of(language)} · {names.get(each.indicator, each.indicator)}"
        return printable(name(each.names, language)), what, now, gain, name(each.advice, language)

    columns = (
        Column(Text(zh="改进", en="Improvement"), ratio=2),
        Column(INDICATOR, ratio=2),
        Column(Text(zh="分值", en="Score"), right=True),
        Column(GAIN, right=True),
        Column(Text(zh="怎么办", en="What to do"), ratio=3),
    )
    return table(columns, [row(each) for each in result.improvements[: top or None]], language)


def _figure(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _bar(value: float | None, best: float, span: float) -> RichText:
    """The longer the worse; the best score is a hair."""
    return RichText("" if value is None else bar((value - best) / span or 1e-9, BAR), "cyan")
