"""Pages of the organisation: founding, what it says of itself, members, switch."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tanji.accounts import actions, queries
from tanji.accounts.doors import door, person_door
from tanji.accounts.middleware import ORGANISATION, person_of, signed_in
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import NotFound
from tanji.errors import Refusal, Text
from tanji.web.account import forms
from tanji.web.account.tables import event_table, facts
from tanji.web.frame.words import said


@person_door
def new(request: HttpRequest) -> HttpResponse:
    """Found an organisation."""
    person = person_of(request)
    form = forms.Founding(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(person, form.cleaned_data["kind"], form.about())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[ORGANISATION] = str(made.organisation.id)
            messages.success(request, said(Text(zh="机构已创建", en="The organisation is there")))
            return redirect("/")
    return render(request, "tanji/account/new.html", {"form": form}, status=422 if form.errors else 200)


@door("edit", "organisation")
def edit(request: HttpRequest) -> HttpResponse:
    """Change what the organisation says of itself."""
    acting = signed_in(request)
    about = queries.about(acting)
    now = {name: getattr(about, name) for name in ("name", "name_en", "uscc", "lei", "other_id")}
    form = forms.Organisation(request.POST or None, initial={**now, "region": about.province})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(acting, form.about())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said(Text(zh="已保存", en="Saved")))
            return redirect("organisation")
    return render(request, "tanji/account/edit.html", {"form": form}, status=422 if form.errors else 200)


@door("view", "membership")
def members(request: HttpRequest) -> HttpResponse:
    """The organisation: what it says of itself, its members, open invitations, what happened."""
    acting = signed_in(request)
    manages = allowed(acting, "manage", "membership")
    context = {
        "facts": facts(queries.about(acting), acting.organisation.kind),
        "members": queries.members(acting),
        "manages": manages,
        "edits": allowed(acting, "edit", "organisation"),
        "makes_keys": allowed(acting, "manage", "apikey"),
        "invitations": queries.invitations(acting) if allowed(acting, "manage", "invitation") else (),
        "events": event_table(queries.events(acting)),
    }
    return render(request, "tanji/account/organisation.html", context)


@door("manage", "membership")
def member(request: HttpRequest, membership: UUID) -> HttpResponse:
    """Change the roles of a member."""
    acting = signed_in(request)
    row = queries.member(acting, membership)
    form = forms.Roles(acting, request.POST or None, initial={"roles": row.roles})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(acting, membership, form.cleaned_data["roles"])
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said(Text(zh="角色已更改", en="The roles are changed")))
            return redirect("organisation")
    context = {"form": form, "member": row}
    return render(request, "tanji/account/member.html", context, status=422 if form.errors else 200)


@require_POST
@door("manage", "membership")
def end(request: HttpRequest, membership: UUID) -> HttpResponse:
    """Somebody leaves."""
    actions.end_membership(signed_in(request), membership)
    messages.success(request, said(Text(zh="成员已移出", en="The member has left")))
    return redirect("organisation")


@require_POST
@person_door
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another organisation."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError:
        raise NotFound from None
    found = actions.choose_organisation(person_of(request), wanted)
    request.session[ORGANISATION] = str(found.organisation.id)
    return redirect(local(request, request.POST.get("next")))


def local(request: HttpRequest, address: str | None) -> str:
    """An address of this server, or the home page in the place of any other."""
    good = address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if good and address else "/"
