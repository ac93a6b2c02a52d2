"""One version of a result as PDF, DOCX, XLSX, JSON and CSV: the same figures as on the page."""

from __future__ import annotations

import csv
import io
import json
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.refusals import NotFound
from tanji.catalog import drafts
from tanji.errors import Language
from tanji.model.document import write
from tanji.registry import studies
from tanji.registry.studies import Draft, Version
from tanji.reports.book.build import build
from tanji.reports.book.docx import docx
from tanji.reports.book.given import NO_DRAWS, Given
from tanji.reports.book.page import Book
from tanji.reports.book.pdf import pdf
from tanji.reports.book.plain import plain
from tanji.reports.book.xlsx import xlsx
from tanji.starter.methods import methods
from tanji.web.practitioner.results.shown import asked, result

FORMS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@door("view", "study")
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of the report in both languages."""
    page = result(request, pk, "", "study_report")
    page["forms"] = tuple(FORMS)
    return render(request, "tanji/practitioner/report.html", page)


@door("view", "study")
def download(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The report `zh.pdf`, `en.xlsx` …, or the documents themselves: `footprint.json`, `study.json`."""
    acting = signed_in(request)
    draft = drafts.get_draft(acting, pk)
    found = asked(request, acting, draft)
    if found is None:
        raise NotFound
    name, _, ending = form.partition(".")
    documents = {"footprint.json": found.footprint, "study.json": found.study, "conformity.json": found.conformity}
    if form in documents:
        return _file(write(documents[form]), "json", f"{found.footprint.id}-{form}")
    if name not in {"zh", "en"} or ending not in FORMS:
        raise NotFound
    book = build(_given(acting, draft, found, "zh" if name == "zh" else "en"))
    return _file(_made(book, found, ending), ending, f"{found.footprint.id}-{found.footprint.version}-{form}")


@door("view", "study")
def lines_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All lines with full precision, as CSV with a byte-order mark, which spreadsheets need for Chinese."""
    acting = signed_in(request)
    found = asked(request, acting, drafts.get_draft(acting, pk))
    if found is None:
        raise NotFound
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        ("activity", "name_zh", "name_en", "stage", "amount", "unit", "kg_co2e_per_unit", "kg_co2e", "share")
    )
    for line in found.footprint.lines:
        names = (_cell(line.names.get("zh", "")), _cell(line.names.get("en", "")))
        figures = (repr(line.intensity.total), repr(line.score.total), "" if line.share is None else repr(line.share))
        table.writerow((_cell(line.activity), *names, line.stage, repr(line.amount), line.unit, *figures))
    table.writerow(("total", "合计", "Total", "", "", "", "", repr(found.footprint.score.total), ""))
    return _file(out.getvalue().encode("utf-8-sig"), "csv", f"{found.footprint.id}-lines.csv")


def _given(acting: Acting, draft: Draft, found: Version, language: Language) -> Given:
    """All that the report is written from, as it is stored."""
    totals = studies.draws(acting, found.digest)
    statement = studies.statement_of(acting, draft)
    mine = statement if statement is not None and statement.footprint.digest == found.digest else None
    return Given(
        found.footprint,
        found.study,
        language,
        found.conformity,
        found.ruleset,
        mine,
        method=methods().get(found.study.method),
        draws=() if totals is None else tuple(totals.tolist()),
        no_draws=NO_DRAWS,
    )


def _made(book: Book, found: Version, ending: str) -> bytes:
    if ending == "pdf":
        return pdf(book)[0]
    if ending == "docx":
        return docx(book, None)
    if ending == "xlsx":
        return xlsx(book, found.study)
    return (json.dumps(plain(book), ensure_ascii=False, indent=1) + "\n").encode()


def _file(body: bytes, ending: str, name: str) -> HttpResponse:
    kind = FORMS.get(ending, "text/csv; charset=utf-8")
    safe = "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in name)
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
