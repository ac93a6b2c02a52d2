"""A study's facts, rules, cards and lines as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.model.ruleset import Ruleset
from tanji.model.study import ActivityKind, Boundary
from tanji.registry.studies import Draft
from tanji.reports.words import BOUNDARIES, DATA_TYPES, KINDS
from tanji.rules.pack import packs
from tanji.rules.questions import Question, excluded
from tanji.web.frame.parts import Cell, Column, Row, Table, Words
from tanji.web.practitioner.study import cards
from tanji.web.practitioner.study.lines import factor_of

_NEEDS = {
    "required": Text(zh="必需", en="required"),
    "conditional": Text(zh="视情况", en="conditional"),
    "optional": Text(zh="可选", en="optional"),
}


OWN = Text(zh="规则包自选，不是标准条款", en="own choice of the pack, no clause of a standard")


def goal_facts(draft: Draft) -> list[tuple[Words, Cell]]:
    """Unit, boundary, place and period of a draft, as pairs."""
    body = draft.body
    unit, period = body.get("unit") or {}, body.get("period") or {}
    amount = f"{unit['amount']:g} {unit.get('unit', '')}" if unit.get("amount") else None
    words = unit.get("description") or {}
    boundary = body.get("boundary")
    known = boundary in {each.value for each in Boundary}
    return [
        (Text(zh="功能/声明单位", en="Unit of analysis"), amount),
        (Text(zh="说明", en="In words"), _both(words) if words else None),
        (Text(zh="系统边界", en="System boundary"), BOUNDARIES[Boundary(boundary)] if known else None),
        (Text(zh="地点", en="Place"), body.get("location")),
        (Text(zh="数据期间", en="Data of"), f"{period['start']} – {period['end']}" if "end" in period else None),
        (Text(zh="方法", en="Method"), body.get("method")),
        (Text(zh="生产者", en="Maker"), ((body.get("product") or {}).get("maker") or {}).get("name")),
    ]


def last_changes(acting: Acting, draft: Draft) -> Table:
    """The last savings: what, when, by whom."""
    columns = (
        Column(Text(zh="修改", en="Change")),
        Column(Text(zh="时间", en="When"), "date"),
        Column(Text(zh="人", en="By")),
    )
    rows = [
        Row((_both(each.what), each.on, "" if each.by is None else str(each.by)))
        for each in drafts.changes(acting, draft, 8)
    ]
    empty = Text(zh="还没有修改。", en="Nothing was changed yet.")
    return Table(Text(zh="最近的修改", en="Last changes"), columns, rows, hide_caption=True, empty=empty)


def pack_table(ruleset: Ruleset) -> Table:
    """The packs of a rule set: which, of what sort, since when, recommended or not."""
    known = packs()
    columns = (
        Column(Text(zh="规则", en="Rule")),
        Column(Text(zh="标识", en="Id"), "code"),
        Column(Text(zh="版本", en="Version")),
        Column(Text(zh="实施", en="In force since"), "date"),
        Column(Text(zh="采信清单", en="Recommended by")),
    )
    rows = []
    for each in ruleset.packs:
        pack = known.get(each.id)
        name: Words = each.id if pack is None else _both(pack.names)
        since = None if pack is None else pack.effective
        adopted = None if pack is None else pack.adopted
        rows.append(Row((name, each.id, each.version, since, adopted or Text(zh="未列入", en="not listed"))))
    return Table(Text(zh="适用的规则", en="Rules that apply"), columns, rows, hide_caption=True)


def card_page(draft: Draft, card: cards.Card, ruleset: Ruleset) -> dict[str, Any]:
    """What a card shows besides its lines: questions with their answers, what the rules leave out, completeness."""
    asked = [(each, cards.answers(each, ruleset, draft.body)) for each in cards.asked(ruleset, card.id)]
    left_out = [each for each in excluded(ruleset) if cards.place(each.stage, "") == card.id]
    return {
        "card": card,
        "cards": cards.CARDS,
        "questions": [_question(each, found) for each, found in asked],
        "excluded": left_out,
        "progress": cards.progress(card, ruleset, draft.body),
    }


def _question(question: Question, found: Sequence[cards.Line]) -> dict[str, Any]:
    names = dict(question.names)
    kind = question.kinds[0].value if question.kinds else ""
    return {
        "names": names,
        "need": _NEEDS[question.need],
        "condition": question.condition,
        "primary": question.primary in {"primary", "preferred"},
        "clause": OWN if question.clause.chosen else f"{question.clause.source} {question.clause.clause}",
        "process": question.process,
        "kind": kind,
        "stage": question.stage.value,
        "lines": [each.get("names") for each in found],
        "state": "done" if found else "missing" if question.need == "required" else "waiting",
    }


def line_table(draft: Draft, card: cards.Card) -> Table:
    """The lines of a card: amount, loss, factor, source; what is missing is said."""
    columns = (
        Column(Text(zh="名称", en="Name")),
        Column(Text(zh="类型", en="Sort")),
        Column(Text(zh="数量", en="Amount"), "figure"),
        Column(Text(zh="单位", en="Unit")),
        Column(Text(zh="损耗 %", en="Loss, %"), "figure"),
        Column(Text(zh="供应商 / 因子", en="Supplier / factor")),
        Column(Text(zh="数据来源", en="Source")),
    )
    rows = []
    for each in cards.lines(draft.body, card.id):
        amount, unit = _amount(each)
        factor = " · ".join(part for part in (each.get("supplier"), factor_of(each)) if part)
        link = reverse("study_line", args=[draft.id, card.id, each["id"]])
        cells = (_both(each.get("names") or {}), _kind(each), amount, unit, each.get("loss_percent"), factor or None)
        rows.append(Row((*cells, _source(each)), href=link))
    empty = Text(zh="还没有数据。", en="No data yet.")
    return Table(card.name, columns, rows, hide_caption=True, empty=empty)


def _amount(line: cards.Line) -> tuple[Cell, Cell]:
    travel, use = line.get("transport"), line.get("use")
    if travel:
        return travel["mass_kg"] / 1000 * travel["distance_km"], "t·km"
    if use and use.get("per_year") is not None:
        return use["per_year"] * use["years"], line.get("unit")
    return line.get("amount"), line.get("unit")


def _kind(line: cards.Line) -> Cell:
    kind = line.get("kind")
    return KINDS[ActivityKind(kind)] if kind in {each.value for each in ActivityKind} else None


def _source(line: cards.Line) -> Cell:
    kind = (line.get("data") or {}).get("type")
    return next((text for each, text in DATA_TYPES.items() if each.value == kind), None)


def _both(names: Any) -> Words:
    """Names of a body as words: one language stands in for the other."""
    zh, en = names.get("zh"), names.get("en")
    return Text(zh=zh or en or "—", en=en or zh or "—")
