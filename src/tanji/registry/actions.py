"""One function a verb: permission, state, document, row and event in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, NotAllowed, NotFound
from tanji.errors import Text
from tanji.model.case import Case, Procedure
from tanji.model.document import Document
from tanji.procedures.advance import advance, begin
from tanji.procedures.pack import procedure
from tanji.procedures.waiting import due
from tanji.registry.models import CaseRow, EventRow
from tanji.registry.queries import cases


def open_case(acting: Acting, flow: str, about: UUID, title: str, *, subject: Document | None = None) -> CaseRow:
    """Open a case under a procedure about a row, in the first role of the procedure that the actor has.

    Refuses NotAllowed without such a role, and what `begin` refuses.
    """
    require(acting, "open", "case")
    found = procedure(flow)
    case = begin(found, subject, acting.actor(_role(acting, found)), on=acting.today, id=f"case-{uuid4()}")
    with transaction.atomic():
        row = CaseRow.objects.create(
            organisation=acting.organisation,
            created_by=acting.person,
            procedure=found.id,
            procedure_version=found.version,
            title=title,
            about=about,
            **_columns(found, case),
        )
        record(acting, f"{found.id}.opened", about, case=row, body={"title": title})
    return row


def act(
    acting: Acting,
    case: UUID,
    action: str,
    *,
    ground: str | None = None,
    note: str | None = None,
    given: Mapping[str, Any] | None = None,
    subject: Document | None = None,
) -> CaseRow:
    """Take an action in a case. Of two that contradict each other exactly one wins; the other gets Conflict.

    Refuses NotFound, NotAllowed, and what `advance` refuses.
    """
    require(acting, "act", "case")
    with transaction.atomic():
        row = cases(acting).filter(pk=case).first()
        if row is None:
            raise NotFound
        row = CaseRow.objects.select_for_update().get(pk=row.pk)
        flow, before = procedure(row.procedure), Case.model_validate(row.body)
        chosen = flow.find(action)
        role = next((each for each in sorted(acting.roles) if chosen and each in chosen.by), None)
        after = advance(
            flow,
            before,
            action,
            acting.actor(role or _role(acting, flow)),
            on=acting.today,
            ground=ground,
            note=note,
            given=given,
            subject=subject,
        )
        changed = CaseRow.objects.filter(pk=row.pk, revision=row.revision).update(
            revision=row.revision + 1, **_columns(flow, after)
        )
        if not changed:
            raise Conflict(
                Text(zh="案卷刚刚被他人更改", en="Somebody else has just changed this case"),
                Text(zh="请刷新后再试。", en="Load it again and retry."),
            )
        event = after.events[-1]
        record(
            acting,
            f"{flow.id}.{action}",
            row.about,
            case=row,
            body=event.model_dump(mode="json", by_alias=True),
            number=event.number,
        )
    row.refresh_from_db()
    return row


def record(
    acting: Acting,
    kind: str,
    about: UUID | None,
    *,
    case: CaseRow | None = None,
    body: Mapping[str, Any] | None = None,
    number: int | None = None,
) -> EventRow:
    """Write down what happened; called inside the transaction of what it tells."""
    owner = acting.organisation if case is None else case.organisation
    return EventRow.objects.create(
        organisation=owner,
        case=case,
        number=number,
        kind=kind,
        about=about,
        person=acting.person,
        by_organisation=acting.organisation,
        body=dict(body or {}),
    )


def _columns(flow: Procedure, case: Case) -> dict[str, Any]:
    state = next(each for each in flow.states if each.id == case.state)
    end = due(flow, case, on=case.since)
    return {
        "state": case.state,
        "public": state.public,
        "due": None if end is None else end.end,
        "body": case.model_dump(mode="json", by_alias=True, exclude_none=True),
    }


def _role(acting: Acting, flow: Procedure) -> str:
    for role in flow.roles:
        if role in acting.roles:
            return role
    raise NotAllowed(
        Text(
            zh=f"“{flow.names.get('zh', flow.id)}”需要角色：{'、'.join(flow.roles)}",
            en=f"{flow.names.get('en', flow.id)} takes one of the roles: {', '.join(flow.roles)}",
        )
    )
