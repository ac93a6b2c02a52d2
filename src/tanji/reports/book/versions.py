"""Annex G: which version this is, what it replaces and by how much it differs, and the places for signatures."""

from __future__ import annotations

from tanji.model.document import digest
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Number, Paragraph, Table, number
from tanji.reports.figures import percent


def versions(given: Given) -> tuple[Block, ...]:
    """The change log, then a table to be signed."""
    return (*_changes(given), _signatures(given))


def _changes(given: Given) -> tuple[Block, ...]:
    footprint, statement = given.footprint, given.statement
    rows: list[tuple[Cell, ...]] = []
    if statement is not None:
        name = given.say("本声明", "This statement")
        rows.append(_row(name, statement.declared_on.isoformat(), digest(statement), statement.score.total))
        if statement.supersedes is not None:
            older, total = given.previous, None
            known = older is not None and digest(older) == statement.supersedes.digest
            if known and older is not None and older.unit == statement.unit:
                total = older.score.total
            day = older.declared_on.isoformat() if known and older is not None else "—"
            rows.append(_row(given.say("所替代的声明", "It replaces"), day, statement.supersedes.digest, total))
    else:
        rows.append(_row(given.say("本碳足迹", "This footprint"), "—", digest(footprint), footprint.score.total))
    if given.study.derived_from is not None:
        about = given.say("由此研究派生", "Derived from the study")
        rows.append(_row(about, "—", given.study.derived_from.digest, None))
    columns = (
        given.say("版本", "Version"),
        given.say("日期", "Date"),
        given.say("摘要", "Digest"),
        given.per,
    )
    title = given.say("变更记录", "Change log")
    return (Table(title, columns, tuple(rows), (3, 2, 6, 3)), *_difference(given))


def _row(name: str, day: str, value: str, total: float | None) -> tuple[Cell, ...]:
    return (name, day, value, number(total))


def _difference(given: Given) -> tuple[Block, ...]:
    statement, older = given.statement, given.previous
    if statement is None or statement.supersedes is None:
        return (Paragraph(given.say("没有替代更早的声明。", "It replaces no earlier statement.")),)
    if older is None or digest(older) != statement.supersedes.digest:
        said = given.say("手头没有所替代的声明，不能列出差异。", "The statement that it replaces is not at hand.")
        return (Paragraph(said),)
    if older.unit != statement.unit or not older.score.total:
        said = given.say("两份声明的单位不同，差异没有意义。", "The units of the two differ, so no difference is told.")
        return (Paragraph(said),)
    less = statement.score.total - older.score.total
    part = less / abs(older.score.total)
    rows: tuple[tuple[Cell, ...], ...] = (
        (given.say("总量之差", "Difference of the totals"), number(less)),
        (given.say("相对差", "Relative difference"), Number(part, percent(part))),
    )
    head = (given.say("项目", "Item"), given.per)
    return (Table(given.say("与所替代声明之差", "Against the one that it replaces"), head, rows, (4, 2)),)


def _signatures(given: Given) -> Table:
    blank = ""
    who = (
        given.say("编制", "Prepared by"),
        given.say("审核", "Reviewed by"),
        given.say("批准", "Approved by"),
        given.say("出具机构（盖章）", "Issuing body (seal)"),
    )
    named = given.imprint.issuer or blank
    rows = tuple((each, named if place == len(who) - 1 else blank, blank, blank) for place, each in enumerate(who))
    columns = (
        given.say("职责", "Role"),
        given.say("姓名或名称", "Name"),
        given.say("签字或盖章", "Signature or seal"),
        given.say("日期", "Date"),
    )
    return Table(given.say("签章", "Signatures"), columns, rows, (3, 4, 4, 3))
