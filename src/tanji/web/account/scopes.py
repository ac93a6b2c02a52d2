"""Scopes of keys in words."""

from __future__ import annotations

from typing import Final

from tanji.errors import Text


def scope_words(scope: str) -> Text:
    """A scope such as `study:read` in words; its code for a kind of thing that has no word here.

    >>> scope_words("study:read").en
    'Read studies'
    """
    kind, _, way = scope.partition(":")
    thing = KINDS.get(kind, Text(zh=f"{kind} 的内容", en=kind))
    return (
        Text(zh=f"读取{thing.zh}", en=f"Read {thing.en}")
        if way == "read"
        else Text(zh=f"写入{thing.zh}", en=f"Write {thing.en}")
    )


KINDS: Final = {
    "apikey": Text(zh="密钥", en="keys"),
    "case": Text(zh="案卷", en="cases"),
    "comment": Text(zh="意见", en="comments"),
    "database": Text(zh="背景数据库", en="background databases"),
    "evidence": Text(zh="证据文件", en="evidence"),
    "invitation": Text(zh="邀请", en="invitations"),
    "job": Text(zh="计算任务", en="jobs"),
    "membership": Text(zh="成员", en="members"),
    "organisation": Text(zh="机构信息", en="the organisation"),
    "product": Text(zh="产品", en="products"),
    "ruleset": Text(zh="核算规则", en="accounting rules"),
    "study": Text(zh="核算", en="studies"),
    "task": Text(zh="待办", en="to-dos"),
}
