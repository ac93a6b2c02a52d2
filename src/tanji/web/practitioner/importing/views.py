"""Pages of an import: the file, then one page for each step; what is decided is kept at once."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.refusals import NotFound
from tanji.catalog import drafts, imports
from tanji.errors import Refusal, Text
from tanji.registry import studies
from tanji.web.frame.parts import Fault
from tanji.web.frame.words import said
from tanji.web.practitioner.importing.asked import DECIDE, uploaded
from tanji.web.practitioner.importing.shown import SHOW, crumbs, history, stepper

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("edit", "study")
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 1: a file, or cells pasted from a sheet; what was imported before stands below."""
    acting, fault = signed_in(request), None
    draft = drafts.get_draft(acting, pk)
    if request.method == "POST":
        try:
            return redirect("import_step", uploaded(acting, draft.id, request).id, 2)
        except NotFound:
            raise
        except Refusal as refusal:
            fault = refusal
    page = {"draft": draft, "crumbs": crumbs(draft), "steps": stepper(None, 1), "faults": faults(fault)}
    page |= {"limit_mb": settings.TANJI.upload_mb, "schemes": imports.schemes(acting), "table": history(acting, draft)}
    return render(request, "tanji/practitioner/importing/upload.html", page, status=422 if fault else 200)


@door("view", "study", post=("edit", "study"))
def step(request: HttpRequest, pk: UUID, step: int) -> HttpResponse:
    """Steps 2 to 8: what is proposed or decided, and the decision."""
    acting, fault = signed_in(request), None
    row = imports.get_import(acting, pk)
    if (other := right_step(row.step, step, done=row.done is not None)) is not None:
        return redirect("import_step", pk, other) if other > 1 else redirect("study_import", row.draft_id)
    if request.method == "POST" and step in DECIDE:
        try:
            DECIDE[step](acting, row, request.POST)
            return redirect("import_step", pk, step + 1)
        except Refusal as refusal:
            fault = refusal
    page = {"row": row, "draft": row.draft, "crumbs": crumbs(row.draft), "steps": stepper(row, step), "step": step}
    page |= {**SHOW[step](acting, row, request.GET), "faults": faults(fault)}
    return render(request, f"tanji/practitioner/importing/step{step}.html", page, status=422 if fault else 200)


@door("view", "evidence")
def error_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows that were not taken, as a workbook with red cells and reasons."""
    acting = signed_in(request)
    data = imports.error_rows(acting, imports.get_import(acting, pk))
    disposition = "attachment; filename=error-rows.xlsx; filename*=UTF-8''%E9%94%99%E8%AF%AF%E8%A1%8C.xlsx"
    return HttpResponse(data, content_type=EXCEL, headers={"Content-Disposition": disposition})


@require_POST
@door("edit", "study")
def scheme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep how this file is read for the next ones."""
    kept = imports.save_scheme(signed_in(request), pk, request.POST.get("name", ""))
    told = Text(zh=f"已保存导入方案“{kept.name}”", en=f'The scheme "{kept.name}" is saved')
    messages.success(request, said(told))
    return redirect("import_step", pk, 5)


@require_POST
@door("edit", "study")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the whole import back."""
    acting = signed_in(request)
    row = imports.get_import(acting, pk)
    imports.take_back(acting, pk, row.draft.revision, save=studies.change)
    messages.success(request, said(Text(zh="已撤销这次导入", en="The import was taken back")))
    return redirect("import_step", pk, 8)


def right_step(reached: int, asked: int, *, done: bool) -> int | None:
    """Where a person belongs who asks for a step; None where it is the right one."""
    if done:
        return None if asked == 8 else 8
    if asked < 2:
        return 1
    return None if asked <= reached else reached


def faults(refusal: Refusal | None) -> list[Fault]:
    """What stands on top of the page."""
    return [] if refusal is None else [Fault(refusal.message, code=refusal.code, hint=refusal.hint or "")]
