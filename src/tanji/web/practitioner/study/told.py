"""What happened to a study, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tanji.errors import Text
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import moment

_WORDS: Final = {
    "study.opened": Text(zh="新建研究", en="Study begun"),
    "study.compute": Text(zh="计算", en="Computed"),
    "study.edit": Text(zh="计算后修改", en="Changed after computing"),
    "study.declare": Text(zh="声明", en="Declared"),
    "study.archive": Text(zh="归档", en="Archived"),
    "study.restore": Text(zh="恢复", en="Brought back"),
    "study.computed": Text(zh="存入结果", en="Result stored"),
    "study.declared": Text(zh="存入声明", en="Statement stored"),
    "study.derived": Text(zh="由另一研究派生", en="Derived from another study"),
    "study.packs": Text(zh="选择规则", en="Rules chosen"),
}


def event_table(found: Sequence[object]) -> Table:
    """Events with when and by whom, the newest first."""
    columns = (
        Column(Text(zh="事件", en="Event")),
        Column(Text(zh="时间", en="When")),
        Column(Text(zh="人", en="By")),
        Column(Text(zh="文档摘要", en="Digest"), "code"),
    )
    rows = [Row(_cells(each)) for each in found]
    empty = Text(zh="还没有事件。", en="Nothing happened yet.")
    return Table(Text(zh="事件", en="Events"), columns, rows, hide_caption=True, empty=empty)


def _cells(event: object) -> tuple[Text | str, str, str, str]:
    kind, on, person, body = (getattr(event, name) for name in ("kind", "on", "person", "body"))
    digest = str(body.get("statement") or body.get("footprint") or "")
    return _WORDS.get(kind, kind), moment(on), "" if person is None else str(person), digest[:19] or "—"
