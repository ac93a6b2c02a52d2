"""Choosing the background process of one line: what bears its name, and a search."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.refusals import NotFound
from tanji.catalog.shelves import open_release, releases
from tanji.errors import Text
from tanji.model.listing import Candidate
from tanji.model.method import Method
from tanji.starter.methods import methods
from tanji.web.practitioner.study import cards, lines
from tanji.web.practitioner.study.desk import desk

LIMIT = 12


@door("view", "study", post=("edit", "study"))
def factor(request: HttpRequest, pk: UUID, card: str, line: str) -> HttpResponse:
    """Candidates for a line, each with place, year, source and value; choosing one links it."""
    page = desk(request, pk, "study_data")
    which = cards.card(card)
    known = next((each for each in page["draft"].body.get("activities", []) if each.get("id") == line), None)
    if which is None or known is None:
        raise NotFound
    if request.method == "POST":
        return _link(request, pk, card, line)
    asked = request.GET.get("q", "").strip() or next(iter((known.get("names") or {}).values()), "")
    method = methods().get(page["draft"].body.get("method", ""))
    page |= {"card": which, "line": known, "q": asked[:100], "ruled": lines.factor_of(known)}
    page["found"] = _found(request, asked[:100], method) if asked else []
    return render(request, "tanji/practitioner/factor.html", page)


def _link(request: HttpRequest, pk: UUID, card: str, line: str) -> HttpResponse:
    from tanji.registry import studies

    acting = signed_in(request)
    database, _, process = request.POST.get("link", "").partition(":")
    open_release(acting, database).get(process)
    told = Text(zh=f"{line}：选用 {database}:{process}", en=f"{line}: takes {database}:{process}")
    change = lines.linked(line, database, process)
    studies.change(acting, pk, lines.revision(request.POST), change, what=told)
    return redirect("study_card", pk, card)


def _found(request: HttpRequest, asked: str, method: Method | None) -> list[tuple[Candidate, float | None]]:
    """The best of every release in reach, with the intensity by the study's method."""
    found = []
    for opened in releases(signed_in(request)):
        for each in opened.search(asked, limit=LIMIT):
            value = None if method is None else opened.score(each.listing.process, method).total
            found.append((each, value))
    return sorted(found, key=lambda pair: -pair[0].score)[:LIMIT]
