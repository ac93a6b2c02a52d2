"""Cases under procedures: what happened, what may be done, and doing it; comments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from tanji.accounts.middleware import signed_in
from tanji.api.pages import Piece, Which, piece
from tanji.api.shapes import CaseIn, CaseOut, CaseWhole, CommentIn, CommentOut, Json, PartyIn
from tanji.registry import comments, parties, queries
from tanji.registry.steps import step

router = Router(tags=["cases"])


@router.get("/cases", response=Piece[CaseOut])
def listed(request: HttpRequest, wanted: Which, *, archived: bool = False) -> Any:
    """The organisation's cases and those it takes part in, the newest first / 案卷列表。"""
    return piece(list(queries.listed_cases(signed_in(request), archived=archived)), wanted)


@router.get("/cases/{case}", response=CaseWhole)
def one(request: HttpRequest, case: UUID) -> Any:
    """A case: where it stands, what may be done, what happened / 查看案卷。"""
    acting = signed_in(request)
    return _whole(acting, queries.get_case(acting, case))


@router.post("/cases/{case}/actions", response=CaseWhole)
def take(request: HttpRequest, case: UUID, given: CaseIn) -> Any:
    """Take an action; 409 where the case does not allow it now / 办理。"""
    acting = signed_in(request)
    row = step(acting, case, given.action, ground=given.ground, note=given.note, given=given.given)
    return _whole(acting, row)


@router.post("/cases/{case}/parties", response={201: Json})
def invite(request: HttpRequest, case: UUID, given: PartyIn) -> Any:
    """Bring another organisation in / 邀请机构参与。"""
    made = parties.invite(signed_in(request), case, given.organisation, given.role)
    return Status(201, {"organisation": str(given.organisation), "role": made.role})


@router.get("/comments", response=Piece[CommentOut], tags=["comments"])
def said(request: HttpRequest, about: UUID, wanted: Which) -> Any:
    """What was said on a study or the subject of a case / 评论列表。"""
    return piece(comments.comments(signed_in(request), about), wanted)


@router.post("/comments", response={201: CommentOut}, tags=["comments"])
def say(request: HttpRequest, given: CommentIn) -> Any:
    """Say something / 发表评论。"""
    made = comments.comment(signed_in(request), given.about, given.text, place=given.place, answers=given.answers)
    return Status(201, made)


@router.post("/comments/{comment}/resolve", response=CommentOut, tags=["comments"])
def resolve(request: HttpRequest, comment: UUID) -> Any:
    """Mark a comment as settled / 标为已解决。"""
    return comments.resolve(signed_in(request), comment)


def _whole(acting: Any, row: Any) -> Json:
    members = {name: getattr(row, name) for name in CaseOut.model_fields}
    actions = [
        {
            "action": each.action.id,
            "names": dict(each.action.names),
            "grounds": [ground.code for ground in each.action.grounds],
            "hindered_zh": each.hindered and each.hindered.zh,
            "hindered_en": each.hindered and each.hindered.en,
        }
        for each in queries.next_actions(acting, row)
    ]
    return {**members, "actions": actions, "events": queries.events(acting, row.about)}
