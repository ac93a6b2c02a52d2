"""Chapter 5: how good the data are: the rating as a picture, as a grid of lines and indicators, and what would help."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.rating import QualityResult
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Figure, Number, Paragraph, Section, Table, number, share
from tanji.reports.figures import percent
from tanji.reports.quality_bar import described, quality_bar
from tanji.reports.rating import SIDES, indicators_of, known_scheme

MOST = 10
"""Improvements that are listed."""


def quality(given: Given) -> Section:
    """Chapter 5."""
    result = given.footprint.quality
    title = given.say("数据质量评价", "Data quality")
    if result is None:
        return Section("5", title, (Paragraph(given.say("没有评分。", "Not rated."), notice=True),))
    indicators = indicators_of(result, known_scheme(result), given.language)
    blocks: list[Block] = [Paragraph(_head(given, result))]
    if result.rating is None:
        blocks.append(
            Paragraph(
                given.say(
                    "没有一行评全，故没有总评分；缺分的指标见下表。",
                    "No line is scored on all indicators, so there is no rating; the table shows what lacks.",
                ),
                notice=True,
            )
        )
    if result.lines:
        name = Text(zh="数据质量", en="Data quality")
        svg = quality_bar(result, title=name, language=given.language)
        blocks.append(Figure(given.of(name), svg, given.of(described(result, name))))
        blocks += [_grid(given, result, side, indicators) for side in SIDES if _has(result, side)]
    if result.improvements:
        blocks.append(_improvements(given, result, indicators))
    return Section("5", title, tuple(blocks))


def _has(result: QualityResult, side: str) -> bool:
    return any(line.side == side for line in result.lines)


def _head(given: Given, result: QualityResult) -> str:
    said = "—" if result.rating is None else f"{result.rating:.2f}"
    rated = percent(result.rated_share)
    status = "" if result.scheme_status == "verified" else given.say("（方法来源未核对）", " (scheme unverified)")
    return given.say(
        f"评分方法 {result.scheme}@{result.scheme_version}{status}；总评分 {said}（1 最好），覆盖贡献的 {rated}。",
        f"Scheme {result.scheme}@{result.scheme_version}{status}; rating {said} (1 is best), over {rated} of the"
        " contributions.",
    )


def _grid(given: Given, result: QualityResult, side: str, indicators: dict[str, str]) -> Table:
    """Lines down, indicators across, of one side: site data, or background data."""
    lines = [line for line in result.lines if line.side == side]
    asked = [one for one in indicators if any(one in line.scores or one in line.missing for line in lines)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            given.name(line.names),
            share(line.weight),
            *(_score(line.scores.get(one)) for one in asked),
            _score(line.rating),
        )
        for line in lines
    )
    columns = (
        given.say("活动", "Activity"),
        given.say("权重", "Weight"),
        *(indicators[one] for one in asked),
        given.say("评分", "Rating"),
    )
    title = f"{given.say('评分表：', 'Scores: ')}{given.of(SIDES[side])}"
    note = given.say("1 最好；“—”为没有评分，不算好也不算坏。", "1 is best; a dash is not scored: not good, not bad.")
    return Table(title, columns, rows, (5, 2, *(3 for _ in asked), 2), note)


def _score(value: float | None) -> Cell:
    """A score or rating with no more decimals than it has, two at most."""
    return "—" if value is None else Number(value, f"{value:.2f}".rstrip("0").rstrip("."))


def _improvements(given: Given, result: QualityResult, indicators: dict[str, str]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            given.name(step.names),
            given.of(SIDES[step.side]),
            indicators.get(step.indicator, step.indicator),
            "—" if step.score is None and not step.gain else number(step.gain),
            given.name(step.advice),
        )
        for step in result.improvements[:MOST]
    )
    columns = (
        given.say("活动", "Activity"),
        given.say("数据", "Data"),
        given.say("指标", "Indicator"),
        given.say("评分可降", "Rating falls by"),
        given.say("办法", "How"),
    )
    return Table(given.say("改进计划", "Improvements"), columns, rows, (3, 2, 2, 2, 5))
