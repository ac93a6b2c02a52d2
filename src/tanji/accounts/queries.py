"""All that doors read of organisations, their people, invitations and events."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.actions import About, hashed
from tanji.accounts.models import AccountEvent, Invitation, Membership, Person
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound


def about(acting: Acting) -> About:
    """What the organisation says of itself."""
    require(acting, "view", "organisation")
    row = acting.organisation
    return About(
        row.name, row.name_en, row.uscc, row.lei, other_id=row.other_id, region=row.region, country=row.country
    )


def members(acting: Acting) -> Sequence[Membership]:
    """The members of the organisation, by name."""
    require(acting, "view", "membership")
    found = Membership.objects.filter(organisation=acting.organisation, ended=None).select_related("person")
    return sorted(found, key=lambda each: str(each.person))


def member(acting: Acting, membership: UUID) -> Membership:
    """A member of the organisation. Refuses NotFound."""
    found = next((each for each in members(acting) if each.id == membership), None)
    if found is None:
        raise NotFound
    return found


def invitations(acting: Acting) -> Sequence[Invitation]:
    """Invitations that still can be accepted, the newest first."""
    require(acting, "manage", "invitation")
    found = Invitation.objects.filter(
        organisation=acting.organisation, accepted=None, withdrawn=None, expires__gt=timezone.now()
    )
    return list(found.select_related("invited_by").order_by("-sent"))


def invitation_of(person: Person, token: str) -> Invitation | None:
    """The invitation of a link, for the person of its address; None for everybody else and once it has ended."""
    found = Invitation.objects.filter(
        token_hash=hashed(token), email=person.email, accepted=None, withdrawn=None, expires__gt=timezone.now()
    )
    return found.select_related("organisation", "invited_by").first()


def events(acting: Acting, *, limit: int = 50) -> Sequence[AccountEvent]:
    """What happened to the organisation and its people, the newest first."""
    require(acting, "view", "organisation")
    found = AccountEvent.objects.filter(organisation=acting.organisation).select_related("person")
    return list(found.order_by("-on")[:limit])
