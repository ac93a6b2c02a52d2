"""One release in tabs: what it covers, its processes, its audit, what differs, whom it concerns, its publication."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import NotFound
from tanji.background.cite import cite
from tanji.background.peers import peers
from tanji.catalog import databases as rows
from tanji.catalog.coverage import coverage
from tanji.catalog.impact import touched
from tanji.catalog.shelves import releases
from tanji.errors import Text
from tanji.model.finding import Finding
from tanji.registry.databases import checking, keeping, publication
from tanji.starter.methods import DEFAULT, method
from tanji.web.frame.parts import Link, paged
from tanji.web.frame.words import said
from tanji.web.publisher import covered, shown
from tanji.web.publisher.databases import crumbs
from tanji.web.publisher.work import ENDED, work_of

TABS = (
    ("", Text(zh="概览", en="Overview")),
    ("processes", Text(zh="过程", en="Processes")),
    ("check", Text(zh="检查", en="Check")),
    ("compare", Text(zh="比较", en="Compare")),
    ("impact", Text(zh="影响", en="Impact")),
    ("publish", Text(zh="发布", en="Publish")),
)


@door("view", "database")
def overview(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """What a release is and what it covers."""
    acting, page = _release(request, pk, release, "")
    opened = checking.opened(acting, page["row"])
    page |= {
        "manifest": opened.manifest,
        "heat": covered.heat(coverage(opened)),
        "quality": covered.quality_table(opened.manifest),
        "counts": shown.counts_table({name: counts.model_dump() for name, counts in opened.manifest.counts.items()}),
        "may_publish": allowed(acting, "publish", "database"),
    }
    return render(request, "tanji/publisher/release.html", page)


@door("view", "database")
def processes(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """The processes of a release, all or those that a word finds."""
    acting, page = _release(request, pk, release, "processes")
    opened = checking.opened(acting, page["row"])
    word = request.GET.get("q", "").strip()[:100]
    listings = [each.listing for each in opened.search(word, limit=200)] if word else list(opened.listings)
    some, pages = paged(listings, asked=request.GET.get("page"))
    scores = {each.process: opened.score(each.process, method(DEFAULT)).total for each in some}
    page |= {"table": covered.processes_table(pk, release, some, scores), "pages": pages, "word": word}
    return render(request, "tanji/publisher/processes.html", page)


@door("view", "database")
def process(request: HttpRequest, pk: UUID, release: UUID, process: str) -> HttpResponse:
    """One process: its figure beside its peers, and how it is cited."""
    acting, page = _release(request, pk, release, "processes")
    opened = checking.opened(acting, page["row"])
    listing = opened.find(process)
    if listing is None:
        raise NotFound
    found = peers((opened, process), releases(acting), method(DEFAULT))
    own = {each.identifier for each in rows.databases(acting)}
    page |= {
        "listing": listing,
        "total": found.value,
        "method": DEFAULT,
        "peers": covered.peers_table(found, own),
        "chart": covered.peers_chart(found, own),
        "citation": cite(opened, process),
    }
    return render(request, "tanji/publisher/process.html", page)


@door("view", "database", post=("import", "database"))
def check(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """The audit of a release; sent, it is run anew."""
    acting, page = _release(request, pk, release, "check")
    if request.method == "POST":
        checking.ask_audit(acting, page["row"])
        return redirect("release_check", pk, release)
    job = checking.latest_audit(acting, page["row"])
    page["may"] = allowed(acting, "import", "database")
    if job is not None and job.state == "done":
        findings = [Finding.model_validate(each) for each in job.result["findings"]]
        some, pages = paged(findings, asked=request.GET.get("page"), size=50)
        page |= {
            "audited": job,
            "counts": shown.counts_table(job.result["counts"], audit=True),
            "findings": shown.findings_table(some),
            "severities": job.result["severities"],
            "left": sum(job.result["severities"].values()) - len(findings),
            "pages": pages,
        }
    elif job is not None:
        page["work"] = work_of(acting, job)
    return render(request, "tanji/publisher/check.html", page)


@door("view", "database", post=("import", "database"))
def compare(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """What differs from another release of the database; sent, it is compared with the one that was chosen."""
    acting, page = _release(request, pk, release, "compare")
    others = [each for each in rows.releases_of(acting, page["row"].database) if each.pk != release]
    if request.method == "POST":
        chosen = next((each for each in others if str(each.pk) == request.POST.get("before")), None)
        if chosen is None:
            raise NotFound
        checking.ask_comparison(acting, release, chosen.pk)
        return redirect("release_compare", pk, release)
    job = checking.latest_comparison(acting, page["row"])
    page |= {"others": others, "may": allowed(acting, "import", "database")}
    if job is not None and job.state == "done":
        page |= {
            "compared": job,
            "fates": covered.fates_table(job.result["fates"], job.arguments["version"]),
            "changes": shown.changes_table(job.result["changes"]),
            "findings": shown.findings_table(Finding.model_validate(each) for each in job.result["findings"][:50]),
            "left": len(job.result["changed"]) - len(job.result["changes"]),
        }
    elif job is not None:
        page["work"] = work_of(acting, job)
    return render(request, "tanji/publisher/compare.html", page)


@door("view", "database")
def impact(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """The organisation's drafts that take processes of the database, and which of those a comparison found changed."""
    acting, page = _release(request, pk, release, "impact")
    job = checking.latest_comparison(acting, page["row"])
    changed = frozenset(job.result["changed"]) if job is not None and job.state == "done" else None
    found = touched(acting, page["row"].database.identifier)
    moved = found if changed is None else touched(acting, page["row"].database.identifier, changed)
    page |= {
        "all": len(found),
        "moved": len(moved),
        "compared": job if changed is not None else None,
        "table": covered.touched_table(moved) if allowed(acting, "view", "study") else None,
    }
    return render(request, "tanji/publisher/impact.html", page)


@door("view", "database", post=("publish", "database"))
def publish(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """Where the publication of a release stands; sent, its procedure is opened."""
    acting, page = _release(request, pk, release, "publish")
    if request.method == "POST":
        return redirect("publication", publication.begin(acting, release).id)
    page |= {
        "case": publication.case_of(acting, page["row"]) if allowed(acting, "view", "case") else None,
        "may": allowed(acting, "publish", "database"),
        "jobs": [
            work_of(acting, each) for each in publication.shelving(acting, page["row"]) if each.state not in ENDED
        ],
    }
    return render(request, "tanji/publisher/publish.html", page)


@require_POST
@door("publish", "database")
def current(request: HttpRequest, pk: UUID, release: UUID) -> HttpResponse:
    """New studies take this release."""
    row = keeping.set_current(signed_in(request), release)
    messages.success(
        request, said(Text(zh=f"{row.version} 已设为现行版本。", en=f"{row.version} is the current release."))
    )
    return redirect("release", pk, release)


def _release(request: HttpRequest, pk: UUID, release: UUID, tab: str) -> tuple[Acting, dict[str, Any]]:
    """Who acts, and what every tab of a release shows. Refuses NotFound."""
    acting = signed_in(request)
    row = rows.get_release(acting, release)
    if row.database_id != pk:
        raise NotFound
    name = shown.name_of(row.database)
    address = reverse("release", args=[pk, release])
    page: dict[str, Any] = {
        "row": row,
        "database": row.database,
        "name": name,
        "tabs": [Link(word, f"{address}{each}/" if each else address, current=each == tab) for each, word in TABS],
        "crumbs": crumbs(name, reverse("database", args=[pk]), row.version, address),
    }
    return acting, page
