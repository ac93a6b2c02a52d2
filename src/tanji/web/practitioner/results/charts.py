"""Charts of a stored result; the title of each is its finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tanji.assess.scheme import scheme
from tanji.errors import Text
from tanji.lca.system import Floats
from tanji.model.footprint import Footprint, LineScore, Score
from tanji.model.study import Activity, Stage, Study
from tanji.model.uncertain import UncertaintyResult
from tanji.reports.bins import bins
from tanji.reports.figures import percent, significant
from tanji.reports.words import STAGES
from tanji.web.frame.chart import Branch, Chart, Mark, Series
from tanji.web.practitioner.results.shown import UNIT, both, finding, interval

SHOWN: Final = 12
ROOM: Final = 40
TOTAL: Final = Text(zh="合计", en="Total")
_SCORE: Final = Text(zh="贡献", en="Contribution")


def contributions(footprint: Footprint) -> Chart:
    """The largest lines as bars, the rest together."""
    ordered = sorted(footprint.lines, key=lambda line: -abs(line.score.total))
    shown, rest = ordered[:SHOWN], ordered[SHOWN:]
    names: list[Text] = [both(line.names) for line in shown]
    values = [line.score.total for line in shown]
    if rest:
        names.append(Text(zh=f"其余 {len(rest)} 行", en=f"{len(rest)} other lines"))
        values.append(sum(line.score.total for line in rest))
    head = Text(zh="数据行", en="Line")
    return Chart("contribution", "bar", finding(footprint), UNIT, names, (Series(_SCORE, values),), head=head)


def by_stage(footprint: Footprint) -> Chart:
    """The stages in their order: stacked by gas origin, or a waterfall where one is negative."""
    top = max(footprint.stages, key=lambda each: each.score.total, default=None)
    title = Text(zh="没有阶段", en="No stages")
    if top is not None and top.share is not None:
        stage, share = STAGES[top.stage], percent(top.share)
        title = Text(zh=f"{stage.zh}阶段占 {share}", en=f"{stage.en} makes {share}")
    names: list[Text] = [STAGES[each.stage] for each in footprint.stages]
    head = Text(zh="阶段", en="Stage")
    if any(each.score.total < 0 for each in footprint.stages):
        values = [*(each.score.total for each in footprint.stages), footprint.score.total]
        steps, ends = (Series(_SCORE, values),), frozenset({len(names)})
        return Chart("stages", "waterfall", title, UNIT, [*names, TOTAL], steps, totals=ends, head=head)
    parts = (
        (Text(zh="化石源", en="Fossil"), [each.score.fossil for each in footprint.stages]),
        (Text(zh="生物源甲烷", en="Biogenic methane"), [_biogenic(each.score) for each in footprint.stages]),
        (Text(zh="土地利用变化", en="Land-use change"), [each.score.land_use for each in footprint.stages]),
    )
    series = tuple(Series(name, values) for name, values in parts if any(values))
    return Chart("stages", "stacked", title, UNIT, names, series, head=head)


def _biogenic(score: Score) -> float:
    """What of the biogenic emissions is in the total: all but their CO2."""
    return score.biogenic_emissions - score.biogenic_co2


def bill(study: Study, footprint: Footprint) -> Sequence[Branch]:
    """The bill of materials as a tree with the score of each part and of what is inside of it."""
    scores: dict[str, float] = {}
    for line in footprint.lines:
        name = line.activity.removesuffix(":recycled")
        scores[name] = scores.get(name, 0.0) + line.score.total
    inside: dict[str | None, list[Activity]] = {}
    for each in study.activities:
        if each.stage in {Stage.raw_material, Stage.production} or each.parent is not None:
            inside.setdefault(each.parent, []).append(each)
    return [_branch(each, inside, scores) for each in inside.get(None, [])]


def _branch(each: Activity, inside: Mapping[str | None, list[Activity]], scores: Mapping[str, float]) -> Branch:
    parts = [_branch(part, inside, scores) for part in inside.get(each.id, [])]
    own = scores.get(each.id, 0.0)
    return Branch(both(each.names), own + sum(part.value for part in parts), parts)


def treemap(study: Study, footprint: Footprint) -> Chart:
    """The bill of materials by area; parts that take away stand in the table alone."""
    tree = sorted(bill(study, footprint), key=lambda each: -each.value)
    whole = sum(each.value for each in tree)
    title = Text(zh="物料清单没有计入的部分", en="Nothing of the bill of materials is counted")
    if tree and whole:
        name, share = tree[0].name, percent(tree[0].value / whole)
        assert isinstance(name, Text)  # noqa: S101 - made of names above
        title = Text(zh=f"物料中{name.zh}占 {share}", en=f"{name.en} makes {share} of the materials")
    return Chart(
        "bill", "treemap", title, UNIT, tree=[each for each in tree if each.value > 0], head=Text(zh="物料", en="Part")
    )


def histogram(footprint: Footprint, totals: Floats) -> Chart:
    """The draws in bins with mean, median, interval and the figure with nothing varied."""
    spread = footprint.uncertainty
    assert spread is not None  # noqa: S101 - draws are of an uncertainty
    found = bins(totals.tolist(), room=ROOM)
    edges = [found.low + found.width * place for place in range(len(found.counts) + 1)]
    counted = Series(Text(zh="抽样次数", en="Draws"), [float(count) for count in found.counts])
    title = interval(footprint) or Text(zh="没有给出不确定度", en="No uncertainty is stated")
    beyond = Text(zh=f"另有 {found.beyond} 次在图外。", en=f"{found.beyond} more lie outside of the picture.")
    note = Text(
        zh=f"{spread.draws} 次抽样，种子 {spread.seed}。{spread.why.get('zh', '')}{beyond.zh}",
        en=f"{spread.draws} draws, seed {spread.seed}. {spread.why.get('en', '')} {beyond.en}",
    )
    return Chart("draws", "histogram", title, UNIT, (), (counted,), marks=_marks(spread), edges=edges, note=note)


def _marks(spread: UncertaintyResult) -> tuple[Mark, ...]:
    return (
        Mark(Text(zh="均值", en="Mean"), spread.mean),
        Mark(Text(zh="中位数", en="Median"), spread.median),
        Mark("2.5 %", spread.interval.low),
        Mark("97.5 %", spread.interval.high),
        Mark(Text(zh="不作变化", en="Nothing varied"), spread.nominal),
    )


def tornado(footprint: Footprint) -> Chart | None:
    """The ten sources that move the total most; None without any."""
    spread = footprint.uncertainty
    if spread is None or not spread.shares:
        return None
    shown = spread.shares[:10]
    first = both(shown[0].names)
    title = Text(
        zh=f"不确定性主要来自{first.zh}（方差的 {percent(shown[0].share)}）",
        en=f"{first.en} makes most of the uncertainty ({percent(shown[0].share)} of the variance)",
    )
    series = (
        Series(Text(zh="2.5 % 点", en="At 2.5 %"), [each.low for each in shown]),
        Series(Text(zh="97.5 % 点", en="At 97.5 %"), [each.high for each in shown]),
    )
    names = [both(each.names) for each in shown]
    centre = spread.first_order_mean if spread.first_order_mean is not None else spread.mean
    return Chart("tornado", "tornado", title, UNIT, names, series, centre=centre, head=Text(zh="来源", en="Source"))


def quality_chart(footprint: Footprint) -> Chart | None:
    """The mean score of each indicator, 1 the best; None without any."""
    rated = footprint.quality
    if rated is None or not rated.indicators:
        return None
    names = {each.id: both(each.names) for each in scheme(rated.scheme).indicators}
    worst = max(rated.indicators, key=lambda name: rated.indicators[name])
    score = significant(rated.indicators[worst], digits=2)
    title = Text(
        zh=f"最弱的指标：{names[worst].zh}（{score} 分，1 为最好）",
        en=f"Weakest indicator: {names[worst].en} ({score}; 1 is best)",
    )
    series = (Series(Text(zh="平均得分", en="Mean score"), list(rated.indicators.values())),)
    unit = Text(zh="分", en="score")
    return Chart(
        "quality",
        "bar",
        title,
        unit,
        [names[each] for each in rated.indicators],
        series,
        head=Text(zh="指标", en="Indicator"),
    )


def share_of(line: LineScore) -> float | None:
    """The share of a line as a bar shows it: from 0 to 1."""
    return None if line.share is None else min(max(abs(line.share), 0.0), 1.0)
