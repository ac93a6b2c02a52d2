"""The sheet 不确定度: the distribution of the total, why its mean is another, its sources, what nobody states."""

from __future__ import annotations

from tanji.errors import Language, Text
from tanji.model.footprint import Footprint
from tanji.model.uncertain import UncertaintyResult
from tanji.reports.sheet import Bar, Cell, Share, Sheet
from tanji.reports.tornado import KINDS
from tanji.reports.words import name, unit_of_analysis

AMOUNT = "kg CO₂e"
LACKS = {
    "amount": Text(zh="数量", en="amount"),
    "factor": Text(zh="因子", en="factor"),
    "both": Text(zh="数量和因子", en="amount and factor"),
}


def uncertainty(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 不确定度 of a footprint that has an uncertainty."""
    result = footprint.uncertainty
    if result is None:
        return
    _figures(sheet, result, footprint, language)
    _sources(sheet, result, language)
    _unquantified(sheet, result, language)


def _figures(sheet: Sheet, result: UncertaintyResult, footprint: Footprint, language: Language) -> None:
    sheet.write([Text(zh="不确定度", en="Uncertainty").of(language)], "title")
    sheet.write([f"{AMOUNT} / {unit_of_analysis(footprint)}"], "broad")
    sheet.gap()
    coverage = f"{result.interval.coverage:.0%}"
    facts: list[tuple[Text, Cell]] = [
        (Text(zh="名义值（碳足迹合计）", en="Nominal value (the footprint's total)"), result.nominal),
        (Text(zh="平均值", en="Mean"), result.mean),
        (Text(zh="中位数", en="Median"), result.median),
        (Text(zh="标准不确定度", en="Standard uncertainty"), result.sd),
        (
            Text(zh=f"{coverage} 包含区间下端", en=f"Lower end of the {coverage} coverage interval"),
            result.interval.low,
        ),
        (
            Text(zh=f"{coverage} 包含区间上端", en=f"Upper end of the {coverage} coverage interval"),
            result.interval.high,
        ),
        (Text(zh="一阶平均值", en="Mean, first order"), result.first_order_mean),
        (Text(zh="一阶标准不确定度", en="Standard uncertainty, first order"), result.first_order_sd),
        (Text(zh="抽样次数", en="Draws"), result.draws),
        (Text(zh="种子", en="Seed"), result.seed),
        (Text(zh="随机数发生器", en="Random generator"), result.generator),
        (Text(zh="停止原因", en="Why no more were drawn"), name(result.stopped, language)),
        (Text(zh="平均值与名义值", en="Mean and nominal value"), name(result.why, language)),
        (
            Text(zh="数量和因子都有不确定度的占比", en="Share with an uncertainty of amount and factor"),
            Share.of(result.stated_share),
        ),
    ]
    for label, value in facts:
        if value is not None:
            sheet.pair(label.of(language), value)
    for ref in result.background:
        sheet.pair(Text(zh="背景抽样", en="Background drawn").of(language), f"{ref.id} {ref.version}")
    sheet.gap()


def _sources(sheet: Sheet, result: UncertaintyResult, language: Language) -> None:
    head = (
        Text(zh="不确定性的来源", en="Source of uncertainty"),
        Text(zh="类别", en="Kind"),
        Text(zh="占方差", en="Share of variance"),
        Text(zh="来源在 2.5 % 点时的合计", en="Total with it at its 2.5 % point"),
        Text(zh="来源在 97.5 % 点时的合计", en="Total with it at its 97.5 % point"),
    )
    key = Text(zh="标识", en="Key").of(language)
    sheet.head([*(text.of(language) for text in head), "", key], figures={2, 3, 4})
    for share in result.shares:
        sheet.write(
            [
                name(share.names, language),
                KINDS[share.kind].of(language),
                Share(share.share),
                share.low,
                share.high,
                Bar(share.share) if share.share else None,
                share.source,
            ]
        )
    if result.rest_share:
        sheet.write([Text(zh="其余来源", en="Other sources").of(language), None, Share(result.rest_share)])
    if not result.shares:
        sheet.write([Text(zh="无", en="none").of(language)], "note")
    sheet.gap()


def _unquantified(sheet: Sheet, result: UncertaintyResult, language: Language) -> None:
    head = (
        Text(zh="没有人说明不确定度，按准确值计", en="Nobody states an uncertainty: counted as exact"),
        Text(zh="缺少", en="Lacks"),
        Text(zh=f"贡献（{AMOUNT}）", en=f"Contribution ({AMOUNT})"),
    )
    sheet.head([text.of(language) for text in head], figures={2})
    for row in result.unquantified:
        sheet.write([name(row.names, language), LACKS[row.what].of(language), row.score], "warning")
    if not result.unquantified:
        sheet.write([Text(zh="无", en="none").of(language)], "note")
