"""Things put away come back by themselves for 30 days; after that only the operator brings them back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from tanji.accounts.refusals import Conflict
from tanji.errors import Text

UNDO_DAYS: Final = 30


def refuse_late(archived: datetime | None) -> None:
    """Refuses Conflict for what is not put away, or was put away more than 30 days ago."""
    if archived is None:
        raise Conflict(Text(zh="没有归档，无须恢复", en="It is not archived"))
    if timezone.now() - archived > timedelta(days=UNDO_DAYS):
        raise Conflict(
            Text(zh=f"归档已超过 {UNDO_DAYS} 天，不能恢复", en=f"It was archived more than {UNDO_DAYS} days ago"),
            Text(zh="内容仍保留，请联系管理员。", en="Its content is kept; ask the operator."),
        )


def refuse_archived(archived: datetime | None) -> None:
    """Refuses Conflict for what is put away already."""
    if archived is not None:
        raise Conflict(Text(zh="已经归档", en="It is archived already"))
