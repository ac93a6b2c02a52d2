"""Studies: drafts, computing, declaring, and the long work behind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from tanji.accounts.middleware import signed_in
from tanji.api.pages import Piece, Which, piece
from tanji.api.problems import finding
from tanji.api.shapes import BodyIn, DeclareIn, JobOut, Json, Seen, StudyIn, StudyOut, StudyWhole
from tanji.catalog import drafts
from tanji.catalog import jobs as work
from tanji.errors import Text
from tanji.registry import studies
from tanji.registry.bodies import checked

router = Router(tags=["studies"])
WRITTEN = Text(zh="通过接口写入", en="Written through the API")


@router.get("/studies", response=Piece[StudyOut])
def listed(request: HttpRequest, wanted: Which, *, product: UUID | None = None) -> Any:
    """Studies that are not put away, the last changed first; of one product or of all / 研究列表。"""
    acting = signed_in(request)
    of = None if product is None else drafts.get_product(acting, product)
    return piece(drafts.drafts(acting, of), wanted)


@router.post("/studies", response={201: StudyWhole})
def create(request: HttpRequest, given: StudyIn) -> Any:
    """A new study under a product / 新建研究。"""
    acting = signed_in(request)
    body = None if given.body is None else checked(given.body)
    return Status(201, studies.create_draft(acting, drafts.get_product(acting, given.product), given.name, body))


@router.get("/studies/{study}", response=StudyWhole)
def one(request: HttpRequest, study: UUID) -> Any:
    """A study with its body / 查看研究。"""
    return drafts.get_draft(signed_in(request), study)


@router.put("/studies/{study}", response=StudyWhole)
def write(request: HttpRequest, study: UUID, given: BodyIn) -> Any:
    """Replace the body; 409 where somebody has saved since the revision / 写入内容，版本不符时为 409。"""
    body = checked(given.body)

    def replace(old: Json) -> None:
        old.clear()
        old.update(body)

    return studies.change(signed_in(request), study, given.revision, replace, what=WRITTEN)


@router.post("/studies/{study}/undo", response=StudyWhole)
def undo(request: HttpRequest, study: UUID, given: Seen) -> Any:
    """Take back the last saving / 撤销上一次保存。"""
    return studies.take_back(signed_in(request), study, given.revision)


@router.get("/studies/{study}/check", response=Json)
def check(request: HttpRequest, study: UUID) -> Any:
    """What is missing or wrong before it can be computed / 计算前的检查。"""
    found = drafts.freeze(drafts.get_draft(signed_in(request), study))
    return {
        "complete": found.study is not None,
        "counts": {kind: counts.model_dump() for kind, counts in found.report.counts.items()},
        "findings": [finding(each) for each in found.report.findings],
    }


@router.post("/studies/{study}/compute", response={202: JobOut})
def compute(request: HttpRequest, study: UUID) -> Any:
    """Ask for it to be computed; the job tells how far it is / 提交计算。"""
    acting = signed_in(request)
    return Status(202, studies.compute(acting, drafts.get_draft(acting, study)))


@router.post("/studies/{study}/declare", response=Json)
def declare(request: HttpRequest, study: UUID, given: DeclareIn) -> Any:
    """Declare its present result; gives the digest of the statement / 声明。"""
    said = studies.declare(signed_in(request), study, estimate=given.estimate, supersedes=given.supersedes)
    return {"statement": said}


@router.post("/studies/{study}/archive", response=StudyOut)
def archive(request: HttpRequest, study: UUID) -> Any:
    """Put it away; 30 days of undo / 归档，30 天内可恢复。"""
    return studies.archive_draft(signed_in(request), study)


@router.post("/studies/{study}/restore", response=StudyOut)
def restore(request: HttpRequest, study: UUID) -> Any:
    """Bring it back / 恢复。"""
    return studies.restore_draft(signed_in(request), study)


@router.get("/jobs", response=Piece[JobOut], tags=["jobs"])
def jobs(request: HttpRequest, wanted: Which, *, about: UUID | None = None) -> Any:
    """The organisation's jobs, the newest first / 任务列表。"""
    return piece(work.jobs(signed_in(request), about), wanted)


@router.get("/jobs/{job}", response=JobOut, tags=["jobs"])
def job(request: HttpRequest, job: UUID) -> Any:
    """A job / 查看任务。"""
    return work.get_job(signed_in(request), job)


@router.post("/jobs/{job}/cancel", response=JobOut, tags=["jobs"])
def cancel(request: HttpRequest, job: UUID) -> Any:
    """Stop a job / 取消任务。"""
    return work.cancel(signed_in(request), job)
