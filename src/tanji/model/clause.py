"""Clause: where a rule, a value or a requirement stands, and whether anybody read it there."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from tanji.model.document import Names, Value
from tanji.model.source import Status

OWN: Final = "own"
"""The id of the source of what the author of a pack chose: it stands in no document, so nobody can verify it."""


class Clause(Value):
    """Where a rule or value stands: a source of the pack and the clause in it."""

    source: str
    """Id of a source of the pack; `own` for the author's own choice."""
    clause: str = Field(min_length=1)
    status: Status = Status.unverified
    """`verified` only where the clause was read in the document itself."""
    pack: str | None = None
    """In a rule set: the pack that says it."""
    document: Names | None = None
    """In a rule set: what the clause stands in, as people cite it."""

    @property
    def chosen(self) -> bool:
        """Whether it is the pack author's own choice and no document's."""
        return self.source == OWN
