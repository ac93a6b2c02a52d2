"""Who one is here, what there is to do, and what has happened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import require
from tanji.api.pages import Piece, Which, piece
from tanji.api.shapes import Json, NoticeOut, TaskOut
from tanji.registry import notices, queries

router = Router(tags=["me"])


@router.get("/me", response=Json)
def me(request: HttpRequest) -> Any:
    """Who acts: person, organisation, roles, scopes of the key / 当前身份。"""
    acting = signed_in(request)
    require(acting, "view", "organisation")
    firm = acting.organisation
    return {
        "person": {"id": str(acting.person.pk), "name": acting.person.name, "email": acting.person.email},
        "organisation": {"id": str(firm.pk), "kind": firm.kind, "name": firm.name, "name_en": firm.name_en},
        "roles": sorted(acting.roles),
        "scopes": None if acting.key is None else sorted(acting.key.scopes),
        "unread": notices.unread(acting),
        "tasks": queries.todo_count(acting),
    }


@router.get("/tasks", response=Piece[TaskOut])
def tasks(request: HttpRequest, wanted: Which) -> Any:
    """What waits for the person / 待办。"""
    return piece(queries.todo(signed_in(request), None), wanted)


@router.get("/notices", response=Piece[NoticeOut])
def listed(request: HttpRequest, wanted: Which) -> Any:
    """The newest 200 words that something happened / 通知。"""
    return piece(notices.notices(signed_in(request), 200), wanted)


@router.post("/notices/read", response=Json)
def read_all(request: HttpRequest) -> Any:
    """Mark all of them as read / 全部标为已读。"""
    return {"read": notices.read(signed_in(request))}


@router.post("/notices/{notice}/read", response=Json)
def read(request: HttpRequest, notice: UUID) -> Any:
    """Mark one as read / 标为已读。"""
    return {"read": notices.read(signed_in(request), notice)}
