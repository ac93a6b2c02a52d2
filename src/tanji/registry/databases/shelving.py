"""Onto the shelf for everybody and off it again: what follows from the decision of a case, as a job of the owner.

The release is copied first and its row says so afterwards, so a row never promises what is not there. Withdrawn, it is
offered no more, but stays for what was computed with it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tanji.accounts.acting import acting as acting_for
from tanji.accounts.refusals import Conflict, NotFound
from tanji.accounts.tenancy import scope
from tanji.catalog import databases
from tanji.catalog.jobs import Run, enqueue, job
from tanji.catalog.jobs.kinds import Result
from tanji.catalog.shelves import public_shelf, set_withdrawn
from tanji.errors import Text
from tanji.registry.actions import record
from tanji.registry.databases.checking import opened
from tanji.registry.models import CaseRow
from tanji.starter.methods import DEFAULT, method

SHELVE: Final = "database-shelve"


def begin(row: CaseRow) -> None:
    """Have the release of a case put on the public shelf."""
    _ask(row, public=True)


def end(row: CaseRow) -> None:
    """Have the release of a case offered no more."""
    _ask(row, public=False)


@job(SHELVE, title=Text(zh="更新公共数据架", en="Change the public shelf"))
def shelve(run: Run) -> Result:
    """Copy a release to the public shelf and say so, or say that it is withdrawn and mark it."""
    row = databases.get_release(run.acting, UUID(run.arguments["release"]))
    public = bool(run.arguments["public"])
    own = opened(run.acting, row)
    if public:
        with scope(run.acting, everything=True):
            if databases.public_by_others(row):
                raise Conflict(
                    Text(
                        zh="另一机构已用同一标识公开数据库", en="Another organisation is public under this identifier"
                    ),
                    Text(zh="请用新的标识重新发布。", en="Publish it again under another identifier."),
                )
        run.progress(Text(zh="复制到公共数据架", en="Copy to the public shelf"), 0, None)
        tables = {name: own.table(name) for name in own.manifest.tables}
        public_shelf().add(own.manifest, tables, own.report()).intensities(method(DEFAULT))
        set_withdrawn(own.manifest.id, own.manifest.version, withdrawn=False)
    with run.writing():
        databases.make_public(row, public=public)
        if not run.saved.get("recorded"):
            record(run.acting, "database.made_public" if public else "database.taken_back", row.id)
        run.checkpoint({**run.saved, "recorded": True})
    if not public:
        set_withdrawn(own.manifest.id, own.manifest.version, withdrawn=True)
    return {"address": f"/databases/{row.database_id}/{row.id}/publish/"}


def _ask(row: CaseRow, *, public: bool) -> None:
    owner = None if row.created_by is None else acting_for(row.created_by, row.organisation_id)
    if owner is None:
        raise NotFound
    enqueue(owner, SHELVE, {"release": str(row.about), "public": public}, row.about)
