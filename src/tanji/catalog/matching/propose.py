"""Candidates for lines without background data, and how much each line may weigh: its amount times the best factor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from tanji.accounts.acting import Acting
from tanji.assess.amounts import Amount, BadStudy, amounts
from tanji.assess.connect import connect
from tanji.assess.expand import Line as Expanded
from tanji.assess.supply import ALLOWED, measured
from tanji.background.match import Want, serves
from tanji.background.measure import converted
from tanji.background.opened import Opened
from tanji.catalog.matching.remembered import candidates
from tanji.catalog.shelves import releases
from tanji.formats.study.columns import plain
from tanji.model.listing import Candidate, Listing
from tanji.model.method import Indicator
from tanji.model.study import Activity, ActivityKind, Boundary, Output, Period, Product, Study, UnitOfAnalysis
from tanji.starter.methods import method

Body = Mapping[str, Any]
NEVER: Final = 2.0
"""A score that no candidate reaches: everything is proposed, nothing is linked."""
METHOD: Final = "ar6-gwp100"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line without background data: what it is, how much of it, what could stand behind it."""

    activity: Activity
    amount: Amount
    """With all assemblies above it, per output of the study."""
    candidates: tuple[Candidate, ...]
    weight: float | None
    """kg CO2e that it would be with the best candidate; only the order of the queue comes of it. None: unknown."""

    @property
    def same(self) -> tuple[Any, ...]:
        """What lines of the same thing have in common."""
        return thing(self.activity)


def thing(activity: Activity) -> tuple[Any, ...]:
    """Name, material, unit, origin and kind: lines in which these agree may take the same process."""
    names = tuple(sorted((language, plain(name)) for language, name in activity.names.items()))
    rest = (activity.material, activity.unit, activity.unit_mass_kg is None, activity.origin, activity.kind)
    return (names, *rest, activity.quantity_kind)


def read_lines(lines: Sequence[Body]) -> dict[str, Activity]:
    """The lines of a draft that are whole, by id; the others can not be matched yet."""
    found: dict[str, Activity] = {}
    for line in lines:
        try:
            activity = Activity.model_validate(line)
        except ValidationError:
            continue
        found[activity.id] = activity
    return found


def waits(activity: Activity) -> bool:
    """Whether a line needs background data and has none."""
    return activity.kind is not ActivityKind.assembly and activity.gas is None and activity.link is None


def proposals(acting: Acting, body: Body, lines: Sequence[Body]) -> tuple[Proposal, ...]:
    """What every line without background data could take, in the order of the lines; lines of one thing share it."""
    activities = read_lines(lines)
    databases = releases(acting)
    total = _amounts(body, activities)
    groups: defaultdict[tuple[Any, ...], list[Activity]] = defaultdict(list)
    for activity in activities.values():
        if waits(activity):
            groups[thing(activity)].append(activity)
    found = _candidates(body, {key: group[0] for key, group in groups.items()}, databases)
    made = {
        activity.id: Proposal(
            activity,
            total.get(activity.id, Amount(None, activity.unit)),
            found.get(group[0].id, ()),
            _times(total.get(activity.id), _factor(activity, found.get(group[0].id, ()), databases)),
        )
        for group in groups.values()
        for activity in group
    }
    return tuple(made[id_] for id_ in activities if id_ in made)


def accepted(acting: Acting, body: Body, lines: Sequence[Body], threshold: float | None) -> dict[str, dict[str, Any]]:
    """The links of lines whose best candidate reaches a threshold that somebody has set, by id; none without one.

    Where two candidates share the best score, neither is taken.
    """
    if threshold is None:
        return {}
    found = proposals(acting, body, lines)
    return {each.activity.id: link_to(each.candidates[0]) for each in found if reaches(each.candidates, threshold)}


def reaches(candidates: Sequence[Candidate], threshold: float) -> bool:
    """Whether the best candidate alone reaches a threshold."""
    if not candidates or candidates[0].score < threshold:
        return False
    return len(candidates) == 1 or candidates[1].score < candidates[0].score


