"""The page that computes: the button, the named steps, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.catalog import drafts, jobs
from tanji.errors import Text
from tanji.model.finding import Finding
from tanji.registry import studies
from tanji.registry.studies import Draft
from tanji.registry.studies.computing import DRAWING, STEPS
from tanji.web.frame.parts import Fault, Step, Work
from tanji.web.practitioner.study.desk import desk
from tanji.web.practitioner.study.places import of_member

HTMX_STOP = 286
StepState = Literal["done", "current", "waiting", "failed", "running", "cancelled"]
_STATES: Final[Mapping[str, StepState]] = {
    "running": "running",
    "waiting": "waiting",
    "failed": "failed",
    "cancelled": "cancelled",
}


@door("view", "study", post=("compute", "study"))
def compute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The button; after it the steps."""
    acting = signed_in(request)
    page = desk(request, pk, "study_compute")
    if request.method == "POST":
        studies.compute(acting, page["draft"])
        return redirect("study_compute", pk)
    report = drafts.freeze(page["draft"]).report
    page |= {"work": work(acting, page["draft"]), "faults": [_fault(each, page["draft"]) for each in report.errors]}
    page["warnings"] = [each for each in report.findings if each not in report.errors]
    return render(request, "tanji/practitioner/compute.html", page)


@door("view", "study")
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The steps again; 286 once it has ended."""
    acting = signed_in(request)
    found = work(acting, drafts.get_draft(acting, pk))
    status = HTMX_STOP if found is None or found.ended else 200
    return render(request, "tanji/practitioner/progress.html", {"work": found}, status=status)


@require_POST
@door("compute", "study")
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop the job of a study; what is stored stays."""
    acting = signed_in(request)
    draft = drafts.get_draft(acting, pk)
    found = jobs.latest(acting, "compute", draft.id)
    if found is not None:
        jobs.cancel(acting, found.id)
    return redirect("study_compute", pk)


def work(acting: Acting, draft: Draft) -> Work | None:
    """The newest job of a draft as steps; None where there was none."""
    job = jobs.latest(acting, "compute", draft.id)
    if job is None:
        return None
    ended = job.state not in {"waiting", "running"}
    took = {each["zh"]: each["seconds"] for each in job.steps}
    first = bool(job.arguments.get("footprint"))
    named = [step for step in STEPS if not first or step in STEPS[STEPS.index(DRAWING) :]]
    here = job.step.get("zh")
    steps = [Step(each, _state(each, took, here, job.state), detail=_seconds(took.get(each.zh))) for each in named]
    stored = bool(job.result.get("footprint") or job.checkpoint.get("footprint") or first)
    failure = Text(zh=job.failure["zh"], en=job.failure["en"]) if job.failure else ""
    return Work(
        Text(zh="计算", en="Computation"),
        steps,
        reverse("study_progress", args=[draft.id]),
        ended=ended,
        cancel="" if ended else reverse("study_stop", args=[draft.id]),
        done=job.done,
        total=job.total,
        failure=failure if job.failure else "",
        result=reverse("study_results", args=[draft.id]) if stored else "",
    )


def _state(step: Text, took: dict[str, float], here: str | None, state: str) -> StepState:
    if step.zh in took and (step.zh != here or state == "done"):
        return "done"
    return _STATES.get(state, "done") if step.zh == here else "waiting"


def _seconds(value: float | None) -> Text | str:
    return "" if value is None else Text(zh=f"{value:.1f} 秒", en=f"{value:.1f} s")


def _fault(finding: Finding, draft: Draft) -> Fault:
    """What is missing, with a link to the line or the form where it is given."""
    href = of_member(draft, finding.place.member or "")
    return Fault(finding.message, code=finding.code, hint=finding.hint or "", href=href)
