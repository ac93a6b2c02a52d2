"""Demo data: one organisation of each kind that the pages are for, its people, and a sample product.

Run as often as one likes: what is there stays as it is. The password is the same for all and known to everybody where
TANJI_DEMO is set; elsewhere a new one is made, told once and kept nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from tanji.accounts.acting import acting
from tanji.accounts.models import Membership, Organisation, OrganisationKind, Person, Role
from tanji.accounts.tenancy import scope
from tanji.catalog.drafts import products
from tanji.errors import Text

PASSWORD: Final = "tanji-demo-2026"  # noqa: S105  # known on purpose: refused on any address that others reach


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo."""

    name: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation of the demo. Its identifier is one that is given to nobody."""

    kind: OrganisationKind
    name: str
    name_en: str
    region: str
    people: tuple[Somebody, ...]


FIRMS: Final = (
    Firm(
        OrganisationKind.manufacturer,
        "示例家电制造有限公司",
        "Example Appliances Ltd.",
        "340100",
        (
            Somebody("李核算", "accountant@demo.example", (Role.accountant, Role.administrator)),
            Somebody("王批准", "approver@demo.example", (Role.approver,)),
        ),
    ),
    Firm(
        OrganisationKind.database_publisher,
        "示例碳数据研究院",
        "Example Institute of Carbon Data",
        "110100",
        (Somebody("陈发布", "publisher@demo.example", (Role.publisher, Role.provider, Role.administrator)),),
    ),
    Firm(
        OrganisationKind.verifier,
        "示例评议中心",
        "Example Review Centre",
        "310100",
        (Somebody("赵评议", "reviewer@demo.example", (Role.reviewer, Role.administrator)),),
    ),
    Firm(
        OrganisationKind.association,
        "示例行业协会",
        "Example Industry Association",
        "440100",
        (Somebody("孙标准", "officer@demo.example", (Role.officer, Role.editor, Role.administrator)),),
    ),
    Firm(
        OrganisationKind.authority,
        "示例主管部门（非官方演示）",
        "Example Authority (demo, not official)",
        "110000",
        (Somebody("周主管", "authority@demo.example", (Role.authority, Role.administrator)),),
    ),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a run has added, and the password of people that it has made where nobody else knows it."""

    people: int
    organisations: int
    samples: int
    password: str | None


def fill() -> Filled:
    """Add what is missing of the demo."""
    password = PASSWORD if settings.TANJI.demo else secrets.token_urlsafe(12)
    made = {"people": 0, "organisations": 0}
    with scope(None, everything=True), transaction.atomic():
        for firm in FIRMS:
            organisation, new = Organisation.objects.get_or_create(
                name=firm.name,
                kind=firm.kind,
                defaults={"name_en": firm.name_en, "region": firm.region, "other_id": "DEMO"},
            )
            made["organisations"] += new
            for each in firm.people:
                made["people"] += _join(each, organisation, password)
    told = password if made["people"] and not settings.TANJI.demo else None
    return Filled(**made, samples=sum(_samples()), password=told)


def _join(each: Somebody, organisation: Organisation, password: str) -> bool:
    person = Person.objects.filter(email=each.email).first()
    new = person is None
    if person is None:
        person = Person.objects.create_user(each.email, password, name=each.name)
    EmailAddress.objects.get_or_create(user=person, email=each.email, defaults={"verified": True, "primary": True})
    roles = [str(role) for role in each.roles]
    Membership.objects.get_or_create(person=person, organisation=organisation, defaults={"roles": roles})
    return new


def _samples() -> Iterator[int]:
    """The sample product, for accountants whose organisation has no product yet."""
    from tanji.registry.studies import sample

    for firm in FIRMS:
        for each in firm.people:
            if Role.accountant not in each.roles:
                continue
            with scope(None, everything=True):
                found = acting(Person.objects.get(email=each.email))
            if found is None:
                continue
            with scope(found):
                if not products(found):
                    sample(found)
                    yield 1


def accounts_told() -> Text:
    """The accounts of the demo and their password, for the terminal."""
    people = [(firm, each) for firm in FIRMS for each in firm.people]
    zh = "\n".join(f"  {each.email:<26} {each.name}，{firm.name}" for firm, each in people)
    en = "\n".join(f"  {each.email:<26} {each.roles[0].label.split(' / ')[1]}, {firm.name_en}" for firm, each in people)
    return Text(
        zh=f"演示账户（密码都是 {PASSWORD}，仅限本机）：\n{zh}",
        en=f"Accounts of the demo (password of all: {PASSWORD}; on this machine only):\n{en}",
    )
