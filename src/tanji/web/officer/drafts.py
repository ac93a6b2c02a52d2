"""Drafts of rules: begin one, write its files with a live check, try it on the organisation's studies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.catalog import rule_drafts
from tanji.errors import Text
from tanji.web.frame.parts import Column, Link, Row, Table
from tanji.web.frame.words import said
from tanji.web.officer.forms import Begin, Write
from tanji.web.officer.shown import OUTCOME, findings_table
from tanji.web.officer.views import HOME

LIST = Text(zh="规则草案", en="Drafts of rules")


@door("view", "ruleset", post=("edit", "ruleset"))
def drafts(request: HttpRequest) -> HttpResponse:
    """The organisation's drafts, and the form that begins one."""
    acting = signed_in(request)
    form = Begin(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = rule_drafts.begin(acting, form.cleaned_data["name"], form.cleaned_data["like"])
        return redirect("rule_draft", row.id, "manifest")
    columns = (
        Column(Text(zh="名称", en="Name")),
        Column(Text(zh="标识", en="Id"), "code"),
        Column(Text(zh="修改", en="Changed"), "date"),
    )
    rows = [
        Row((each.name, each.identifier, each.changed.date()), href=reverse("rule_draft", args=[each.id, "manifest"]))
        for each in rule_drafts.rule_drafts(acting)
    ]
    page = {"table": Table(LIST, columns, rows), "form": form, "may": allowed(acting, "edit", "ruleset")}
    page["crumbs"] = [HOME, Link(LIST, request.path)]
    return render(request, "tanji/officer/drafts.html", page, status=422 if form.errors else 200)


@door("view", "ruleset", post=("edit", "ruleset"))
def draft(request: HttpRequest, draft: UUID, part: str) -> HttpResponse:
    """One file of a draft: its text, saved by hand, with what the linter says of the whole."""
    acting = signed_in(request)
    row = rule_drafts.get_rule_draft(acting, draft)
    text = row.files.get(part, "")
    form = Write(request.POST or None, initial={"revision": row.revision, "text": text})
    if request.method == "POST" and form.is_valid():
        taken = form.cleaned_data["text"].replace("\r\n", "\n")
        rule_drafts.save(acting, draft, form.cleaned_data["revision"], {part: taken})
        messages.success(request, said(Text(zh="已保存", en="Saved")))
        return redirect("rule_draft", draft, part)
    page = {
        "row": row,
        "part": part,
        "form": form,
        "report": findings_table(rule_drafts.checked(acting, row.files)[1]),
        "tabs": [
            Link(f"{each}.yaml", reverse("rule_draft", args=[draft, each]), current=each == part)
            for each in rule_drafts.FILES
        ],
        "crumbs": [HOME, Link(LIST, reverse("rule_drafts")), Link(row.name, request.path)],
        "may": allowed(acting, "edit", "ruleset"),
    }
    return render(request, "tanji/officer/draft.html", page, status=422 if form.errors else 200)


@require_POST
@door("view", "ruleset")
def check(request: HttpRequest, draft: UUID, part: str) -> HttpResponse:
    """What the linter says of a text that is not saved yet: the part of the page beneath the editor."""
    acting = signed_in(request)
    row = rule_drafts.get_rule_draft(acting, draft)
    text = request.POST.get("text", "")[: rule_drafts.LARGEST].replace("\r\n", "\n")
    report = rule_drafts.checked(acting, {**row.files, part: text})[1]
    return render(request, "tanji/part/table.html", {"table": findings_table(report)})


@require_POST
@door("edit", "ruleset")
def archive(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Put a draft away, or bring it back."""
    acting = signed_in(request)
    if request.POST.get("back"):
        row = rule_drafts.restore(acting, draft)
        return redirect("rule_draft", row.id, "manifest")
    rule_drafts.archive(acting, draft)
    messages.info(request, said(Text(zh="草案已归档，30 天内可恢复", en="Archived; it can be restored for 30 days")))
    return redirect("rule_drafts")


@door("view", "ruleset")
def trial(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft tried on the organisation's studies: what each lacks."""
    acting = signed_in(request)
    row = rule_drafts.get_rule_draft(acting, draft)
    columns = (
        Column(Text(zh="研究", en="Study")),
        *(Column(OUTCOME[each], "figure") for each in OUTCOME),
        Column(Text(zh="需补充", en="To be added")),
    )
    rows = [_tried(each) for each in rule_drafts.tried(acting, draft)]
    nothing = Text(zh="本机构还没有研究可供试算。", en="There are no studies yet to try it on.")
    page = {"row": row, "table": Table(Text(zh="试算", en="Trial"), columns, rows, empty=nothing)}
    page["crumbs"] = [
        HOME,
        Link(LIST, reverse("rule_drafts")),
        Link(row.name, reverse("rule_draft", args=[draft, "rules"])),
    ]
    return render(request, "tanji/officer/trial.html", page)


def _tried(one: rule_drafts.Trial) -> Row:
    if one.conformity is None:
        return Row((one.name, *(None for _ in OUTCOME), one.problem))
    counted = {each: sum(v.outcome == each for v in one.conformity.verdicts) for each in OUTCOME}
    lacking = "；".join(dict.fromkeys(said(v.names) for v in one.conformity.verdicts if v.outcome == "fail"))
    return Row((one.name, *counted.values(), lacking))
