"""Who acts now: a person, for an organisation, in the roles that the membership gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from tanji.accounts.models import ApiKey, Membership, Organisation, Person
from tanji.accounts.refusals import NotFound
from tanji.errors import Text
from tanji.model.case import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts for an organisation; every action and query takes it first."""

    person: Person
    organisation: Organisation
    roles: frozenset[str]
    key: ApiKey | None = None
    """The key with which a machine came; its scopes narrow what the roles allow."""

    def actor(self, role: str) -> Actor:
        """The same as documents know it, in one role."""
        return Actor(id=str(self.person.id), organisation=str(self.organisation.id), role=role)

    @property
    def today(self) -> date:
        """The day of the action, where the server stands."""
        return timezone.localdate()


def acting(person: Person, organisation: UUID | None = None) -> Acting | None:
    """A person acting for one of their organisations, or for the first that they joined; None without any.

    Refuses NotFound for an organisation that the person is not in.
    """
    memberships = Membership.objects.filter(person=person, ended=None).select_related("organisation").order_by("since")
    if organisation is not None:
        memberships = memberships.filter(organisation_id=organisation)
    found = memberships.first()
    if found is None:
        if organisation is not None:
            raise NotFound
        return None
    return Acting(person, found.organisation, frozenset(found.roles))


def organisations(person: Person) -> Sequence[Organisation]:
    """The organisations that a person may act for, in the order in which they joined."""
    memberships = Membership.objects.filter(person=person, ended=None).select_related("organisation").order_by("since")
    return [each.organisation for each in memberships]


def role_named(role: str) -> Text:
    """A role in words."""
    from tanji.accounts.kinds import role_words

    return role_words(role)
