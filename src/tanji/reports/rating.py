"""The sheet 数据质量: the rating of a footprint with all that it takes to compute it again from the cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from tanji.assess.quality import bounds, mean, scored_share
from tanji.assess.scheme import Scheme, UnknownScheme, scheme
from tanji.errors import Language, Text
from tanji.model.footprint import Footprint
from tanji.model.rating import LineQuality, QualityResult
from tanji.reports.sheet import Cell, Share, Sheet
from tanji.reports.words import STATUSES, name

SIDES = {
    "activity": Text(zh="现场数据", en="site data"),
    "factor": Text(zh="背景数据", en="background data"),
}
BOUNDS = (
    Text(zh="总评分：若缺分均为最好", en="Rating if all missing scores were the best"),
    Text(zh="总评分：若缺分均为最差", en="Rating if all missing scores were the worst"),
)
NOT_RATED = Text(zh="未评分", en="not rated")
INDICATOR = Text(zh="指标", en="Indicator")
GAIN = Text(zh="总评分可降低", en="The rating falls by")


def rating(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 数据质量 of a footprint that has a rating."""
    result = footprint.quality
    if result is None:
        sheet.write([NOT_RATED.of(language)], "note")
        return
    known = known_scheme(result)
    _summary(sheet, result, known, language)
    _indicators(sheet, result, known, language)
    _lines(sheet, result, known, language)
    _improvements(sheet, result, known, language)


def known_scheme(result: QualityResult) -> Scheme | None:
    """The scheme of a rating, if it is still offered in that version."""
    try:
        found = scheme(result.scheme)
    except UnknownScheme:
        return None
    return found if found.version == result.scheme_version else None


def scheme_name(result: QualityResult, known: Scheme | None, language: Language) -> str:
    """What a scheme is called, with its id."""
    return result.scheme if known is None else f"{name(known.names, language)} ({result.scheme})"


def indicators_of(result: QualityResult, known: Scheme | None, language: Language) -> dict[str, str]:
    """The names of all indicators of a rating, by id, in the order of the scheme."""
    if known is not None:
        return {each.id: name(each.names, language) for each in known.indicators}
    ids = [indicator for line in result.lines for indicator in (*line.scores, *line.missing)]
    return {each: each for each in dict.fromkeys(ids)}


def _summary(sheet: Sheet, result: QualityResult, known: Scheme | None, language: Language) -> None:
    sheet.write([Text(zh="数据质量评分", en="Data quality rating").of(language)], "title")
    remark = Text(
        zh="分值 1 最好。评分 = Σ 权重 × 行评分 ÷ Σ 权重，只计已评分的行；缺分的行不计好也不计坏。",
        en="1 is the best score. Rating = Σ weight × rating of the line ÷ Σ weight over the rated lines;"
        " lines that lack a score count neither as good nor as bad.",
    )
    sheet.write([remark.of(language)], "broad")
    missing = NOT_RATED.of(language)
    facts: list[tuple[Text, Cell]] = [
        (Text(zh="方案", en="Scheme"), scheme_name(result, known, language)),
        (Text(zh="方案版本", en="Version of the scheme"), result.scheme_version),
        (Text(zh="方案来源", en="Source of the scheme"), STATUSES[result.scheme_status].of(language)),
        (Text(zh="总评分", en="Rating"), missing if result.rating is None else result.rating),
        (Text(zh="等级", en="Level"), None if result.level is None else name(result.level, language)),
        (Text(zh="现场数据评分", en="Rating of the site data"), mean(result.lines, "activity")),
        (Text(zh="背景数据评分", en="Rating of the background data"), mean(result.lines, "factor")),
        (Text(zh="已评分的贡献占比", en="Rated share of the contributions"), Share(result.rated_share)),
        (Text(zh="初级数据贡献占比", en="Share from primary data"), Share.of(result.primary_share)),
    ]
    for label, value in facts:
        sheet.pair(label.of(language), missing if value is None else value)
    if known is not None:
        ends = bounds(result.lines, known)
        if ends is not None and ends[0] != ends[1]:
            for label, value in zip(BOUNDS, ends, strict=True):
                sheet.pair(label.of(language), value)
        sheet.write([name(known.note, language)], "broad")
    sheet.gap()


def _indicators(sheet: Sheet, result: QualityResult, known: Scheme | None, language: Language) -> None:
    average = Text(zh="加权平均分", en="Weighted mean").of(language)
    share = Text(zh="有分的权重占比", en="Scored share of the weights").of(language)
    sheet.head([INDICATOR.of(language), average, share], figures={1, 2})
    for indicator, said in indicators_of(result, known, language).items():
        sheet.write([said, result.indicators.get(indicator), Share(scored_share(result.lines, indicator))])
    sheet.gap()


def _lines(sheet: Sheet, result: QualityResult, known: Scheme | None, language: Language) -> None:
    indicators = indicators_of(result, known, language)
    before = (Text(zh="名称", en="Name"), Text(zh="一侧", en="Side"), Text(zh="权重", en="Weight"))
    after = (
        Text(zh="行评分", en="Rating of the line"),
        Text(zh="权重 × 行评分", en="Weight × rating"),
        Text(zh="由 Tanji 推得的分", en="Scores that Tanji derived"),
        Text(zh="缺分", en="Scores missing"),
        Text(zh="行标识", en="Id"),
    )
    heads = [text.of(language) for text in before] + list(indicators.values()) + [text.of(language) for text in after]
    sheet.head(heads, figures=set(range(2, len(indicators) + 5)))
    for line in result.lines:
        sheet.write(_line(line, indicators, language), "" if line.rating is not None else "warning")
    rated = [line for line in result.lines if line.rating is not None]
    weights, weighted = fsum(line.weight for line in rated), fsum(line.weight * (line.rating or 0) for line in rated)
    label = Text(zh="已评分行合计", en="Sum of the rated lines").of(language)
    sheet.write([label, None, weights, *[None] * (len(indicators) + 1), weighted], "strong")
    sheet.gap()


def _line(line: LineQuality, indicators: dict[str, str], language: Language) -> list[Cell]:
    listed = _listed(language)
    scores = [line.scores.get(indicator) for indicator in indicators]
    product = None if line.rating is None else line.weight * line.rating
    derived = listed.join(indicators.get(each, each) for each in line.derived)
    missing = listed.join(indicators.get(each, each) for each in line.missing)
    side = SIDES[line.side].of(language)
    return [
        name(line.names, language), side, line.weight, *scores, line.rating, product, derived, missing, line.activity
    ]  # fmt: skip


def _improvements(sheet: Sheet, result: QualityResult, known: Scheme | None, language: Language) -> None:
    indicators = indicators_of(result, known, language)
    head = (
        Text(zh="改进：名称", en="Improvement: name"),
        Text(zh="一侧", en="Side"),
        GAIN,
        INDICATOR,
        Text(zh="现分值", en="Score now"),
        Text(zh="怎么办", en="What to do"),
    )
    sheet.head([text.of(language) for text in head])
    for each in result.improvements:
        gain = each.gain if each.score is not None else NOT_RATED.of(language)
        side, label = SIDES[each.side].of(language), name(each.names, language)
        cells: Sequence[Cell] = (label, side, gain, indicators.get(each.indicator, each.indicator), each.score)
        sheet.write([*cells, name(each.advice, language)], "value")


def _listed(language: Language) -> str:
    return "、" if language == "zh" else ", "
