"""Keys for machines: list, make, end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts import keys as kept
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.errors import Refusal, Text
from tanji.web.account import forms
from tanji.web.frame.words import said


@door("manage", "apikey")
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, and a form for a new one, whose text is shown this once."""
    acting = signed_in(request)
    form = forms.Key(acting, request.POST or None, initial={"days": 90})
    text = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _, text = kept.make_key(acting, given["name"], scopes=given["scopes"], days=given["days"])
            form = forms.Key(acting, initial={"days": 90})
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"form": form, "text": text, "keys": kept.keys(acting)}
    answer = render(request, "tanji/account/keys.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@door("manage", "apikey")
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a key."""
    kept.revoke_key(signed_in(request), key)
    messages.success(request, said(Text(zh="密钥已作废", en="The key has ended")))
    return redirect("keys")
