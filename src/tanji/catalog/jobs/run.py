"""One attempt at a job: what its function sees, and the only way in which it writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.catalog.models import Job, JobState
from tanji.errors import Refusal, Text

SECONDS_BETWEEN_TICKS: Final = 0.3


class LostLease(Exception):
    """Another worker has the job now, because this one was thought dead; this one may write nothing more."""


class Stopping(Exception):
    """The worker was asked to end; it hands the job back."""


class Cancelled(Refusal):
    """A person has asked that a job be stopped."""

    code = "JOB-001"


class Run:
    """One attempt at a job by one worker, under one fence."""

    def __init__(self, job: Job, acting: Acting, stop: threading.Event | None = None) -> None:
        self.job = job
        self.acting = acting
        self.arguments: Mapping[str, Any] = job.arguments
        self._fence = job.fence
        self._stop = stop
        self._step: Text | None = None
        self._began = self._told = monotonic()

    @property
    def saved(self) -> Mapping[str, Any]:
        """What the last checkpoint kept; empty at the first attempt."""
        checkpoint: dict[str, Any] = self.job.checkpoint
        return checkpoint

    def progress(self, step: Text, done: int, total: int | None) -> None:
        """Tell how far it is, and prolong the lease. It can be given to whatever takes a `Progress`.

        Raises Cancelled, LostLease, and Stopping where the worker is asked to end.
        """
        if self._stop is not None and self._stop.is_set():
            raise Stopping
        now = monotonic()
        new = step != self._step
        if not new and now - self._told < SECONDS_BETWEEN_TICKS:
            return
        changed: dict[str, Any] = {"done": done, "total": total}
        if new:
            changed |= {"step": {"zh": step.zh, "en": step.en}, "steps": self._finished(now)}
            self._step, self._began = step, now
        self._told = now
        self._write(**changed)
        self._check_cancel()

    def checkpoint(self, saved: Mapping[str, Any]) -> None:
        """Keep what a later attempt needs to go on from here. Raises LostLease."""
        self._write(checkpoint=dict(saved))
        self.job.checkpoint = dict(saved)

    @contextmanager
    def writing(self, saved: Mapping[str, Any] | None = None) -> Iterator[None]:
        """One transaction of effects that happens only while the job is ours; with its checkpoint, where given.

        The row is changed first, so nobody can take the job until the transaction has ended. Raises LostLease.
        """
        with transaction.atomic():
            self._write(**({} if saved is None else {"checkpoint": dict(saved)}))
            yield
        if saved is not None:
            self.job.checkpoint = dict(saved)

    def beat(self) -> bool:
        """Prolong the lease; whether the job is still ours."""
        return self._mine().update(lease_until=lease_end()) == 1

    def end(self, state: JobState, **changed: Any) -> None:
        """Write how it ended. Raises LostLease."""
        steps = self._finished(monotonic())
        self._write(state=state, finished=timezone.now(), lease_until=None, steps=steps, **changed)

    def hand_back(self) -> None:
        """Give the job back to the queue, as if this attempt had not been. Raises LostLease."""
        attempts = max(0, self.job.attempts - 1)
        self._write(state=JobState.waiting, lease_until=None, attempts=attempts)

    def _finished(self, now: float) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = self.job.steps
        if self._step is not None:
            seconds = round(now - self._began, 3)
            steps = [*steps, {"zh": self._step.zh, "en": self._step.en, "seconds": seconds}]
            self.job.steps = steps
        return steps

    def _check_cancel(self) -> None:
        if self._mine().filter(cancel=True).exists():
            raise Cancelled(Text(zh="任务已被停止", en="The job was stopped"))

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, fence=self._fence, state=JobState.running)

    def _write(self, **changed: Any) -> None:
        changed.setdefault("lease_until", lease_end())
        if self._mine().update(**changed) != 1:
            raise LostLease


def lease_end() -> Any:
    """When a lease that is given now ends."""
    return timezone.now() + timedelta(seconds=settings.TANJI.worker_seconds)
