"""One function a verb: permission, state, document, row, event, to-dos and notices in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, NotAllowed, NotFound
from tanji.accounts.tenancy import scope
from tanji.errors import Text
from tanji.model.case import Case, Procedure
from tanji.model.document import Document
from tanji.procedures.advance import advance, begin
from tanji.procedures.pack import procedure
from tanji.procedures.waiting import due
from tanji.registry.following import follow
from tanji.registry.models import CaseRow, EventRow
from tanji.registry.notices import tell_of_step
from tanji.registry.queries import cases, roles_in
from tanji.registry.waiting import settle


def open_case(acting: Acting, flow: str, about: UUID, title: str, *, subject: Document | None = None) -> CaseRow:
    """Open a case under a procedure about a row, in the first role of the procedure that the actor has.

    Refuses NotAllowed without such a role, and what `begin` refuses.
    """
    require(acting, "open", "case")
    found = procedure(flow)
    role = next((each for each in found.roles if each in acting.roles), None)
    if role is None:
        raise _no_role(found)
    case = begin(found, subject, acting.actor(role), on=acting.today, id=f"case-{uuid4()}")
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
        settle(row, found, case, on=acting.today)
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
    """Take an action in a case. Of two that contradict each other exactly one wins; the other is a conflict.

    Refuses NotFound, NotAllowed, Conflict, and what `advance` refuses.
    """
    require(acting, "act", "case")
    with scope(acting, everything=True), transaction.atomic():
        row = locked(acting, case)
        flow, before = procedure(row.procedure), Case.model_validate(row.body)
        roles, chosen = roles_in(acting, row), flow.find(action)
        role = next((each for each in sorted(roles) if chosen and each in chosen.by), None)
        role = role or next((each for each in flow.roles if each in roles), None)
        if role is None:
            raise _no_role(flow)
        actor = acting.actor(role)
        said: dict[str, Any] = {"ground": ground, "note": note, "given": given, "subject": subject}
        after = advance(flow, before, action, actor, on=acting.today, **said)
        moved(acting, row, flow, after, on=acting.today)
    row.refresh_from_db()
    return row


def moved(acting: Acting | None, row: CaseRow, flow: Procedure, after: Case, *, on: date) -> None:
    """Write down that a case has taken its last step; None: the system took it. Inside a transaction."""
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
        f"{flow.id}.{event.action}",
        row.about,
        case=row,
        body=event.model_dump(mode="json", by_alias=True),
        number=event.number,
    )
    settle(row, flow, after, on=on)
    tell_of_step(acting, row, flow, after)
    follow(row, event)


def locked(acting: Acting, case: UUID) -> CaseRow:
    """The row of a case, held until the transaction ends. Refuses NotFound."""
    row = cases(acting).filter(pk=case).first()
    if row is None:
        raise NotFound
    return CaseRow.objects.select_for_update().get(pk=row.pk)


def record(
    acting: Acting | None,
    kind: str,
    about: UUID | None,
    *,
    case: CaseRow | None = None,
    body: Mapping[str, Any] | None = None,
    number: int | None = None,
) -> EventRow:
    """Write down what happened; called inside the transaction of what it tells. None: the system did it."""
    if case is not None:
        owner = case.organisation
    elif acting is not None:
        owner = acting.organisation
    else:
        raise ValueError("what the system does belongs to a case")
    return EventRow.objects.create(
        organisation=owner,
        case=case,
        number=number,
        kind=kind,
        about=about,
        person=None if acting is None else acting.person,
        by_organisation=None if acting is None else acting.organisation,
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


def _no_role(flow: Procedure) -> NotAllowed:
    return NotAllowed(
        Text(
            zh=f"“{flow.names.get('zh', flow.id)}”需要角色：{'、'.join(flow.roles)}，且本机构须参与此案",
            en=f"{flow.names.get('en', flow.id)} takes one of the roles {', '.join(flow.roles)},"
            " of an organisation that takes part in this case",
        )
    )
