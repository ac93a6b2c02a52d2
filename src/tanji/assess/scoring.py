"""The scores of one side of a line on the indicators of a scheme: as stated, else derived, else missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tanji.assess.scheme import Derivation, Scheme, Side, Steps
from tanji.background.places import nearness
from tanji.errors import Refusal, Text
from tanji.model.footprint import Footprint, LineScore
from tanji.model.study import PRIMARY, Activity, DataSource, DataType, OwnFactor, Study

FACTOR = "factor:"
"""What the name of an indicator begins with in `Quality.scores` where the score is of the factor, not of the amount."""
OWN_SUPPLY = frozenset({"footprint", "study"})
"""Suppliers whose factor is of the very product that the line takes."""


class UnfitScore(Refusal):
    """A stated score that the scheme does not have: an unknown indicator, or a number outside of its scale."""

    code = "QUA-002"


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores by indicator, and which of them were derived."""

    scores: Mapping[str, float]
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What study and footprint say of one figure, as far as scores can be derived from it."""

    type: DataType | None = None
    own: bool = False
    years: tuple[int, int] | None = None
    """First and last year of the data."""
    days: tuple[date, date] | None = None
    place: str | None = None
    wanted: str | None = None
    """Where it should be from."""


def score(line: LineScore, activity: Activity | None, side: Side, *, scheme: Scheme, period: Period) -> Scored:
    """The scores of one side of a line. Refuses UnfitScore."""
    stated = dict(_stated(activity, side, scheme))
    told = of_factor(line, activity, period) if side == "factor" else of_activity(line)
    scores, derived = dict[str, float](), list[str]()
    for indicator in scheme.of_side(side):
        if indicator.id in stated:
            scores[indicator.id] = stated[indicator.id]
        elif side in indicator.derive:
            found = _derived(indicator.derive[side], told, period)
            if found is not None:
                scores[indicator.id] = found
                derived.append(indicator.id)
    return Scored(scores, tuple(derived))


@dataclass(frozen=True, slots=True)
class Period:
    """When and where a study is of."""

    start: date | None
    end: date | None
    location: str | None

    @classmethod
    def of(cls, study: Study | None, footprint: Footprint) -> Period:
        """From the footprint, which repeats what the study says."""
        location = study.location if study is not None else footprint.location
        if footprint.period is None:
            return cls(None, None, location)
        start, end = (date.fromisoformat(day) for day in footprint.period)
        return cls(start, end, location)


def of_activity(line: LineScore) -> Told:
    """What is said of the amount of a line: kind, year, period; primary data are of the process itself."""
    data = line.data
    if data is None:
        return Told()
    return Told(
        type=data.type,
        own=data.type in PRIMARY,
        years=_years(data),
        days=(data.period.start, data.period.end) if data.period else None,
    )


def of_factor(line: LineScore, activity: Activity | None, period: Period) -> Told:
    """What is said of the factor of a line: of the background process, or of the study's own factor."""
    wanted = (activity.origin if activity is not None else None) or period.location
    if line.listing is not None:
        year = line.listing.year
        years = (year, year) if year is not None else None
        return Told(years=years, place=line.listing.location, wanted=wanted)
    if line.supplier in OWN_SUPPLY:
        return Told(own=True)
    link = _own_factor(line, activity)
    if link is None:
        return Told()
    year = link.year if link.year is not None else link.source.year
    return Told(
        type=link.source.type,
        own=link.source.type in PRIMARY,
        years=(year, year) if year is not None else _years(link.source),
        place=link.location,
        wanted=wanted,
    )


def _own_factor(line: LineScore, activity: Activity | None) -> OwnFactor | None:
    if activity is None:
        return None
    link = activity.recycled_link if line.activity.endswith(":recycled") else activity.link
    return link if isinstance(link, OwnFactor) else None


def _years(data: DataSource) -> tuple[int, int] | None:
    if data.period is not None:
        return data.period.start.year, data.period.end.year
    return (data.year, data.year) if data.year is not None else None


def _stated(activity: Activity | None, side: Side, scheme: Scheme) -> Iterator[tuple[str, float]]:
    quality = activity.quality if activity is not None else None
    if activity is None or quality is None or quality.scheme != scheme.id:
        return
    known = {name for each in scheme.indicators for name in (each.id, FACTOR + each.id)}
    for name, value in quality.scores.items():
        if name not in known or not scheme.best <= value <= scheme.worst:
            raise _unfit(activity, name, value, scheme)
        if name.startswith(FACTOR) == (side == "factor"):
            yield name.removeprefix(FACTOR), value


def _unfit(activity: Activity, name: str, value: float, scheme: Scheme) -> UnfitScore:
    ids = [indicator.id for indicator in scheme.indicators]
    return UnfitScore(
        Text(
            zh=f"活动“{activity.id}”的评分 {name} = {value:g} 不在方案 {scheme.id} 之内",
            en=f'The score {name} = {value:g} of activity "{activity.id}" is not in the scheme {scheme.id}',
        ),
        Text(
            zh=f"指标：{'、'.join(ids)}（因子的加 {FACTOR} 前缀）；分值 {scheme.best:g} 到 {scheme.worst:g}。",
            en=f"Indicators: {', '.join(ids)} (with {FACTOR} before them for the factor); scores from {scheme.best:g}"
            f" to {scheme.worst:g}.",
        ),
    )


def _derived(rule: Derivation, told: Told, period: Period) -> float | None:
    if rule.own is not None and told.own:
        return rule.own
    if rule.data_type and told.type is not None:
        return rule.data_type.get(told.type.value)
    if rule.years and told.years is not None and period.start is not None and period.end is not None:
        apart = max(0, period.start.year - told.years[1], told.years[0] - period.end.year)
        return next((value for most, value in rule.years if apart <= most), rule.beyond)
    if rule.place and told.place and told.wanted:
        return rule.place.get(nearness(told.place, told.wanted).grade.name)
    if rule.cover and told.days is not None and period.start is not None and period.end is not None:
        return _covered(rule.cover, told.days, period.start, period.end)
    return None


def _covered(steps: Steps, days: tuple[date, date], start: date, end: date) -> float | None:
    shared = (min(days[1], end) - max(days[0], start)).days + 1
    share = max(0, shared) / ((end - start).days + 1)
    return next((value for least, value in steps if share >= least), None)
