"""Words to people that something happened, and which of them they have read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.models import Membership
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.errors import Text
from tanji.model.case import Case, Procedure
from tanji.registry.models import CaseRow, Notification
from tanji.registry.waiting import addresses, taking_part


def notices(acting: Acting, limit: int = 20) -> Sequence[Notification]:
    """The newest words to the person in this organisation."""
    require(acting, "view", "task")
    return list(_mine(acting).order_by("-on")[:limit])


def unread(acting: Acting) -> int:
    """How many words the person has not read yet."""
    return _mine(acting).filter(read=None).count()


def read(acting: Acting, notice: UUID | None = None) -> int:
    """Mark a word as read, or all of them; says how many were new. Refuses NotFound."""
    require(acting, "mark", "task")
    found = _mine(acting)
    if notice is not None and not found.filter(pk=notice).exists():
        raise NotFound
    fresh = found.filter(read=None)
    return (fresh if notice is None else fresh.filter(pk=notice)).update(read=timezone.now())


def tell(people: Iterable[tuple[UUID, UUID]], text: Text, address: str = "") -> None:
    """Write a word to people, each as (organisation, person); inside the transaction of what it tells."""
    Notification.objects.bulk_create(
        Notification(
            organisation_id=organisation, person_id=person, text={"zh": text.zh, "en": text.en}, address=address
        )
        for organisation, person in sorted(set(people))
    )


def tell_of_step(acting: Acting | None, row: CaseRow, flow: Procedure, case: Case) -> None:
    """Tell everybody in the case of its last step, but not who took it.

    A step within one state is told only to other organisations than the one that took it.
    """
    event = case.events[-1]
    action = flow.find(event.action)
    state = next(each for each in flow.states if each.id == event.to)
    names = {} if action is None else action.names
    by = Text(zh="系统", en="the system")
    if acting is not None:
        by = Text(zh=acting.organisation.name, en=acting.organisation.name_en or acting.organisation.name)
    text = Text(
        zh=f"{row.title}：{by.zh}“{names.get('zh', event.action)}”，现为“{state.names.get('zh', state.id)}”",
        en=f"{row.title}: {names.get('en', event.action)} by {by.en}; now {state.names.get('en', state.id)}",
    )
    address = next((a for (procedure, _, _), a in addresses().items() if procedure == flow.id), "")
    people = {
        (organisation, person)
        for organisation, person in members(row, flow)
        if event.begins != event.to or acting is None or organisation != acting.organisation.pk
    }
    if acting is not None:
        people -= {(acting.organisation.pk, acting.person.pk)}
    tell(people, text, address.format(about=row.about, case=row.pk))


def members(row: CaseRow, flow: Procedure) -> set[tuple[UUID, UUID]]:
    """(organisation, person) of everybody who has a role in a case."""
    roles = {UUID(organisation): roles for organisation, roles in taking_part(row, flow).items()}
    found = Membership.objects.filter(organisation__in=roles, ended=None, person__is_active=True)
    return {
        (each.organisation_id, each.person_id)
        for each in found
        if set(each.roles) & roles[each.organisation_id] & set(flow.roles)
    }


def _mine(acting: Acting) -> QuerySet[Notification]:
    return Notification.objects.filter(organisation=acting.organisation, person=acting.person)
