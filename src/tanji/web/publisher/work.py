"""A job as the parts of a page want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import allowed
from tanji.catalog.jobs.kinds import kind_of
from tanji.errors import Text
from tanji.web.frame.parts import Step, Work

if TYPE_CHECKING:
    from tanji.catalog.rows import Job

ENDED = frozenset({"done", "failed", "cancelled"})


def title_of(job: Job) -> Text:
    """What a job does, in words."""
    try:
        return kind_of(job.kind).title
    except KeyError:
        return Text(zh=f"任务 {job.kind}", en=f"Job {job.kind}")


def work_of(acting: Acting, job: Job) -> Work:
    """A job with its steps, its failure and where it leads, for `part/progress.html`."""
    ended = job.state in ENDED
    stoppable = not ended and not job.cancel and allowed(acting, "cancel", "job")
    return Work(
        title_of(job),
        _steps(job),
        reverse("job_part", args=[job.id]),
        ended=ended,
        cancel=reverse("job_cancel", args=[job.id]) if stoppable else "",
        done=job.done,
        total=job.total,
        failure=failure_of(job) or "",
        result=str(job.result.get("address", "")) if job.state == "done" else "",
    )


def failure_of(job: Job) -> Text | None:
    """Why a job failed: message, hint and code."""
    why = job.failure
    if not why:
        return None
    return Text(
        zh=f"{why['zh']}。{why['hint_zh']}（{why['code']}）".replace("。。", "。"),
        en=f"{why['en']}. {why['hint_en']} ({why['code']})".replace("..", "."),
    )


def seconds(value: float) -> Text:
    """A time in seconds, or in minutes where it is long."""
    if value < 100:
        return Text(zh=f"{value:.1f} 秒", en=f"{value:.1f} s")
    return Text(zh=f"{value / 60:.1f} 分钟", en=f"{value / 60:.1f} min")


def elapsed(job: Job) -> Text | str:
    """How long a job has taken, in its steps; empty before it has begun."""
    if job.started is None or job.finished is None:
        return ""
    return seconds((job.finished - job.started).total_seconds())


def _steps(job: Job) -> list[Step]:
    done = [Step(Text(zh=each["zh"], en=each["en"]), "done", detail=seconds(each["seconds"])) for each in job.steps]
    if job.state == "done":
        return done
    if job.state == "waiting":
        return [*done, Step(Text(zh="等待工作进程", en="Waiting for a worker"), "waiting")]
    named = Text(zh=job.step["zh"], en=job.step["en"]) if job.step else Text(zh="开始", en="Begin")
    if job.state == "running":
        return [*done, Step(named, "current")]
    last = done.pop() if done and done[-1].name == named else Step(named, "waiting")
    return [*done, Step(named, "failed" if job.state == "failed" else "cancelled", detail=last.detail)]
