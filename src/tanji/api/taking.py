"""Files that come in: studies, and evidence."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from tanji.accounts.middleware import signed_in
from tanji.api.pages import Piece, Which, piece
from tanji.api.problems import TooMuch, finding
from tanji.api.shapes import EvidenceOut, ImportOut
from tanji.catalog import evidence
from tanji.errors import Text
from tanji.registry.importing import import_study

router = Router(tags=["files"])


@router.post("/imports", response={201: ImportOut})
def take(request: HttpRequest, file: File[UploadedFile], product: Form[UUID | None] = None) -> Any:
    """A study file (xlsx, csv, yaml, json) as a new study, with counts and findings; 422 with all findings and
    nothing taken where there is any error / 导入研究文件。
    """
    acting = signed_in(request)
    limit = settings.TANJI.upload_mb
    if (file.size or 0) > limit * 1_000_000:
        raise TooMuch(Text(zh=f"文件超过 {limit} MB", en=f"The file is larger than {limit} MB"))
    with tempfile.TemporaryDirectory(prefix="tanji-import-") as folder:
        path = Path(folder) / evidence.fit(file.name or "")
        with path.open("wb") as out:
            for part in file.chunks():
                out.write(part)
        found = import_study(acting, path, product=product)
    return Status(
        201,
        {
            "study": found.draft,
            "matched": found.matched,
            "unmatched": found.unmatched,
            "counts": {kind: counts.model_dump() for kind, counts in found.report.counts.items()},
            "findings": [finding(each) for each in found.report.findings],
        },
    )


@router.get("/evidence", response=Piece[EvidenceOut])
def listed(request: HttpRequest, wanted: Which, *, archived: bool = False) -> Any:
    """The organisation's evidence, the newest first / 证据文件列表。"""
    return piece(evidence.listed(signed_in(request), archived=archived), wanted)


@router.post("/evidence", response={201: EvidenceOut})
def add(request: HttpRequest, file: File[UploadedFile], note: Form[str] = "") -> Any:
    """Keep a file as evidence under its hash / 上传证据文件。"""
    return Status(201, evidence.add(signed_in(request), file.name or "", file, note=note[:2000]))


@router.get("/evidence/{file}", response=EvidenceOut)
def one(request: HttpRequest, file: UUID) -> Any:
    """What is known of a file / 查看证据文件。"""
    return evidence.get(signed_in(request), file)


@router.get("/evidence/{file}/content", response=bytes)
def content(request: HttpRequest, file: UUID) -> Any:
    """Its bytes / 下载证据文件。"""
    row, path = evidence.opened(signed_in(request), file)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=row.name)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["ETag"] = f'"{row.sha256}"'
    return answer
