"""The case of a publication, for its publisher, the reviewers and the authority: where it stands and the next steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import Invalid
from tanji.errors import Refusal, Text
from tanji.registry import parties
from tanji.registry.databases import publication
from tanji.registry.queries import document_of, next_actions, roles_in
from tanji.registry.queries import parties as parties_of
from tanji.web.frame.parts import Column, Fault, Link, Row, Step, Table, faults_of
from tanji.web.frame.words import said
from tanji.web.publisher.databases import crumbs
from tanji.web.publisher.forms import Invite, Opinion, SelfCheck

FORMS = {"check": SelfCheck, "opinion": Opinion}
ROAD = ("draft", "checked", "review", "notice", "published")
INVITED = {"owner": "authority", "authority": "reviewer"}
"""Whom the owner of a case brings in, and whom the authority."""
ROLES = {"authority": Text(zh="主管部门", en="Authority"), "reviewer": Text(zh="评议人", en="Reviewer")}


@door("view", "case", post=("act", "case"))
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a publication stands; sent, a step of it is taken."""
    acting = signed_in(request)
    page = _page(request, acting, pk)
    if request.method != "POST":
        return render(request, "tanji/publisher/case.html", page)
    action = request.POST.get("action", "")
    try:
        _take(acting, pk, action, request.POST)
    except Refusal as refusal:
        page = _page(request, acting, pk, bound=action)
        page["faults"] = [Fault(refusal.message, code=refusal.code, hint=refusal.hint or "")]
        return render(request, "tanji/publisher/case.html", page, status=422)
    messages.success(request, said(Text(zh="已记录。", en="It is recorded.")))
    return redirect("publication", pk)


@door("view", "case", post=("invite", "case"))
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring another organisation into a case: the owner an authority, the authority reviewers."""
    acting = signed_in(request)
    row, _ = publication.get_publication(acting, pk)
    form = Invite(request.POST or None)
    role = _inviting(acting, row)
    faults = [*faults_of(form)]
    if request.method == "POST" and not faults:
        found = parties.found_organisations(acting, form.cleaned_data["organisation"])
        if len(found) == 1:
            parties.invite(acting, pk, found[0].id, role)
            return redirect("publication", pk)
        faults = [
            Fault(
                Text(zh="没有找到唯一的机构", en="Exactly one organisation was not found"),
                field="id_organisation",
                hint=Text(zh="请填写完整的名称或代码。", en="Give the full name or code."),
            )
        ]
    page = {
        "asked": form,
        "faults": faults,
        "role": ROLES.get(role, role),
        "crumbs": crumbs(row.title, f"/databases/cases/{pk}/", Text(zh="邀请机构", en="Invite"), request.path),
    }
    return render(request, "tanji/publisher/invite.html", page, status=422 if request.method == "POST" else 200)


def _take(acting: Acting, case: UUID, action: str, sent: MultiValueDict[str, str]) -> None:
    form = FORMS[action](sent) if action in FORMS else None
    if form is not None and not form.is_valid():
        raise Invalid(Text(zh="请填写所有必填项", en="Fill in all that is needed"))
    if action == "check" and form is not None:
        publication.check_in(acting, case, **form.cleaned_data)
    elif action == "opinion" and form is not None:
        publication.give_opinion(acting, case, **form.cleaned_data)
    else:
        publication.step(acting, case, action, ground=sent.get("ground"), note=sent.get("note"))


def _page(request: HttpRequest, acting: Acting, pk: UUID, *, bound: str = "") -> dict[str, Any]:
    row, release = publication.get_publication(acting, pk)
    flow, document = document_of(row)
    names = {state.id: state.names for state in flow.states}
    own = row.organisation_id == acting.organisation.pk
    possible = next_actions(acting, row) if allowed(acting, "act", "case") else ()
    return {
        "row": row,
        "release": release,
        "own": own,
        "state": names[row.state],
        "steps": _road(row.state, names),
        "events": _events(document, flow),
        "actions": [
            {
                "id": each.action.id,
                "names": each.action.names,
                "hindered": each.hindered,
                "grounds": each.action.grounds,
                "form": _form(each.action.id, request if bound == each.action.id else None),
            }
            for each in possible
        ],
        "parties": [(each.organisation.name, ROLES.get(each.role, each.role)) for each in parties_of(acting, row)],
        "invites": ROLES.get(_inviting(acting, row)) if allowed(acting, "invite", "case") else None,
        "crumbs": [
            Link(Text(zh="背景数据库", en="Background databases"), "/databases/"),
            Link(row.title, request.path),
        ],
    }


def _form(action: str, request: HttpRequest | None) -> object:
    kind = FORMS.get(action)
    return None if kind is None else kind(request.POST if request is not None else None)


def _inviting(acting: Acting, row: Any) -> str:
    if row.organisation_id == acting.organisation.pk:
        return INVITED["owner"]
    return INVITED["authority"] if "authority" in roles_in(acting, row) else ""


def _road(state: str, names: dict[str, Any]) -> list[Step]:
    if state not in ROAD:
        return [*(Step(names[each], "waiting") for each in ROAD[:-1]), Step(names[state], "current")]
    at = ROAD.index(state)
    last = state == ROAD[-1]
    return [
        Step(names[each], "done" if number < at or last else "current" if number == at else "waiting")
        for number, each in enumerate(ROAD)
    ]


def _events(document: Any, flow: Any) -> Table:
    columns = [
        Column(Text(zh="日期", en="Day"), "date"),
        Column(Text(zh="步骤", en="Step")),
        Column(Text(zh="角色", en="Role")),
        Column(Text(zh="内容", en="Content")),
    ]
    named = {action.id: action.names for action in flow.actions}
    rows = []
    for event in reversed(document.events):
        names = named.get(event.action, {"zh": "开始", "en": "Begun"})
        rows.append(Row([event.on, said(names), event.actor.role, _content(event)]))
    return Table(Text(zh="经过", en="What happened"), columns, rows)


def _content(event: Any) -> str:
    given = event.given
    parts = [said(publication.OPINIONS[given["opinion"]])] if given.get("opinion") in publication.OPINIONS else []
    parts += [str(given[key]) for key in ("text", "method_statement", "rights") if given.get(key)]
    if isinstance(given.get("audit"), dict):
        audit = given["audit"]
        parts.append(
            said(
                Text(
                    zh=f"质量检查：错误 {audit['error']}，警告 {audit['warning']}，提示 {audit['note']}",
                    en=f"audit: {audit['error']} errors, {audit['warning']} warnings, {audit['note']} notes",
                )
            )
        )
    parts += [str(each) for each in (event.ground, event.note) if each]
    return "; ".join(parts) or "–"
