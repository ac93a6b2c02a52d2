"""Chapters 8 and 9: conformity clause by clause, and what of verification there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tanji.model.ruleset import Verdict
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Paragraph, Section, Table
from tanji.reports.words import OUTCOMES

def conformity(given: Given) -> Section:
    """Chapter 8."""
    title = given.say("与规则的符合性", "Conformity with the rules")
    found = given.conformity
    if found is None:
        none = given.say("没有按规则核对。", "Not checked against rules.")
        return Section("8", title, (Paragraph(none, notice=True),))
    counted: Counter[str] = Counter(verdict.outcome for verdict in found.verdicts)
    said = given.listed([f"{given.of(text)} {counted[name]}" for name, text in OUTCOMES.items() if counted[name]])
    rows = [_row(given, verdicts) for verdicts in _together(found.verdicts)]
    columns = (
        given.say("条款", "Clause"),
        given.say("要求", "Requirement"),
        given.say("结论", "Conclusion"),
        given.say("依据", "Evidence"),
    )
    table = Table(given.say("条款、要求、结论", "Clause, requirement, conclusion"), columns, tuple(rows), (3, 4, 2, 5))
    return Section("8", title, (Paragraph(said), table))


def verification(given: Given) -> Section:
    """Chapter 9."""
    said: Block = Paragraph(
        given.say(
            "本报告未附核查声明和鉴定性评审。",
            "No verification statement and no critical review is attached to this report.",
        ),
        notice=True,
    )
    return Section("9", given.say("核查和鉴定性评审", "Verification and critical review"), (said,))


def _together(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """Verdicts of one rule that say the same of several items, as one row; what fails keeps a row for each item."""
    groups: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in verdicts:
        own = verdict.item or "" if verdict.outcome in {"fail", "indeterminate"} else ""
        groups.setdefault((verdict.rule, verdict.outcome, own), []).append(verdict)
    return list(groups.values())


def _row(given: Given, verdicts: list[Verdict]) -> tuple[Cell, ...]:
    verdict = verdicts[0]
    mark = "" if verdict.clause.status == "verified" else given.say("（未核对）", " (unverified)")
    evidence = given.name(verdict.message) if verdict.message else verdict.reason or "—"
    item = (
        f" [{verdict.item}]"
        if verdict.item and len(verdicts) == 1
        else f" ×{len(verdicts)}"
        if len(verdicts) > 1
        else ""
    )
    return (
        f"{given.cited(verdict)} {verdict.clause.clause}{mark}",
        f"{given.name(verdict.names)}{item}",
        given.of(OUTCOMES[verdict.outcome]),
        evidence,
    )
