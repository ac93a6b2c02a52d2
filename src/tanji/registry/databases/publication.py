"""How a release becomes public: a case opened by its publisher, judged by others, decided by an authority."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.accounts.tenancy import scope
from tanji.catalog import databases
from tanji.catalog.jobs import jobs
from tanji.catalog.models import Job, JobState, ReleaseRow
from tanji.errors import Text
from tanji.registry import actions
from tanji.registry.databases.checking import latest_audit, opened
from tanji.registry.databases.shelving import SHELVE
from tanji.registry.models import CaseRow
from tanji.registry.queries import case_about, document_of, get_case

FLOW: Final = "database-publication"
OPINIONS: Final = {
    "accept": Text(zh="同意发布", en="Accept"),
    "revise": Text(zh="修改后发布", en="Accept after changes"),
    "reject": Text(zh="不同意发布", en="Reject"),
}
_OVER: Final = frozenset({"withdrawn"})


def case_of(acting: Acting, release: ReleaseRow) -> CaseRow | None:
    """The case in which a release is published, the newest."""
    found = case_about(acting, release.id)
    return found if found is not None and found.procedure == FLOW else None


def get_publication(acting: Acting, case: UUID) -> tuple[CaseRow, ReleaseRow]:
    """A case of publication in reach and its release, also for organisations that take part. Refuses NotFound."""
    row = get_case(acting, case)
    if row.procedure != FLOW:
        raise NotFound
    with scope(acting, everything=True):
        return row, databases.release_row(row.about)


def begin(acting: Acting, release: UUID) -> CaseRow:
    """Open the procedure for a release; while one is open it is that one. Refuses NotFound and NotAllowed."""
    require(acting, "publish", "database")
    with transaction.atomic():
        row = databases.get_release(acting, release)
        known = case_of(acting, row)
        if known is not None and known.state not in _OVER:
            return known
        title = f"{row.database.name} {row.version}"
        return actions.open_case(acting, FLOW, row.id, title, subject=opened(acting, row).manifest)


def check_in(acting: Acting, case: UUID, *, method_statement: str, rights: str) -> CaseRow:
    """Submit the self-check: the newest audit of the release with what its publisher says of methods and rights.

    Refuses NotFound, NotAllowed, and Conflict without a finished audit or where it found errors.
    """
    row, release = get_publication(acting, case)
    audit = latest_audit(acting, release)
    if audit is None or audit.state != JobState.done:
        raise Conflict(
            Text(zh="还没有完成的质量检查", en="There is no finished audit"),
            Text(zh="请先在“检查”页运行质量检查。", en="Run the audit on the page Check first."),
        )
    severities = audit.result["severities"]
    if severities["error"]:
        raise Conflict(
            Text(zh=f"质量检查有 {severities['error']} 项错误", en=f"The audit found {severities['error']} errors"),
            Text(zh="请更正数据并导入新版本。", en="Mend the data and import a new version."),
        )
    said = {"digest": release.digest, "job": str(audit.id), **severities}
    given = {"audit": said, "method_statement": method_statement.strip(), "rights": rights.strip()}
    return actions.act(acting, row.id, "check", given=given)


def give_opinion(acting: Acting, case: UUID, *, opinion: str, text: str) -> CaseRow:
    """Say as a reviewer whether a release may be published, and why. Refuses Invalid for any other opinion."""
    row, _ = get_publication(acting, case)
    if opinion not in OPINIONS:
        raise Invalid(Text(zh="请选择一项意见", en="Choose an opinion"))
    return actions.act(acting, row.id, "opinion", given={"opinion": opinion, "text": text.strip()})


def step(acting: Acting, case: UUID, action: str, *, ground: str | None = None, note: str | None = None) -> CaseRow:
    """Take a step that needs no members: submit, accept, reject, publish, withdraw.

    Refuses NotFound, NotAllowed, Invalid for other steps, and what the procedure holds back.
    """
    row, _ = get_publication(acting, case)
    flow, _ = document_of(row)
    chosen = flow.find(action)
    if chosen is None or any(guard.guard == "given" for guard in chosen.guards):
        raise Invalid(Text(zh="没有这一步", en="There is no such step"))
    return actions.act(acting, row.id, action, ground=ground or None, note=note or None)


def shelving(acting: Acting, release: ReleaseRow) -> list[Job]:
    """Jobs that change whether everybody sees a release, the newest first."""
    return [each for each in jobs(acting, release.id) if each.kind == SHELVE]
