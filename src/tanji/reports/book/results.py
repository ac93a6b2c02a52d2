"""Chapters 6 and 7: the result by stage and by line of ISO 14067; then hot spots, uncertainty, limits."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.method import GASES, LINES
from tanji.reports.book.advice import advice
from tanji.reports.book.bars import bars, described
from tanji.reports.book.given import Given
from tanji.reports.book.overview import sentence
from tanji.reports.book.page import Block, Cell, Figure, Paragraph, Section, Table, number, share
from tanji.reports.book.spread import spread
from tanji.reports.book.waterfall import described as steps_in_words
from tanji.reports.book.waterfall import waterfall
from tanji.reports.words import INDICATORS, STAGES

LARGEST = 10


def results(given: Given) -> Section:
    """Chapter 6."""
    return Section(
        "6",
        given.say("影响评价", "Impact assessment"),
        sections=(
            Section("6.1", given.say("影响类型和特征化", "Impact category and characterisation"), _method(given)),
            Section("6.2", given.say("分阶段结果", "By stage"), _stages(given)),
            Section(
                "6.3", given.say("分项结果", "The lines of the result"), (_split(given, LINES), _split(given, GASES))
            ),
        ),
    )


def _stages(given: Given) -> tuple[Block, ...]:
    """The table of the stages, their bars, and how they add up."""
    footprint = given.footprint
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (given.of(STAGES[each.stage]), number(each.score.total), share(each.share)) for each in footprint.stages
    )
    whole = given.say("合计", "Total")
    cells = (*cells, (whole, number(footprint.score.total), share(1.0 if footprint.score.total else None)))
    columns = (given.say("阶段", "Stage"), given.per, given.say("占比", "Share"))
    rows = [(given.of(STAGES[each.stage]), each.score.total, each.share) for each in footprint.stages]
    parts = [(name, value) for name, value, _ in rows]
    title = Text(zh="各阶段的碳足迹", en="Footprint by stage")
    steps = Text(zh="各阶段如何合成总量", en="How the stages add up to the total")
    unit, language = given.per, given.language
    return (
        Table(given.of(title), columns, cells, (4, 3, 2)),
        Figure(
            given.of(title),
            bars(rows, title=title, unit=unit, language=language),
            given.of(described(rows, title, given.per)),
        ),
        Figure(
            given.of(steps),
            waterfall(parts, total=whole, title=steps, unit=unit, language=language),
            given.of(steps_in_words(parts, steps, given.per)),
        ),
    )


def interpretation(given: Given) -> Section:
    """Chapter 7."""
    return Section(
        "7",
        given.say("结果解释", "Interpretation"),
        sections=(
            Section("7.1", given.say("结果说明和热点", "The result and its hot spots"), _hot_spots(given)),
            Section("7.2", given.say("不确定度和敏感性", "Uncertainty and sensitivity"), spread(given)),
            Section("7.3", given.say("假设和局限性", "Assumptions and limitations"), _limits(given)),
            Section("7.4", given.say("改进建议", "Suggestions"), advice(given)),
        ),
    )


def _method(given: Given) -> tuple[Block, ...]:
    method = given.footprint.method
    return (
        Paragraph(
            given.say(
                f"只评价气候变化一个影响类别，采用 {method.id}@{method.version}（GWP 取值见附录 D）；碳抵消不计入。",
                f"One impact category only, climate change, by {method.id}@{method.version} (GWP values in annex D);"
                " offsets are not counted.",
            )
        ),
        Paragraph(
            given.say(
                "计算：碳足迹 = Σ（活动数据 × 因子），因子 = Σ（各气体的量 × GWP）；各行相加为阶段，各阶段相加为总量。",
                "Computation: footprint = Σ (activity data × factor), factor = Σ (amount of each gas × its GWP);"
                " the lines of a stage add up to it, the stages to the total.",
            )
        ),
        Paragraph(
            given.say(
                "数值修约：计算不修约；显示时按 GB/T 8170（四舍六入五成双）取四位有效数字，占比取一位小数，"
                "故合计与各项之和可能差末位。",
                "Rounding: the computation does not round; figures are shown with four significant digits, half to even"
                " (GB/T 8170), shares with one decimal, so a sum may differ from its parts in the last digit.",
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


def _limits(given: Given) -> tuple[Block, ...]:
    study = given.study
    kinds = (
        (given.say("假设：", "Assumption: "), study.assumptions),
        (given.say("局限性：", "Limitation: "), study.limitations),
    )
    blocks: list[Block] = [Paragraph(kind + each) for kind, said in kinds for each in said]
    return tuple(blocks) or (Paragraph(given.missing(None)),)
