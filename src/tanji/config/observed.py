"""Every request has a number and is counted: in the answer, in the logs, on the page of an error, in the metrics."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter
from typing import Final
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

Answer = Callable[[HttpRequest], HttpResponse]
HEADER: Final = "X-Request-ID"
TAKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""Numbers of a proxy that are taken over; any other could write into the logs what it wants."""
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("tanji_requests", "Requests that were answered", ("view", "method", "status"))
DURATION = Histogram("tanji_request_seconds", "Time until the answer", ("view",), buckets=SECONDS)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = structlog.get_logger("tanji.request")


class RequestMiddleware:
    """`request.request_id`: the number that a proxy gave, where it is one, else a new one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the number of the request; both are logged and counted."""
        given = request.headers.get(HEADER, "")
        number = given if TAKEN.fullmatch(given) else uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        begun = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            answer = self.get_response(request)
            seconds = perf_counter() - begun
            view, method = view_of(request), request.method if request.method in METHODS else "other"
            REQUESTS.labels(view, method, str(answer.status_code)).inc()
            DURATION.labels(view).observe(seconds)
            level = "error" if answer.status_code >= 500 else "info"
            getattr(log, level)(
                "answered", view=view, method=method, status=answer.status_code, ms=round(seconds * 1000)
            )
        answer.headers[HEADER] = number
        return answer


def view_of(request: HttpRequest) -> str:
    """The pattern of the address, never the address itself: it has ids and words that people search for."""
    match = request.resolver_match
    if match is None:
        return getattr(request, "probe", "") or "none"
    return match.view_name or match.route or "unnamed"
