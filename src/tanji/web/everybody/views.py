"""Pages that everybody may read, signed in or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanji import __version__
from tanji.accounts.acting import Acting
from tanji.accounts.doors import public_door
from tanji.accounts.refusals import NotFound
from tanji.catalog.shelves import releases
from tanji.model.method import Method
from tanji.model.process import FactorKind
from tanji.model.source import Status
from tanji.starter.methods import DEFAULT, UnknownMethod, methods
from tanji.starter.methods import method as method_of
from tanji.web.everybody import factors, finder, home, wording
from tanji.web.everybody.design import showcase
from tanji.web.everybody.policy import policy
from tanji.web.frame.parts import paged

_LONGEST = 200


def acting_of(request: HttpRequest) -> Acting | None:
    """Who acts, or None for who has not signed in."""
    return getattr(request, "acting", None)


@public_door
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What is to be done and what was touched last; for who has not signed in: what this is."""
    acting = acting_of(request)
    if acting is None:
        return render(request, "tanji/everybody/landing.html", {"databases": releases(None), "methods": len(methods())})
    return render(request, "tanji/everybody/home.html", {"home": home.of(acting)})


@public_door
@require_safe
def factor_search(request: HttpRequest) -> HttpResponse:
    """Factors of all databases in reach, with their sources."""
    names = ("place", "unit", "kind", "status", "database")
    given = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in names}
    asked = factors.Asked(text=request.GET.get("q", "").strip()[:_LONGEST], **given)
    hits, opened = factors.search(acting_of(request), asked)
    shown, pages = paged(hits, asked=request.GET.get("page"))
    context = {
        "asked": asked, "hits": factors.valued(acting_of(request), shown, opened, _method(request)), "pages": pages,
        "method": _method(request), "methods": methods().values(), "kinds": wording.KINDS.items(), "databases": opened,
        "states": list(Status), "many": len(hits) >= factors.MOST,
    }  # fmt: skip
    return render(request, "tanji/everybody/factors.html", context)


@public_door
@require_safe
def factor(request: HttpRequest, database: str, version: str, process: str) -> HttpResponse:
    """One process: its value and split, where it comes from, how to cite it."""
    method = _method(request)
    found = factors.detail(acting_of(request), (database, version, process), method)
    context = {"found": found, "method": method, "methods": methods().values()}
    context["kind"] = wording.KINDS[FactorKind(found.listing.factor_kind)]
    return render(request, "tanji/everybody/factor.html", context)


@public_door
@require_safe
def policy_reader(request: HttpRequest) -> HttpResponse:
    """The policy text, every sentence with what serves it."""
    return render(request, "tanji/everybody/policy.html", {"policy": policy(), "counts": policy().counts()})


@public_door
@require_safe
def method_list(request: HttpRequest) -> HttpResponse:
    """The sets of global warming potentials that are offered."""
    return render(request, "tanji/everybody/methods.html", {"methods": methods().values(), "default": DEFAULT})


@public_door
@require_safe
def method_page(request: HttpRequest, name: str) -> HttpResponse:
    """One set, gas by gas, each with the place that it was read from."""
    try:
        found = method_of(name)
    except UnknownMethod:
        raise NotFound from None
    context = {"method": found, "table": finder.potentials(found), "default": DEFAULT}
    return render(request, "tanji/everybody/method.html", context)


@public_door
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is and is not, and which versions run."""
    context = {"version": __version__, "databases": releases(acting_of(request)), "vendored": finder.vendored()}
    return render(request, "tanji/everybody/about.html", context)


@public_door
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, once."""
    return render(request, "tanji/everybody/design.html", showcase())


@public_door
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One question asked of everything that the asker may see."""
    query = request.GET.get("q", "").strip()[:_LONGEST]
    return render(
        request, "tanji/everybody/search.html", {"query": query, "groups": finder.everywhere(acting_of(request), query)}
    )


def _method(request: HttpRequest) -> Method:
    """The method of the address, or the default where it names none."""
    return methods().get(request.GET.get("method", ""), methods()[DEFAULT])
