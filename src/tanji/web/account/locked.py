"""The answer to too many failed sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanji.accounts.refusals import TooMany
from tanji.errors import Text
from tanji.web.refused import refused

WAIT: Final = timedelta(minutes=15)


def locked(request: HttpRequest, credentials: Mapping[str, Any] | None = None, **more: Any) -> HttpResponse:
    """The page for an address that has failed too often from where it came; the same whether it is known or not."""
    del credentials, more
    seconds = int((settings.AXES_COOLOFF_TIME or WAIT).total_seconds())
    refusal = TooMany(
        Text(zh="登录失败次数过多，暂时锁定", en="Too many failed sign-ins: locked for a while"),
        Text(
            zh=f"请在 {seconds // 60} 分钟后再试，或重设密码。",
            en=f"Try again in {seconds // 60} minutes, or reset the password.",
        ),
        seconds=seconds,
    )
    return refused(request, refusal)
