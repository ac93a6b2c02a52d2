"""Computing as long work: the first result is stored at once, its uncertainty follows."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict
from tanji.catalog import drafts
from tanji.catalog.jobs import Run, enqueue, job
from tanji.catalog.jobs import latest as latest_job
from tanji.catalog.jobs.kinds import Result
from tanji.catalog.models import Draft, Job, JobState
from tanji.errors import Text
from tanji.registry.studies.computing import compute_now, spread
from tanji.registry.studies.drafting import COMPUTE
from tanji.registry.studies.versions import version


def compute(acting: Acting, draft: Draft) -> Job:
    """Ask for a draft to be computed; while that is under way it is the same job.

    Refuses NotAllowed, NotFound, Conflict for a draft that is declared or archived.
    """
    require(acting, "compute", "study")
    with transaction.atomic():
        row = drafts.get_draft(acting, draft.id)
        if row.statement or row.archived is not None:
            raise Conflict(Text(zh="研究已声明或已归档，不能计算", en="The study is declared or archived"))
        under_way = latest_job(acting, COMPUTE, row.id)
        going = under_way is not None and under_way.state in {JobState.waiting, JobState.running}
        if under_way is not None and going and under_way.arguments.get("revision") == row.revision:
            return under_way
        return enqueue(acting, COMPUTE, {"draft": str(row.id), "revision": row.revision}, row.id)


@job(COMPUTE, title=Text(zh="计算产品碳足迹", en="Compute a footprint"))
def computed(run: Run) -> Result:
    """Check, freeze, solve and store; then draw the uncertainty and store that."""
    row = drafts.get_draft(run.acting, UUID(run.arguments["draft"]))
    first = run.saved.get("footprint") or run.arguments.get("footprint")
    if first is None:
        before = compute_now(run.acting, row, run.progress, run.writing)
        run.checkpoint({"footprint": before.digest})
    else:
        before = version(run.acting, row, first)
    drawn = before.footprint.uncertainty is not None
    after = before if drawn else spread(run.acting, row, before, run.progress, writing=run.writing)
    return {"footprint": after.digest, "address": f"/studies/{row.id}/results/"}
