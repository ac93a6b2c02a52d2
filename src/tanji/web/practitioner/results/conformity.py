"""Verdicts of the rules as a table: passed, to be added, not applicable, each with what to do and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tanji.errors import Text
from tanji.model.ruleset import Verdict
from tanji.model.statement import Statement
from tanji.registry.studies import Draft, Readiness
from tanji.reports.words import OUTCOMES
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.states import State
from tanji.web.practitioner.results.shown import both
from tanji.web.practitioner.study.places import of_line, of_member

STATES: Final = {
    "pass": "passed",
    "fail": "lacking",
    "indeterminate": "lacking",
    "not_applicable": "not_applicable",
}
_VERIFIER: Final = State("scale", Text(zh="由核查员判断", en="For the verifier"), "quiet")
ORDER: Final = ("fail", "indeterminate", "verifier", "pass", "not_applicable")


def verdict_table(draft: Draft, verdicts: Sequence[Verdict]) -> Table:
    """Verdicts, what is to be mended first; the first cell leads to where it is given."""
    columns = (
        Column(Text(zh="要求", en="Requirement")),
        Column(Text(zh="判断", en="Verdict"), "state"),
        Column(Text(zh="说明与办法", en="What and how")),
        Column(Text(zh="条款", en="Clause")),
    )
    ordered = sorted(_once(verdicts), key=lambda pair: ORDER.index(pair[0].outcome))
    rows = [Row((_named(v, n), _state(v), _said(v), _clause(v)), href=_where(draft, v)) for v, n in ordered]
    return Table(Text(zh="规则符合性", en="Conformity"), columns, rows, hide_caption=True)


def _once(verdicts: Sequence[Verdict]) -> list[tuple[Verdict, int]]:
    """Each verdict with how many items it is about; what holds or does not apply to many is told once."""
    found: dict[tuple[str, str, str | None], tuple[Verdict, int]] = {}
    for each in verdicts:
        quiet = each.outcome in {"pass", "not_applicable"}
        key = (each.rule, each.outcome, None if quiet else f"{each.item} {len(found)}")
        first, count = found.get(key, (each, 0))
        found[key] = (first, count + 1)
    return list(found.values())


def _named(verdict: Verdict, count: int) -> Text:
    name = both(verdict.names)
    return name if count == 1 else Text(zh=f"{name.zh}（{count} 项）", en=f"{name.en} ({count} items)")


def counted(verdicts: Sequence[Verdict]) -> list[tuple[Text, int]]:
    """How many verdicts there are of each outcome."""
    return [(text, sum(each.outcome == name for each in verdicts)) for name, text in OUTCOMES.items()]


def point_table(made: Statement | None, ready: Readiness) -> Table:
    """The open points of a statement, or those that it would have."""
    columns = (
        Column(Text(zh="规则", en="Rule")),
        Column(Text(zh="判断", en="Verdict")),
        Column(Text(zh="说明", en="What")),
    )
    points = made.open_points if made is not None else ready.open_points
    rows = [
        Row((both(each.names), OUTCOMES[each.outcome], both(each.message) if each.message else None)) for each in points
    ]
    empty = Text(zh="没有未决事项。", en="There are no open points.")
    return Table(Text(zh="未决事项", en="Open points"), columns, rows, hide_caption=True, empty=empty)


def _state(verdict: Verdict) -> Any:
    return _VERIFIER if verdict.outcome == "verifier" else STATES[verdict.outcome]


def _said(verdict: Verdict) -> Text | str:
    """What is wrong and what to do, where something is."""
    message = both(verdict.message or {})
    if verdict.outcome == "verifier":
        return message
    if verdict.outcome not in {"fail", "indeterminate"}:
        return "–"
    why = f"（{verdict.reason}）" if verdict.reason else ""
    remedy = both(verdict.remedy or {})
    return Text(zh=f"{message.zh}{why} → {remedy.zh}", en=f"{message.en} {verdict.reason or ''} → {remedy.en}")


def _clause(verdict: Verdict) -> Text:
    where = both(verdict.document) if verdict.document else Text(zh=verdict.clause.source, en=verdict.clause.source)
    open_ = verdict.clause.status != "verified"
    zh = f"{where.zh} {verdict.clause.clause}{'（未核对）' if open_ else ''}"
    return Text(zh=zh, en=f"{where.en} {verdict.clause.clause}{' (unverified)' if open_ else ''}")


def _where(draft: Draft, verdict: Verdict) -> str:
    if verdict.outcome not in {"fail", "indeterminate"} or draft.statement:
        return ""
    return (
        of_line(draft, verdict.item) if verdict.item else of_member(draft, _MEMBERS.get(verdict.rule.split(".")[0], ""))
    )


_MEMBERS: Final = {"data": "activities", "boundary": "activities", "use": "activities"}
"""By the first word of a rule's id, where its subject is given; everything else is goal and scope."""
