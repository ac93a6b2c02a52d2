"""How a state is shown: an icon, a word and a tone, never the colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tanji.errors import Text

Tone = Literal["quiet", "busy", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class State:
    """One state of a thing, as a person sees it."""

    icon: str
    word: Text
    tone: Tone


def state(code: str) -> State:
    """The state of a code; KeyError for one that the table below lacks."""
    return STATES[code]


def _s(icon: str, tone: Tone, *, zh: str, en: str) -> State:
    return State(icon, Text(zh=zh, en=en), tone)


STATES: Final = {
    # results and studies
    "draft": _s("pencil", "quiet", zh="草稿", en="Draft"),
    "calculated": _s("calculator", "busy", zh="已计算", en="Calculated"),
    "computed": _s("calculator", "busy", zh="已计算", en="Calculated"),
    "declared": _s("stamp", "good", zh="已声明", en="Declared"),
    "verifying": _s("scale", "busy", zh="核查中", en="In verification"),
    "certified": _s("badge-check", "good", zh="已认证", en="Certified"),
    "expired": _s("hourglass", "warn", zh="已过期", en="Expired"),
    "withdrawn": _s("ban", "bad", zh="已撤销", en="Withdrawn"),
    "superseded": _s("history", "quiet", zh="已被取代", en="Superseded"),
    "archived": _s("archive", "quiet", zh="已归档", en="Archived"),
    "changed": _s("refresh-cw", "warn", zh="已改动，需重新计算", en="Changed, compute again"),
    # figures
    "verified": _s("circle-check", "good", zh="已核对", en="Verified"),
    "unverified": _s("circle-help", "warn", zh="未核对", en="Unverified"),
    "missing": _s("circle-dashed", "warn", zh="未提供", en="Not given"),
    # jobs and steps
    "waiting": _s("clock", "quiet", zh="待开始", en="Waiting"),
    "running": _s("hourglass", "busy", zh="进行中", en="In progress"),
    "done": _s("check", "good", zh="已完成", en="Done"),
    "failed": _s("circle-x", "bad", zh="失败", en="Failed"),
    "cancelled": _s("circle-stop", "quiet", zh="已停止", en="Stopped"),
    # conformity with rules
    "passed": _s("circle-check", "good", zh="通过", en="Passed"),
    "lacking": _s("circle-alert", "warn", zh="需补充", en="To be added"),
    "not_applicable": _s("minus", "quiet", zh="不适用", en="Not applicable"),
    # findings
    "error": _s("circle-x", "bad", zh="错误", en="Error"),
    "warning": _s("triangle-alert", "warn", zh="警告", en="Warning"),
    "note": _s("info", "quiet", zh="提示", en="Note"),
    # publication and review
    "submitted": _s("send", "busy", zh="已提交", en="Submitted"),
    "in_review": _s("users", "busy", zh="评议中", en="In review"),
    "published": _s("circle-check", "good", zh="已发布", en="Published"),
    "rejected": _s("circle-x", "bad", zh="未通过", en="Rejected"),
    "open": _s("circle-dot", "busy", zh="待处理", en="Open"),
    "closed": _s("check", "quiet", zh="已关闭", en="Closed"),
    "overdue": _s("circle-alert", "bad", zh="已逾期", en="Overdue"),
    # rules
    "in_force": _s("circle-check", "good", zh="现行", en="In force"),
    "abolished": _s("circle-slash", "quiet", zh="已废止", en="Abolished"),
    # sentences of the policy
    "served": _s("link", "good", zh="已有功能", en="Served here"),
    "later": _s("clock", "quiet", zh="以后", en="Later"),
    "policy_only": _s("scroll-text", "quiet", zh="仅为政策", en="Policy only"),
}
