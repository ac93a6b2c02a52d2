"""The page of the person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tanji.accounts.acting import organisations
from tanji.accounts.actions import set_profile
from tanji.accounts.doors import person_door
from tanji.accounts.middleware import COOKIE, person_of
from tanji.errors import Text
from tanji.web.account.forms import Profile
from tanji.web.frame.words import said


@person_door
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, sign-in and organisations of the person."""
    person = person_of(request)
    form = Profile(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        set_profile(person, **form.cleaned_data)
        messages.success(request, said(Text(zh="已保存", en="Saved")))
        answer = redirect("profile")
        answer.set_cookie(COOKIE, person.language, max_age=31_536_000, samesite="Lax", httponly=True)
        return answer
    status = 422 if form.errors else 200
    context = {"form": form, "person": person, "mine": organisations(person)}
    return render(request, "tanji/account/profile.html", context, status=status)
