"""The uncertainty of a footprint on the terminal: interval, why the mean is another, what it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.cli.console import printable
from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.model.uncertain import UncertaintyResult
from tanji.reports.axis import fine
from tanji.reports.figures import bar, percent, significant
from tanji.reports.tornado import KINDS as SOURCE_KINDS
from tanji.reports.words import name

if TYPE_CHECKING:
    from tanji.assess.uncertainty.paired import PairedResult
    from tanji.assess.uncertainty.sensitivity import Sensitivity

UNIT, BAR, TOP = "kg CO₂e", 14, 10
NAMED = 3
"""Unquantified lines that are named."""


def uncertainty(result: UncertaintyResult, language: Language, *, top: int = TOP) -> Iterator[RenderableType]:
    """All that is said of it, the most asked for first."""
    yield Padding(RichText(printable(name(result.why, language))), (1, 0, 0, 0))
    if result.shares:
        yield Padding(_shares(result, language, top), (1, 0, 0, 0))
    yield from _unquantified(result, language)
    origin = Text(
        zh=f"{result.draws} 次抽样，种子 {result.seed}，{result.generator}；{name(result.stopped, 'zh')}",
        en=f"{result.draws} draws, seed {result.seed}, {result.generator}; {name(result.stopped, 'en')}",
    )
    yield RichText(printable(origin.of(language)), "dim")


def said(result: UncertaintyResult) -> Text:
    """Interval, mean and standard uncertainty in one line."""
    spread = result.sd / 10
    low, high = fine(result.interval.low, spread), fine(result.interval.high, spread)
    mean, u = fine(result.mean, spread), significant(result.sd, digits=2)
    share = f"{result.interval.coverage:.0%}"
    return Text(
        zh=f"{share} 包含区间 [{low}, {high}] {UNIT}，平均值 {mean}，标准不确定度 {u}",
        en=f"{share} interval [{low}, {high}] {UNIT}, mean {mean}, standard uncertainty {u}",
    )


def _shares(result: UncertaintyResult, language: Language, top: int) -> RenderableType:
    shown = result.shares[: top or None]
    most = max((abs(share.share) for share in shown), default=0.0)
    spread = result.sd / 10
    rows: list[Sequence[RenderableType]] = [
        (
            RichText(printable(name(share.names, language))),
            SOURCE_KINDS[share.kind].of(language),
            f"{fine(share.low, spread)} – {fine(share.high, spread)}",
            percent(share.share),
            RichText(bar(share.share / most, BAR) if most and share.share else "", "cyan"),
        )
        for share in shown
    ]
    rest = result.rest_share + sum(share.share for share in result.shares[len(shown) :])
    if rest:
        label = Text(zh="其余来源", en="other sources").of(language)
        rows.append((RichText(label, "dim"), "", "", percent(rest), ""))
    columns = (
        Column(Text(zh="不确定性的来源", en="Sources of uncertainty"), ratio=1),
        Column(Text(zh="类别", en="Kind")),
        Column(Text(zh="该来源单独变化时的合计", en="Total with it alone"), right=True),
        Column(Text(zh="占方差", en="Of variance"), right=True),
        Column(None, least=BAR),
    )
    return table(columns, rows, language)


def _unquantified(result: UncertaintyResult, language: Language) -> Iterator[RenderableType]:
    """How much of the total is counted as exact because nobody says how uncertain it is."""
    if not result.unquantified:
        return
    share = "—" if result.stated_share is None else percent(result.stated_share)
    first = result.unquantified[:NAMED]
    zh = "、".join(name(each.names, "zh") for each in first)
    en = ", ".join(name(each.names, "en") for each in first)
    count, more = len(result.unquantified), len(result.unquantified) - len(first)
    text = Text(
        zh=f"! 数量与因子都有不确定度的部分占 {share}；{count} 行缺少，按准确值计：{zh}"
        + (f" 等另外 {more} 行" if more else ""),
        en=f"! {share} of the total has an uncertainty of amount and factor; {count} without one count as exact:"
        f" {en}" + (f" and {more} more" if more else ""),
    )
    yield RichText(printable(text.of(language)), "yellow")


def sensitivity(found: Sequence[Sensitivity], language: Language, *, top: int = TOP) -> RenderableType:
    """What 1 % more of each figure does to the total."""
    shown = found[: top or None]
    most = max((abs(each.effect) for each in shown), default=0.0)
    rows: list[Sequence[RenderableType]] = []
    for each in shown:
        value = "" if each.value is None else f"{significant(each.value, trim=True)} {printable(each.unit or '')}"
        elasticity = "—" if each.elasticity is None else f"{each.elasticity:.3f}".replace("-", "−")
        drawn = RichText(bar(each.effect / most, BAR) if most else "", "yellow" if each.effect < 0 else "cyan")
        kind = Text(zh="参数", en="parameter") if each.kind == "parameter" else Text(zh="活动数据", en="activity data")
        label = RichText(printable(name(each.names, language)))
        rows.append((label, kind.of(language), value, _signed(each.effect), elasticity, drawn))
    columns = (
        Column(Text(zh="敏感性：增加 1 %", en="Sensitivity: 1 % more of"), ratio=1),
        Column(Text(zh="类别", en="Kind")),
        Column(Text(zh="现值", en="Value"), right=True),
        Column(UNIT, right=True),
        Column(Text(zh="弹性", en="Elasticity"), right=True),
        Column(None, least=BAR),
    )
    return Padding(table(columns, rows, language), (1, 0, 0, 0))


def paired(found: PairedResult, language: Language) -> Iterator[RenderableType]:
    """The difference draw by draw, and what it would be without shared datasets."""
    shared = found.shared
    spread = shared.sd / 10
    low, high = fine(shared.interval.low, spread), fine(shared.interval.high, spread)
    share = probable(shared.lower)
    head = Text(
        zh=f"逐次比较：新的较低的抽样占 {share}；差的平均值 {fine(shared.mean, spread)}，"
        f"95% 包含区间 [{low}, {high}] {UNIT}",
        en=f"Draw by draw: the second is lower in {share} of the draws; mean difference {fine(shared.mean, spread)}, "
        f"95% interval [{low}, {high}] {UNIT}",
    )
    yield Padding(RichText(head.of(language), "bold"), (1, 0, 0, 0))
    if found.apart is not None and found.apart.sd > shared.sd * 1.005:
        apart = found.apart
        low, high = fine(apart.interval.low, apart.sd / 10), fine(apart.interval.high, apart.sd / 10)
        text = Text(
            zh=f"若两者各自抽取因子和背景数据（不正确：它们共用同一份），区间会是 [{low}, {high}]，"
            f"新的较低的抽样占 {probable(apart.lower)}",
            en=f"Had each its own draws of factors and background (wrong: they share them), the interval would be "
            f"[{low}, {high}] and the second lower in {probable(apart.lower)}",
        )
        yield RichText(text.of(language), "dim")
    origin = Text(zh=f"{found.draws} 次抽样，种子 {found.seed}", en=f"{found.draws} draws, seed {found.seed}")
    yield RichText(origin.of(language), "dim")


def probable(share: float) -> str:
    """A share of draws; it is never said to be certain."""
    if share > 0.9995:
        return ">99.9 %"
    return "<0.1 %" if share < 0.0005 else percent(share)


def _signed(value: float) -> str:
    return f"+{significant(value)}" if value > 0 else significant(value)
