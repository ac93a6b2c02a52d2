"""The worker: takes back what dead workers left, claims a job, does it, and says how it ended."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from tanji.accounts.acting import acting as acting_for
from tanji.accounts.refusals import NotFound
from tanji.accounts.tenancy import scope
from tanji.catalog.jobs import kinds
from tanji.catalog.jobs.rounds import Rounds
from tanji.catalog.jobs.run import Cancelled, LostLease, Run, Stopping, lease_end
from tanji.catalog.models import Job, JobState
from tanji.errors import Refusal

MOST_ATTEMPTS: Final = 3
SECONDS_BETWEEN_LOOKS: Final = 0.5
SIGN: Final = "worker.alive"
"""File in the data folder that tells when a worker has last looked for work."""
_GIVEN_UP: Final = {
    "code": "JOB-002",
    "zh": f"任务开始了 {MOST_ATTEMPTS} 次都没有做完，工作进程中途消失",
    "en": f"The job was begun {MOST_ATTEMPTS} times and its worker vanished each time",
    "hint_zh": "多半是内存不足。请把任务编号告诉管理员。",
    "hint_en": "Most likely memory ran out. Tell your administrator the number of the job.",
}
log = structlog.get_logger("tanji.jobs")


def work(stop: threading.Event) -> None:
    """Do jobs of all organisations until asked to stop; a job that is under way is handed back then."""
    kinds.load()
    rounds = Rounds()
    while not stop.is_set():
        close_old_connections()
        (Path(settings.TANJI.data) / SIGN).touch()
        reap()
        rounds.go()
        if not work_once(stop=stop):
            stop.wait(SECONDS_BETWEEN_LOOKS)


def run_waiting() -> int:
    """Do all jobs that wait now, in this thread; how many."""
    kinds.load()
    reap()
    count = 0
    while work_once():
        count += 1
    return count


def reap() -> int:
    """Take back jobs whose lease is over: to the queue, or given up after the last attempt. Gives how many."""
    with scope(None, everything=True):
        now = timezone.now()
        late = Job.objects.filter(state=JobState.running, lease_until__lt=now)
        stopped = late.filter(cancel=True).update(state=JobState.cancelled, lease_until=None, finished=now)
        tired = late.filter(attempts__gte=MOST_ATTEMPTS)
        given_up = tired.update(state=JobState.failed, lease_until=None, finished=now, failure=_GIVEN_UP)
        again = late.update(state=JobState.waiting, lease_until=None)
    if count := stopped + given_up + again:
        log.warning("jobs_taken_back", again=again, given_up=given_up, stopped=stopped)
    return count


def work_once(stop: threading.Event | None = None) -> bool:
    """Claim the oldest waiting job and do it; whether there was one."""
    with scope(None, everything=True):
        found = _claim()
        if found is None:
            return False
        try:
            acting = None if found.created_by is None else acting_for(found.created_by, found.organisation_id)
        except NotFound:
            acting = None
        if acting is None:
            _nobody(found)
            return True
    with scope(acting):
        run = Run(found, acting, stop)
        with _beating(run, wanted=stop is not None):
            _do(run)
    return True


def _claim() -> Job | None:
    """Take the oldest waiting job under a new fence; of two workers exactly one gets it."""
    with transaction.atomic():
        waiting = Job.objects.filter(state=JobState.waiting).order_by("created")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        found = waiting.select_related("organisation").first()
        if found is None:
            return None
        same = Job.objects.filter(pk=found.pk, state=JobState.waiting, fence=found.fence)
        taken = same.update(
            state=JobState.running,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=lease_end(),
            started=Coalesce("started", Now()),
        )
        if not taken:
            return None
        found.refresh_from_db()
        return found


def _do(run: Run) -> None:
    """Run the function of a job and write how it ended."""
    job = run.job
    about = {"job": str(job.id), "kind": job.kind, "attempt": job.attempts}
    try:
        try:
            result = kinds.kind_of(job.kind).function(run)
        except Cancelled:
            run.end(JobState.cancelled)
        except Stopping:
            run.hand_back()
        except Refusal as refusal:
            run.end(JobState.failed, failure=told(refusal))
        except LostLease:
            raise
        except Exception:  # the border of the worker: whatever went wrong is told, never dropped
            reference = secrets.token_hex(4)
            log.exception("job_broke", reference=reference, **about)
            run.end(JobState.failed, failure=_our_mistake(reference))
        else:
            run.end(JobState.done, result=result)
            log.info("job_done", **about)
    except LostLease:
        log.warning("lease_lost", **about)


@contextmanager
def _beating(run: Run, *, wanted: bool) -> Iterator[None]:
    """Prolong the lease from a thread of its own while a job computes and tells nothing."""
    if not wanted:
        yield
        return
    ended = threading.Event()

    def beat() -> None:
        try:
            with scope(run.acting):
                while not ended.wait(settings.TANJI.worker_seconds / 3):
                    if not run.beat():
                        return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{run.job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def told(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a job keeps it."""
    hint = refusal.hint
    return {
        "code": refusal.code,
        "zh": refusal.message.zh,
        "en": refusal.message.en,
        "hint_zh": hint.zh if hint else "",
        "hint_en": hint.en if hint else "",
    }


def _our_mistake(reference: str) -> dict[str, Any]:
    return {
        "code": "SYS-500",
        "zh": f"我们这边出了错，编号 {reference}",
        "en": f"A mistake of ours, reference {reference}",
        "hint_zh": "请把编号告诉管理员；可以再试一次。",
        "hint_en": "Tell your administrator the reference; you may try again.",
        "reference": reference,
    }


def _nobody(job: Job) -> None:
    """Who asked for the job is no member any more: it is not done."""
    failure = told(NotFound()) | {
        "zh": "提交任务的人已不在本机构",
        "en": "Who asked for the job is no longer in the organisation",
    }
    same = Job.objects.filter(pk=job.pk, fence=job.fence, state=JobState.running)
    same.update(state=JobState.failed, failure=failure, finished=timezone.now(), lease_until=None)
