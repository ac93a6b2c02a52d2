"""What doors and actions do with jobs: ask for one, look at them, stop one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, NotFound
from tanji.catalog.jobs.kinds import kind_of
from tanji.catalog.models import Job, JobState
from tanji.errors import Text

SHOWN = 200


def enqueue(acting: Acting, kind: str, arguments: Mapping[str, Any], about: UUID | None = None) -> Job:
    """Ask for long work. The action that asks has checked the permission; in its transaction the job is asked too."""
    return Job.objects.create(
        organisation=acting.organisation,
        created_by=acting.person,
        kind=kind_of(kind).id,
        arguments=dict(arguments),
        about=about,
    )


def jobs(acting: Acting, about: UUID | None = None) -> Sequence[Job]:
    """The organisation's jobs, the newest first; those about one row where it is given. At most 200."""
    require(acting, "view", "job")
    found = Job.objects.filter(organisation=acting.organisation, archived=None)
    if about is not None:
        found = found.filter(about=about)
    return list(found.select_related("created_by").order_by("-created")[:SHOWN])


def latest(acting: Acting, kind: str, about: UUID) -> Job | None:
    """The newest job of a kind about a row."""
    require(acting, "view", "job")
    found = Job.objects.filter(organisation=acting.organisation, kind=kind, about=about)
    return found.order_by("-created").first()


def get_job(acting: Acting, job: UUID) -> Job:
    """A job of the organisation. Refuses NotFound."""
    require(acting, "view", "job")
    found = Job.objects.filter(organisation=acting.organisation, pk=job).select_related("created_by").first()
    if found is None:
        raise NotFound
    return found


def cancel(acting: Acting, job: UUID) -> Job:
    """Stop a job: at once while it waits, else at its next sign of life. Refuses NotFound, and Conflict once ended."""
    require(acting, "cancel", "job")
    found = get_job(acting, job)
    with transaction.atomic():
        same = Job.objects.filter(pk=found.pk)
        waiting = same.filter(state=JobState.waiting)
        stopped = waiting.update(state=JobState.cancelled, cancel=True, finished=timezone.now())
        if not stopped and not same.filter(state=JobState.running).update(cancel=True):
            raise Conflict(Text(zh="任务已经结束，不能再停止", en="The job has ended and cannot be stopped any more"))
    found.refresh_from_db()
    return found


def put_away(acting: Acting, job: Job) -> None:
    """Show a job no more; called inside the transaction of the action that drops its result. Refuses NotFound."""
    if not Job.objects.filter(organisation=acting.organisation, pk=job.pk).update(archived=timezone.now()):
        raise NotFound
