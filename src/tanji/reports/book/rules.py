"""Chapters 8 and 9: conformity clause by clause, and what of verification there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tanji.model.ruleset import Conformity, Verdict
from tanji.reports.book.given import Given
from tanji.reports.book.page import Cell, Paragraph, Section, Table
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
    return Section("8", title, (*_caveats(given, found), Paragraph(said), table))


def _caveats(given: Given, found: Conformity) -> tuple[Paragraph, ...]:
    """What the packs say of themselves, and how many clauses nobody read in the document."""
    said = [] if given.ruleset is None else [given.name(each) for each in given.ruleset.disclaimers]
    unread = sum(verdict.clause.status != "verified" for verdict in found.verdicts)
    if unread:
        said.append(
            given.say(
                f"{len(found.verdicts)} 条结论中有 {unread} 条的条款未与标准原文核对；本表不能证明符合标准。",
                f"Of {len(found.verdicts)} conclusions {unread} cite clauses that were not checked in the document;"
                " the table is no proof of conformity with a standard.",
            )
        )
    return tuple(Paragraph(each, notice=True) for each in dict.fromkeys(said))


def verification(given: Given) -> Section:
    """Chapter 9: that there is no opinion yet, and the places where a verifier writes one."""
    none = given.say(
        "本报告未附核查声明和鉴定性评审；下表留给核查机构和评审人填写。",
        "No verification statement and no critical review is attached; the tables are for the verifier and reviewer.",
    )
    opinion = _blank(
        given,
        given.say("核查声明", "Verification statement"),
        (
            given.say("核查机构及资质", "Verification body and accreditation"),
            given.say("核查声明编号", "Number of the statement"),
            given.say("核查准则", "Criteria"),
            given.say("核查范围", "Scope"),
            given.say("保证等级和实质性限", "Level of assurance, materiality"),
            given.say(f"核查值（{given.per}）", f"Verified value ({given.per})"),
            given.say("结论", "Conclusion"),
            given.say("核查员、日期、盖章", "Verifier, date, seal"),
        ),
    )
    review = _blank(
        given,
        given.say("鉴定性评审", "Critical review"),
        (
            given.say("评审人及与生产者的关系", "Reviewer, relation to the maker"),
            given.say("意见", "Remarks"),
            given.say("结论、日期、签字", "Conclusion, date, signature"),
        ),
    )
    title = given.say("核查和鉴定性评审", "Verification and critical review")
    return Section("9", title, (Paragraph(none, notice=True), opinion, review))


def _blank(given: Given, title: str, rows: tuple[str, ...]) -> Table:
    """A table whose second column is written in by hand."""
    columns = (given.say("项目", "Item"), given.say("内容", "Content"))
    return Table(title, columns, tuple((row, "") for row in rows), (2, 5))


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
