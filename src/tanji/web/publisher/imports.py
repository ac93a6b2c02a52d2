"""The import of a database: upload, reading, report, confirmation; nothing is written before that."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.catalog import databases as rows
from tanji.errors import Refusal, Text
from tanji.formats.identify import FORMATS, format_of
from tanji.model.finding import Finding
from tanji.registry.databases import importing
from tanji.registry.databases.findings import sorted_
from tanji.web.frame.parts import Fault, Step, faults_of, paged
from tanji.web.frame.words import language
from tanji.web.publisher import shown
from tanji.web.publisher.databases import crumbs
from tanji.web.publisher.forms import NewRelease
from tanji.web.publisher.work import work_of

if TYPE_CHECKING:
    from tanji.catalog.rows import Job

_ROAD = (
    Text(zh="上传", en="Upload"),
    Text(zh="读取", en="Read"),
    Text(zh="核对报告", en="Look at the report"),
    Text(zh="写入", en="Write"),
)
_HERE = Text(zh="导入", en="Import")


@door("import", "database")
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file, with what is said of it; reading begins."""
    acting = signed_in(request)
    row, form = rows.get_database(acting, pk), NewRelease(request.POST or None)
    faults: list[Fault] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        faults = [*faults_of(form)]
        if file is None:
            faults.insert(0, Fault(Text(zh="请选择文件", en="Choose a file"), field="id_file"))
        elif not faults:
            try:
                asked = importing.start(acting, pk, (file.name or "", file), form.cleaned_data)
            except Refusal as refusal:
                field = "id_file" if refusal.code.startswith("CAT-") else "id_version"
                faults = [Fault(refusal.message, field=field, code=refusal.code, hint=refusal.hint or "")]
            else:
                return redirect("database_reading", pk, asked.id)
    page = {
        "asked": form,
        "faults": faults,
        "steps": _road(1),
        "limit": settings.TANJI.upload_mb,
        "formats": [each.name for each in FORMATS],
        "name": shown.name_of(row),
        "crumbs": crumbs(shown.name_of(row), reverse("database", args=[pk]), _HERE, request.path),
    }
    return render(request, "tanji/publisher/upload.html", page, status=422 if request.method == "POST" else 200)


@door("import", "database")
def reading(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponse:
    """Where an import stands: being read, its report, being written, or why it failed."""
    acting = signed_in(request)
    row, read = rows.get_database(acting, pk), importing.get_import(acting, pk, job)
    written = importing.publishing_of(acting, read)
    looked = read.state == "done" and read.archived is None
    page: dict[str, object] = {
        "database": row,
        "reading": read,
        "dropped": read.archived is not None,
        "work": work_of(acting, written or read) if written or not looked else None,
        "steps": _road(4 if written else 3 if looked else 2, failed=read.state == "failed"),
        "may": allowed(acting, "import", "database"),
        "crumbs": crumbs(shown.name_of(row), reverse("database", args=[pk]), _HERE, request.path),
    }
    if looked and written is None:
        page |= _report(request, acting, read)
    return render(request, "tanji/publisher/reading.html", page)


@require_POST
@door("import", "database")
def confirm(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponse:
    """Put on the shelf what was read."""
    importing.confirm(signed_in(request), pk, job)
    return redirect("database_reading", pk, job)


@require_POST
@door("import", "database")
def discard(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponse:
    """Drop what was read."""
    importing.discard(signed_in(request), pk, job)
    return redirect("database", pk)


@door("import", "database")
def report(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponse:
    """All findings of an import as CSV."""
    acting = signed_in(request)
    found = sorted_(importing.report_of(acting, importing.get_import(acting, pk, job)))
    return csv_of(found, f"import-{job}.csv")


def csv_of(findings: Iterable[Finding], name: str) -> HttpResponse:
    """Findings as a CSV file to save, for programs of tables: with BOM, and no cell that is run as a formula."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    writer = csv.writer(answer)
    zh = language() == "zh"
    writer.writerow(
        ["程度", "代码", "问题", "位置", "办法"] if zh else ["Severity", "Code", "Finding", "Place", "What to do"]
    )
    for each in findings:
        texts = (each.message, each.place.text(), each.hint)
        writer.writerow(
            [each.severity.value, each.code, *(_harmless(text.of(language()) if text else "") for text in texts)]
        )
    return answer


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _report(request: HttpRequest, acting: Acting, read: Job) -> dict[str, object]:
    found = sorted_(importing.report_of(acting, read))
    some, pages = paged(found, asked=request.GET.get("page"), size=50)
    result = read.result
    return {
        "format": format_of(result["format"]).name,
        "counts": shown.counts_table(result["read"], caption=Text(zh="读取计数", en="What was read")),
        "linked": shown.counts_table(result["counts"], caption=Text(zh="连接计数", en="What was linked")),
        "findings": shown.findings_table(some),
        "pages": pages,
        "severities": result["severities"],
    }


def _road(at: int, *, failed: bool = False) -> list[Step]:
    return [
        Step(name, "done" if number < at else "waiting" if number > at else "failed" if failed else "current")
        for number, name in enumerate(_ROAD, 1)
    ]
