"""Pages of the matching queue: every choice is one saving that can be undone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import NotFound
from tanji.catalog import drafts, matching
from tanji.errors import Refusal
from tanji.web.frame.parts import Fault
from tanji.web.frame.words import said
from tanji.web.practitioner.matching.asked import decide
from tanji.web.practitioner.matching.shown import crumbs, shown_queue, shown_search


@door("view", "study", post=("edit", "study"))
def queue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines without background data, the weightiest first, with three candidates each."""
    acting, faults = signed_in(request), []
    draft = drafts.get_draft(acting, pk)
    if request.method == "POST":
        try:
            messages.success(request, said(decide(acting, draft, request.POST)))
            return redirect(f"{reverse('study_match', args=[pk])}?next=1")
        except NotFound:
            raise
        except Refusal as refusal:
            faults = [Fault(refusal.message, code=refusal.code, hint=refusal.hint or "")]
    page = {"draft": draft, "crumbs": crumbs(draft), "faults": faults, "revision": draft.revision}
    page |= {"may": allowed(acting, "edit", "study") and not draft.statement, "next": "next" in request.GET}
    page |= shown_queue(acting, draft, request.GET)
    return render(request, "tanji/practitioner/matching/queue.html", page, status=422 if faults else 200)


@door("view", "study")
def search(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other processes for one line, by words."""
    acting = signed_in(request)
    draft = drafts.get_draft(acting, pk)
    line, text = request.GET.get("line", ""), request.GET.get("q", "")
    proposal, hits = matching.find(acting, draft, line, text)
    page = {"draft": draft, "crumbs": crumbs(draft), "revision": draft.revision, "text": text, "line": line}
    page |= {"may": allowed(acting, "edit", "study") and not draft.statement}
    page |= shown_search(acting, proposal, hits)
    return render(request, "tanji/practitioner/matching/search.html", page)
