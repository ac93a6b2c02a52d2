"""One function a verb for organisations and their people: permission, state, row and event in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from tanji.accounts import mail
from tanji.accounts.acting import Acting, acting
from tanji.accounts.identifiers import check_lei
from tanji.accounts.kinds import kinds, regions, role_words
from tanji.accounts.models import AccountEvent, Invitation, Membership, Organisation, Person, Role
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.accounts.tenancy import scope
from tanji.errors import Text
from tanji.model.identifier import check_uscc

INVITATION_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class About:
    """What an organisation says of itself: names, codes, place."""

    name: str
    name_en: str = ""
    uscc: str = ""
    lei: str = ""
    other_id: str = ""
    region: str = ""
    country: str = "CN"

    @property
    def province(self) -> str:
        """The division of the first level that the region lies in; empty where no region is given."""
        return f"{self.region[:2]}0000" if self.region else ""

    def checked(self) -> Mapping[str, str]:
        """The columns of the table. Refuses Invalid, BadCode, BadLei."""
        if not self.name.strip():
            raise Invalid(Text(zh="请填写机构名称", en="Give the name of the organisation"))
        if self.region and (len(self.region) != 6 or self.province not in regions()):
            raise Invalid(
                Text(
                    zh=f"没有代码为 {self.region} 的行政区划",
                    en=f"No administrative division has the code {self.region}",
                ),
                Text(zh="请从列表中选择。", en="Choose one of the list."),
            )
        if len(self.country) != 2 or not self.country.isascii() or not self.country.isalpha():
            raise Invalid(Text(zh="国家代码为两个字母（ISO 3166-1）", en="A country is two letters (ISO 3166-1)"))
        return {
            "name": self.name.strip(),
            "name_en": self.name_en.strip(),
            "uscc": check_uscc(self.uscc) if self.uscc.strip() else "",
            "lei": check_lei(self.lei) if self.lei.strip() else "",
            "other_id": self.other_id.strip(),
            "region": self.region,
            "country": self.country.upper(),
        }


def create_organisation(person: Person, kind: str, about: About, *, by_operator: bool = False) -> Acting:
    """Found an organisation; who does it gets the roles of the founder. Gives them acting for it.

    Refuses NotAllowed for kinds that only the operator makes, and what `About.checked` refuses.
    """
    if kind not in kinds():
        raise Invalid(Text(zh=f"没有“{kind}”这类机构", en=f'There is no kind of organisation "{kind}"'))
    if not (kinds()[kind].by_anybody or by_operator):
        raise NotAllowed(
            Text(zh="此类机构由平台运营方开设", en="Organisations of this kind are opened by the operator"),
            Text(zh="请联系运营方。", en="Write to the operator of this server."),
        )
    roles = kinds()[kind].founder
    organisation = Organisation(id=uuid4(), kind=kind, **about.checked())
    founder = Acting(person, organisation, roles)
    with scope(founder), transaction.atomic():
        organisation.save(force_insert=True)
        Membership.objects.create(person=person, organisation=organisation, roles=_ordered(roles))
        record(founder, "organisation.created", organisation.id, {"kind": kind, "name": organisation.name})
    return founder


def edit_organisation(acting: Acting, about: About) -> Organisation:
    """Change what the organisation says of itself. Refuses what `About.checked` refuses."""
    require(acting, "edit", "organisation")
    columns = about.checked()
    with transaction.atomic():
        row = Organisation.objects.select_for_update().get(pk=acting.organisation.pk)
        before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
        Organisation.objects.filter(pk=row.pk).update(**columns)
        if before:
            record(acting, "organisation.changed", row.pk, {"before": before})
    row.refresh_from_db()
    return row


def invite(acting: Acting, email: str, roles: Collection[str], *, link: Callable[[str], str]) -> tuple[Invitation, str]:
    """Invite somebody by e-mail, for 14 days. Gives the invitation and its link, which is never shown again.

    `link` makes an address of a token. The mail goes out once the row is safe; an older open invitation of the same
    address ends. Refuses Conflict for a member.
    """
    require(acting, "manage", "invitation")
    wanted, address = _possible(acting, roles), email.strip().lower()
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        if Membership.objects.filter(organisation=acting.organisation, ended=None, person__email=address).exists():
            raise Conflict(Text(zh=f"{address} 已是本机构成员", en=f"{address} is a member already"))
        Invitation.objects.filter(
            organisation=acting.organisation, email=address, accepted=None, withdrawn=None
        ).update(withdrawn=now)
        row = Invitation.objects.create(
            organisation=acting.organisation,
            email=address,
            roles=wanted,
            token_hash=hashed(token),
            invited_by=acting.person,
            expires=now + timedelta(days=INVITATION_DAYS),
        )
        record(acting, "invitation.sent", row.id, {"email": address, "roles": wanted})
        where = link(token)
        transaction.on_commit(lambda: mail.invitation(row, where))
    return row, where


def withdraw_invitation(acting: Acting, invitation: UUID) -> None:
    """End an invitation that nobody has accepted. Refuses NotFound, Conflict."""
    require(acting, "manage", "invitation")
    with transaction.atomic():
        row = Invitation.objects.filter(organisation=acting.organisation, pk=invitation).first()
        if row is None:
            raise NotFound
        changed = Invitation.objects.filter(pk=row.pk, accepted=None, withdrawn=None).update(withdrawn=timezone.now())
        if not changed:
            raise Conflict(Text(zh="邀请已被接受或撤回", en="The invitation was accepted or withdrawn before"))
        record(acting, "invitation.withdrawn", row.id, {"email": row.email})


def accept_invitation(person: Person, token: str) -> Acting:
    """Join an organisation by the link of an invitation, with the address that it was sent to.

    Refuses NotFound for a token that there is not, that has ended, or that is somebody else's: the answer is the same.
    """
    now = timezone.now()
    row = (
        Invitation.objects.select_related("organisation")
        .filter(token_hash=hashed(token), email=person.email, accepted=None, withdrawn=None, expires__gt=now)
        .first()
    )
    if row is None:
        raise NotFound
    joined = Acting(person, row.organisation, frozenset(row.roles))
    with scope(joined), transaction.atomic():
        if not Invitation.objects.filter(pk=row.pk, accepted=None, withdrawn=None).update(accepted=now):
            raise NotFound
        member, new = Membership.objects.get_or_create(
            person=person, organisation=row.organisation, defaults={"roles": row.roles}
        )
        if not new and member.ended is not None:
            Membership.objects.filter(pk=member.pk).update(roles=row.roles, ended=None)
        record(joined, "membership.began", member.id, {"roles": row.roles, "invited_by": str(row.invited_by_id)})
    return choose_organisation(person, row.organisation_id)


def choose_organisation(person: Person, organisation: UUID) -> Acting:
    """The person acting for another of their organisations. Refuses NotFound for any other."""
    found = acting(person, organisation)
    if found is None:
        raise NotFound
    return found


def change_roles(acting: Acting, membership: UUID, roles: Collection[str]) -> Membership:
    """Give a member other roles. Refuses NotFound, Invalid, and Conflict where nobody would be administrator.

    Nobody changes whether they are administrator themselves.
    """
    require(acting, "manage", "membership")
    wanted = _possible(acting, roles)
    with transaction.atomic():
        row = _member(acting, membership)
        if row.person_id == acting.person.pk and (Role.administrator in row.roles) != (Role.administrator in wanted):
            raise NotAllowed(
                Text(zh="不能更改自己的管理员角色", en="Nobody changes their own role of administrator"),
                Text(zh="请由另一位管理员操作。", en="Another administrator can do it."),
            )
        if Role.administrator not in wanted:
            _keep_an_administrator(acting, row)
        before = list(row.roles)
        Membership.objects.filter(pk=row.pk).update(roles=wanted)
        record(acting, "membership.changed", row.id, {"before": before, "roles": wanted})
    row.refresh_from_db()
    return row


def end_membership(acting: Acting, membership: UUID) -> None:
    """Somebody leaves the organisation; their keys for it end too. Refuses NotFound, and Conflict for the last
    administrator.
    """
    require(acting, "manage", "membership")
    with transaction.atomic():
        row = _member(acting, membership)
        _keep_an_administrator(acting, row)
        now = timezone.now()
        Membership.objects.filter(pk=row.pk).update(ended=now)
        row.person.keys.filter(organisation=acting.organisation, revoked=None).update(revoked=now)
        record(acting, "membership.ended", row.id, {"roles": row.roles})


def set_profile(person: Person, *, name: str, language: str) -> Person:
    """Change one's own name and language. Refuses Invalid."""
    if language not in {"zh", "en"}:
        raise Invalid(Text(zh="语言为 zh 或 en", en="A language is zh or en"))
    Person.objects.filter(pk=person.pk).update(name=name.strip()[:100], language=language)
    person.refresh_from_db()
    return person


