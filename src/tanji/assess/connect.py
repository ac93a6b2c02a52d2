"""Names of lines matched with background processes: safely, or not at all; every choice with its score and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tanji.assess.amounts import amounts
from tanji.assess.conventions import conventions
from tanji.assess.expand import Line
from tanji.assess.supply import ALLOWED, measured
from tanji.background.match import Want, match
from tanji.background.opened import Opened
from tanji.model.listing import Candidate
from tanji.model.process import FactorKind
from tanji.model.study import Activity, ActivityKind, Link, ProcessLink, ReleaseUse, Study

PROPOSED = 3
"""How many candidates are shown for a name."""

Outcome = Literal["given", "exact", "accepted", "proposed", "none"]


@dataclass(frozen=True, slots=True)
class Match:
    """What became of the name of one activity: linked before, matched, accepted, only proposed, or nothing found."""

    activity: str
    names: Mapping[str, str]
    outcome: Outcome
    link: Link | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Connected:
    """A study with the links that were found and the releases pinned by digest, and what became of each name."""

    study: Study
    matches: tuple[Match, ...]


def connect(
    study: Study,
    databases: Sequence[Opened],
    *,
    accept: bool = False,
    threshold: float | None = None,
    mapping: Mapping[str, Link] | None = None,
) -> Connected:
    """The study with a supplier for every activity whose name decides it, or that `mapping` (by activity) gives.

    A name decides where one process alone bears it (`background.match` has the scores).
    A name below `threshold` (`match_safe` of the conventions) is not linked: its candidates are shown, and `accept` or
    a mapping decides.
    """
    units = {id_: amount.unit for id_, amount in amounts(study).items()}
    choice = _Choice(units, accept, conventions()["match_safe"] if threshold is None else threshold, mapping or {})
    matches = [_match(activity, study, databases, choice) for activity in study.activities]
    linked = {found.activity: found.link for found in matches if found.link is not None}
    activities = tuple(
        activity.model_copy(update={"link": linked[activity.id]}) if activity.id in linked else activity
        for activity in study.activities
    )
    made = study.model_copy(update={"activities": activities})
    pinned = made.model_copy(update={"releases": _pinned(made, databases)})
    return Connected(pinned, tuple(found for found in matches if found.outcome != "given" or found.link is not None))


@dataclass(frozen=True, slots=True)
class _Choice:
    units: Mapping[str, str | None]
    accept: bool
    threshold: float
    mapping: Mapping[str, Link]


def _match(activity: Activity, study: Study, databases: Sequence[Opened], choice: _Choice) -> Match:
    if activity.id in choice.mapping:
        return Match(activity.id, activity.names, "given", choice.mapping[activity.id])
    if activity.link is not None or not _needs_supplier(activity):
        return Match(activity.id, activity.names, "given", activity.link)
    unit = choice.units[activity.id]
    candidates = () if unit is None else _candidates(activity, unit, study, databases)
    outcome = _outcome(candidates, choice)
    link = _link(candidates[0], outcome) if outcome in {"exact", "accepted"} else None
    return Match(activity.id, activity.names, outcome, link, candidates)


def _outcome(candidates: Sequence[Candidate], choice: _Choice) -> Outcome:
    if not candidates:
        return "none"
    tie = len(candidates) > 1 and candidates[1].score == candidates[0].score
    if candidates[0].score >= choice.threshold and not tie:
        return "exact"
    return "accepted" if choice.accept and candidates[0].score >= conventions()["match_accepted"] else "proposed"


def _needs_supplier(activity: Activity) -> bool:
    return activity.kind is not ActivityKind.assembly and activity.gas is None


def _candidates(activity: Activity, unit: str, study: Study, databases: Sequence[Opened]) -> tuple[Candidate, ...]:
    """The best candidates for any of the activity's names."""
    line = Line(activity.id, activity, None, None, unit, None)
    want = Want(
        unit=unit if activity.unit_mass_kg is None else "kg",
        quantity_kind=None if activity.unit_mass_kg is not None else measured(line),
        factor_kinds=_wanted_kinds(activity.kind),
        location=activity.origin or study.location,
        year=study.period.end.year if study.period else None,
        material=activity.material,
    )
    found: dict[tuple[str, str], Candidate] = {}
    for name in dict.fromkeys(activity.names.values()):
        for candidate in match(name, databases, want=want, limit=PROPOSED):
            key = (candidate.listing.database, candidate.listing.process)
            if key not in found or candidate.score > found[key].score:
                found[key] = candidate
    return tuple(sorted(found.values(), key=lambda c: (-c.score, c.listing.database, c.listing.process))[:PROPOSED])


def _wanted_kinds(kind: ActivityKind) -> frozenset[FactorKind]:
    """What is proposed by itself: fuels with their supply, wastes with their treatment."""
    whole = frozenset({FactorKind.life_cycle})
    if kind in {ActivityKind.fuel, ActivityKind.material}:
        return whole
    return ALLOWED[kind]


def _link(candidate: Candidate, outcome: Outcome) -> ProcessLink:
    listing = candidate.listing
    return ProcessLink(
        database=listing.database,
        process=listing.process,
        decided_by="exact" if outcome == "exact" else "accepted",
        score=round(candidate.score, 4),
        reason=candidate.reason_en,
    )


def _pinned(study: Study, databases: Sequence[Opened]) -> tuple[ReleaseUse, ...]:
    """The releases that the links of a study use, by digest."""
    used = {
        link.database for activity in study.activities for link in _links(activity) if isinstance(link, ProcessLink)
    }
    refs = {opened.ref.id: opened.ref for opened in databases}
    others = tuple(use for use in study.releases if use.database not in refs)
    pinned = (
        ReleaseUse(database=d, version=refs[d].version, digest=refs[d].digest) for d in sorted(used & refs.keys())
    )
    return (*others, *pinned)


def _links(activity: Activity) -> tuple[Link | None, ...]:
    grid = activity.electricity.grid if activity.electricity is not None else None
    return (activity.link, activity.recycled_link, grid)
