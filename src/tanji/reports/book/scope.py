"""Chapter 3: the unit, the boundary with its picture, cut-offs, time and place."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.study import Stage
from tanji.reports.book.boundary import INSIDE, boundary, described
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Figure, Number, Paragraph, Section, Table
from tanji.reports.figures import THIN, percent, significant
from tanji.reports.words import BOUNDARIES, STAGES

BASES = {
    "mass": Text(zh="质量", en="mass"),
    "energy": Text(zh="能量", en="energy"),
    "ghg": Text(zh="温室气体", en="greenhouse gases"),
}


def scope(given: Given) -> Section:
    """Chapter 3."""
    return Section(
        "3",
        given.say("量化范围", "Scope"),
        sections=(
            Section("3.1", given.say("功能单位或声明单位", "Functional or declared unit"), _unit(given)),
            Section("3.2", given.say("系统边界", "System boundary"), _boundary(given)),
            Section("3.3", given.say("取舍准则", "Cut-off"), _cut_offs(given)),
            Section("3.4", given.say("时间和地域", "Time and place"), _time(given)),
        ),
    )


def _unit(given: Given) -> tuple[Block, ...]:
    unit = given.footprint.unit
    kind = (
        given.say("功能单位", "Functional unit")
        if unit.kind == "functional"
        else given.say("声明单位", "Declared unit")
    )
    said = f"{significant(unit.amount, trim=True)}{THIN}{unit.unit}"
    about = given.name(unit.description) if unit.description else ""
    flow = significant(given.study.reference_flow, trim=True)
    reference = given.say("基准流：", "Reference flow: ") + f"{flow}{THIN}{given.study.output.unit}"
    colon = "：" if given.language == "zh" else ": "
    return (Paragraph(f"{kind}{colon}{said}{f' — {about}' if about else ''}"), Paragraph(reference))


def _boundary(given: Given) -> tuple[Block, ...]:
    footprint = given.footprint
    inside, covered = INSIDE[footprint.boundary], {stage.stage for stage in footprint.stages}
    rows: list[tuple[Cell, ...]] = []
    for stage in Stage:
        said = given.say("纳入", "included") if stage in covered else given.say("不纳入", "not included")
        reason = given.study.excluded_stages.get(stage, "")
        if stage in inside and stage not in covered and not reason:
            reason = given.say("边界内，但没有数据也没有理由", "inside the boundary, without data or reason")
        rows.append((given.of(STAGES[stage]), said, reason or "—"))
    columns = (given.say("阶段", "Stage"), given.say("是否纳入", "Included"), given.say("理由", "Reason"))
    return (
        Paragraph(given.of(BOUNDARIES[footprint.boundary])),
        Figure(
            given.say("系统边界图", "System boundary"),
            boundary(footprint, given.language),
            given.of(described(footprint)),
        ),
        Table(given.say("各阶段", "Stages"), columns, tuple(rows), (2, 2, 4)),
    )


def _cut_offs(given: Given) -> tuple[Block, ...]:
    cuts = given.study.cut_offs
    if not cuts:
        return (Paragraph(given.say("没有取舍。", "Nothing was cut off.")),)
    rows = tuple(
        (
            cut.name,
            "—" if cut.share_percent is None else Number(cut.share_percent / 100, percent(cut.share_percent / 100)),
            given.of(BASES[cut.basis]),
            cut.reason,
        )
        for cut in cuts
    )
    columns = (
        given.say("项目", "Item"),
        given.say("估计占比", "Estimated share"),
        given.say("依据", "Basis"),
        given.say("理由", "Reason"),
    )
    return (Table(given.say("取舍清单", "Cut-offs"), columns, rows, (3, 2, 2, 4)),)


def _time(given: Given) -> tuple[Block, ...]:
    footprint = given.footprint
    period = given.missing(None if footprint.period is None else " – ".join(footprint.period))
    return (
        Paragraph(given.say("活动数据的统计期：", "Period of the activity data: ") + period),
        Paragraph(given.say("地域：", "Place: ") + given.missing(footprint.location)),
    )