def hashed(secret: str) -> str:
    """The hash under which a secret of full strength is kept; such a secret needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _member(acting: Acting, membership: UUID) -> Membership:
    """A membership, while no other change of members of the organisation goes on."""
    list(Organisation.objects.select_for_update().filter(pk=acting.organisation.pk))
    row = Membership.objects.filter(organisation=acting.organisation, pk=membership, ended=None).first()
    if row is None:
        raise NotFound
    return row


def _keep_an_administrator(acting: Acting, leaving: Membership) -> None:
    others = Membership.objects.filter(organisation=acting.organisation, ended=None).exclude(pk=leaving.pk)
    if not any(Role.administrator in each.roles for each in others):
        raise Conflict(
            Text(zh="机构至少要有一名管理员", en="An organisation keeps at least one administrator"),
            Text(zh="请先指定另一位管理员。", en="Make somebody else administrator first."),
        )


def _possible(acting: Acting, roles: Collection[str]) -> list[str]:
    if not roles:
        raise Invalid(Text(zh="请至少选择一个角色", en="Choose at least one role"))
    possible = kinds()[acting.organisation.kind].possible
    for role in roles:
        if role not in possible:
            word = role_words(role) if role in Role.values else Text(zh=f"“{role}”", en=f'"{role}"')
            raise Invalid(
                Text(zh=f"本机构类型没有角色：{word.zh}", en=f"Organisations of this kind have no such role: {word.en}")
            )
    return _ordered(roles)


def _ordered(roles: Collection[str]) -> list[str]:
    return [role.value for role in Role if role.value in roles]


def record(acting: Acting, kind: str, about: UUID, body: Mapping[str, Any]) -> None:
    """Write down what happened; called inside the transaction of what it tells."""
    AccountEvent.objects.create(
        organisation=acting.organisation, person=acting.person, kind=kind, about=about, body=dict(body)
    )
