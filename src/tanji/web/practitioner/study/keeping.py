"""The history of a study, and putting it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.errors import Text
from tanji.registry import studies
from tanji.registry.queries import events
from tanji.web.frame.words import said
from tanji.web.practitioner.study.desk import desk
from tanji.web.practitioner.study.told import event_table


@door("view", "study")
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happened to the study, and the results that were stored."""
    acting = signed_in(request)
    page = desk(request, pk, "study_history")
    page["events"] = event_table(events(acting, pk))
    page["versions"] = studies.versions(acting, page["draft"])
    page["may_archive"] = allowed(acting, "archive", "study") and not page["draft"].statement
    return render(request, "tanji/practitioner/history.html", page)


@require_POST
@door("archive", "study")
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a study away."""
    row = studies.archive_draft(signed_in(request), pk)
    messages.success(
        request, said(Text(zh="研究已归档，可在其历史页恢复。", en="Archived; its history page brings it back."))
    )
    return redirect("study_history", row.id)


@require_POST
@door("archive", "study")
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a study back."""
    row = studies.restore_draft(signed_in(request), pk)
    messages.success(request, said(Text(zh="研究已恢复。", en="The study is back.")))
    return redirect("study", row.id)
