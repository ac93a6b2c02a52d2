"""Documents by digest: footprints, studies, statements, conformity, as their canonical bytes."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path as InPath
from ninja import Query, Router

from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import require
from tanji.api.shapes import Digest, Json
from tanji.catalog import documents
from tanji.model.document import schemas, write

router = Router(tags=["documents"])


@router.get("/documents", response=list[Json])
def listed(request: HttpRequest, kind: Annotated[str, Query(alias="schema", max_length=60)]) -> Any:
    """Digests of the organisation's documents of a schema, the newest 200 first / 文档列表。"""
    acting = signed_in(request)
    require(acting, "view", "study")
    rows = documents.listed(acting, kind)[:200]
    return [{"digest": digest, "id": id_, "version": version} for digest, id_, version in rows]


@router.get("/documents/{digest}", response=Json)
def one(request: HttpRequest, digest: InPath[Digest]) -> Any:
    """The canonical bytes of a document; their SHA-256 is the digest, and the ETag / 按摘要取文档。"""
    acting = signed_in(request)
    require(acting, "view", "study")
    body = write(documents.load(acting, digest))
    tag = f'"{digest}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(body, content_type="application/json")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@router.get("/schemas", response=list[str])
def known(request: HttpRequest) -> Any:
    """Schemas of documents that this server knows / 文档类型。"""
    signed_in(request)
    return sorted(schemas())
