"""Tables of a stored result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse

from tanji.assess.scheme import scheme
from tanji.errors import Text
from tanji.model.footprint import Footprint, LineScore
from tanji.model.method import Indicator
from tanji.model.rating import LineQuality
from tanji.model.study import Study
from tanji.registry.studies import Draft
from tanji.reports.words import DATA_TYPES, INDICATORS, STAGES, SUPPLIERS
from tanji.web.frame.chart import Branch
from tanji.web.frame.parts import Cell, Column, Row, Table, Words
from tanji.web.practitioner.results.charts import TOTAL, share_of
from tanji.web.practitioner.results.charts import bill as branches
from tanji.web.practitioner.results.shown import UNIT, both
from tanji.web.practitioner.study.places import of_line

_SCORE: Final = Text(zh="贡献", en="Contribution")
_SHARE: Final = Text(zh="占比", en="Share")
NONE: Final = "–"
"""A cell that has nothing to hold."""
_LINE: Final = Text(zh="数据行", en="Line")


def tree(draft: Draft, footprint: Footprint, query: str) -> Table:
    """Every line under its stage, with amount, factor, contribution and share."""
    columns = (
        Column(Text(zh="阶段与数据行", en="Stage and line")),
        Column(Text(zh="数量", en="Amount"), "figure"),
        Column(Text(zh="单位", en="Unit")),
        Column(Text(zh="因子", en="Factor"), "figure", unit="kg CO₂e/…"),
        Column(_SCORE, "figure", unit=UNIT),
        Column(_SHARE, "share"),
    )
    rows: list[Row] = []
    for stage in footprint.stages:
        rows.append(Row((STAGES[stage.stage], NONE, NONE, NONE, stage.score.total, stage.share), total=True))
        own = [line for line in footprint.lines if line.stage is stage.stage]
        for line in sorted(own, key=lambda each: -each.score.total):
            cells = (both(line.names), line.amount, line.unit, line.intensity.total, line.score.total, line.share)
            href = reverse("results_line", args=[draft.id, line.activity]) + query
            rows.append(Row(cells, href=href, level=1, bar=share_of(line)))
    rows.append(
        Row((TOTAL, NONE, NONE, NONE, footprint.score.total, 1.0 if footprint.score.total else None), total=True)
    )
    return Table(Text(zh="全部数据行", en="All lines"), columns, rows)


def unlinked(draft: Draft, footprint: Footprint) -> Table | None:
    """What has no factor or no amount, and so is not in the total; None where everything is counted."""
    if not footprint.coverage.unlinked:
        return None
    columns = (
        Column(_LINE),
        Column(Text(zh="质量占比", en="Share of mass"), "share"),
        Column(Text(zh="原因", en="Why")),
    )
    rows = [
        Row((both(each.names), each.mass_share, both(each.reason)), href=of_line(draft, each.activity))
        for each in footprint.coverage.unlinked
    ]
    return Table(Text(zh="未计入结果的行", en="Lines that are not in the result"), columns, rows)


def indicators(footprint: Footprint) -> Table:
    """Each stage on each line of ISO 14067."""
    columns = [Column(Text(zh="项目", en="Item"))]
    columns += [Column(STAGES[each.stage], "figure", unit=UNIT) for each in footprint.stages]
    columns.append(Column(TOTAL, "figure", unit=UNIT))
    rows = []
    for each in Indicator:
        values = [getattr(stage.score, each.value) for stage in footprint.stages]
        rows.append(
            Row((INDICATORS[each], *values, getattr(footprint.score, each.value)), total=each is Indicator.total)
        )
    return Table(Text(zh="按 ISO 14067 分项", en="By the lines of ISO 14067"), columns, rows)


def bill(study: Study, footprint: Footprint) -> Table:
    """The bill of materials as a tree with contributions and shares of the total."""
    columns = (Column(Text(zh="物料", en="Part")), Column(_SCORE, "figure", unit=UNIT), Column(_SHARE, "share"))
    total = footprint.score.total
    rows = [Row((name, value, value / total if total else None), level=level, bar=_bar(value, total))
            for name, value, level in _walked(branches(study, footprint), 0)]  # fmt: skip
    return Table(Text(zh="物料树", en="Bill of materials"), columns, rows)


def uncertainty(footprint: Footprint) -> list[Table]:
    """What has no uncertainty stated: counted as exact, the largest first."""
    spread = footprint.uncertainty
    if spread is None or not spread.unquantified:
        return []
    columns = (Column(_LINE), Column(Text(zh="缺少", en="Lacks")), Column(_SCORE, "figure", unit=UNIT))
    shown = sorted(spread.unquantified, key=lambda each: -abs(each.score))
    rows = [Row((both(each.names), _LACKS[each.what], each.score)) for each in shown]
    return [
        Table(
            Text(zh="没有给出不确定度、按精确值计的行", en="Lines counted as exact, as nobody states an uncertainty"),
            columns,
            rows,
        )
    ]


_LACKS: Final = {
    "amount": Text(zh="数量的", en="of the amount"),
    "factor": Text(zh="因子的", en="of the factor"),
    "both": Text(zh="数量和因子的", en="of both"),
}
_SIDES: Final = {"activity": Text(zh="数量", en="amount"), "factor": Text(zh="因子", en="factor")}


def quality(draft: Draft, footprint: Footprint) -> list[Table]:
    """The rating line by line, and what would better it most."""
    rated = footprint.quality
    if rated is None:
        return []
    by = scheme(rated.scheme)
    columns = (
        Column(_LINE),
        Column(Text(zh="对象", en="Of the")),
        Column(Text(zh="权重", en="Weight"), "share"),
        *(Column(both(each.names), "figure") for each in by.indicators),
        Column(Text(zh="评分（1 最好）", en="Rating (1 is best)"), "figure"),
    )
    rows = [
        Row((both(e.names), _SIDES[e.side], e.weight, *(_scored(e, i.id) for i in by.indicators), e.rating))
        for e in sorted(rated.lines, key=lambda each: -each.weight)
    ]
    means = [rated.indicators.get(each.id) for each in by.indicators]
    whole = Row(
        (both(rated.level) if rated.level else TOTAL, NONE, rated.rated_share, *means, rated.rating), total=True
    )
    name, version = both(by.names), rated.scheme_version
    note = Text(
        zh=f"方案：{name.zh}（第 {version} 版）。有指标未提供的行不评分；可在数据行中填写。",
        en=f"Scheme: {name.en} (version {version}). A line that lacks a score is not rated; give it on the line.",
    )
    advice = (Column(_LINE), Column(Text(zh="办法", en="What to do")), Column(Text(zh="评分改善", en="Gain"), "figure"))
    better = [
        Row((both(e.names), both(e.advice), e.gain), href=of_line(draft, e.activity)) for e in rated.improvements[:10]
    ]
    return [
        Table(Text(zh="数据质量评分", en="Rating of the data"), columns, [*rows, whole], note=note),
        Table(Text(zh="最有效的改进", en="What would better it most"), advice, better),
    ]


def _scored(line: LineQuality, indicator: str) -> Cell:
    """The score, that it is not given, or that the indicator is not for this side."""
    found = line.scores.get(indicator)
    return None if found is None and indicator in line.missing else NONE if found is None else found


def line_facts(line: LineScore) -> list[tuple[Words, Cell]]:
    """What a line is made of, as pairs."""
    data = None if line.data is None else DATA_TYPES[line.data.type]
    found: list[tuple[Words, Cell]] = [
        (Text(zh="阶段", en="Stage"), STAGES[line.stage]),
        (Text(zh="数量来源", en="Source of the amount"), data),
        (Text(zh="因子来自", en="The factor is from"), SUPPLIERS.get(line.supplier, line.supplier)),
    ]
    if line.listing is None:
        return [*found, (Text(zh="因子出处", en="Source of the factor"), line.factor_source)]
    listing = line.listing
    return [
        *found,
        (Text(zh="背景过程", en="Background process"), both(listing.names)),
        (Text(zh="标识", en="Id"), f"{listing.database}@{listing.version}:{listing.process}"),
        (Text(zh="地域", en="Place"), listing.location),
        (Text(zh="年份", en="Year"), None if listing.year is None else str(listing.year)),
        (Text(zh="出处", en="Source"), listing.source),
        (Text(zh="许可", en="Licence"), listing.licence),
    ]


def _walked(tree: Sequence[Branch], level: int) -> Iterator[tuple[Words, float, int]]:
    for each in sorted(tree, key=lambda branch: -branch.value):
        yield each.name, each.value, level
        yield from _walked(each.parts, level + 1)


def _bar(value: float, total: float) -> float | None:
    return min(max(abs(value / total), 0.0), 1.0) if total else None
