"""Rules that follow from typed content on data, electricity, gases, carbon, scenarios and uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tanji.model.content import (
    CarbonSection,
    Content,
    DataSection,
    ElectricitySection,
    Entry,
    PrimaryDuty,
    ScenarioSection,
    ScenarioValue,
    Section,
    StageData,
    UncertaintyDuty,
    UncertaintySection,
    UnitProcess,
)
from tanji.model.document import Names
from tanji.model.finding import Severity
from tanji.model.ruleset import ResolvedRule
from tanji.model.study import PRIMARY
from tanji.rules.condition import LINES, blank, both, limit, lines, listed, quoted, ruled, said

_SORTED: Final = tuple(sorted(PRIMARY))
_RELATIONS: Final = {"equal": "==", "at_least": ">=", "at_most": "<="}
_KEPT: Final = {"equal": ("为", "is"), "at_least": ("不小于", "is at least"), "at_most": ("不大于", "is at most")}


def of_data(content: Content) -> Iterator[ResolvedRule]:
    """What follows from the sections on data and after them."""
    if content.boundary is not None:
        for process in content.boundary.processes:
            yield from _process(process, content.boundary)
    if content.data is not None:
        yield from _data(content.data)
    if content.electricity is not None:
        yield from _electricity(content.electricity)
    if content.gwp is not None and content.gwp.methods:
        yield _methods(content)
    if content.carbon is not None:
        yield from _carbon(content.carbon)
    if content.scenarios is not None:
        yield from _scenarios(content.scenarios)
    if content.uncertainty is not None:
        yield from _uncertainty(content.uncertainty)


def _process(process: UnitProcess, section: Section) -> Iterator[ResolvedRule]:
    zh, en = said(process.names, "zh"), said(process.names, "en")
    severity = process.severity or section.severity
    if process.primary in {PrimaryDuty.primary, PrimaryDuty.preferred}:
        yield ruled(
            process.clause,
            severity if process.primary is PrimaryDuty.primary else Severity.warning,
            id=f"data.primary.{process.id}",
            names=both(f"“{zh}”用初级数据", f"{en} has primary data"),
            each=lines(process),
            require=f"has(item.data) && item.data.type in {listed(_SORTED)}",
            message=both(f"“{zh}”（{{item.id}}）不是初级数据", f"{en} ({{item.id}}) has no primary data"),
            remedy=both("改用计量、账单或供应商数据", "Take metered, billed or suppliers' data"),
        )
    if process.age_years is not None:
        yield ruled(
            process.clause,
            severity,
            id=f"data.age.{process.id}",
            names=both(f"“{zh}”的数据不过旧", f"Data of {en} are not too old"),
            each=lines(process),
            when="has(item.data) && has(item.data.year) && has(derived.period_year)",
            require=f"derived.period_year - item.data.year <= {limit(process.age_years)}",
            **_aged(process.age_years),
        )
    if process.locations:
        places = ", ".join(process.locations)
        yield ruled(
            process.clause,
            severity,
            id=f"data.region.{process.id}",
            names=both(f"“{zh}”的因子来自规定的地区", f"The factor of {en} is from a region of the rule"),
            each=lines(process),
            when="has(item.link) && has(item.link.location)",
            require=f"item.link.location in {listed(process.locations)}",
            message=both(
                f"“{zh}”（{{item.id}}）的因子来自 {{item.link.location}}，应为 {places}",
                f"The factor of {en} ({{item.id}}) is from {{item.link.location}}, not from {places}",
            ),
            remedy=both("换用规定地区的因子", "Take a factor of such a region"),
        )


def _aged(most: float | str) -> dict[str, object]:
    years = blank(most)
    return {
        "message": both(
            f"“{{item.id}}”的数据为 {{item.data.year}} 年，早于统计期末 {years} 年以上",
            f"The data of {{item.id}} are of {{item.data.year}}, more than {years} years before the end of the period",
        ),
        "remedy": both("换用更新的数据", "Take newer data"),
    }


def _data(section: DataSection) -> Iterator[ResolvedRule]:
    yield from _ages(section)
    for stage in section.stages:
        yield from _stage(stage, section)
    if section.primary_share_percent is not None:
        least = blank(section.primary_share_percent)
        yield _stated(
            section,
            "primary_share_percent",
            id="data.primary-share",
            names=both("初级数据占比达到规定", "The share of primary data is high enough"),
            needs="footprint",
            when="has(footprint.coverage.primary_share)",
            require=f"footprint.coverage.primary_share * 100.0 >= {limit(section.primary_share_percent)}",
            message=both(
                f"初级数据占比为 {{footprint.coverage.primary_share}}，低于 {least} %",
                f"Primary data are {{footprint.coverage.primary_share}} of the total, below {least} %",
            ),
            remedy=both("把贡献大的行改为初级数据", "Take primary data for the lines that contribute most"),
        )
    if section.rating is not None:
        worst = blank(section.rating)
        yield _stated(
            section,
            "rating",
            id="data.rating",
            names=both("数据质量评分不劣于规定", "The data-quality rating is good enough"),
            needs="footprint",
            when="has(footprint.quality) && has(footprint.quality.rating)",
            require=f"footprint.quality.rating <= {limit(section.rating)}",
            message=both(
                f"数据质量评分为 {{footprint.quality.rating}}，劣于 {worst}",
                f"The rating is {{footprint.quality.rating}}, worse than {worst}",
            ),
            remedy=both("按 tanji quality 的建议改进数据", "Improve the data as `tanji quality` says"),
        )
    if section.gaps:
        yield _question(
            section,
            "gaps",
            "data.gaps",
            section.gaps,
            asked=both("数据缺口是否按规定顺序填补", "Are gaps filled in this order"),
        )


def _ages(section: DataSection) -> Iterator[ResolvedRule]:
    if section.period_days is not None:
        least = blank(section.period_days)
        yield _stated(
            section,
            "period_days",
            id="period.length",
            names=both("数据期不短于规定", "The data cover the period of the rule"),
            when="has(derived.period_days)",
            require=f"derived.period_days >= {limit(section.period_days)}",
            message=both(
                f"统计期只有 {{derived.period_days}} 天，短于 {least} 天",
                f"The period is {{derived.period_days}} days, shorter than {least}",
            ),
            remedy=both("采用一整年的数据，或说明季节差异的影响", "Take a whole year, or explain seasonal variation"),
        )
    if section.age_years is not None:
        yield _stated(
            section,
            "age_years",
            id="data.age",
            names=both("活动数据不过旧", "Activity data are not too old"),
            each=f"{LINES}.filter(a, has(a.data) && has(a.data.year))",
            when="has(derived.period_year)",
            require=f"derived.period_year - item.data.year <= {limit(section.age_years)}",
            **_aged(section.age_years),
        )
    if section.factor_age_years is not None:
        years = blank(section.factor_age_years)
        yield _stated(
            section,
            "factor_age_years",
            id="data.factor-age",
            names=both("自带因子不过旧", "Factors of the study's own are not too old"),
            each=f"{LINES}.filter(a, has(a.link) && has(a.link.year))",
            when="has(derived.period_year)",
            require=f"derived.period_year - item.link.year <= {limit(section.factor_age_years)}",
            message=both(
                f"“{{item.id}}”的因子为 {{item.link.year}} 年，早于统计期末 {years} 年以上",
                f"The factor of {{item.id}} is of {{item.link.year}}, over {years} years before the period ends",
            ),
            remedy=both("换用更新的因子", "Take a newer factor"),
        )


def _stage(stage: StageData, section: DataSection) -> Iterator[ResolvedRule]:
    held = f"{LINES}.filter(a, a.stage == {quoted(stage.stage)} && a.kind != 'assembly')"
    if stage.primary in {PrimaryDuty.primary, PrimaryDuty.preferred}:
        yield ruled(
            stage.clause,
            section.severity if stage.primary is PrimaryDuty.primary else Severity.warning,
            id=f"data.primary-stage.{stage.stage.replace('_', '-')}",
            names=both(f"{stage.stage} 阶段用初级数据", f"The stage {stage.stage} has primary data"),
            each=held,
            require=f"has(item.data) && item.data.type in {listed(_SORTED)}",
            message=both(
                f"{stage.stage} 阶段的“{{item.id}}”不是初级数据", f"{{item.id}} ({stage.stage}) has no primary data"
            ),
            remedy=both("改用计量、账单或供应商数据", "Take metered, billed or suppliers' data"),
        )
    if stage.age_years is not None:
        yield ruled(
            stage.clause,
            section.severity,
            id=f"data.age-stage.{stage.stage.replace('_', '-')}",
            names=both(f"{stage.stage} 阶段的数据不过旧", f"Data of the stage {stage.stage} are not too old"),
            each=held,
            when="has(item.data) && has(item.data.year) && has(derived.period_year)",
            require=f"derived.period_year - item.data.year <= {limit(stage.age_years)}",
            **_aged(stage.age_years),
        )


def _electricity(section: ElectricitySection) -> Iterator[ResolvedRule]:
    if section.hierarchy:
        allowed = [each.treatment for each in section.hierarchy]
        yield _stated(
            section,
            "hierarchy",
            id="electricity.treatment",
            names=both("电力按规定的来源处理", "Electricity is treated as one of the rule's sources"),
            each=f"{LINES}.filter(a, has(a.electricity))",
            require=f"item.electricity.treatment in {listed(allowed)}",
            message=both(
                f"“{{item.id}}”的电力处理 {{item.electricity.treatment}} 不在规定之内：{', '.join(allowed)}",
                f"The electricity of {{item.id}} is {{item.electricity.treatment}}, none of: {', '.join(allowed)}",
            ),
            remedy=both("改用规定的处理", "Take a treatment of the rule"),
        )
    if section.grid_beside:
        yield _stated(
            section,
            "grid_beside",
            id="electricity.grid-kept",
            names=both("同时保留电网平均结果", "The grid average is kept beside"),
            require="size(derived.instruments_without_grid) == 0",
            message=both(
                "没有电网平均对照的行：{derived.instruments_without_grid}",
                "Lines without the grid average beside: {derived.instruments_without_grid}",
            ),
            remedy=both("为这些行填写电网因子", "Give the grid factor of these lines"),
        )
    if section.criteria:
        yield _question(
            section,
            "criteria",
            "electricity.criteria",
            section.criteria,
            asked=both("电力凭证是否满足", "Do contractual instruments fulfil these"),
        )


def _methods(content: Content) -> ResolvedRule:
    section = content.gwp
    assert section is not None  # noqa: S101 - the caller has seen it
    methods = section.methods
    named = isinstance(methods, str)
    said_ = "{parameter." + str(methods) + "}" if named else ", ".join(methods)
    return _stated(
        section,
        "methods",
        id="gwp.latest",
        names=both("用规定的 GWP 方法", "The method is one of the rule's"),
        require=f"study.method in {f'parameter.{methods}' if named else listed(methods)}",
        message=both(
            f"方法 {{study.method}} 不在规定之内：{said_}", f"The method {{study.method}} is none of: {said_}"
        ),
        remedy=both("用规定的方法重新计算", "Compute with a method of the rule"),
    )


def _carbon(section: CarbonSection) -> Iterator[ResolvedRule]:
    for item in section.items:
        if item.rule is None:
            zh, en = said(item.names, "zh"), said(item.names, "en")
            yield ruled(
                item.clause,
                item.severity or section.severity,
                id=f"carbon.{item.id}",
                names=both(f"{zh}按规定处理", f"Treated as the rule says: {en}"),
                question=both(f"是否做到：{zh}？", f"Is this kept: {en}?"),
                message=both(f"没有做到：{zh}", f"Not kept: {en}"),
                remedy=both("按规定处理并说明", "Treat it so, and say so"),
            )


def _scenarios(section: ScenarioSection) -> Iterator[ResolvedRule]:
    for scenario in section.items:
        for value in scenario.values:
            yield _scenario(scenario.stage, scenario.id, value, value.severity or section.severity)


def _scenario(stage: str, scenario: str, value: ScenarioValue, severity: Severity) -> ResolvedRule:
    root = value.member.partition(".")[0]
    holds = f"item.{value.member} {_RELATIONS[value.relation]} {limit(value.value)}"
    if value.other == "evidence":
        holds = f"{holds} || size(item.evidence) > 0"
    zh, en = said(value.names, "zh"), said(value.names, "en")
    is_zh, is_en = _KEPT[value.relation]
    unit = f" {value.unit}" if value.unit else ""
    told, told_en = f"{is_zh} {blank(value.value)}{unit}", f"{is_en} {blank(value.value)}{unit}"
    with_zh, with_en = ("，另有证据的除外", ", unless there is evidence") if value.other == "evidence" else ("", "")
    return ruled(
        value.clause,
        severity,
        id=f"scenario.{scenario}.{value.id}",
        names=both(f"{zh}{told}{with_zh}", f"{en} {told_en}{with_en}"),
        each=f"{LINES}.filter(a, a.stage == {quoted(stage)} && has(a.{root}))",
        when=f"has(item.{value.member})",
        require=holds,
        message=both(
            f"“{{item.id}}”的{zh}是 {{item.{value.member}}}，规定{told}{with_zh}",
            f"{en} of {{item.id}} is {{item.{value.member}}}; by the rule it {told_en}{with_en}",
        ),
        remedy=both("按规定的情景计算，或另作情景", "Compute by the rule's scenario, or make another scenario"),
    )


def _uncertainty(section: UncertaintySection) -> Iterator[ResolvedRule]:
    if section.duty is UncertaintyDuty.quantitative:
        yield _stated(
            section,
            "duty",
            id="uncertainty.quantified",
            names=both("有定量的不确定性", "Uncertainty is quantified"),
            needs="footprint",
            require="has(footprint.uncertainty)",
            message=both("碳足迹没有定量的不确定性", "The footprint has no quantified uncertainty"),
            remedy=both("用 tanji calc --uncertainty 计算", "Compute it with `tanji calc --uncertainty`"),
        )
    if section.sensitivity:
        yield _question(
            section,
            "sensitivity",
            "uncertainty.sensitivity",
            section.sensitivity,
            asked=both("是否做了这些敏感性分析", "Were these analyses of sensitivity made"),
        )


def _question(
    section: Section, member: str, identity: str, entries: tuple[Entry, ...], *, asked: Names
) -> ResolvedRule:
    zh = "；".join(said(each.names, "zh") for each in entries)
    en = "; ".join(said(each.names, "en") for each in entries)
    return _stated(
        section,
        member,
        id=identity,
        names=both(asked["zh"], asked["en"]),
        question=both(f"{asked['zh']}：{zh}？", f"{asked['en']}: {en}?"),
        message=both(f"没有做到：{zh}", f"Not kept: {en}"),
        remedy=both("补充后说明", "Make up for it, and say so"),
    )


def _stated(section: Section, member: str, **members: object) -> ResolvedRule:
    return ruled(section.cites(member), section.severity, **members)
