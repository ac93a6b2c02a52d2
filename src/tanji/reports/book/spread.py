"""Section 7.2: how uncertain the total is, drawn again from its seed where the data are at hand; how sensitive."""

from __future__ import annotations

from tanji.errors import Text
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Figure, Number, Paragraph, Table, number, share
from tanji.reports.figures import THIN
from tanji.reports.histogram import described, histogram
from tanji.reports.tornado import tornado

LARGEST = 10
LINES = 5
PART = 0.1
QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)


def spread(given: Given) -> tuple[Block, ...]:
    """The distribution and where it comes from, or why there is none; then how the total follows its lines."""
    return (*_distribution(given), *_sensitivity(given))


def _sensitivity(given: Given) -> tuple[Block, ...]:
    """What a tenth more of each of the largest lines does to the total, which is linear in every line."""
    footprint = given.footprint
    largest = sorted(footprint.lines, key=lambda line: -abs(line.score.total))[:LINES]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            given.name(line.names),
            number(PART * line.score.total),
            share(None if line.share is None else PART * line.share),
        )
        for line in largest
        if line.score.total
    )
    if not rows:
        return ()
    columns = (given.say("活动", "Activity"), given.per, given.say("相对变化", "Relative change"))
    note = given.say("总量对每一行都是线性的。", "The total is linear in every line.")
    title = given.say("敏感性：数量或因子增加 10% 时总量的变化", "Sensitivity: change of the total at 10 % more")
    return (Table(title, columns, rows, (4, 2, 2), note),)


def _distribution(given: Given) -> tuple[Block, ...]:
    result = given.footprint.uncertainty
    if result is None:
        none = given.say("没有做不确定度分析。", "Uncertainty was not assessed.")
        return (Paragraph(none, notice=True),)
    if not given.spread:
        flat = given.say(
            "各项数据都没有注明不确定度，抽样结果处处相同；这不表示结果没有不确定度。",
            "No figure states an uncertainty, so all draws are the same; that does not make the result certain.",
        )
        return (Paragraph(flat, notice=True), *_seeded(given), *_unquantified(given))
    rows: tuple[tuple[Cell, ...], ...] = (
        (given.say("标称值", "Nominal value"), number(result.nominal)),
        (given.say("均值", "Mean"), number(result.mean)),
        (given.say("中位数", "Median"), number(result.median)),
        (given.say("标准不确定度", "Standard uncertainty"), number(result.sd)),
        (given.say("95% 区间下限", "Lower end of the 95 % interval"), number(result.interval.low)),
        (given.say("95% 区间上限", "Upper end of the 95 % interval"), number(result.interval.high)),
    )
    title = given.say("总量的分布", "Distribution of the total")
    head = (given.say("项目", "Item"), given.per)
    blocks: list[Block] = [Table(title, head, rows, (4, 2)), *_seeded(given), *_drawn(given)]
    if result.shares:
        blocks += _shares(given)
    return (*blocks, *_unquantified(given))


def _seeded(given: Given) -> tuple[Block, ...]:
    result = given.footprint.uncertainty
    assert result is not None  # noqa: S101 - the caller looked
    said = given.say(
        f"蒙特卡洛抽样 {result.draws} 次，种子 {result.seed}，{result.generator}；{given.name(result.stopped)}",
        f"{result.draws} draws, seed {result.seed}, {result.generator}; {given.name(result.stopped)}",
    )
    return Paragraph(said), Paragraph(given.name(result.why))


def _drawn(given: Given) -> tuple[Block, ...]:
    """The histogram with its quantiles as a table, or why there is none."""
    result = given.footprint.uncertainty
    assert result is not None  # noqa: S101 - the caller looked
    if not given.draws:
        return (Paragraph(given.of(given.no_draws)),)
    title = Text(zh="总量的不确定度", en="Uncertainty of the total")
    svg = histogram(given.draws, result, title=title, unit=given.per, language=given.language)
    ordered = sorted(given.draws)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Number(part, f"{part * 100:g}{THIN}%"), number(quantile(ordered, part))) for part in QUANTILES
    )
    columns = (given.say("概率", "Probability"), given.per)
    note = given.say(
        "按原种子重新抽样；与上表的值同出一组抽样。", "Drawn again from the seed: the draws of the table above."
    )
    return (
        Figure(given.of(title), svg, given.of(described(result, title, given.per))),
        Table(given.say("分位数", "Quantiles"), columns, rows, (4, 2), note),
    )


def quantile(ordered: list[float], part: float) -> float:
    """A quantile of ordered draws, between two of them by straight line.

    >>> quantile([0.0, 1.0, 2.0, 3.0, 4.0], 0.25), quantile([0.0, 1.0], 0.75)
    (1.0, 0.75)
    """
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _shares(given: Given) -> list[Block]:
    result = given.footprint.uncertainty
    assert result is not None  # noqa: S101 - the caller looked
    title = Text(zh="不确定度来自哪里", en="Where the uncertainty comes from")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (given.name(each.names), share(each.share), number(each.low), number(each.high))
        for each in result.shares[:LARGEST]
    )
    columns = (
        given.say("来源", "Source"),
        given.say("方差占比", "Share of variance"),
        given.say("低", "Low"),
        given.say("高", "High"),
    )
    svg = tornado(result, title=title, unit=given.per, language=given.language)
    return [
        Figure(given.of(title), svg, given.of(title)),
        Table(given.of(title), columns, rows, (4, 2, 2, 2)),
    ]


def _unquantified(given: Given) -> tuple[Block, ...]:
    result = given.footprint.uncertainty
    if result is None or not result.unquantified:
        return ()
    named = given.listed([given.name(each.names) for each in result.unquantified])
    said = given.say(f"没有注明不确定度、按精确值处理：{named}", f"Without stated uncertainty, taken as exact: {named}")
    return (Paragraph(said, notice=True),)
