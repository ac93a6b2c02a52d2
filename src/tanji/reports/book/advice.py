"""What would lower the footprint or firm it up (改进建议): the largest contributions, gaps, unchecked factors."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tanji.errors import Text
from tanji.model.study import ActivityKind
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Paragraph, Table, number, share

LARGEST = 5
PART = 0.1
"""Of a line, whose effect on the total is shown: the total is linear in every line."""

_MATERIAL = Text(
    zh="减少用量和损耗，提高再生料比例，向供应商索取其产品的碳足迹",
    en="less material and loss, more recycled content, the supplier's own footprint",
)
_ENERGY = Text(zh="降低单耗，换用低碳能源（同时保留电网平均结果）", en="less energy per unit, a cleaner supply")
_WAYS: Mapping[ActivityKind, Text] = MappingProxyType(
    {
        ActivityKind.material: _MATERIAL,
        ActivityKind.packaging: _MATERIAL,
        ActivityKind.electricity: _ENERGY,
        ActivityKind.heat: _ENERGY,
        ActivityKind.fuel: _ENERGY,
        ActivityKind.use_energy: Text(zh="提高产品能效", en="a more efficient product"),
        ActivityKind.transport: Text(zh="缩短运距，改用铁路或水运", en="shorter ways, rail or water instead of road"),
        ActivityKind.direct_emission: Text(zh="改进工艺，收集和处理气体", en="another process, capture of the gas"),
        ActivityKind.refrigerant: Text(
            zh="减少充注量和泄漏，换用低 GWP 工质，提高回收率",
            en="less charge and leakage, a gas of lower GWP, more recovery",
        ),
        ActivityKind.waste: Text(zh="减少产生量，改变处理方式", en="less waste, another treatment"),
    }
)
_OTHER = Text(zh="核对数量和因子", en="check amount and factor")


def advice(given: Given) -> tuple[Block, ...]:
    """The largest contributions with what a tenth less would save, then what keeps the result from being firmer."""
    footprint = given.footprint
    largest = sorted(footprint.lines, key=lambda line: -line.score.total)[:LARGEST]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            given.name(line.names),
            share(line.share),
            number(PART * line.score.total),
            given.of(_WAYS.get(line.kind, _OTHER)),
        )
        for line in largest
        if line.score.total > 0
    )
    columns = (
        given.say("活动", "Activity"),
        given.say("占比", "Share"),
        given.say("减少一成可降", "A tenth less saves"),
        given.say("可考虑", "To consider"),
    )
    note = given.say(
        f"“可降”以 {given.per} 计，只是线性推算，不是减排承诺。",
        f"Savings in {given.per}, by the linearity of the result; they are no promise.",
    )
    blocks: list[Block] = []
    if rows:
        title = given.say("从何处着手", "Where to begin")
        blocks.append(Table(title, columns, rows, (3, 1, 2, 5), note))
    blocks += [Paragraph(said) for said in _firmer(given)]
    return tuple(blocks) or (Paragraph(given.say("没有建议。", "None.")),)


def _firmer(given: Given) -> list[str]:
    footprint, said = given.footprint, list[str]()
    if footprint.coverage.unlinked:
        count = len(footprint.coverage.unlinked)
        said.append(
            given.say(f"为 {count} 项没有因子的投入选择因子（4.4）。", f"Inputs that lack a factor: {count} (4.4).")
        )
    unchecked = [
        given.name(line.names)
        for line in footprint.lines
        if line.factor_unverified or (line.listing is not None and line.listing.status == "unverified")
    ]
    if unchecked:
        named = given.listed(unchecked[:LARGEST])
        more = len(unchecked) - LARGEST
        zh = f"与来源核对因子：{named}{f' 等 {len(unchecked)} 项' if more > 0 else ''}。"
        en = f"Factors to check against their source: {named}{f' and {more} more' if more > 0 else ''}."
        said.append(given.say(zh, en))
    if footprint.quality is None:
        said.append(given.say("对数据质量评分（第 5 章）。", "Rate the data (chapter 5)."))
    if not given.spread:
        said.append(given.say("注明不确定度并抽样（7.2）。", "State uncertainties and draw (7.2)."))
    return said
