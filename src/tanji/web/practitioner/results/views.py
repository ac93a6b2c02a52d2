"""Pages of a stored result, each with its own address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.refusals import NotFound
from tanji.registry import studies
from tanji.web.practitioner.results import charts, tables
from tanji.web.practitioner.results.benchmark import benchmark
from tanji.web.practitioner.results.conformity import counted, verdict_table
from tanji.web.practitioner.results.shown import better, result
from tanji.web.practitioner.results.upstream import behind


@door("view", "study")
def contribution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it comes from: the largest lines, then all of them stage by stage."""
    page = result(request, pk, "study_results")
    if found := page["found"]:
        page["charts"] = [charts.contributions(found.footprint)]
        page["tables"] = [tables.tree(page["draft"], found.footprint, page["query"])]
        page["better"] = better(signed_in(request), page["draft"], found.footprint)
        page["unlinked"] = tables.unlinked(page["draft"], found.footprint)
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def stages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which stage, and the lines of ISO 14067 side by side."""
    page = result(request, pk, "results_stages")
    if found := page["found"]:
        page |= {"charts": [charts.by_stage(found.footprint)], "tables": [tables.indicators(found.footprint)]}
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def tree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which part of the bill of materials."""
    page = result(request, pk, "results_tree")
    if found := page["found"]:
        page["charts"] = [charts.treemap(found.study, found.footprint)]
        page["tables"] = [tables.bill(found.study, found.footprint)]
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def uncertainty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How sure, and what drives it."""
    page = result(request, pk, "results_uncertainty")
    if found := page["found"]:
        totals = studies.draws(signed_in(request), found.digest)
        spread = found.footprint.uncertainty
        varies = spread is not None and totals is not None and totals.min() < totals.max()
        page["charts"] = [charts.histogram(found.footprint, totals)] if varies and totals is not None else []
        page["charts"] += [chart for chart in [charts.tornado(found.footprint)] if chart]
        page["notes"] = [] if spread is None or varies else [spread.why]
        page["tables"] = tables.uncertainty(found.footprint)
        page["not_drawn"] = found.footprint.uncertainty is None
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def peers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the largest factor stands among comparable ones; where that may not be said, why."""
    page = result(request, pk, "results_peers")
    if found := page["found"]:
        page |= benchmark(signed_in(request), found)
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def quality(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How good the data are, and what would better them."""
    page = result(request, pk, "results_quality")
    if found := page["found"]:
        page["charts"] = [chart for chart in [charts.quality_chart(found.footprint)] if chart]
        page["tables"] = tables.quality(page["draft"], found.footprint)
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def conformity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Clause by clause what the rules say."""
    page = result(request, pk, "results_conformity")
    if found := page["found"]:
        page["counted"] = counted(found.conformity.verdicts)
        page["tables"] = [verdict_table(page["draft"], found.conformity.verdicts)]
        page["ruleset"] = found.ruleset
    return render(request, "tanji/practitioner/results.html", page)


@door("view", "study")
def line(request: HttpRequest, pk: UUID, line: str) -> HttpResponse:
    """Why one line is so high: amount times intensity, the factor behind it, direct and upstream."""
    page = result(request, pk, "study_results")
    found = page["found"]
    shown = None if found is None else next((e for e in found.footprint.lines if e.activity == line), None)
    if shown is None:
        raise NotFound
    page |= {"line": shown, "facts": tables.line_facts(shown)}
    page["table"] = behind(signed_in(request), found, shown)
    return render(request, "tanji/practitioner/results_line.html", page)
