"""Packs, rule sets and registers as the tables that pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from tanji.errors import Text
from tanji.model.clause import Clause
from tanji.model.document import Names
from tanji.model.finding import Report
from tanji.model.ruleset import Pack, Rule, cited
from tanji.rules.casebook import CaseResult
from tanji.rules.prose import asked, blanks, requirement
from tanji.rules.register import Registered, lists, targets
from tanji.rules.stack import below, unwritten
from tanji.rules.told import Passage, passages, sections
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import said

LEVELS: Final = {
    "general": Text(zh="通则", en="General"),
    "sector": Text(zh="行业", en="Sector"),
    "product": Text(zh="产品", en="Product"),
}
KINDS: Final = {
    "national": Text(zh="国家标准", en="National standard"),
    "industry": Text(zh="行业标准", en="Industry standard"),
    "group": Text(zh="团体标准", en="Group standard"),
    "local": Text(zh="地方标准", en="Local standard"),
    "programme": Text(zh="项目规则", en="Programme rules"),
}
STATUS: Final = {
    "illustrative": Text(zh="示例", en="Illustrative"),
    "draft": Text(zh="草案", en="Draft"),
    "in_force": Text(zh="在用", en="In force"),
    "withdrawn": Text(zh="废止", en="Withdrawn"),
}
SEVERITY: Final = {
    "error": Text(zh="错误", en="Error"),
    "warning": Text(zh="提醒", en="Warning"),
    "note": Text(zh="提示", en="Note"),
}


def clause(pack: Pack, of: Clause) -> Text:
    """A clause as people cite it, with a mark where nobody compared it with its document."""
    document = cited(pack, of)
    zh, en = (document.get("zh", ""), document.get("en", "")) if document else (of.source, of.source)
    if of.status == "verified":
        return Text(zh=f"{zh or en} {of.clause}", en=f"{en or zh} {of.clause}")
    mark_zh, mark_en = ("自定，未核对", "own choice, unverified") if of.chosen else ("未核对", "unverified")
    return Text(zh=f"{zh or en} {of.clause}（{mark_zh}）", en=f"{en or zh} {of.clause} ({mark_en})")


def packs_table(found: Iterable[Pack], on: date) -> Table:
    """The packs that come with Tanji, each leading to its page."""
    columns = (
        Column(Text(zh="规则", en="Rule")),
        Column(Text(zh="层级", en="Level")),
        Column(Text(zh="类别", en="Kind")),
        Column(Text(zh="状态", en="Status")),
        Column(Text(zh="条数", en="Requirements"), "figure"),
    )
    rows = [
        Row(
            (
                f"{one.number or ''} {said(one.names)}".strip(),
                LEVELS[one.level],
                KINDS[one.kind],
                STATUS[one.status],
                len(one.rules) + len(unwritten(one, on)),
            ),
            href=reverse("rule_pack", args=[one.id]),
        )
        for one in found
    ]
    return Table(Text(zh="可以自动检查的规则", en="Rules that can be checked by machine"), columns, rows)


def registered_table(found: Sequence[Registered]) -> Table:
    """Real standards, whether or not there is a pack for them."""
    columns = (
        Column(Text(zh="编号", en="Number"), "code"),
        Column(Text(zh="名称", en="Title")),
        Column(Text(zh="采信清单", en="Recommended list")),
        Column(Text(zh="发布", en="Issued by")),
        Column(Text(zh="日期", en="Date")),
        Column(Text(zh="核对", en="Checked"), "state"),
    )
    rows = [
        Row(
            (
                each.number,
                each.title,
                each.adopted or Text(zh="未列入", en="on no list"),
                each.issued_by,
                each.date,
                each.status,
            )
        )
        for each in found
    ]
    whole = sum(each.rules for each in lists())
    known = len([each for each in found if each.adopted])
    note = Text(
        zh=f"采信清单共 {len(lists())} 批 {whole} 项，其中 {known} 项已知编号并列于此；其余未列出，并非不存在。",
        en=f"{len(lists())} recommended lists hold {whole} entries; {known} are known by number and stand here. "
        "The others are not listed, which does not mean that there are none.",
    )
    return Table(Text(zh="登记的标准", en="Register of standards"), columns, rows, note=note)


def targets_table() -> Table:
    """How many rules there are to be by a year, by which document."""
    columns = (
        Column(Text(zh="年份", en="Year"), "code"),
        Column(Text(zh="目标", en="Target"), "figure"),
        Column(Text(zh="内容", en="What")),
        Column(Text(zh="依据", en="Document")),
        Column(Text(zh="核对", en="Checked"), "state"),
    )
    rows = [
        Row((str(each.year), each.rules, Text(zh=each.zh, en=each.en), f"{each.document} {each.number}", each.status))
        for each in targets()
    ]
    return Table(Text(zh="目标", en="Targets"), columns, rows)


def parameters_table(pack: Pack) -> Table:
    """Parameters with every dated value and where it is laid down."""
    columns = (
        Column(Text(zh="参数", en="Parameter")),
        Column(Text(zh="自", en="Since"), "date"),
        Column(Text(zh="取值", en="Value")),
        Column(Text(zh="依据", en="Clause")),
    )
    rows = []
    for each in pack.parameters:
        for dated in each.values:
            value = "、".join(dated.value) if isinstance(dated.value, tuple) else str(dated.value)
            reason = f"：{said(dated.reason)}" if dated.reason else ""
            rows.append(
                Row(
                    (
                        said(each.names),
                        dated.since,
                        f"{value} {each.unit or ''}".strip(),
                        said(clause(pack, dated.clause)) + reason,
                    )
                )
            )
    return Table(Text(zh="参数", en="Parameters"), columns, rows)


def rule_items(pack: Pack, on: date) -> Sequence[dict[str, object]]:
    """Each requirement, written or following from the content, in words, with clause, finding, remedy and condition."""
    names = _parameters(pack)
    written = [_item(pack, rule, names, requirement(rule, names)) for rule in pack.rules]
    return [*written, *(_item(pack, rule, names, asked(rule, names), follows=True) for rule in unwritten(pack, on))]


def sections_of(pack: Pack) -> Sequence[dict[str, object]]:
    """What the content says, section by section: each with its clause and a table of statements."""
    names = _parameters(pack)
    return [
        {
            "title": title,
            "clause": clause(pack, section.clause),
            "table": _statements(pack, title, passages(name, section, names)),
        }
        for name, title, section in sections(pack.content)
    ]


def _statements(pack: Pack, title: Text, found: Iterable[Passage]) -> Table:
    columns = (
        Column(Text(zh="内容", en="About")),
        Column(Text(zh="规定", en="What it says")),
        Column(Text(zh="依据", en="Clause")),
    )
    rows = [
        Row((_about(passage, each.label), each.value, clause(pack, each.clause)))
        for passage in found
        for each in passage.said
    ]
    return Table(title, columns, rows, hide_caption=True)


def _about(passage: Passage, label: Text) -> Text:
    parts = list(dict.fromkeys([passage.label, *([passage.name] if passage.name else []), label]))
    return Text(zh=" · ".join(each.zh for each in parts), en=" · ".join(each.en for each in parts))


def _parameters(pack: Pack) -> dict[str, Names]:
    return {each.id: each.names for one in (*below(pack), pack) for each in one.parameters}


def _item(pack: Pack, rule: Rule, names: dict[str, Names], said_: Text, *, follows: bool = False) -> dict[str, object]:
    members = ("each", "when", "require", "function")
    return {
        "id": rule.id,
        "names": rule.names,
        "clause": clause(pack, rule.clause),
        "severity": rule.severity.value,
        "asked": said_,
        "follows": follows,
        "question": rule.question is not None,
        "message": blanks(rule, rule.message, names),
        "remedy": rule.remedy,
        "written": [f"{member}: {getattr(rule, member)}" for member in members if getattr(rule, member) is not None],
    }


def cases_table(results: Sequence[CaseResult]) -> Table:
    """Worked cases: what they expect and what the rule said now."""
    columns = (
        Column(Text(zh="案例", en="Case")),
        Column(Text(zh="规则", en="Rule"), "code"),
        Column(Text(zh="应为", en="Expected")),
        Column(Text(zh="实为", en="Got")),
        Column(Text(zh="结果", en="Result"), "state"),
    )
    rows = [
        Row(
            (
                said(each.case.names) or each.case.id,
                each.case.rule,
                OUTCOME.get(each.case.expect, each.case.expect),
                OUTCOME.get(each.outcome, each.outcome),
                "passed" if each.as_expected else "failed",
            )
        )
        for each in results
    ]
    green = sum(each.as_expected for each in results)
    return Table(
        Text(zh=f"{green}/{len(results)} 个案例符合预期", en=f"{green} of {len(results)} cases are as expected"),
        columns,
        rows,
    )


OUTCOME: Final = {
    "pass": Text(zh="通过", en="pass"),
    "fail": Text(zh="不通过", en="fail"),
    "not_applicable": Text(zh="不适用", en="not applicable"),
    "indeterminate": Text(zh="无法判断", en="indeterminate"),
    "verifier": Text(zh="由核查员判断", en="for the verifier"),
}


def findings_table(report: Report) -> Table:
    """What the linter says, errors first."""
    order = {"error": 0, "warning": 1, "note": 2}
    columns = (
        Column(Text(zh="级别", en="Severity"), "state"),
        Column(Text(zh="位置", en="Place")),
        Column(Text(zh="问题与办法", en="What, and what to do")),
        Column(Text(zh="代码", en="Code"), "code"),
    )
    rows = [
        Row(
            (each.severity.value, said(each.place.text()), f"{said(each.message)} {said(each.hint)}".strip(), each.code)
        )
        for each in sorted(report.findings, key=lambda each: order[each.severity])
    ]
    errors = len(report.errors)
    caption = Text(
        zh=f"检查：{errors} 处错误，共 {len(rows)} 条", en=f"Check: {errors} errors, {len(rows)} findings in all"
    )
    return Table(caption, columns, rows, empty=Text(zh="没有发现问题。", en="Nothing was found."))
