"""How often somebody may come: token buckets in the database, one for each door and caller.

take("sign_in", address_of(request))   # TooMany, with the seconds to wait
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from tanji.accounts.models import Bucket
from tanji.accounts.refusals import TooMany
from tanji.accounts.tables import rows
from tanji.errors import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once; as many come again, evenly, in so many seconds."""

    burst: int
    seconds: int

    @property
    def per_second(self) -> float:
        """Tokens that come again in a second."""
        return self.burst / self.seconds

    def after(self, tokens: float, seconds: float) -> float:
        """Tokens after a time without anybody.

        >>> Limit(burst=10, seconds=20).after(1, 4)
        3.0
        """
        return min(float(self.burst), tokens + max(seconds, 0) * self.per_second)


@cache
def limit(door: str) -> Limit:
    """The limit of a door; KeyError for a door that the table lacks."""
    return {row["name"]: Limit(int(row["burst"]), int(row["seconds"])) for row in rows("limits.csv")}[door]


def take(door: str, caller: str, *, now: datetime | None = None) -> None:
    """Take one token of a caller at a door. Refuses TooMany, with the seconds until there is one again."""
    bounds, moment = limit(door), now or timezone.now()
    name = f"{door}:{hashlib.sha256(caller.encode()).hexdigest()[:40]}"
    with transaction.atomic():
        Bucket.objects.get_or_create(name=name, defaults={"tokens": bounds.burst, "at": moment})
        bucket = Bucket.objects.select_for_update().get(name=name)
        left = bounds.after(bucket.tokens, (moment - bucket.at).total_seconds())
        granted = left >= 1
        Bucket.objects.filter(name=name).update(tokens=left - 1 if granted else left, at=max(moment, bucket.at))
    if not granted:
        wait = max(1, math.ceil((1 - left) / bounds.per_second))
        raise TooMany(
            Text(zh="请求太频繁", en="Too many requests"),
            Text(zh=f"请在 {wait} 秒后再试。", en=f"Try again in {wait} seconds."),
            seconds=wait,
        )


def forget(*, now: datetime | None = None) -> int:
    """Remove buckets that are full again by now; gives their number. For the clean-up of the worker."""
    longest = max(int(row["seconds"]) for row in rows("limits.csv"))
    deleted, _ = Bucket.objects.filter(at__lt=(now or timezone.now()) - timedelta(seconds=longest)).delete()
    return deleted


def address_of(request: HttpRequest) -> str:
    """The address of the caller: what the web server in front says if it is one of ours, else who is connected."""
    nearest = str(request.META.get("REMOTE_ADDR") or "")
    told = request.headers.get("X-Real-IP", "").strip()
    return told if told and _is_address(told) and _ours(nearest, settings.TANJI.proxies) else nearest


def _ours(address: str, proxies: Sequence[str]) -> bool:
    return _is_address(address) and any(ip_address(address) in ip_network(each, strict=False) for each in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
