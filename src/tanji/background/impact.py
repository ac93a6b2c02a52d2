"""Who is concerned when a release follows another: documents that use what changed, and what to propose to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tanji.background.diff import Difference, Effect, ProcessChange
from tanji.background.match import Want, match
from tanji.background.opened import Opened
from tanji.model.document import Document, Names, Ref, digest, ref
from tanji.model.footprint import Footprint
from tanji.model.listing import Candidate, Listing
from tanji.model.study import ProcessLink, Study, StudyLink

ALIKE: Final = 0.5
"""Likeness from which on a process is proposed in place of one that is gone. Tanji's own limit."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a process that changed: by which activity of a document, with what became of the process."""

    activity: str
    change: ProcessChange


@dataclass(frozen=True, slots=True)
class Concerned:
    """A study or footprint that uses the earlier release, and its uses of what changed (none: nothing of it moved)."""

    document: Document
    ref: Ref
    names: Names
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do about one process that changed, with the evidence: figures, sources and releases on both sides.

    `after` is missing where the process is gone; `candidates` are then the processes that could stand in for it.
    """

    change: ProcessChange
    before: Listing | None
    after: Listing | None
    effect: Effect | None
    candidates: tuple[Candidate, ...]
    releases: tuple[Ref, Ref]


def concerned(documents: Iterable[Document], difference: Difference) -> Iterator[Concerned]:
    """The studies and footprints that were made with the earlier release of a difference.

    A study that names no release takes the newest, so it counts as one of the earlier release too. So does a study
    that takes the product of another one that does, as far as that one is among the documents; its uses are then named
    by the activities that lead to them: `pack/cell`.
    """
    listed = list(documents)
    changes = {change.process: change for change in difference.changes}
    studies = {digest(each): each for each in listed if isinstance(each, Study)}
    for document in listed:
        if not isinstance(document, Study | Footprint):
            continue
        made = dict(_with_inner(document, studies))
        if not any(_made_with(each, difference.before) for each in made.values()):
            continue
        uses = tuple(
            Use(f"{path}{activity}", changes[process])
            for path, each in made.items()
            if _made_with(each, difference.before)
            for activity, process in _used(each, difference.before.id)
            if process in changes
        )
        yield Concerned(document, ref(document), document.names, uses)


def proposals(difference: Difference, before: Opened, after: Opened, used: Iterable[str]) -> tuple[Proposal, ...]:
    """For every process that is used and changed: take its new figures, or, where it is gone, another process."""
    found = []
    for process in sorted(set(used)):
        change = difference.of(process)
        if change is None:
            continue
        old, new = before.find(process), after.find(process)
        candidates = () if new is not None or old is None else _instead(old, after)
        found.append(Proposal(change, old, new, change.effect, candidates, (difference.before, difference.after)))
    return tuple(found)


def _with_inner(
    document: Study | Footprint, studies: Mapping[str, Study], path: str = ""
) -> Iterator[tuple[str, Study | Footprint]]:
    """A document and the studies whose products it takes, each with the activities that lead to it.

    There is no circle: each study names the next by its digest. Lines of a footprint hold what came of inner studies.
    """
    yield path, document
    for activity in document.activities if isinstance(document, Study) else ():
        for link in (activity.link, activity.recycled_link):
            inner = studies.get(link.study.digest) if isinstance(link, StudyLink) else None
            if inner is not None:
                yield from _with_inner(inner, studies, f"{path}{activity.id}/")


def _made_with(document: Study | Footprint, release: Ref) -> bool:
    if isinstance(document, Footprint):
        return any(each.digest == release.digest for each in document.releases)
    named = [use for use in document.releases if use.database == release.id]
    if not named:
        return any(True for _ in _used(document, release.id))
    return any(
        use.digest == release.digest or (use.digest is None and use.version in {None, release.version}) for use in named
    )


def _used(document: Study | Footprint, database: str) -> Iterator[tuple[str, str]]:
    """Activity and process of every use of a database."""
    if isinstance(document, Footprint):
        for line in document.lines:
            if line.listing is not None and line.listing.database == database:
                yield line.activity, line.listing.process
        return
    for activity in document.activities:
        grid = activity.electricity.grid if activity.electricity is not None else None
        for link in (activity.link, activity.recycled_link, grid):
            if isinstance(link, ProcessLink) and link.database == database:
                yield activity.id, link.process


def _instead(gone: Listing, after: Opened) -> tuple[Candidate, ...]:
    want = Want(
        unit=gone.unit,
        quantity_kind=gone.quantity_kind,
        factor_kinds=frozenset({gone.factor_kind}),
        location=gone.location,
        year=gone.year,
    )
    best: dict[str, Candidate] = {}
    for name in dict.fromkeys(gone.names.values()):
        for candidate in match(name, [after], want=want):
            known = best.get(candidate.listing.process)
            if known is None or candidate.score > known.score:
                best[candidate.listing.process] = candidate
    alike = [candidate for candidate in best.values() if candidate.score >= ALIKE]
    return tuple(sorted(alike, key=lambda found: (-found.score, found.listing.process))[:3])
