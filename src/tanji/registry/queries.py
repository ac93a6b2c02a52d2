"""All that doors read of cases and their events."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.model.case import Case, Procedure
from tanji.procedures.pack import procedure
from tanji.procedures.waiting import Possible, possible
from tanji.registry.models import CaseRow, EventRow


def get_case(acting: Acting, case: UUID) -> CaseRow:
    """A case of the organisation, or one that it takes part in. Refuses NotFound."""
    require(acting, "view", "case")
    found = cases(acting).filter(pk=case).first()
    if found is None:
        raise NotFound
    return found


def case_about(acting: Acting, about: UUID) -> CaseRow | None:
    """The newest case about a row, if there is one in reach."""
    require(acting, "view", "case")
    return cases(acting).filter(about=about).order_by("-created").first()


def cases(acting: Acting) -> QuerySet[CaseRow]:
    """Cases in reach: the organisation's own, those it takes part in, and public ones."""
    mine = Q(organisation=acting.organisation) | Q(parties__organisation=acting.organisation) | Q(public=True)
    return CaseRow.objects.filter(mine).distinct()


def document_of(row: CaseRow) -> tuple[Procedure, Case]:
    """The procedure and the Case document of a row."""
    return procedure(row.procedure), Case.model_validate(row.body)


def next_actions(acting: Acting, row: CaseRow) -> Sequence[Possible]:
    """What the actor may do with a case now in any of their roles, each with what hinders."""
    flow, case = document_of(row)
    found: dict[str, Possible] = {}
    for role in sorted(acting.roles):
        for each in possible(flow, case, acting.actor(role), on=acting.today):
            if each.action.id not in found or found[each.action.id].hindered is not None:
                found[each.action.id] = each
    return list(found.values())


def events(acting: Acting, about: UUID) -> Sequence[EventRow]:
    """What happened to a row, the newest first."""
    require(acting, "view", "case")
    return list(EventRow.objects.filter(organisation=acting.organisation, about=about).order_by("-on", "-number"))
