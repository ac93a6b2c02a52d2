"""Tables of an import: the tree, the proposals, the difference to what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tanji.catalog import matching
from tanji.errors import Text
from tanji.web.frame.parts import Cell, Column, Row, Table

DEEPEST: Final = 5
_SHOWN: Final = 200
LINE: Final = Text(zh="物料", en="Line")
MEMBERS: Final = {
    "names": Text(zh="名称", en="name"),
    "amount": Text(zh="数量", en="amount"),
    "unit": Text(zh="单位", en="unit"),
    "unit_mass_kg": Text(zh="单重", en="mass per unit"),
    "parent": Text(zh="上级", en="parent"),
    "kind": Text(zh="类别", en="kind"),
    "material": Text(zh="材质", en="material"),
    "supplier": Text(zh="供应商", en="supplier"),
    "origin": Text(zh="原产地", en="origin"),
    "loss_percent": Text(zh="损耗率", en="loss"),
    "recycled_percent": Text(zh="再生比例", en="recycled content"),
    "link": Text(zh="背景过程（需重新匹配）", en="background process (to be matched again)"),
    "part_no": Text(zh="料号", en="part number"),
    "note": Text(zh="备注", en="note"),
}


def tree_table(branches: Sequence[Any]) -> Table:
    """The lines of a bill, indented by level."""
    rows = [
        Row(
            [each.name or each.id, str(each.row), each.amount, each.unit, GOOD if each.good else BAD],
            level=min(each.depth, DEEPEST),
        )
        for each in branches
    ]
    heads = [
        Column(LINE),
        Column(Text(zh="行", en="Row"), "figure"),
        Column(Text(zh="数量", en="Amount"), "figure"),
        Column(Text(zh="单位", en="Unit")),
        Column(Text(zh="状态", en="State")),
    ]
    return Table(Text(zh="物料树", en="Tree of the bill"), heads, rows, hide_caption=True)


GOOD: Final = Text(zh="可导入", en="can be taken")
BAD: Final = Text(zh="待处理", en="to be mended")


def proposal_table(proposals: Sequence[Any], threshold: float) -> Table:
    """The best candidate of each line."""
    heads = [
        Column(LINE),
        Column(Text(zh="建议的背景过程", en="Proposed process")),
        Column(Text(zh="地域", en="Place")),
        Column(Text(zh="年份", en="Year")),
        Column(Text(zh="得分", en="Score"), "figure"),
        Column(Text(zh="理由", en="Reason")),
        Column(Text(zh="按此门槛", en="With this threshold")),
    ]
    rows = [Row(_proposal(each, threshold)) for each in proposals]
    empty = Text(zh="没有需要匹配的行。", en="No line needs background data.")
    return Table(Text(zh="匹配建议", en="Proposals"), heads, rows, hide_caption=True, empty=empty)


def _proposal(proposal: Any, threshold: float) -> list[Cell]:
    name: Cell = _name(proposal.activity.names)
    if not proposal.candidates:
        return [name, Text(zh="没有候选", en="no candidate"), "–", "–", None, "–", QUEUED]
    best = proposal.candidates[0]
    listing = best.listing
    taken = matching.reaches(proposal.candidates, threshold)
    year: Cell = str(listing.year) if listing.year else None
    return [
        name, _name(listing.names), listing.location, year, best.score,
        Text(zh=best.reason_zh, en=best.reason_en), TAKEN if taken else QUEUED,
    ]  # fmt: skip


TAKEN: Final = Text(zh="接受", en="accepted")
QUEUED: Final = Text(zh="进队列", en="to the queue")


def _name(names: Any) -> Text:
    zh, en = names.get("zh"), names.get("en")
    return Text(zh=zh or en or "", en=en or zh or "")


def diff_table(diff: Any) -> Table:
    """What is new, other and gone in the study, line by line."""
    rows = [Row([_name(line["names"]), line["id"], NEW, "–"]) for line in diff.added]
    rows += [
        Row([_name(each.after["names"]), each.after["id"], OTHER, _members(each.members)]) for each in diff.changed
    ]
    rows += [Row([_name(line["names"]), line["id"], GONE, "–"]) for line in diff.removed]
    heads = [
        Column(LINE),
        Column(Text(zh="编号", en="Id"), "code"),
        Column(Text(zh="变化", en="Change")),
        Column(Text(zh="改了什么", en="What differs")),
    ]
    more = len(rows) - _SHOWN
    note = Text(zh=f"另有 {more} 行未列出。", en=f"{more} more are not listed.") if more > 0 else ""
    return Table(Text(zh="与现有数据相比", en="Against what is there"), heads, rows[:_SHOWN], note=note)


NEW: Final = Text(zh="新增", en="new")
OTHER: Final = Text(zh="修改", en="changed")
GONE: Final = Text(zh="删除", en="removed")


def _members(members: Sequence[str]) -> Text:
    named = [MEMBERS.get(member, Text(zh=member, en=member)) for member in members]
    return Text(zh="、".join(text.zh for text in named), en=", ".join(text.en for text in named))
