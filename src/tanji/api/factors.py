"""Background processes: releases in reach, search, one process with its figures."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import StringConstraints

from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import require
from tanji.api.shapes import Json
from tanji.catalog.shelves import open_release, releases
from tanji.starter.methods import method as method_named

router = Router(tags=["factors"])
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Process = Annotated[str, StringConstraints(min_length=1, max_length=300)]


@router.get("/databases", response=list[Json])
def databases(request: HttpRequest) -> Any:
    """The newest release of every database in reach / 可用的数据库。"""
    acting = signed_in(request)
    require(acting, "view", "database")
    return [
        {
            "database": each.manifest.id,
            "version": each.manifest.version,
            "digest": each.ref.digest,
            "names": dict(each.manifest.names),
            "processes": len(each.listings),
        }
        for each in releases(acting)
    ]


@router.get("/factors", response=list[Json])
def search(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    database: Annotated[Id | None, Query()] = None,
) -> Any:
    """Processes by words, the best first, each with place, year, source, licence / 因子搜索。"""
    acting = signed_in(request)
    require(acting, "view", "database")
    opened = releases(acting) if database is None else (open_release(acting, database),)
    found = [candidate for each in opened for candidate in each.search(q, limit=limit)]
    best = sorted(found, key=lambda each: -each.score)[:limit]
    return [{"score": each.score, **each.listing.model_dump(mode="json", exclude_none=True)} for each in best]


@router.get("/factors/{database}/{path:process}", response=Json)
def one(request: HttpRequest, database: Id, process: Process, method: Id = "ar6-gwp100") -> Any:
    """A process with its figure by a method, in kg CO₂e a unit / 查看一个因子。"""
    acting = signed_in(request)
    require(acting, "view", "database")
    opened, chosen = open_release(acting, database), method_named(method)
    listing = opened.get(process)
    return {
        **listing.model_dump(mode="json", exclude_none=True),
        "method": chosen.id,
        "score": opened.score(process, chosen).model_dump(mode="json"),
        "release": opened.ref.model_dump(mode="json"),
    }
