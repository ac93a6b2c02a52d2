"""Inviting people, and joining by an invitation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts import actions, queries
from tanji.accounts.doors import door, person_door
from tanji.accounts.limits import take
from tanji.accounts.middleware import ORGANISATION, person_of, signed_in
from tanji.accounts.refusals import NotFound
from tanji.errors import Refusal, Text
from tanji.web.account import forms
from tanji.web.frame.words import said


@door("manage", "invitation")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is mailed, and shown here once."""
    acting = signed_in(request)
    form = forms.Invite(acting, request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        take("invite", str(acting.organisation.id))
        try:
            given = form.cleaned_data
            _, link = actions.invite(acting, given["email"], given["roles"], link=lambda token: _link(request, token))
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"form": form, "link": link, "days": actions.INVITATION_DAYS}
    return render(request, "tanji/account/invite.html", context, status=422 if form.errors else 200)


@require_POST
@door("manage", "invitation")
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """End an invitation."""
    actions.withdraw_invitation(signed_in(request), invitation)
    messages.success(request, said(Text(zh="邀请已撤回", en="The invitation is withdrawn")))
    return redirect("organisation")


@person_door
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Join an organisation by the link of an invitation."""
    person = person_of(request)
    if request.method == "POST":
        joined = actions.accept_invitation(person, token)
        request.session[ORGANISATION] = str(joined.organisation.id)
        messages.success(request, said(Text(zh="您已加入机构", en="You have joined the organisation")))
        return redirect("/")
    row = queries.invitation_of(person, token)
    if row is None:
        raise NotFound
    return render(request, "tanji/account/accept.html", {"invitation": row})


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[token]))
