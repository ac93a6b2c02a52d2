"""The sheet 明细: every line with amount, factor, contribution and where its figures come from."""

from __future__ import annotations

from tanji.errors import Language, Text
from tanji.model.footprint import Footprint
from tanji.reports.sheet import Bar, Share, Sheet
from tanji.reports.words import KINDS, STAGES, data_source, factor_name, name

HEAD = (
    Text(zh="阶段", en="Stage"),
    Text(zh="名称", en="Name"),
    Text(zh="类别", en="Kind"),
    Text(zh="数量", en="Amount"),
    Text(zh="单位", en="Unit"),
    Text(zh="因子 (kg CO₂e/单位)", en="Factor (kg CO₂e/unit)"),
    Text(zh="贡献 (kg CO₂e)", en="Contribution (kg CO₂e)"),
    Text(zh="占比", en="Share"),
    Text(zh="图示", en="Bar"),
    Text(zh="因子名称", en="Factor of"),
    Text(zh="背景过程", en="Background process"),
    Text(zh="活动数据来源", en="Source of the activity data"),
    Text(zh="行标识", en="Id"),
)


def detail(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 明细; lines without a factor stand below, without a figure, because missing is not zero."""
    sheet.head([text.of(language) for text in HEAD], figures={3, 5, 6, 7}, freeze=True)
    for line in footprint.lines:
        process = f"{line.listing.database}:{line.listing.process}" if line.listing else None
        what = (STAGES[line.stage].of(language), name(line.names, language), KINDS[line.kind].of(language))
        figures = (line.amount, line.unit, line.intensity.total, line.score.total, Share.of(line.share))
        drawn = None if line.share is None else Bar(line.share)
        origin = (factor_name(line, language), process, data_source(line.data, language), line.activity)
        sheet.write([*what, *figures, drawn, *origin])
    missing = Text(zh="无因子，未计入", en="no factor, not in the total").of(language)
    for unlinked in footprint.coverage.unlinked:
        where = STAGES[unlinked.stage].of(language)
        row = (
            where,
            name(unlinked.names, language),
            None,
            unlinked.amount,
            unlinked.unit,
            None,
            None,
            None,
            None,
            missing,
        )
        sheet.write([*row, None, None, unlinked.activity], "error")
