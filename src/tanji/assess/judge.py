"""What a reader of a footprint should know: gaps, places and years that differ, figures nobody has checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tanji.assess.amounts import called
from tanji.assess.conventions import conventions
from tanji.assess.expand import Line
from tanji.assess.supply import Supply
from tanji.errors import Text
from tanji.model.finding import Finding, note, warning
from tanji.model.footprint import Coverage, Footprint
from tanji.model.method import Method
from tanji.model.process import FactorKind
from tanji.model.study import ActivityKind, Boundary, FootprintLink, Stage, Study

STAGES = {
    Stage.raw_material: Text(zh="原材料获取", en="raw material acquisition"),
    Stage.production: Text(zh="生产", en="production"),
    Stage.distribution: Text(zh="分销", en="distribution"),
    Stage.use: Text(zh="使用", en="use"),
    Stage.end_of_life: Text(zh="生命末期", en="end of life"),
}
WITHIN = {
    Boundary.cradle_to_gate: (Stage.raw_material, Stage.production),
    Boundary.cradle_to_grave: tuple(Stage),
    Boundary.gate_to_gate: (Stage.production,),
}
"""The stages that a boundary contains."""
NAMED = 5

Supplied = Sequence[tuple[Line, Supply | None]]


def judge(study: Study, lines: Supplied, coverage: Coverage, method: Method) -> tuple[Finding, ...]:
    """Every finding about a calculated study, the grave first."""
    found = [
        *_unlinked(coverage),
        *_scope(study, lines),
        *_lines(study),
        *_kinds_of_factor(lines),
        *_unverified(lines),
        *_geography(study, lines),
        *_years(study, lines),
        *_gwp(lines, method),
        *_gaps(coverage),
        *_cut_offs(study),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def judge_inputs(study: Study, given: Mapping[str, Footprint], method_digest: str) -> tuple[Finding, ...]:
    """What differs between this study and the supplier footprints that it takes as inputs."""
    found = []
    for activity in study.activities:
        if not isinstance(activity.link, FootprintLink) or activity.link.footprint.digest not in given:
            continue
        supplied, name = given[activity.link.footprint.digest], called(activity)
        if supplied.method.digest != method_digest:
            found.append(
                warning(
                    "CAL-120",
                    Text(
                        zh=f"{name.zh}：供应商碳足迹用的是另一种方法（{supplied.method.id}）",
                        en=f"{name.en}: the supplier's footprint uses another method ({supplied.method.id})",
                    ),
                    Text(
                        zh="请要求供应商用同一方法重算。",
                        en="Ask the supplier to compute it again with the same method.",
                    ),
                )
            )
        if supplied.coverage.unlinked:
            count = len(supplied.coverage.unlinked)
            found.append(
                warning(
                    "CAL-121",
                    Text(
                        zh=f"{name.zh}：供应商碳足迹中有 {count} 行未计入",
                        en=f"{name.en}: {count} lines are not in the supplier's footprint",
                    ),
                )
            )
    return tuple(found)


def judge_flows(databases: Sequence[str], method: Method) -> Iterator[Finding]:
    """The databases whose flows are not those of the method, and that it counts by gas instead."""
    if databases:
        zh, en = "、".join(databases), ", ".join(databases)
        yield note(
            "CAL-122",
            Text(
                zh=f"方法 {method.id} 没有列出 {zh} 的基本流，按各流所属的温室气体取因子",
                en=f"{method.id} lists no elementary flow of {en}: factors are taken by the gas that each flow is",
            ),
        )


def _unlinked(coverage: Coverage) -> Iterator[Finding]:
    if not coverage.unlinked:
        return
    shares = [entry.mass_share for entry in coverage.unlinked if entry.mass_share is not None]
    mass = Text(zh=f"（约占材料质量 {sum(shares):.1%}）", en=f" (about {sum(shares):.1%} of the mass of materials)")
    empty = Text(zh="（质量占比未知）", en=" (share of mass not known)")
    part, listed = mass if shares else empty, _named(entry.names for entry in coverage.unlinked)
    yield warning(
        "CAL-101",
        Text(
            zh=f"{len(coverage.unlinked)} 行未计入结果{part.zh}：{listed.zh}",
            en=f"{len(coverage.unlinked)} lines are not in the result{part.en}: {listed.en}",
        ),
        Text(
            zh="请补数量或选定背景过程；缺失不等于零。",
            en="Give the amounts, or choose background processes; missing is not zero.",
        ),
    )


def _scope(study: Study, lines: Supplied) -> Iterator[Finding]:
    there = {line.activity.stage for line, _ in lines}
    empty = [s for s in WITHIN[study.boundary] if s not in there and s.value not in study.excluded_stages]
    if empty:
        zh, en = "、".join(STAGES[s].zh for s in empty), ", ".join(STAGES[s].en for s in empty)
        yield warning(
            "CAL-102",
            Text(zh=f"系统边界内的阶段没有数据：{zh}", en=f"Stages within the system boundary have no line: {en}"),
            Text(zh="请补充数据，或写明排除的理由。", en="Add lines, or state why the stage is left out."),
        )
    outside = sorted(there - set(WITHIN[study.boundary]), key=list(Stage).index)
    if outside:
        zh, en = "、".join(STAGES[s].zh for s in outside), ", ".join(STAGES[s].en for s in outside)
        yield warning(
            "CAL-103",
            Text(
                zh=f"有数据属于系统边界之外的阶段，已计入合计：{zh}",
                en=f"Lines of stages outside the system boundary are in the total: {en}",
            ),
            Text(zh="请改系统边界，或移除这些行。", en="Change the boundary, or take these lines out."),
        )
    if study.unit.kind == "declared" and study.boundary is Boundary.cradle_to_grave:
        yield warning(
            "CAL-104",
            Text(
                zh="从摇篮到坟墓的碳足迹应使用功能单位，现为声明单位",
                en="A cradle-to-grave footprint needs a functional unit; a declared unit is given",
            ),
            Text(zh="声明单位只用于产品部分碳足迹。", en="A declared unit is for a partial footprint."),
        )


def _lines(study: Study) -> Iterator[Finding]:
    for activity in study.activities:
        name = called(activity)
        if activity.recycled_percent and activity.recycled_link is None:
            yield warning(
                "CAL-105",
                Text(
                    zh=f"{name.zh}：再生料 {activity.recycled_percent:g}% 没有自己的背景过程，全部按主背景过程计算",
                    en=f"{name.en}: the {activity.recycled_percent:g} % recycled has no process of its own; "
                    "all of it takes the main one",
                ),
                Text(zh="请为再生料选定背景过程。", en="Choose a background process for the recycled share."),
            )
        terms = activity.electricity
        if terms is not None and terms.treatment != "grid" and terms.grid is None:
            yield warning(
                "CAL-106",
                Text(
                    zh=f"{name.zh}：未给出电网平均过程，无法并列给出电网平均结果",
                    en=f"{name.en}: without the grid-average process the grid result cannot stand beside it",
                ),
                Text(zh="请填写电网平均的背景过程。", en="Name the background process of the grid average."),
            )


def _kinds_of_factor(lines: Supplied) -> Iterator[Finding]:
    for line, supply in lines:
        if supply is None or supply.listing is None or line.activity.kind is not ActivityKind.fuel:
            continue
        if supply.listing.factor_kind is FactorKind.combustion:
            name = called(line.activity)
            yield warning(
                "CAL-107",
                Text(zh=f"{name.zh}只计燃烧，未含燃料上游", en=f"{name.en} counts burning only, not the fuel's supply"),
                Text(
                    zh="请改用全生命周期的燃料过程，或另加一行上游。",
                    en="Take the life-cycle process, or add a line for its supply.",
                ),
            )


def _unverified(lines: Supplied) -> Iterator[Finding]:
    names = [line.activity.names for line, supply in lines if supply is not None and supply.unverified]
    if names:
        listed = _named(names)
        yield warning(
            "CAL-108",
            Text(
                zh=f"{len(names)} 行的因子未与原文件核对：{listed.zh}",
                en=f"The factors of {len(names)} lines were not checked against their documents: {listed.en}",
            ),
            Text(zh="认证用的计算不能使用未核对的因子。", en="A calculation for certification may not use them."),
        )


def _geography(study: Study, lines: Supplied) -> Iterator[Finding]:
    elsewhere: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for line, supply in lines:
        here = line.activity.origin or study.location
        there = supply.listing.location if supply is not None and supply.listing is not None else None
        if here and there and there not in _WORLD and not _same_country(here, there):
            elsewhere[there].append(line.activity.names)
    for there, names in sorted(elsewhere.items()):
        listed, place = _named(names), study.location or "?"
        yield note(
            "CAL-109",
            Text(
                zh=f"地域代表性：{len(names)} 行使用 {there} 的数据代替 {place}：{listed.zh}",
                en=f"Geography: {len(names)} lines take figures of {there} for {place}: {listed.en}",
            ),
            Text(zh="有当地数据时请替换。", en="Replace them where local figures are to be had."),
        )


_WORLD = frozenset({"GLO", "RoW", "WORLD", "RER"})


def _same_country(here: str, there: str) -> bool:
    return here.partition("-")[0].upper() == there.partition("-")[0].upper()


def _years(study: Study, lines: Supplied) -> Iterator[Finding]:
    if study.period is None:
        return
    limit, year = conventions()["year_gap"], study.period.end.year
    old = [
        line.activity.names
        for line, supply in lines
        if supply is not None
        and supply.listing is not None
        and supply.listing.year is not None
        and abs(supply.listing.year - year) > limit
    ]
    if old:
        listed = _named(old)
        yield note(
            "CAL-110",
            Text(
                zh=f"时间代表性：{len(old)} 行的因子与 {year} 年相差超过 {limit:g} 年：{listed.zh}",
                en=f"Time: the factors of {len(old)} lines are more than {limit:g} years from {year}: {listed.en}",
            ),
        )


def _gwp(lines: Supplied, method: Method) -> Iterator[Finding]:
    other: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for line, supply in lines:
        basis = supply.listing.gwp_basis if supply is not None and supply.listing is not None else None
        if supply is not None and basis and method.report not in basis and supply.intensity.unsplit:
            other[basis].append(line.activity.names)
    for basis, names in sorted(other.items()):
        listed, stated = _named(names), basis.startswith(("AR", "SAR"))
        zh = f"GWP 依据为 {basis}，不是 {method.report}" if stated else "来源未说明 GWP 依据"
        en = f"on {basis}, not {method.report}" if stated else "the source does not say on which GWPs"
        yield note(
            "CAL-111",
            Text(
                zh=f"{len(names)} 行的因子未分气体，{zh}：{listed.zh}",
                en=f"Factors of {len(names)} lines are CO2e without gases, {en}: {listed.en}",
            ),
        )


def _gaps(coverage: Coverage) -> Iterator[Finding]:
    if coverage.uncharacterised_count:
        mass = coverage.uncharacterised_air_kg
        kg = "?" if mass is None else f"{mass:.4g}"
        yield note(
            "CAL-112",
            Text(
                zh=f"{coverage.uncharacterised_count} 种排入大气的基本流没有 GWP，共 {kg} kg",
                en=f"{coverage.uncharacterised_count} elementary flows to air have no GWP, {kg} kg in all",
            ),
        )
    if coverage.upstream_gap_count:
        yield warning(
            "CAL-113",
            Text(
                zh=f"背景数据库上游有 {coverage.upstream_gap_count} 种投入没有供应过程，其上游未计入",
                en=f"{coverage.upstream_gap_count} inputs further up in the background have no supplier; "
                "what stands behind them is not in the total",
            ),
            Text(zh="清单见结果的覆盖率部分。", en="The coverage of the result lists them."),
        )


def _cut_offs(study: Study) -> Iterator[Finding]:
    for cut in study.cut_offs:
        share = "?" if cut.share_percent is None else f"{cut.share_percent:g}"
        yield note(
            "CAL-114",
            Text(
                zh=f"取舍：{cut.name}，估计占比 {share}%（{cut.basis}），理由：{cut.reason}",
                en=f"Cut off: {cut.name}, estimated {share} % ({cut.basis}), because: {cut.reason}",
            ),
        )


def _named(names: Iterable[Mapping[str, str]]) -> Text:
    listed = list(names)
    zh = [name.get("zh") or next(iter(name.values()), "?") for name in listed[:NAMED]]
    en = [name.get("en") or next(iter(name.values()), "?") for name in listed[:NAMED]]
    more = len(listed) - NAMED
    return Text(
        zh="、".join(zh) + (f" 等另外 {more} 项" if more > 0 else ""),
        en=", ".join(en) + (f" and {more} more" if more > 0 else ""),
    )
