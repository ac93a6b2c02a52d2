"""A Refusal becomes a page here and nowhere else: code, message, hint, and the status that fits."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tanji.accounts.refusals import OrganisationFirst, TooMany, status_of
from tanji.errors import Refusal

Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/"


class RefusalMiddleware:
    """Turns what a view refuses into a page, or into a note where htmx asked for part of one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; None for our own mistakes and for the door of machines."""
        if not isinstance(exception, Refusal) or request.path.startswith(API):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal. Who has not signed in is sent to do so and comes back afterwards."""
    status = status_of(refusal)
    if status == 401 or isinstance(refusal, OrganisationFirst):
        way = "organisation_new" if status != 401 else "account_login"
        target = f"{reverse(way)}?{urlencode({'next': request.get_full_path()})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)
    template = "tanji/part/refusal.html" if getattr(request, "htmx", False) else "tanji/frame/refusal.html"
    answer = render(request, template, {"refusal": refusal, "status": status}, status=status)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.seconds)
    return answer
