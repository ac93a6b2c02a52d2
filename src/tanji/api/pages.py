"""Lists in pieces: `limit`, and a `cursor` that the piece before gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from tanji.accounts.refusals import Invalid
from tanji.errors import Text

T = TypeVar("T")


class Piece(Schema, Generic[T]):
    """One piece of a list."""

    items: list[T]
    next: str | None = Field(default=None, description="cursor of the next piece; missing on the last / 下一页的游标")


class Wanted(Schema):
    """Which piece."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str = Field(default="", max_length=40)


Which = Annotated[Wanted, Query()]


def piece(rows: Sequence[Any], wanted: Wanted) -> dict[str, Any]:
    """The rows after the one that the cursor names. Refuses Invalid for a cursor that is none of this list."""
    begin = 0
    if wanted.cursor:
        try:
            after = UUID(wanted.cursor)
        except ValueError:
            after = None
        places = [place for place, row in enumerate(rows) if row.pk == after]
        if not places:
            raise Invalid(
                Text(zh="游标不属于此列表", en="This cursor is none of this list"),
                Text(zh="请从头开始翻页。", en="Begin with the first piece again."),
            )
        begin = places[0] + 1
    items = list(rows[begin : begin + wanted.limit])
    more = begin + wanted.limit < len(rows)
    return {"items": items, "next": str(items[-1].pk) if more else None}
