"""The centre of tasks: what waits for the person, and jobs with their progress."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.catalog import jobs
from tanji.errors import Text
from tanji.registry.queries import todo
from tanji.web.frame.parts import Card, Link, paged
from tanji.web.frame.words import said
from tanji.web.publisher.shown import jobs_table
from tanji.web.publisher.work import title_of, work_of

HOME = Link(Text(zh="待办与任务", en="To do and jobs"), "/tasks/")
STOPPED_POLLING = 286
"""HTMX stops to ask again."""


@door("view", "task")
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the person, then the jobs of the organisation."""
    acting = signed_in(request)
    shown, pages = paged(jobs.jobs(acting), asked=request.GET.get("page"))
    waiting = todo(acting, limit=None)
    cards = [
        Card(
            Text(zh=each.title["zh"], en=each.title["en"]),
            each.address,
            Text(zh="去处理", en="Do it"),
            due=each.due,
            overdue=each.due is not None and each.due < acting.today,
        )
        for each in waiting
    ]
    page = {"cards": cards, "table": jobs_table(shown), "pages": pages, "crumbs": [HOME]}
    return render(request, "tanji/publisher/tasks.html", page)


@door("view", "job")
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One job with its steps."""
    acting = signed_in(request)
    found = jobs.get_job(acting, pk)
    page = {"work": work_of(acting, found), "job": found, "crumbs": [HOME, Link(title_of(found), request.path)]}
    return render(request, "tanji/publisher/job.html", page)


@door("view", "job")
def job_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The progress of a job as part of a page; 286 once it has ended, so that nobody asks again."""
    acting = signed_in(request)
    work = work_of(acting, jobs.get_job(acting, pk))
    status = STOPPED_POLLING if work.ended else 200
    return render(request, "tanji/part/progress.html", {"work": work}, status=status)


@require_POST
@door("cancel", "job")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop a job."""
    jobs.cancel(signed_in(request), pk)
    messages.success(request, said(Text(zh="任务将停止。", en="The job is being stopped.")))
    return redirect("job", pk)
