"""Rules that follow from the typed content of a rule set by themselves: unit, boundary, cut-off, allocation.

Nobody writes them: a required process gives the rule that the study has it, a limit the rule that it is kept.
A written rule of the same id goes before. What follows from data, electricity and scenarios is in `generate_data`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tanji.model.content import (
    AllocationSection,
    BoundarySection,
    Content,
    CutOffSection,
    Need,
    UnitProcess,
    UnitSection,
)
from tanji.model.ruleset import ResolvedRule
from tanji.rules.condition import (
    LINES,
    blank,
    both,
    limit,
    listed,
    narrows,
    pattern,
    ruled,
    said,
    stands_for,
    stated,
    worded,
)
from tanji.rules.generate_data import of_data


def generated(content: Content) -> tuple[ResolvedRule, ...]:
    """All rules that follow from the sections of a content, in their order."""
    found: list[ResolvedRule] = []
    if content.unit is not None:
        found += _unit(content.unit)
    if content.boundary is not None:
        found += _boundary(content.boundary)
    if content.cut_off is not None:
        found += _cut_off(content.cut_off)
    if content.allocation is not None:
        found += _allocation(content.allocation)
    return (*found, *of_data(content))


def _unit(section: UnitSection) -> Iterator[ResolvedRule]:
    if narrows(section, "kinds"):
        names = {"functional": ("功能单位", "a functional unit"), "declared": ("声明单位", "a declared unit")}
        zh, en = "或".join(names[k][0] for k in section.kinds), " or ".join(names[k][1] for k in section.kinds)
        yield stated(
            section,
            "kinds",
            id="unit.kind",
            names=both(f"用{zh}", f"The unit is {en}"),
            require=f"study.unit.kind in {listed(section.kinds)}",
            message=both(f"单位不是{zh}", f"The unit is not {en}"),
            remedy=both("改用规定的一类单位", "Take the kind of unit of the rule"),
        )
    if section.units:
        units = ", ".join(section.units)
        yield stated(
            section,
            "units",
            id="unit.of-the-product",
            names=both("单位符合规则", "The unit is the rule's"),
            require=f"study.unit.unit in {listed(section.units)}",
            message=both(
                f"单位“{{study.unit.unit}}”不是规定的单位：{units}", f"The unit {{study.unit.unit}} is none of: {units}"
            ),
            remedy=both("改用规定的单位", "Take one of these units"),
        )
    yield from _unit_duties(section)


def _unit_duties(section: UnitSection) -> Iterator[ResolvedRule]:
    duties = (
        ("service_life", "service-life", "has(study.service_years)", ("使用年限", "the service life")),
        ("product_mass", "product-mass", "has(study.product.mass_kg)", ("单位产品的净重", "the net mass of a unit")),
        ("described", "described", "size(study.unit.description) > 0", ("单位的说明", "a description of the unit")),
    )
    for member, name, condition, (zh, en) in duties:
        if getattr(section, member):
            yield stated(
                section,
                member,
                id=f"unit.{name}",
                names=both(f"已写明{zh}", f"{en[:1].upper()}{en[1:]} is stated"),
                require=condition,
                message=both(f"没有写明{zh}", f"{en[:1].upper()}{en[1:]} is not stated"),
                remedy=both(f"填写{zh}", f"State {en}"),
            )
    asked = [each for each in section.qualifiers if each.rule is None]
    if asked:
        zh = "、".join(said(each.names, "zh") for each in asked)
        en = ", ".join(said(each.names, "en") for each in asked)
        yield stated(
            section,
            "qualifiers",
            id="unit.qualifiers",
            names=both("产品的限定信息已写明", "What the unit needs to be understood is told"),
            question=both(f"是否写明了：{zh}？", f"Are these told: {en}?"),
            message=both(f"没有写明：{zh}", f"Not told: {en}"),
            remedy=both("在单位说明中补充", "Add it to the description of the unit"),
        )


def _boundary(section: BoundarySection) -> Iterator[ResolvedRule]:
    if narrows(section, "boundaries"):
        allowed = ", ".join(section.boundaries)
        yield stated(
            section,
            "boundaries",
            id="boundary.allowed",
            names=both("系统边界是规定的一种", "The boundary is one of the rule's"),
            require=f"study.boundary in {listed(section.boundaries)}",
            message=both(
                f"边界 {{study.boundary}} 不在规定之内：{allowed}",
                f"The boundary {{study.boundary}} is none of: {allowed}",
            ),
            remedy=both("改用规定的边界", "Take a boundary of the rule"),
        )
    if section.stages:
        stages = ", ".join(section.stages)
        yield stated(
            section,
            "stages",
            id="boundary.required-stages",
            names=both("规定的阶段都有数据", "Every required stage has data"),
            require=f"{listed(section.stages)}.all(s, s in derived.stages_covered)",
            message=both(
                f"规定的阶段（{stages}）未全部覆盖，已有：{{derived.stages_covered}}",
                f"Of the required stages ({stages}) only {{derived.stages_covered}} have data",
            ),
            remedy=both("补充缺少阶段的活动数据", "Add activity data of the missing stages"),
        )
    for process in section.processes:
        if process.need is Need.excluded:
            yield _excluded(process, section)
        elif process.need is not Need.optional:
            yield _required(process, section)


def _required(process: UnitProcess, section: BoundarySection) -> ResolvedRule:
    zh, en = said(process.names, "zh"), said(process.names, "en")
    hint = f"，或在名称中写明“{process.words[0]}”" if process.words else ""
    hint_en = f" or name it with {process.words[0]!r}" if process.words else ""
    return ruled(
        process.clause,
        process.severity or section.severity,
        id=f"boundary.process.{process.id}",
        names=both(f"已列出“{zh}”", f"{en} is listed"),
        when=process.when,
        require=f"{LINES}.exists(a, {stands_for(process)})",
        message=both(
            f"边界要求的单元过程“{zh}”（{process.stage}）没有数据",
            f"The boundary asks for {en} ({process.stage}), and no line has it",
        ),
        remedy=both(
            f"补充该过程的活动数据；若已列入，请把该行编号写作 {process.id}{hint}",
            f"Add its activity data; if a line holds it, give that line the id {process.id}{hint_en}",
        ),
    )


def _excluded(process: UnitProcess, section: BoundarySection) -> ResolvedRule:
    zh, en = said(process.names, "zh"), said(process.names, "en")
    why, why_en = (said(process.reason, code) if process.reason else "?" for code in ("zh", "en"))
    identity = f"boundary.excluded.{process.id}"
    names = both(f"未列入边界外的“{zh}”", f"{en}, outside the boundary, is not counted")
    message = both(
        f"“{zh}”不在系统边界内（{why}），研究却列入了", f"{en} is outside the boundary ({why_en}), but a line counts it"
    )
    remedy = both("删去该行，或单独报告", "Remove the line, or report it apart")
    severity = process.severity or section.severity
    if not (process.words or process.gases):
        question = both(f"是否没有计入“{zh}”（{why}）？", f"Is {en} left out ({why_en})?")
        return ruled(
            process.clause, severity, id=identity, names=names, question=question, message=message, remedy=remedy
        )
    require = f"!{LINES}.exists(a, {stands_for(process)})"
    return ruled(process.clause, severity, id=identity, names=names, require=require, message=message, remedy=remedy)


def _cut_off(section: CutOffSection) -> Iterator[ResolvedRule]:
    cuts = "study.cut_offs"
    if section.share_stated:
        yield stated(
            section,
            "share_stated",
            id="cutoff.share-stated",
            names=both("取舍有估计占比", "Every cut-off states its share"),
            each=cuts,
            require="has(item.share_percent)",
            message=both("取舍“{item.name}”没有估计占比", "The cut-off {item.name} has no estimated share"),
            remedy=both("估计其占质量、能量或排放的百分比", "Estimate its share of mass, energy or emissions"),
        )
    if section.item_percent is not None:
        most = blank(section.item_percent)
        yield stated(
            section,
            "item_percent",
            id="cutoff.item",
            names=both("单项取舍不超限", "No cut-off is above the limit"),
            each=cuts,
            when="has(item.share_percent)",
            require=f"item.share_percent <= {limit(section.item_percent)}",
            message=both(
                f"取舍“{{item.name}}”占 {{item.share_percent}} %，超过单项上限 {most} %",
                f"The cut-off {{item.name}} is {{item.share_percent}} %, above the limit of {most} %",
            ),
            remedy=both("把该项纳入核算", "Include it in the inventory"),
        )
    if section.total_percent is not None:
        most = blank(section.total_percent)
        yield stated(
            section,
            "total_percent",
            id="cutoff.total",
            names=both("取舍总和不超限", "All cut-offs together are below the limit"),
            require=f"derived.cut_off_percent <= {limit(section.total_percent)}",
            message=both(
                f"取舍合计 {{derived.cut_off_percent}} %，超过上限 {most} %",
                f"Cut-offs add up to {{derived.cut_off_percent}} %, above the limit of {most} %",
            ),
            remedy=both("把占比较大的项纳入核算", "Include the larger ones"),
        )
    yield from _never_cut(section)


def _never_cut(section: CutOffSection) -> Iterator[ResolvedRule]:
    if narrows(section, "bases"):
        allowed = ", ".join(section.bases)
        yield stated(
            section,
            "bases",
            id="cutoff.basis",
            names=both("取舍按规定的基准估计", "Cut-offs are estimated on a basis of the rule"),
            each="study.cut_offs",
            require=f"item.basis in {listed(section.bases)}",
            message=both(
                f"取舍“{{item.name}}”的基准 {{item.basis}} 不在规定之内：{allowed}",
                f"The basis {{item.basis}} of the cut-off {{item.name}} is none of: {allowed}",
            ),
            remedy=both("改用规定的基准估计占比", "Estimate the share on such a basis"),
        )
    for entry in section.never:
        if not entry.words:
            continue
        zh, en = said(entry.names, "zh"), said(entry.names, "en")
        yield ruled(
            entry.clause,
            entry.severity or section.severity,
            id=f"cutoff.never.{entry.id}",
            names=both(f"没有舍去“{zh}”", f"{en} is not cut off"),
            each="study.cut_offs",
            require=f"!item.name.matches({pattern(entry.words)})",
            message=both(f"“{{item.name}}”属于不得舍去的“{zh}”", f"{{item.name}} is {en}, which may not be cut off"),
            remedy=both("纳入核算", "Include it in the inventory"),
        )


def _allocation(section: AllocationSection) -> Iterator[ResolvedRule]:
    if section.methods:
        allowed = ", ".join(section.methods)
        yield stated(
            section,
            "methods",
            id="allocation.method",
            names=both("分配方法是规定的一种", "Allocation is by a method of the rule"),
            when="size(study.co_products) > 0 || study.steps.exists(s, size(s.co_products) > 0)",
            require=_allocated("size(s.co_products) > 0", "size(study.co_products) > 0", section.methods),
            message=both(
                f"有共生产品的分配不是规定的方法：{allowed}", f"Co-products are not allocated by one of: {allowed}"
            ),
            remedy=both("改用规定的分配方法", "Take a method of the rule"),
        )
    for entry in section.co_products:
        if not entry.words:
            continue
        zh, en = said(entry.names, "zh"), said(entry.names, "en")
        here = f"study.co_products.exists(c, {worded('c.names', entry.words)})"
        step = f"s.co_products.exists(c, {worded('c.names', entry.words)})"
        allowed = ", ".join(entry.methods)
        yield ruled(
            entry.clause,
            entry.severity or section.severity,
            id=f"allocation.co-product.{entry.id}",
            names=both(f"“{zh}”按规定分配", f"{en} is allocated as the rule says"),
            when=f"{here} || study.steps.exists(s, {step})",
            require=_allocated(step, here, entry.methods),
            message=both(
                f"共生产品“{zh}”不是按规定的方法分配：{allowed}", f"{en} is not allocated by one of: {allowed}"
            ),
            remedy=both("改用规定的方法", "Take such a method"),
        )
    if narrows(section, "recycling"):
        yield stated(
            section,
            "recycling",
            id="recycling.method",
            names=both("回收用规定的方法", "Recycling is treated as the rule says"),
            require=f"study.recycling in {listed(section.recycling)}",
            message=both(
                "回收处理方法 {study.recycling} 不在规定之内", "The treatment {study.recycling} is not the rule's"
            ),
            remedy=both("改用规定的方法", "Take a method of the rule"),
        )


def _allocated(step: str, here: str, methods: tuple[str, ...]) -> str:
    """Whether the study, and each step, that has such co-products is allocated by one of the methods."""
    allowed = listed(methods)
    return f"(!({here}) || study.allocation in {allowed}) && study.steps.all(s, !({step}) || s.allocation in {allowed})"
