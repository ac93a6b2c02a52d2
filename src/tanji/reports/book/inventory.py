"""Chapter 4: where the data come from, allocation, the inventory line by line, electricity."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.study import Activity, ActivityKind, OwnFactor
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Paragraph, Section, Table, number, share
from tanji.reports.figures import percent
from tanji.reports.words import STAGES

TREATMENTS = {
    "grid": Text(zh="电网平均", en="grid average"),
    "instrument": Text(zh="合约凭证", en="contractual instrument"),
    "on_site": Text(zh="自发自用", en="on-site generation"),
    "direct_line": Text(zh="直供", en="direct line"),
}
ALLOCATIONS = {
    "none": Text(zh="未选择", en="none chosen"),
    "mass": Text(zh="按质量", en="by mass"),
    "energy": Text(zh="按能量", en="by energy"),
    "economic": Text(zh="按经济价值", en="by economic value"),
}


def inventory(given: Given) -> Section:
    """Chapter 4."""
    return Section(
        "4",
        given.say("清单分析", "Inventory"),
        sections=(
            Section("4.1", given.say("数据来源", "Sources of data"), _sources(given)),
            Section("4.2", given.say("分配", "Allocation"), _allocation(given)),
            Section("4.3", given.say("清单结果", "Inventory by line"), (_lines(given),)),
            Section("4.4", given.say("未计入的投入", "What is not in the total"), _unlinked(given)),
            Section("4.5", given.say("电力", "Electricity"), _electricity(given)),
        ),
    )


def _sources(given: Given) -> tuple[Block, ...]:
    primary = given.footprint.coverage.primary_share
    said = "—" if primary is None else percent(primary)
    return (
        Paragraph(
            given.say(
                f"初级数据占贡献的 {said}；每行数据的来源见附录 A，假设见 7.3。",
                f"Primary data make up {said} of the contributions; sources are in annex A, assumptions in 7.3.",
            )
        ),
    )


def _allocation(given: Given) -> tuple[Block, ...]:
    study = given.study
    used = [(given.say("产品", "product"), given.of(ALLOCATIONS[study.allocation]))] if study.co_products else []
    used += [
        (given.name(step.names) if step.names else step.id, given.of(ALLOCATIONS[step.allocation]))
        for step in study.steps
        if step.co_products
    ]
    if not used:
        return (Paragraph(given.say("没有共生产品，无需分配。", "There are no co-products, so nothing is allocated.")),)
    columns = (given.say("工序", "Step"), given.say("方法", "Method"))
    return (Table(given.say("分配方法", "Methods of allocation"), columns, tuple(used), (3, 2)),)


def _lines(given: Given) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            given.name(line.names),
            given.of(STAGES[line.stage]),
            number(line.amount),
            line.unit,
            number(line.intensity.total),
            number(line.score.total),
            share(line.share),
        )
        for line in given.footprint.lines
    )
    columns = (
        given.say("活动", "Activity"),
        given.say("阶段", "Stage"),
        given.say("数量", "Amount"),
        given.say("单位", "Unit"),
        given.say("因子", "Factor"),
        given.say("碳足迹", "Footprint"),
        given.say("占比", "Share"),
    )
    note = given.say(
        f"数量和碳足迹按 {given.per} 计；因子为每单位的 kg CO₂e。",
        f"Amounts and footprints are per unit of analysis ({given.per}); factors in kg CO₂e per unit.",
    )
    return Table(given.say("清单和结果", "Inventory and results"), columns, rows, (5, 3, 3, 2, 3, 3, 2), note)


def _unlinked(given: Given) -> tuple[Block, ...]:
    missing = given.footprint.coverage.unlinked
    if not missing:
        return (Paragraph(given.say("所有投入都已计入。", "Every input is in the total.")),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (given.name(each.names), number(each.amount), each.unit or "—", share(each.mass_share), given.name(each.reason))
        for each in missing
    )
    columns = (
        given.say("投入", "Input"),
        given.say("数量", "Amount"),
        given.say("单位", "Unit"),
        given.say("质量占比", "Share of mass"),
        given.say("原因", "Reason"),
    )
    warn = given.say(
        "下列投入没有因子，不在总量之内，不是零。",
        "These inputs have no factor: they are not in the total, and not zero.",
    )
    return (
        Paragraph(warn, notice=True),
        Table(given.say("未计入的投入", "Not in the total"), columns, rows, (4, 2, 2, 2, 4)),
    )


def _electricity(given: Given) -> tuple[Block, ...]:
    kinds = {ActivityKind.electricity, ActivityKind.use_energy}
    activities = {each.id: each for each in given.study.activities}
    rows: list[tuple[Cell, ...]] = []
    for line in given.footprint.lines:
        if line.kind in kinds:
            activity = activities.get(line.activity.removesuffix(":recycled"))
            terms = activity.electricity if activity else None
            factor = line.listing.source if line.listing is not None else line.factor_source
            year = line.listing.year if line.listing is not None else _own_year(activity)
            how = given.of(TREATMENTS[terms.treatment if terms else "grid"])
            said = "—" if year is None else str(year)
            rows.append((given.name(line.names), how, factor or "—", said, number(line.score.total)))
    if not rows:
        return (Paragraph(given.say("没有用电。", "No electricity is used.")),)
    columns = (
        given.say("活动", "Activity"),
        given.say("处理方式", "Treatment"),
        given.say("因子来源", "Source of the factor"),
        given.say("因子年份", "Year of the factor"),
        given.say("碳足迹", "Footprint"),
    )
    blocks: list[Block] = [Table(given.say("用电", "Electricity"), columns, tuple(rows), (3, 2, 5, 2, 2))]
    blocks += _instruments(given)
    if given.footprint.grid_score is not None:
        row = (
            given.say("全部按电网平均", "With the grid average throughout"),
            number(given.footprint.grid_score.total),
        )
        blocks.append(
            Table(given.say("对照结果", "Result beside"), (given.say("项目", "Item"), given.per), (row,), (3, 2))
        )
    return tuple(blocks)


def _own_year(activity: Activity | None) -> int | None:
    return activity.link.year if activity is not None and isinstance(activity.link, OwnFactor) else None


def _instruments(given: Given) -> list[Block]:
    """Green certificates and contracts for electricity (绿证、绿电), or that none is claimed."""
    rows: list[tuple[Cell, ...]] = []
    for activity in given.study.activities:
        terms = activity.electricity.instrument if activity.electricity else None
        if terms is not None:
            period = "—" if terms.period is None else f"{terms.period.start} – {terms.period.end}"
            number_ = given.missing(terms.number)
            rows.append((given.name(activity.names), terms.kind, number_, number(terms.kwh), period))
    if not rows:
        return [
            Paragraph(
                given.say("没有使用绿证或绿电合同。", "No green certificate or contract for electricity is claimed.")
            )
        ]
    columns = (
        given.say("活动", "Activity"),
        given.say("凭证", "Instrument"),
        given.say("编号", "Number"),
        "kWh",
        given.say("期间", "Period"),
    )
    return [Table(given.say("绿证和绿电合同", "Certificates and contracts"), columns, tuple(rows), (3, 2, 3, 2, 3))]
