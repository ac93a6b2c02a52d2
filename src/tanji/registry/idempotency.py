"""The same request twice has one effect: a row under the key is there before the work begins."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Conflict
from tanji.errors import Refusal, Text
from tanji.registry.models import Answered


class OtherRequest(Refusal):
    """An idempotency key that was given with another request before."""

    code = "IDM-001"


class Kept(NamedTuple):
    """The answer that was given before."""

    status: int
    media_type: str
    body: bytes


def claim(acting: Acting, key: str, fingerprint: str) -> UUID | Kept:
    """Take a key for a request, or the answer that it was given before.

    Refuses OtherRequest, and Conflict while the first one is still at work (or its server was killed at it).
    """
    mine = Answered.objects.filter(organisation=acting.organisation, person=acting.person, key=key)
    try:
        with transaction.atomic():
            made = Answered.objects.create(
                organisation=acting.organisation, person=acting.person, key=key, fingerprint=fingerprint
            )
    except IntegrityError:
        found = mine.first()
        if found is None:
            raise _at_work() from None
        if found.fingerprint != fingerprint:
            raise OtherRequest(
                Text(zh="该幂等键已用于另一请求", en="This idempotency key was used for another request"),
                Text(zh="请为新请求生成新键。", en="Make a new key for a new request."),
            ) from None
        if found.status is None:
            raise _at_work() from None
        return Kept(found.status, found.media_type, bytes(found.body or b""))
    return made.pk


def keep(row: UUID, status: int, media_type: str, body: bytes) -> None:
    """Keep the answer of a request."""
    Answered.objects.filter(pk=row).update(status=status, media_type=media_type, body=body)


def release(row: UUID) -> None:
    """Give a key back: the request had no effect and may be tried again."""
    Answered.objects.filter(pk=row, status=None).delete()


def _at_work() -> Conflict:
    return Conflict(
        Text(zh="同一幂等键的请求正在处理", en="A request with this idempotency key is being answered"),
        Text(
            zh="请稍后重试；若一直如此，请先查看结果再换新键。",
            en="Try again soon; if it stays so, look at what has happened and take a new key.",
        ),
    )
