"""What machines ask of a running server, answered before anything else is looked at: sessions, databases, languages.

- /healthz  this process answers
- /readyz   the database is there and safe, and its tables are those of this version; how long ago the worker was heard
- /metrics  figures for Prometheus, for the networks of TANJI_METRICS_FROM, never through a proxy
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from time import time
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from tanji.accounts.tenancy import scope
from tanji.catalog.jobs.worker import SIGN
from tanji.catalog.models import Job, JobState
from tanji.config.databases import unsafe

Answer = Callable[[HttpRequest], HttpResponse]
LATE: Final = 4
"""Leases without a sign after which the worker counts as gone."""
PROXIED: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


class ProbeMiddleware:
    """Answers the three addresses; everything else goes on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the probe, where it is one and may be asked."""
        probe = self.probes.get(request.path)
        if probe is None or (probe is metrics and not _near(request)):
            return self.get_response(request)
        request.probe = request.path[1:]  # type: ignore[attr-defined]
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        answer = probe()
        answer.headers["Cache-Control"] = "no-store"
        return answer


def healthz() -> HttpResponse:
    """200: this process answers."""
    return JsonResponse({"status": "ok"})


def readyz() -> HttpResponse:
    """200 where pages can be served, else 503. A worker that is gone is told, but holds back only jobs: 200."""
    found = {"database": _database(), "migrations": "", "worker": _worker()}
    found["migrations"] = _migrations() if found["database"] == "ok" else "unknown"
    ready = found["database"] == found["migrations"] == "ok"
    status = "ok" if ready and found["worker"] == "ok" else "degraded" if ready else "unavailable"
    return JsonResponse({"status": status, **found}, status=200 if ready else 503)


def metrics() -> HttpResponse:
    """All figures in the text form of Prometheus."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    jobs = CollectorRegistry()
    jobs.register(Jobs())
    return HttpResponse(generate_latest(registry) + generate_latest(jobs), content_type=CONTENT_TYPE_LATEST)


class Jobs:
    """Figures of the queue, read when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Jobs by state, the age of the oldest that waits, and the time since the worker was heard."""
        states = GaugeMetricFamily("tanji_jobs", "Jobs by state", labels=["state"])
        with scope(None, everything=True):
            counts = dict(Job.objects.values_list("state").annotate(Count("pk")))
            oldest = Job.objects.filter(state=JobState.waiting).aggregate(first=Min("created"))["first"]
        for state in JobState.values:
            states.add_metric([state], counts.get(state, 0))
        yield states
        waited = 0.0 if oldest is None else (timezone.now() - oldest).total_seconds()
        yield GaugeMetricFamily("tanji_oldest_waiting_job_seconds", "Age of the oldest waiting job", value=waited)
        if (silent := silence()) is not None:
            yield GaugeMetricFamily("tanji_worker_silence_seconds", "Time since the worker was heard", value=silent)


def silence() -> float | None:
    """Seconds since a worker was heard: it looked for work, or holds a job under a valid lease. None: never."""
    sign = Path(settings.TANJI.data) / SIGN
    try:
        heard = time() - sign.stat().st_mtime
    except FileNotFoundError:
        heard = None
    with scope(None, everything=True):
        busy = Job.objects.filter(state=JobState.running, lease_until__gt=timezone.now()).exists()
    return 0.0 if busy else heard


def _worker() -> str:
    try:
        silent = silence()
    except DatabaseError:
        return "unknown"
    if silent is None:
        return "never heard"
    return "ok" if silent < LATE * settings.TANJI.worker_seconds else f"silent for {silent:.0f} s"


def _database() -> str:
    try:
        wrong = unsafe(connection)
    except DatabaseError as error:
        return f"unreachable: {type(error).__name__}"
    return f"unsafe: {', '.join(wrong)}" if wrong else "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def _near(request: HttpRequest) -> bool:
    if any(name in request.headers for name in PROXIED):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(each) for each in settings.TANJI.metrics_from)
