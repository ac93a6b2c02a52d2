"""What the page of an organisation shows, as plain values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tanji.accounts.actions import About
from tanji.accounts.kinds import kinds, regions
from tanji.errors import Text
from tanji.web.frame.parts import Column, Row, Table, Words
from tanji.web.frame.words import moment


def facts(about: About, kind: str) -> Sequence[tuple[Text, Words]]:
    """What an organisation says of itself, line by line; empty where it is not given."""
    return (
        (Text(zh="机构类型", en="Kind"), kinds()[kind].words),
        (Text(zh="中文名称", en="Name in Chinese"), about.name),
        (Text(zh="英文名称", en="Name in English"), about.name_en),
        (Text(zh="统一社会信用代码", en="Unified social credit code"), about.uscc),
        (Text(zh="法人机构识别编码（LEI）", en="Legal entity identifier (LEI)"), about.lei),
        (Text(zh="其他标识", en="Another identifier"), about.other_id),
        (Text(zh="所在地区", en="Province"), regions().get(about.province, "")),
    )


def event_table(events: Sequence[Any]) -> Table:
    """What happened to an organisation and its people."""
    return Table(
        Text(zh="最近的变更", en="Recent changes"),
        (
            Column(Text(zh="事项", en="What"), "word"),
            Column(Text(zh="操作人", en="By"), "word"),
            Column(Text(zh="时间", en="When"), "word"),
        ),
        [Row((EVENTS[each.kind], str(each.person), moment(each.on))) for each in events],
        empty=Text(zh="暂无变更。", en="Nothing has changed yet."),
    )


EVENTS: Final = {
    "organisation.created": Text(zh="创建机构", en="Organisation founded"),
    "organisation.changed": Text(zh="修改机构信息", en="Organisation changed"),
    "invitation.sent": Text(zh="发出邀请", en="Invitation sent"),
    "invitation.withdrawn": Text(zh="撤回邀请", en="Invitation withdrawn"),
    "membership.began": Text(zh="加入机构", en="Joined"),
    "membership.changed": Text(zh="更改角色", en="Roles changed"),
    "membership.ended": Text(zh="移出机构", en="Left"),
    "key.made": Text(zh="新建密钥", en="Key made"),
    "key.revoked": Text(zh="作废密钥", en="Key ended"),
}
