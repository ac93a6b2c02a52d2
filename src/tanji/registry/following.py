"""What follows from a step of a case outside the case: named by what the step emits, begun in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from django.utils.module_loading import import_string

from tanji.model.case import Event
from tanji.registry.models import CaseRow

FOLLOWS: Final[Mapping[str, str]] = {
    "database-published": "tanji.registry.databases.shelving.begin",
    "database-withdrawn": "tanji.registry.databases.shelving.end",
}
"""Which function of a row of a case begins what follows."""


def follow(row: CaseRow, event: Event) -> None:
    """Begin all that follows from a step; called inside its transaction."""
    for name in event.emits:
        if name in FOLLOWS:
            cast("Callable[[CaseRow], None]", import_string(FOLLOWS[name]))(row)
