"""The queue of lines that wait for background data, the weightiest first, with counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.catalog.matching.propose import Proposal, fits, proposals, reaches, read_lines, waits
from tanji.catalog.models import Draft
from tanji.catalog.shelves import releases
from tanji.model.listing import Candidate
from tanji.model.study import ActivityKind

FOUND = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue with how many others are of the same thing."""

    proposal: Proposal
    others: int


@dataclass(frozen=True, slots=True)
class Queue:
    """All lines of a draft that need background data: read = linked + missing + waiting + incomplete."""

    waiting: tuple[Waiting, ...]
    missing: tuple[Proposal, ...]
    """Lines that somebody has left without data: counted, and never taken as zero."""
    linked: int
    incomplete: int
    """Lines that are not whole yet, so that nothing can be proposed."""

    @property
    def total(self) -> int:
        """All lines that need background data."""
        return len(self.waiting) + len(self.missing) + self.linked + self.incomplete

    def reaching(self, threshold: float) -> int:
        """How many waiting lines a threshold would link."""
        return sum(reaches(each.proposal.candidates, threshold) for each in self.waiting)


def queue(acting: Acting, draft: Draft) -> Queue:
    """The lines of a draft without background data; what is not known to weigh anything comes last, by name."""
    require(acting, "view", "study")
    lines: Sequence[dict[str, Any]] = draft.body.get("activities", [])
    whole = read_lines(lines)
    left = frozenset(gaps(draft.body))
    found = proposals(acting, draft.body, lines)
    open_ = [each for each in found if each.activity.id not in left]
    same = Counter(each.same for each in open_)
    open_.sort(key=lambda each: (each.weight is None, -abs(each.weight or 0.0), each.activity.id))
    return Queue(
        waiting=tuple(Waiting(each, same[each.same] - 1) for each in open_),
        missing=tuple(each for each in found if each.activity.id in left),
        linked=sum(not waits(each) and each.kind is not ActivityKind.assembly for each in whole.values()),
        incomplete=len(lines) - len(whole),
    )


def find(acting: Acting, draft: Draft, line: str, text: str) -> tuple[Proposal, tuple[Candidate, ...]]:
    """A waiting line, and processes in reach that hold the words of a text and can serve it, the best first.

    Refuses NotFound for a line that there is not or that does not wait.
    """
    require(acting, "view", "study")
    found = next((p for p in proposals(acting, draft.body, _one(draft.body, line)) if p.activity.id == line), None)
    if found is None:
        raise NotFound
    if not text.strip():
        return found, ()
    hits = [hit for opened in releases(acting) for hit in opened.search(text, limit=5 * FOUND)]
    fitting = [hit for hit in hits if fits(found.activity, hit.listing)]
    fitting.sort(key=lambda hit: (-hit.score, hit.listing.database, hit.listing.process))
    return found, tuple(fitting[:FOUND])


def gaps(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the lines that somebody has left without data."""
    return tuple(body.get("work", {}).get("gaps", ()))


def _one(body: Mapping[str, Any], line: str) -> list[dict[str, Any]]:
    """A line without the assemblies above it, which only its amount would need."""
    return [{**each, "parent": None} for each in body.get("activities", []) if each.get("id") == line]
