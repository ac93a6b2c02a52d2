"""Scenarios of a study: derived, changed, compared: from the old total by its causes to the new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.assess.compare import Change, Comparison
from tanji.assess.compare import compare as compared
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.registry import studies
from tanji.registry.studies import Draft
from tanji.reports.figures import percent, significant
from tanji.web.frame.chart import Chart, Series
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import later
from tanji.web.practitioner.products.shown import state_code
from tanji.web.practitioner.results.shown import UNIT, both
from tanji.web.practitioner.study.desk import desk, per

CAUSES = {
    "same": Text(zh="不变", en="unchanged"),
    "amount": Text(zh="数量", en="amount"),
    "factor": Text(zh="因子", en="factor"),
    "both": Text(zh="数量与因子", en="amount and factor"),
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="移除", en="removed"),
}
SHOWN = 10


class ScenarioForm(forms.Form):
    """The name of a scenario."""

    name = forms.CharField(max_length=200, label=later(Text(zh="情景名称", en="Name of the scenario")))


@door("view", "study", post=("create", "study"))
def scenarios(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The scenarios beside a study; deriving another one."""
    acting = signed_in(request)
    page = desk(request, pk, "study_scenarios")
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("study_data", studies.derive(acting, pk, form.cleaned_data["name"]).id)
    page |= {"form": form, "table": _beside(acting, page["draft"])}
    return render(request, "tanji/practitioner/scenarios.html", page, status=422 if form.errors else 200)


@door("view", "study")
def compare(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """What makes the difference between the results of two studies of a product. Refuses NotComparable."""
    acting = signed_in(request)
    page = desk(request, pk, "study_scenarios")
    beside = drafts.get_draft(acting, other)
    first, second = studies.latest(acting, page["draft"]), studies.latest(acting, beside)
    page |= {"other": beside, "other_stale": beside.frozen_revision != beside.revision, "unit": UNIT}
    if first is not None and second is not None:
        found = compared(first.footprint, second.footprint)
        page |= {"found": found, "per": per(first.footprint), "chart": _waterfall(found, page["draft"], beside)}
        page["table"] = _changes(found)
    return render(request, "tanji/practitioner/compare.html", page)


def _beside(acting: Acting, draft: Draft) -> Table:
    columns = (
        Column(Text(zh="研究或情景", en="Study or scenario")),
        Column(Text(zh="状态", en="State"), "state"),
        Column(Text(zh="结果", en="Result"), "figure", unit=UNIT),
    )
    rows = []
    for each in drafts.drafts(acting, draft.product):
        if each.id == draft.id:
            continue
        found = studies.latest(acting, each)
        value: Any = None if found is None else found.footprint.score.total
        href = reverse("study_compare", args=[draft.id, each.id]) if found else reverse("study", args=[each.id])
        rows.append(Row((each.name, state_code(each), value), href=href))
    empty = Text(zh="还没有情景。", en="There are no scenarios yet.")
    return Table(Text(zh="同一产品的研究与情景", en="Studies and scenarios of the product"), columns, rows, empty=empty)


def _waterfall(found: Comparison, old: Draft, new: Draft) -> Chart:
    changed = [each for each in found.changes if each.cause != "same"]
    shown, rest = changed[:SHOWN], changed[SHOWN:]
    names: list[Text | str] = [old.name]
    names += [
        Text(zh=f"{both(e.names).zh}（{CAUSES[e.cause].zh}）", en=f"{both(e.names).en} ({CAUSES[e.cause].en})")
        for e in shown
    ]
    values = [found.before, *(each.difference for each in shown)]
    if rest:
        names.append(Text(zh=f"其余 {len(rest)} 行", en=f"{len(rest)} other lines"))
        values.append(sum(each.difference for each in rest))
    series = (Series(Text(zh="变化", en="Change"), [*values, found.after]),)
    totals = frozenset({0, len(names)})
    return Chart(
        "difference",
        "waterfall",
        _said(found),
        UNIT,
        [*names, new.name],
        series,
        totals=totals,
        head=Text(zh="原因", en="Cause"),
    )


def _parts(change: Change) -> tuple[float, float]:
    """By amount and by factor, without what only rounding leaves."""
    least = 1e-9 * max(abs(change.before or 0.0), abs(change.after or 0.0))
    amount, factor = (0.0 if abs(part) <= least else part for part in (change.by_amount, change.by_factor))
    return amount, factor


def _said(found: Comparison) -> Text:
    """What the change comes to, in one sentence."""
    if not found.before or abs(found.difference) < 1e-12 * abs(found.before):
        return Text(zh="两者没有差别", en="There is no difference")
    share, by = percent(abs(found.difference / found.before)), significant(abs(found.difference))
    if found.difference < 0:
        return Text(zh=f"降低 {share}（{by} {UNIT}）", en=f"{share} less ({by} {UNIT})")
    return Text(zh=f"增加 {share}（{by} {UNIT}）", en=f"{share} more ({by} {UNIT})")


def _changes(found: Comparison) -> Table:
    columns = (
        Column(Text(zh="数据行", en="Line")),
        Column(Text(zh="原因", en="Cause")),
        Column(Text(zh="原", en="Before"), "figure", unit=UNIT),
        Column(Text(zh="新", en="After"), "figure", unit=UNIT),
        Column(Text(zh="差", en="Difference"), "figure", unit=UNIT),
        Column(Text(zh="其中数量", en="by amount"), "figure", unit=UNIT),
        Column(Text(zh="其中因子", en="by factor"), "figure", unit=UNIT),
    )
    rows = [
        Row((both(e.names), CAUSES[e.cause], e.before, e.after, e.difference, *_parts(e)))
        for e in found.changes
        if e.cause != "same"
    ]
    empty = Text(zh="所有行都不变。", en="All lines are unchanged.")
    return Table(Text(zh="逐行变化", en="Line by line"), columns, rows, empty=empty)
