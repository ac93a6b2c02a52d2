"""The words that a person was sent: read in one place, marked as read by a press of a button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.registry import notices

MOST = 100


@door("view", "task")
def listed(request: HttpRequest) -> HttpResponse:
    """The newest notices, those that are new marked so."""
    acting = signed_in(request)
    page = {"notices": notices.notices(acting, MOST), "unread": notices.unread(acting), "most": MOST}
    return render(request, "tanji/frame/notices.html", page)


@require_POST
@door("mark", "task")
def mark_read(request: HttpRequest) -> HttpResponse:
    """All notices are read."""
    notices.read(signed_in(request))
    return redirect("notices")
