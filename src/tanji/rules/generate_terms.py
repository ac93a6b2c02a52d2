"""Rules that follow from typed content on electricity, gases, carbon, scenarios and uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from tanji.model.content import (
    CarbonSection,
    Content,
    ElectricitySection,
    ScenarioSection,
    ScenarioValue,
    UncertaintyDuty,
    UncertaintySection,
)
from tanji.model.finding import Severity
from tanji.model.ruleset import ResolvedRule
from tanji.model.section import Treatment
from tanji.rules.condition import LINES, blank, both, limit, listed, question, quoted, ruled, said, stated

_RELATIONS: Final = {"equal": "==", "at_least": ">=", "at_most": "<="}
_KEPT: Final = {"equal": ("为", "is"), "at_least": ("不小于", "is at least"), "at_most": ("不大于", "is at most")}


def of_terms(content: Content) -> Iterator[ResolvedRule]:
    """What follows from the sections after that on data."""
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


def _electricity(section: ElectricitySection) -> Iterator[ResolvedRule]:
    allowed = [each.treatment for each in section.hierarchy]
    if allowed and set(allowed) != set(get_args(Treatment)):
        yield stated(
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
        yield stated(
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
    if any(each.rule is None for each in section.criteria):
        yield question(
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
    return stated(
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


def _scenario(stage: str, scenario: str, value: ScenarioValue, severity: Severity | None) -> ResolvedRule:
    root = value.member.partition(".")[0]
    holds = f"item.{value.member} {_RELATIONS[value.relation]} {limit(value.value)}"
    if value.other == "evidence":
        holds = f"{holds} || size(item.evidence) > 0"
    zh, en = said(value.names, "zh"), said(value.names, "en")
    is_zh, is_en = _KEPT[value.relation]
    unit = f" {value.unit}" if value.unit else ""
    fixed = not isinstance(value.value, str)
    named = f"{is_zh} {blank(value.value)}{unit}" if fixed else f"{is_zh}规定值"
    named_en = f"{is_en} {blank(value.value)}{unit}" if fixed else f"{is_en} the value of the rule"
    told, told_en = f"{is_zh} {blank(value.value)}{unit}", f"{is_en} {blank(value.value)}{unit}"
    with_zh, with_en = ("，另有证据的除外", ", unless there is evidence") if value.other == "evidence" else ("", "")
    return ruled(
        value.clause,
        severity,
        id=f"scenario.{scenario}.{value.id}",
        names=both(f"{zh}{named}{with_zh}", f"{en} {named_en}{with_en}"),
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
        yield stated(
            section,
            "duty",
            id="uncertainty.quantified",
            names=both("有定量的不确定性", "Uncertainty is quantified"),
            needs="footprint",
            require="has(footprint.uncertainty)",
            message=both("碳足迹没有定量的不确定性", "The footprint has no quantified uncertainty"),
            remedy=both("用 tanji calc --uncertainty 计算", "Compute it with `tanji calc --uncertainty`"),
        )
    if any(each.rule is None for each in section.sensitivity):
        yield question(
            section,
            "sensitivity",
            "uncertainty.sensitivity",
            section.sensitivity,
            asked=both("是否做了这些敏感性分析", "Were these analyses of sensitivity made"),
        )
