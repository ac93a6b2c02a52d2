"""A row of B: an elementary flow with all that sets its rows apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tanji.model.process import Direction

INWARD: Final = "|input"
AIRCRAFT: Final = "|aircraft"
LOCATED: Final = "|@"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """An elementary flow, which way it goes, whether an aircraft emits it, and where, if its exchange says so."""

    flow: str
    direction: Direction
    aircraft: bool
    location: str = ""

    @property
    def id(self) -> str:
        """The key of the row: the flow's id, with what sets the row apart.

        >>> Row("co2", Direction.input, aircraft=False, location="CN").id
        'co2|input|@CN'
        """
        inward = INWARD if self.direction is Direction.input else ""
        where = f"{LOCATED}{self.location}" if self.location else ""
        return f"{self.flow}{inward}{AIRCRAFT if self.aircraft else ''}{where}"


def location_of(row: str, flow: str) -> str | None:
    """Where the exchanges of a row take place, as its key says; missing: not stated.

    >>> location_of("co2|input|@CN", "co2"), location_of("co2|aircraft", "co2")
    ('CN', None)
    """
    return row.removeprefix(flow).partition(LOCATED)[2] or None
