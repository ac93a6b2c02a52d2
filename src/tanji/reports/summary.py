"""The sheet 汇总: what the footprint is, its total, stages, lines, gases, coverage and digests."""

from __future__ import annotations

from tanji.errors import Language, Text
from tanji.model.document import digests
from tanji.model.footprint import Footprint
from tanji.model.method import GASES, LINES, Indicator
from tanji.reports.sheet import Bar, Cell, Share, Sheet
from tanji.reports.words import BOUNDARIES, DISCLAIMER, INDICATORS, STAGES, name, unit_of_analysis

AMOUNT = "kg CO₂e"


def summary(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 汇总."""
    _title(sheet, footprint, language)
    _stages(sheet, footprint, language)
    _lines(sheet, footprint, language)
    _coverage(sheet, footprint, language)
    _origin(sheet, footprint, language)


def _title(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    sheet.write([name(footprint.names, language)], "title")
    sheet.write([DISCLAIMER.of(language)], "broad")
    sheet.gap()
    unit = footprint.unit
    kind = {
        "functional": Text(zh="功能单位", en="Functional unit"),
        "declared": Text(zh="声明单位", en="Declared unit"),
    }[unit.kind].of(language)
    facts: list[tuple[Text, Cell]] = [
        (Text(zh="产品", en="Product"), name(footprint.product, language)),
        (Text(zh="生产者", en="Maker"), footprint.maker),
        (Text(zh="系统边界", en="System boundary"), BOUNDARIES[footprint.boundary].of(language)),
        (Text(zh="时间", en="Period"), " – ".join(footprint.period) if footprint.period else None),
        (Text(zh="地点", en="Place"), footprint.location),
        (Text(zh="情景", en="Scenario"), footprint.scenario),
        (Text(zh="方法", en="Method"), footprint.method.id),
    ]
    sheet.pair(kind, unit_of_analysis(footprint))
    if unit.description:
        sheet.pair(Text(zh="单位说明", en="Description of the unit").of(language), name(unit.description, language))
    for label, value in facts:
        if value is not None:
            sheet.pair(label.of(language), value)
    sheet.gap()
    total = Text(zh="产品碳足迹", en="Carbon footprint").of(language)
    sheet.write([total, footprint.score.total, f"{AMOUNT} / {unit_of_analysis(footprint)}"], "big")
    if footprint.grid_score is not None:
        beside = Text(zh="全部按电网平均电力", en="With grid-average electricity throughout").of(language)
        sheet.write([beside, footprint.grid_score.total, AMOUNT])
    sheet.gap()


def _stages(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    share = Text(zh="占比", en="Share").of(language)
    sheet.head([Text(zh="生命周期阶段", en="Life-cycle stage").of(language), AMOUNT, share, ""], figures={1, 2})
    for stage in footprint.stages:
        drawn = None if stage.share is None else Bar(stage.share)
        sheet.write([STAGES[stage.stage].of(language), stage.score.total, Share.of(stage.share), drawn])
    sheet.gap()


def _lines(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    beside = footprint.grid_score
    grid = [Text(zh="按电网平均", en="With grid average").of(language)] if beside else []
    for title, indicators in (
        (Text(zh="单列", en="Separate lines"), LINES),
        (Text(zh="按气体", en="By gas"), GASES),
    ):
        sheet.head([title.of(language), AMOUNT, *grid], figures={1, 2})
        for indicator in indicators:
            more = [float(getattr(beside, indicator))] if beside else []
            cells: list[Cell] = [INDICATORS[indicator].of(language), float(getattr(footprint.score, indicator)), *more]
            sheet.write(cells, "strong" if indicator is Indicator.total else "")
        if indicators is LINES:
            both = Text(zh="合计（含生物源二氧化碳收支）", en="Total with biogenic CO₂, in and out").of(language)
            sheet.write([both, footprint.score.with_biogenic, *([beside.with_biogenic] if beside else [])])
        sheet.gap()
    for label, carbon in (
        (Text(zh="产品含生物源碳（kg C）", en="Biogenic carbon in the product (kg C)"), footprint.biogenic_carbon_kg),
        (
            Text(zh="包装含生物源碳（kg C）", en="Biogenic carbon in the packaging (kg C)"),
            footprint.biogenic_carbon_packaging_kg,
        ),
    ):
        if carbon is not None:
            sheet.pair(label.of(language), carbon)


def _coverage(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    coverage, unknown = footprint.coverage, Text(zh="未知", en="not known").of(language)
    sheet.head([Text(zh="覆盖率", en="Coverage").of(language), ""])
    facts: list[tuple[Text, Cell]] = [
        (Text(zh="活动行数", en="Lines"), coverage.lines),
        (Text(zh="已关联", en="Linked"), coverage.linked),
        (Text(zh="未关联（未计入合计）", en="Not linked (not in the total)"), len(coverage.unlinked)),
        (Text(zh="质量未知的材料", en="Materials of unknown mass"), coverage.mass_unknown),
        (Text(zh="未表征的大气流", en="Flows to air without a factor"), coverage.uncharacterised_count),
        (Text(zh="未表征的大气流质量（kg）", en="Their mass (kg)"), coverage.uncharacterised_air_kg),
        (Text(zh="背景中缺供应者的输入", en="Background inputs without supplier"), coverage.upstream_gap_count),
        (Text(zh="已关联质量占比", en="Linked share of mass"), Share.of(coverage.linked_mass_share)),
        (Text(zh="初级数据贡献占比", en="Share from primary data"), Share.of(coverage.primary_share)),
    ]
    for label, value in facts:
        sheet.pair(label.of(language), unknown if value is None else value)
    sheet.gap()


def _origin(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    sheet.head([Text(zh="由此算出（摘要值）", en="Made from (digests)").of(language), ""])
    rows = [(Text(zh="研究", en="Study"), footprint.study)]
    rows += [(Text(zh="背景数据库", en="Background release"), release) for release in footprint.releases]
    rows += [(Text(zh="方法", en="Method"), footprint.method)]
    rows += [(Text(zh="供应商文档", en="Supplier's document"), given) for given in footprint.inputs]
    own = digests(footprint)
    sheet.pair(Text(zh="本碳足迹文档", en="This footprint").of(language), own.sha256)
    sheet.pair("", own.sm3)
    for label, ref in rows:
        sheet.pair(label.of(language), f"{ref.id} {ref.version}")
        sheet.pair("", ref.digest)
    sheet.pair(Text(zh="计算程序", en="Engine").of(language), footprint.engine)
