"""The page that declares: what a statement would say, what hinders it, and the statement once it is made."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.errors import Text
from tanji.registry import studies
from tanji.web.frame.words import said
from tanji.web.practitioner.results.conformity import point_table, verdict_table
from tanji.web.practitioner.study.desk import desk, per


@door("view", "study", post=("declare", "study"))
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a statement would say and what hinders it; the statement itself once it is made."""
    acting = signed_in(request)
    page = desk(request, pk, "study_statement")
    if request.method == "POST":
        studies.declare(acting, pk, estimate=bool(request.POST.get("estimate")))
        messages.success(request, said(Text(zh="已声明。此后不能再修改。", en="Declared. Nothing can be changed now.")))
        return redirect("study_statement", pk)
    made = studies.statement_of(acting, page["draft"])
    ready = studies.readiness(acting, page["draft"])
    page |= {"made": made, "ready": ready, "may_declare": allowed(acting, "declare", "study")}
    page["per"] = per(ready.version.footprint) if ready.version else ""
    page |= {"blocking": verdict_table(page["draft"], ready.blocking), "open": point_table(made, ready)}
    return render(request, "tanji/practitioner/statement.html", page)
