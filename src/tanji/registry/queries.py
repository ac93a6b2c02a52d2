"""All that doors read of cases, their events, and what there is to do."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.accounts.tenancy import scope
from tanji.model.case import Case, Procedure
from tanji.procedures.pack import procedure
from tanji.procedures.waiting import Possible, possible
from tanji.registry.models import CaseRow, EventRow, Party, Task


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
    return CaseRow.objects.filter(_mine(acting) | Q(public=True)).distinct()


def listed_cases(acting: Acting, *, archived: bool = False) -> QuerySet[CaseRow]:
    """The organisation's cases and those it takes part in, the newest first."""
    require(acting, "view", "case")
    found = CaseRow.objects.filter(_mine(acting), archived__isnull=not archived)
    return found.distinct().order_by("-created", "pk")


def parties(acting: Acting, row: CaseRow) -> Sequence[Party]:
    """The organisations that take part in a case beside its owner."""
    require(acting, "view", "case")
    if not takes_part(acting, row):
        return []
    with scope(acting, everything=True):
        return list(Party.objects.filter(case=row).select_related("organisation").order_by("since"))


def roles_in(acting: Acting, row: CaseRow) -> frozenset[str]:
    """The roles in which the actor may act in a case: the owner in each of theirs, others as they were invited."""
    if row.organisation_id == acting.organisation.pk:
        return acting.roles
    invited = Party.objects.filter(case=row, organisation=acting.organisation).values_list("role", flat=True)
    return acting.roles & frozenset(invited)


def takes_part(acting: Acting, row: CaseRow) -> bool:
    """Whether the organisation owns a case or was invited to it; a case that is only public it may just see."""
    mine = acting.organisation.pk
    return row.organisation_id == mine or Party.objects.filter(case=row, organisation_id=mine).exists()


def document_of(row: CaseRow) -> tuple[Procedure, Case]:
    """The procedure and the Case document of a row."""
    return procedure(row.procedure), Case.model_validate(row.body)


def next_actions(acting: Acting, row: CaseRow) -> Sequence[Possible]:
    """What the actor may do with a case now in any of their roles, each with what hinders."""
    flow, case = document_of(row)
    found: dict[str, Possible] = {}
    for role in sorted(roles_in(acting, row)):
        for each in possible(flow, case, acting.actor(role), on=acting.today):
            if each.action.id not in found or found[each.action.id].hindered is not None:
                found[each.action.id] = each
    return list(found.values())


def events(acting: Acting, about: UUID) -> Sequence[EventRow]:
    """What happened to a row, the newest first; for other organisations what happened in cases they take part in."""
    require(acting, "view", "case")
    found = _events(acting).filter(about=about).select_related("person", "by_organisation")
    with scope(acting, everything=True):
        return list(found.order_by("-on", "-number"))


def recent(acting: Acting, limit: int = 10) -> Sequence[EventRow]:
    """What happened last in the organisation and in cases that it takes part in."""
    require(acting, "view", "case")
    found = _events(acting).select_related("person", "by_organisation", "case").order_by("-on", "-number")
    with scope(acting, everything=True):
        return list(found[:limit])


def todo(acting: Acting, limit: int | None = 7) -> Sequence[Task]:
    """What waits for the person or for one of their roles: what is due first comes first, then the oldest."""
    require(acting, "view", "task")
    found = _waiting(acting).select_related("case").order_by(F("due").asc(nulls_last=True), "created", "pk")
    return list(found if limit is None else found[:limit])


def todo_count(acting: Acting) -> int:
    """How much waits for the person."""
    return _waiting(acting).count()


def _waiting(acting: Acting) -> QuerySet[Task]:
    mine = Q(person=acting.person) | Q(person=None, role__in=sorted(acting.roles))
    return Task.objects.filter(mine, organisation=acting.organisation, done=None)


def _events(acting: Acting) -> QuerySet[EventRow]:
    mine = Q(organisation=acting.organisation) | Q(case__parties__organisation=acting.organisation)
    return EventRow.objects.filter(mine).distinct()


def _mine(acting: Acting) -> Q:
    return Q(organisation=acting.organisation) | Q(parties__organisation=acting.organisation)
