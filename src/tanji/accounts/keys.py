"""Keys with which machines come: shown once, kept as a hash, within scopes, for one person in one organisation.

made, text = make_key(acting, "MES", scopes=["study:read"])     # text is what the machine sends
acting = acting_of_key(text)                                    # SignInFirst for whatever is wrong with it
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.actions import hashed, record
from tanji.accounts.models import ApiKey, Membership, Role
from tanji.accounts.permissions import require, table
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound, SignInFirst
from tanji.accounts.tenancy import scope
from tanji.errors import Text

MARK: Final = "tanji"
_SEEN_EVERY: Final = timedelta(minutes=1)


def scopes_of(acting: Acting) -> Sequence[str]:
    """The scopes that a key of the actor may have: no wider than their roles."""
    found = {
        f"{kind}:{'read' if action == 'view' else 'write'}" for role, kind, action in table() if role in acting.roles
    }
    return sorted(found - {"apikey:write", "membership:write", "invitation:write"})


def make_key(acting: Acting, name: str, *, scopes: Collection[str], days: int | None = None) -> tuple[ApiKey, str]:
    """A key for machines and the text that they send, which is never shown again.

    Refuses NotAllowed where a key asks for a key, and Invalid for scopes beyond the roles.
    """
    require(acting, "manage", "apikey")
    _by_a_person(acting)
    if not name.strip() or not scopes:
        raise Invalid(Text(zh="请填写密钥名称并至少选择一个范围", en="Give the key a name and at least one scope"))
    if beyond := sorted(set(scopes) - set(scopes_of(acting))):
        raise Invalid(Text(zh=f"超出您的角色：{'、'.join(beyond)}", en=f"Beyond your roles: {', '.join(beyond)}"))
    if days is not None and days < 1:
        raise Invalid(Text(zh="有效期至少一天", en="A key lives for one day at least"))
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiKey.objects.create(
            organisation=acting.organisation,
            person=acting.person,
            name=name.strip()[:100],
            prefix=prefix,
            key_hash=hashed(secret),
            scopes=sorted(set(scopes)),
            expires=None if days is None else timezone.now() + timedelta(days=days),
        )
        record(acting, "key.made", row.id, {"name": row.name, "scopes": row.scopes})
    return row, f"{MARK}_{prefix}_{secret}"


def revoke_key(acting: Acting, key: UUID) -> None:
    """End a key: one's own, or as administrator any of the organisation. Refuses NotFound, Conflict."""
    require(acting, "manage", "apikey")
    _by_a_person(acting)
    with transaction.atomic():
        row = next((each for each in keys(acting) if each.id == key), None)
        if row is None:
            raise NotFound
        if not ApiKey.objects.filter(pk=row.pk, revoked=None).update(revoked=timezone.now()):
            raise Conflict(Text(zh="密钥已作废", en="The key has ended before"))
        record(acting, "key.revoked", row.id, {"name": row.name})


def keys(acting: Acting) -> Sequence[ApiKey]:
    """Keys of the actor; of everybody in the organisation for its administrators. The newest first."""
    require(acting, "manage", "apikey")
    found = ApiKey.objects.filter(organisation=acting.organisation).select_related("person").order_by("-created")
    return list(found if Role.administrator in acting.roles else found.filter(person=acting.person))


def acting_of_key(text: str) -> Acting:
    """Who acts with a key. Refuses SignInFirst, in the same words for an unknown, ended or damaged key."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    with scope(None, everything=True):
        row = ApiKey.objects.filter(prefix=prefix, revoked=None).select_related("person", "organisation").first()
        right = hmac.compare_digest(row.key_hash if row else "", hashed(secret))
        now = timezone.now()
        if mark != MARK or row is None or not right or (row.expires and row.expires <= now):
            raise _unknown()
        member = Membership.objects.filter(person=row.person, organisation=row.organisation, ended=None).first()
        if member is None or not row.person.is_active:
            raise _unknown()
        if row.last_used is None or now - row.last_used > _SEEN_EVERY:
            ApiKey.objects.filter(pk=row.pk).update(last_used=now)
    return Acting(row.person, row.organisation, frozenset(member.roles), row)


def _unknown() -> SignInFirst:
    return SignInFirst(
        Text(zh="密钥无效或已失效", en="This key is not known or has ended"),
        Text(zh="请在“机构 › API 密钥”中新建。", en="Make a new one under Organisation › API keys."),
    )


def _by_a_person(acting: Acting) -> None:
    if acting.key is not None:
        raise NotAllowed(Text(zh="密钥不能管理密钥", en="A key does not manage keys"))
