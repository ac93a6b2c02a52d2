"""Pages of a study: overview, rules, cards and their lines."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.refusals import NotFound
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.registry import studies
from tanji.web.frame.words import said
from tanji.web.practitioner.study import cards, goal, lines
from tanji.web.practitioner.study.desk import desk, per
from tanji.web.practitioner.study.shown import card_page, goal_facts, last_changes, line_table, pack_table


@door("view", "study")
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the study stands and what to do next."""
    acting = signed_in(request)
    page = desk(request, pk, "study")
    draft = page["draft"]
    ruleset = studies.rules_of(acting, draft)
    found = studies.latest(acting, draft)
    page |= {"found": found, "facts": goal_facts(draft), "per": per(found.footprint) if found else ""}
    page |= {"progress": [cards.progress(each, ruleset, draft.body) for each in cards.CARDS]}
    page |= {"changes": last_changes(acting, draft), "report": drafts.freeze(draft).report}
    return render(request, "tanji/practitioner/overview.html", page)


@door("view", "study", post=("edit", "study"))
def rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which rules apply and why; unit, boundary and period."""
    acting = signed_in(request)
    page = desk(request, pk, "study_rules")
    draft = page["draft"]
    form = goal.GoalForm(request.POST or None, initial=goal.initial(draft.body) | {"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        told = Text(zh="修改目标与范围", en="Goal and scope changed")
        studies.change(acting, pk, form.cleaned_data["revision"], goal.saved(form), what=told)
        return redirect("study_rules", pk)
    ruleset = studies.rules_of(acting, draft)
    page |= {"form": form, "ruleset": ruleset, "packs": pack_table(ruleset), "facts": goal_facts(draft)}
    page |= {"others": studies.not_applied(acting, draft, ruleset)}
    return render(request, "tanji/practitioner/rules.html", page, status=422 if form.errors else 200)


@door("view", "study")
def data(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All cards with how complete each is."""
    page = desk(request, pk, "study_data")
    draft = page["draft"]
    ruleset = studies.rules_of(signed_in(request), draft)
    page["progress"] = [cards.progress(each, ruleset, draft.body) for each in cards.CARDS]
    page["report"] = drafts.freeze(draft).report
    return render(request, "tanji/practitioner/data.html", page)


@door("view", "study")
def card(request: HttpRequest, pk: UUID, card: str) -> HttpResponse:
    """One card: what the rules ask, and its lines."""
    page = desk(request, pk, "study_data")
    which = cards.card(card)
    if which is None:
        raise NotFound
    ruleset = studies.rules_of(signed_in(request), page["draft"])
    page |= card_page(page["draft"], which, ruleset) | {"table": line_table(page["draft"], which)}
    return render(request, "tanji/practitioner/card.html", page)


@door("view", "study", post=("edit", "study"))
def line(request: HttpRequest, pk: UUID, card: str, line: str = "") -> HttpResponse:
    """One line, new or old: its form."""
    page = desk(request, pk, "study_data")
    draft, which = page["draft"], cards.card(card)
    known = next((each for each in draft.body.get("activities", []) if each.get("id") == line), None)
    if which is None or (line and known is None):
        raise NotFound
    shown = lines.initial(known) if known else lines.fresh(which, request.GET)
    form = lines.LineForm(which, request.POST or None, initial=shown | {"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        taken = {each.get("id") for each in draft.body.get("activities", [])}
        name = line or lines.new_id(request.GET.get("process"), taken)
        told = lines.told(form.cleaned_data["name"], new=not line)
        studies.change(signed_in(request), pk, form.cleaned_data["revision"], lines.saved(form, name), what=told)
        return redirect("study_card", pk, card) if line else redirect("study_factor", pk, card, name)
    page |= {"form": form, "card": which, "line": known, "ruled": lines.factor_of(known)}
    return render(request, "tanji/practitioner/line.html", page, status=422 if form.errors else 200)


@require_POST
@door("edit", "study")
def remove(request: HttpRequest, pk: UUID, card: str, line: str) -> HttpResponse:
    """Take a line out; it can be undone."""
    told = Text(zh=f"移除 {line}", en=f"{line} removed")
    studies.change(signed_in(request), pk, lines.revision(request.POST), lines.removed(line), what=told)
    messages.success(request, said(Text(zh="已移除，可撤销。", en="Removed; it can be undone.")))
    return redirect("study_card", pk, card)


@require_POST
@door("edit", "study")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the last saving back."""
    studies.take_back(signed_in(request), pk, lines.revision(request.POST))
    messages.success(request, said(Text(zh="已撤销上一次修改。", en="The last change is undone.")))
    return redirect("study_data", pk)
