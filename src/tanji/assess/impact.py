"""How far footprints move when a release follows another: each computed again on the new one, without any file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal

from tanji.assess.calculate import calculate
from tanji.background.impact import Concerned
from tanji.background.opened import Opened
from tanji.errors import Refusal, Text
from tanji.model.document import Document, Ref, digest, ref
from tanji.model.footprint import Footprint
from tanji.model.method import Method
from tanji.model.study import ReleaseUse, Study, StudyLink

How = Literal["recomputed", "estimated", "not_computed"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A study or footprint before and after, in kg CO2e per unit of analysis.

    `estimated`: its study is not here, so its lines were scaled by the intensities of their processes.
    `not_computed` has the reason; `after` is then missing.
    """

    concerned: Concerned
    how: How
    before: float | None
    after: float | None
    reason: Text | None = None

    @property
    def difference(self) -> float | None:
        """After − before."""
        return None if self.before is None or self.after is None else fsum((self.after, -self.before))

    @property
    def relative(self) -> float | None:
        """(after − before) ÷ before."""
        return None if self.difference is None or not self.before else self.difference / abs(self.before)


@dataclass(frozen=True, slots=True)
class Given:
    """What recomputing needs: both releases and the others by database, methods, and documents by digest if here."""

    before: Opened
    after: Opened
    others: Mapping[str, Opened]
    method_of: Callable[[str], Method]
    """By id, or by digest as a footprint has it. May refuse."""
    document_of: Callable[[Ref], Document | None]
    inputs: Mapping[str, Document]
    engine: str


def impact(concerned: Iterable[Concerned], given: Given) -> tuple[Moved, ...]:
    """Every document computed on the new release, the largest relative move first, the not computed at the end."""
    moved = [_moved(each, given) for each in concerned]
    return tuple(sorted(moved, key=_rank))


def moved_to(study: Study, before: Ref, after: Ref) -> Study:
    """The same study pinned to another release of a database."""
    kept = tuple(use for use in study.releases if use.database != before.id)
    pinned = ReleaseUse(database=after.id, version=after.version, digest=after.digest)
    return study.model_copy(update={"releases": (*kept, pinned)})


def _moved(concerned: Concerned, given: Given) -> Moved:
    document = concerned.document
    before = document.score.total if isinstance(document, Footprint) else None
    study = given.document_of(document.study) if isinstance(document, Footprint) else document
    try:
        if isinstance(study, Study):
            method = given.method_of(document.method.digest if isinstance(document, Footprint) else study.method)
            before = _computed(study, given.before, method, given) if before is None else before
            return Moved(concerned, "recomputed", before, _computed(study, given.after, method, given))
        assert isinstance(document, Footprint)  # noqa: S101 - a study is its own study
        return _estimated(concerned, document, given)
    except Refusal as refusal:
        return Moved(concerned, "not_computed", before, None, refusal.message)


def _computed(study: Study, release: Opened, method: Method, given: Given) -> float:
    inputs = dict(given.inputs)
    made = _all_moved(study, (given.before.ref, release.ref), inputs)
    background = {**given.others, release.manifest.id: release}
    return calculate(made, background, method, inputs=inputs, engine=given.engine).score.total


def _all_moved(study: Study, releases: tuple[Ref, Ref], inputs: dict[str, Document]) -> Study:
    """A study moved with all studies behind it, which are added to `inputs` and named by their new digests."""
    activities = []
    for activity in study.activities:
        links: dict[str, StudyLink] = {}
        for member in ("link", "recycled_link"):
            link = getattr(activity, member)
            inner = inputs.get(link.study.digest) if isinstance(link, StudyLink) else None
            if isinstance(inner, Study):
                other = _all_moved(inner, releases, inputs)
                inputs[digest(other)] = other
                links[member] = link.model_copy(update={"study": ref(other)})
        activities.append(activity.model_copy(update=links) if links else activity)
    return moved_to(study.model_copy(update={"activities": tuple(activities)}), *releases)


def _estimated(concerned: Concerned, footprint: Footprint, given: Given) -> Moved:
    """First order: a line moves as the intensity of its process does. Refuses what a release or method refuses."""
    method = given.method_of(footprint.method.digest)
    database = given.before.manifest.id
    parts = [footprint.score.total]
    for line in footprint.lines:
        if line.listing is None or line.listing.database != database:
            continue
        old = given.before.score(line.listing.process, method).total
        new = given.after.score(line.listing.process, method).total
        if old == new:
            continue
        if not old or given.after.get(line.listing.process).unit != line.listing.unit:
            text = Text(
                zh=f"“{line.listing.process}”的单位或原强度不允许按比例估算",
                en=f'"{line.listing.process}" has another unit or was zero: its line can not be scaled',
            )
            return Moved(concerned, "not_computed", footprint.score.total, None, text)
        parts.append(line.score.total * (new / old - 1))
    return Moved(concerned, "estimated", footprint.score.total, fsum(parts))


def _rank(moved: Moved) -> tuple[bool, float, str]:
    relative = moved.relative
    return moved.after is None, -abs(relative) if relative is not None else 0.0, moved.concerned.ref.digest
