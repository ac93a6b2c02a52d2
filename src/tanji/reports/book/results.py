"""Chapters 6 and 7: the result by stage and by line of ISO 14067; then hot spots, uncertainty, limits."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.method import GASES, LINES
from tanji.reports.book.bars import bars, described
from tanji.reports.book.given import Given
from tanji.reports.book.overview import sentence
from tanji.reports.book.page import Block, Cell, Figure, Paragraph, Section, Table, number, share
from tanji.reports.histogram import described as spread_in_words
from tanji.reports.histogram import histogram
from tanji.reports.tornado import tornado
from tanji.reports.words import INDICATORS, STAGES

LARGEST = 10


def results(given: Given) -> Section:
    """Chapter 6."""
    footprint = given.footprint
    stages: tuple[tuple[Cell, ...], ...] = tuple(
        (given.of(STAGES[each.stage]), number(each.score.total), share(each.share)) for each in footprint.stages
    )
    stages = (*stages, (given.say("合计", "Total"), number(footprint.score.total), share(1.0)))
    columns = (given.say("阶段", "Stage"), given.per, given.say("占比", "Share"))
    rows = [(given.of(STAGES[each.stage]), each.score.total, each.share) for each in footprint.stages]
    title = Text(zh="各阶段的碳足迹", en="Footprint by stage")
    return Section(
        "6",
        given.say("影响评价", "Impact assessment"),
        sections=(
            Section("6.1", given.say("影响类型和特征化", "Impact category and characterisation"), _method(given)),
            Section(
                "6.2",
                given.say("分阶段结果", "By stage"),
                (
                    Table(given.of(title), columns, stages, (4, 3, 2)),
                    Figure(
                        given.of(title),
                        bars(rows, title=title, unit=given.per, language=given.language),
                        given.of(described(rows, title, given.per)),
                    ),
                ),
            ),
            Section(
                "6.3", given.say("分项结果", "The lines of the result"), (_split(given, LINES), _split(given, GASES))
            ),
        ),
    )


def interpretation(given: Given) -> Section:
    """Chapter 7."""
    return Section(
        "7",
        given.say("结果解释", "Interpretation"),
        sections=(
            Section("7.1", given.say("结果说明和热点", "The result and its hot spots"), _hot_spots(given)),
            Section("7.2", given.say("不确定度", "Uncertainty"), _uncertainty(given)),
            Section("7.3", given.say("假设和局限性", "Assumptions and limitations"), _limits(given)),
        ),
    )


def _method(given: Given) -> tuple[Block, ...]:
    method = given.footprint.method
    return (
        Paragraph(
            given.say(
                f"只评价气候变化一个影响类别，采用 {method.id}@{method.version}；碳抵消不计入。",
                f"One impact category only, climate change, by {method.id}@{method.version}; offsets are not counted.",
            )
        ),
    )


def _split(given: Given, lines: tuple[object, ...]) -> Table:
    score = given.footprint.score
    gases = lines == GASES
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (INDICATORS[line].of(given.language), number(getattr(score, line.value)))
        for line in (GASES if gases else LINES)
    )
    if not gases and given.footprint.biogenic_carbon_kg is not None:
        carbon = given.say(
            "产品中的生物碳，kg C（不计入总量）", "Biogenic carbon in the product, kg C (not in the total)"
        )
        rows = (*rows, (carbon, number(given.footprint.biogenic_carbon_kg)))
    title = (
        given.say("按气体", "By gas")
        if gases
        else given.say("化石、生物源、土地利用变化、航空分列", "Fossil, biogenic, land use, aircraft")
    )
    return Table(title, (given.say("项目", "Line"), given.per), rows, (4, 2))


def _hot_spots(given: Given) -> tuple[Block, ...]:
    footprint = given.footprint
    largest = sorted(footprint.lines, key=lambda line: -abs(line.score.total))[:LARGEST]
    rows = [(given.name(line.names), line.score.total, line.share) for line in largest]
    title = Text(zh="最大的贡献", en="Largest contributions")
    cells: tuple[tuple[Cell, ...], ...] = tuple((name, number(value), share(part)) for name, value, part in rows)
    columns = (given.say("活动", "Activity"), given.per, given.say("占比", "Share"))
    return (
        Paragraph(sentence(given)),
        Figure(
            given.of(title),
            bars(rows, title=title, unit=given.per, language=given.language),
            given.of(described(rows, title, given.per)),
        ),
        Table(given.of(title), columns, cells, (4, 3, 2)),
    )


def _uncertainty(given: Given) -> tuple[Block, ...]:
    result = given.footprint.uncertainty
    if result is None:
        none = given.say("没有做不确定度分析。", "Uncertainty was not assessed.")
        return (Paragraph(none, notice=True),)
    rows: tuple[tuple[Cell, ...], ...] = (
        (given.say("标称值", "Nominal value"), number(result.nominal)),
        (given.say("均值", "Mean"), number(result.mean)),
        (given.say("中位数", "Median"), number(result.median)),
        (given.say("标准不确定度", "Standard uncertainty"), number(result.sd)),
        (given.say("95% 区间下限", "Lower end of the 95 % interval"), number(result.interval.low)),
        (given.say("95% 区间上限", "Upper end of the 95 % interval"), number(result.interval.high)),
    )
    seeded = given.say(
        f"蒙特卡洛抽样 {result.draws} 次，种子 {result.seed}，{result.generator}；{given.name(result.stopped)}",
        f"{result.draws} draws, seed {result.seed}, {result.generator}; {given.name(result.stopped)}",
    )
    blocks: list[Block] = [
        Table(
            given.say("总量的分布", "Distribution of the total"), (given.say("项目", "Item"), given.per), rows, (4, 2)
        ),
        Paragraph(seeded),
        Paragraph(given.name(result.why)),
    ]
    title = Text(zh="总量的不确定度", en="Uncertainty of the total")
    if given.draws:
        svg = histogram(given.draws, result, title=title, unit=given.per, language=given.language)
        blocks.append(Figure(given.of(title), svg, given.of(spread_in_words(result, title, given.per))))
    if result.shares:
        blocks += _shares(given)
    if result.unquantified:
        named = given.listed([given.name(each.names) for each in result.unquantified])
        blocks.append(
            Paragraph(
                given.say(
                    f"没有注明不确定度、按精确值处理：{named}", f"Without stated uncertainty, taken as exact: {named}"
                ),
                notice=True,
            )
        )
    return tuple(blocks)


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


def _limits(given: Given) -> tuple[Block, ...]:
    study = given.study
    blocks: list[Block] = [Paragraph(each) for each in (*study.assumptions, *study.limitations)]
    return tuple(blocks) or (Paragraph(given.missing(None)),)
