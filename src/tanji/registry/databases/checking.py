"""Long looks at a release: the audits of its data, and what differs from another release."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict
from tanji.background import rights
from tanji.background.audits.audit import audit
from tanji.background.diff import ProcessChange, diff
from tanji.background.opened import Opened
from tanji.catalog import databases
from tanji.catalog.jobs import Run, enqueue, job, latest
from tanji.catalog.jobs.kinds import Result
from tanji.catalog.models import Job, JobState, ReleaseRow
from tanji.catalog.shelves import own_shelf
from tanji.errors import Text
from tanji.registry.databases.findings import told
from tanji.starter.methods import DEFAULT, method

AUDIT: Final = "database-audit"
COMPARE: Final = "database-compare"
SHOWN: Final = 200


def ask_audit(acting: Acting, release: ReleaseRow) -> Job:
    """Have a release audited; while that is under way it is the same job. Refuses NotAllowed."""
    require(acting, "import", "database")
    under_way = latest(acting, AUDIT, release.id)
    if under_way is not None and under_way.state in {JobState.waiting, JobState.running}:
        return under_way
    return enqueue(acting, AUDIT, {"release": str(release.id)}, release.id)


def ask_comparison(acting: Acting, release: UUID, before: UUID) -> Job:
    """Have two releases of a database compared. Refuses NotFound, NotAllowed, Conflict for other databases."""
    require(acting, "import", "database")
    new, old = databases.get_release(acting, release), databases.get_release(acting, before)
    if new.database_id != old.database_id or new.pk == old.pk:
        raise Conflict(
            Text(zh="只能比较同一数据库的两个版本", en="Two releases of one database are compared"),
            Text(zh="请另选一个版本。", en="Choose another version."),
        )
    arguments = {"release": str(new.id), "before": str(old.id), "version": old.version}
    under_way = latest(acting, COMPARE, new.id)
    if under_way is not None and under_way.arguments == arguments and under_way.state != JobState.failed:
        return under_way
    return enqueue(acting, COMPARE, arguments, new.id)


def latest_audit(acting: Acting, release: ReleaseRow) -> Job | None:
    """The newest audit of a release, in whatever state."""
    return latest(acting, AUDIT, release.id)


def latest_comparison(acting: Acting, release: ReleaseRow) -> Job | None:
    """The newest comparison of a release, in whatever state."""
    return latest(acting, COMPARE, release.id)


def opened(acting: Acting, release: ReleaseRow) -> Opened:
    """The release on the shelf of the organisation."""
    return own_shelf(acting).open(release.database.identifier, release.version)


@job(AUDIT, title=Text(zh="检查数据质量", en="Audit a release"))
def audited(run: Run) -> Result:
    """All audits, that of rights and that of the digests of the tables."""
    row = databases.get_release(run.acting, UUID(run.arguments["release"]))
    release = opened(run.acting, row)
    found = audit(release, method(DEFAULT), on=run.acting.today, progress=run.progress)
    run.progress(Text(zh="核对摘要与权利", en="Check digests and rights"), 0, None)
    found = found + rights.audit(release) + release.check()
    return {**told(found), "address": f"/databases/{row.database_id}/{row.id}/check/"}


@job(COMPARE, title=Text(zh="比较两个版本", en="Compare two releases"))
def compared(run: Run) -> Result:
    """What became of every process, the largest effects whole."""
    new = databases.get_release(run.acting, UUID(run.arguments["release"]))
    old = databases.get_release(run.acting, UUID(run.arguments["before"]))
    before, after = opened(run.acting, old), opened(run.acting, new)
    found = diff(before, after, method=method(DEFAULT), progress=run.progress)
    return {
        **told(found.report),
        "fates": {fate: count for fate, count in found.counts.items() if count},
        "changes": [_change(each, before, after) for each in found.changes[:SHOWN]],
        "changed": sorted(each.process for each in found.changes),
        "address": f"/databases/{new.database_id}/{new.id}/compare/",
    }


def _change(change: ProcessChange, before: Opened, after: Opened) -> dict[str, Any]:
    listing = after.find(change.process) or before.find(change.process)
    effect = change.effect
    return {
        "process": change.process,
        "names": dict(listing.names) if listing else {},
        "unit": listing.unit if listing else "",
        "fate": change.fate,
        "fields": [field.member for field in change.fields],
        "exchanges": len(change.exchanges),
        "before": effect.before if effect else None,
        "after": effect.after if effect else None,
        "relative": effect.relative if effect else None,
    }
