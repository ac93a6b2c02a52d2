"""Rules that follow from typed content on requirements on data, and from the sections after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tanji.model.content import Content, DataSection, PrimaryDuty, Section, StageData, UnitProcess
from tanji.model.finding import Severity
from tanji.model.ruleset import ResolvedRule
from tanji.model.study import PRIMARY
from tanji.rules.condition import LINES, blank, both, limit, lines, listed, question, quoted, ruled, said, stated
from tanji.rules.generate_terms import of_terms

_SORTED: Final = tuple(sorted(PRIMARY))


def of_data(content: Content) -> Iterator[ResolvedRule]:
    """What follows from the sections on data and after them."""
    if content.boundary is not None:
        for process in content.boundary.processes:
            yield from _process(process, content.boundary)
    if content.data is not None:
        yield from _data(content.data)
    yield from of_terms(content)


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
    yield from _databases(section)
    for stage in section.stages:
        yield from _stage(stage, section)
    if section.primary_share_percent is not None:
        least = blank(section.primary_share_percent)
        yield stated(
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
        yield stated(
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
    if any(each.rule is None for each in section.gaps):
        yield question(
            section,
            "gaps",
            "data.gaps",
            section.gaps,
            asked=both("数据缺口是否按规定顺序填补", "Are gaps filled in this order"),
        )


def _databases(section: DataSection) -> Iterator[ResolvedRule]:
    if section.databases:
        allowed = [each.database for each in section.databases]
        yield stated(
            section,
            "databases",
            id="data.databases",
            names=both("背景数据取自认可的数据库", "Background data are from an accepted database"),
            each=f"{LINES}.filter(a, has(a.link) && a.link.kind == 'process')",
            require=f"item.link.database in {listed(allowed)}",
            message=both(
                f"“{{item.id}}”的因子取自 {{item.link.database}}，认可的是：{', '.join(allowed)}",
                f"The factor of {{item.id}} is from {{item.link.database}}, none of: {', '.join(allowed)}",
            ),
            remedy=both("换用认可的数据库，或用初级数据", "Take an accepted database, or primary data"),
        )
        for each in (each for each in section.databases if each.versions):
            versions = ", ".join(each.versions)
            yield ruled(
                each.clause,
                each.severity or section.severity,
                id=f"data.database.{each.id}",
                names=both(
                    f"“{said(each.names, 'zh')}”用认可的版本", f"{said(each.names, 'en')} in an accepted version"
                ),
                each=f"study.releases.filter(r, r.database == {quoted(each.database)} && has(r.version))",
                require=f"item.version in {listed(each.versions)}",
                message=both(
                    f"{{item.database}} 的版本 {{item.version}} 不在认可之列：{versions}",
                    f"The version {{item.version}} of {{item.database}} is none of: {versions}",
                ),
                remedy=both("换用认可的版本", "Take an accepted version"),
            )


def _ages(section: DataSection) -> Iterator[ResolvedRule]:
    if section.period_days is not None:
        least = blank(section.period_days)
        yield stated(
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
        yield stated(
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
        yield stated(
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