def link_to(candidate: Candidate) -> dict[str, Any]:
    """The link to a candidate that was accepted, with score and reason."""
    return {
        "kind": "process",
        "database": candidate.listing.database,
        "process": candidate.listing.process,
        "decided_by": "accepted",
        "score": round(candidate.score, 4),
        "reason": candidate.reason_en,
    }


def _candidates(
    body: Body, firsts: Mapping[tuple[Any, ...], Activity], databases: Sequence[Opened]
) -> Mapping[str, tuple[Candidate, ...]]:
    """Candidates by the id of the first line of each thing."""
    context = (tuple(opened.ref.digest for opened in databases), str(body.get("location")), _period(body))
    things = {(context, key): activity for key, activity in firsts.items()}

    def find(keys: Sequence[Hashable]) -> Mapping[Hashable, tuple[Candidate, ...]]:
        asked = set(keys)
        wanted = [(key, things[key]) for key in things if key in asked]
        study = _study(body, tuple(_alone(activity) for _, activity in wanted))
        found = {match.activity: match.candidates for match in connect(study, databases, threshold=NEVER).matches}
        return {key: found.get(activity.id, ()) for key, activity in wanted}

    known = candidates(list(things), find)
    return {activity.id: known[key] for key, activity in things.items()}


def fits(activity: Activity, listing: Listing) -> bool:
    """Whether a process can stand behind a line at all: unit, quantity kind, factor kind."""
    unit = activity.unit
    if unit is None:
        return False
    line = Expanded(activity.id, activity, None, None, unit, None)
    by_mass = activity.unit_mass_kg is not None
    want = Want(
        unit="kg" if by_mass else unit,
        quantity_kind=None if by_mass else measured(line),
        factor_kinds=ALLOWED[activity.kind],
    )
    return serves(listing, want)


def _alone(activity: Activity) -> Activity:
    return activity.model_copy(update={"parent": None, "step": None, "formula": None, "readings": ()})


def _study(body: Body, activities: tuple[Activity, ...]) -> Study:
    """A study of these lines with the place and time of the draft, for matching alone."""
    return Study(
        id="matching",
        names={"zh": "匹配"},
        product=Product(names={"zh": "匹配"}),
        unit=UnitOfAnalysis(kind="declared", amount=1, unit="item"),
        output=Output(amount=1, unit="item"),
        boundary=Boundary.cradle_to_grave,
        location=body.get("location") or None,
        period=_period(body),
        activities=activities,
    )


def _period(body: Body) -> Period | None:
    try:
        return Period.model_validate(body["period"]) if body.get("period") else None
    except ValidationError:
        return None


def _amounts(body: Body, activities: Mapping[str, Activity]) -> Mapping[str, Amount]:
    """How much of each line, where the tree of the draft and its formulas allow to say it."""
    plain_ = tuple(each.model_copy(update={"formula": None}) for each in activities.values())
    try:
        return amounts(_study(body, plain_))
    except BadStudy:
        return {each.id: Amount(each.amount, each.unit) for each in plain_}


def _factor(activity: Activity, candidates: Sequence[Candidate], databases: Sequence[Opened]) -> float | None:
    """CO2e in kg of one unit of a line with its best candidate."""
    if not candidates or activity.unit is None:
        return None
    listing = candidates[0].listing
    opened = next(each for each in databases if each.manifest.id == listing.database)
    place = opened.positions[listing.process]
    per_unit = float(opened.intensities(method(METHOD))[list(Indicator).index(Indicator.total), place])
    if activity.unit_mass_kg is not None and (by_mass := converted("kg", listing.unit)) is not None:
        return per_unit * activity.unit_mass_kg * by_mass
    by_unit = converted(activity.unit, listing.unit)
    return None if by_unit is None else per_unit * by_unit


def _times(amount: Amount | None, factor: float | None) -> float | None:
    return None if amount is None or amount.value is None or factor is None else amount.value * factor
