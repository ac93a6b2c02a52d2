"""The data-quality rating of a footprint by a scheme: scores of every line, weighted by its contribution.

Each line is rated on two sides: its amount (site data) and its factor (background data). A side has a rating only
where every indicator has a score; what is not rated is named with its share, and is neither good nor bad. The weight of
a line is its share of the absolute contributions to the total, which holds no uptake and no biogenic CO2.

    rating = Σ weight × rating of the side / Σ weight, over the rated sides
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

from tanji.assess.scheme import SIDES, Scheme, Side
from tanji.assess.scoring import Period, score
from tanji.model.document import Names, Scores
from tanji.model.footprint import Footprint, LineScore
from tanji.model.rating import Improvement, LineQuality, QualityResult
from tanji.model.study import PRIMARY, Activity, Study

DIGITS = 12
"""Significant digits of the numbers, as in a footprint."""
LISTED = 20
"""Improvements that are listed."""


def rate(study: Study | None, footprint: Footprint, scheme: Scheme) -> QualityResult:
    """The rating of a footprint by a scheme.

    Scores that `Activity.quality` states for this scheme count as they are; others are derived from place, year and
    kind of the data where the scheme says how. Without the study only what the footprint repeats can be rated. The
    factor of a line that is a gas itself is a warming potential and is not rated. Refuses UnfitScore.
    """
    activities = {} if study is None else {each.id: each for each in study.activities}
    period = Period.of(study, footprint)
    whole = fsum(abs(line.score.total) for line in footprint.lines)
    lines = [
        _rated(
            line,
            activities.get(line.activity.removesuffix(":recycled")),
            side,
            scheme=scheme,
            period=period,
            whole=whole,
        )
        for line in footprint.lines
        for side in SIDES
        if scheme.of_side(side) and not (side == "factor" and line.supplier == "gas")
    ]
    rating = mean(lines)
    weights = fsum(line.weight for line in lines)
    rated = fsum(line.weight for line in lines if line.rating is not None)
    primary = fsum(abs(line.score.total) for line in footprint.lines if line.data and line.data.type in PRIMARY)
    return QualityResult(
        scheme=scheme.id,
        scheme_version=scheme.version,
        scheme_status=scheme.status,
        rating=rating,
        level=_level(lines, scheme),
        indicators=_indicators(lines, scheme),
        lines=tuple(lines),
        rated_share=_rounded(rated / weights) if weights else 0.0,
        primary_share=_rounded(primary / whole) if whole else None,
        improvements=_improvements(lines, scheme)[:LISTED],
    )


def mean(lines: Iterable[LineQuality], side: Side | None = None) -> float | None:
    """The weighted mean of the ratings of both sides, or of one; None where nothing is rated or all weights are 0."""
    rated = [line for line in lines if line.rating is not None and side in {None, line.side}]
    weights = fsum(line.weight for line in rated)
    return _rounded(fsum(line.weight * (line.rating or 0.0) for line in rated) / weights) if weights else None


def bounds(lines: Sequence[LineQuality], scheme: Scheme) -> tuple[float, float] | None:
    """The rating if every missing score were the best, and if every one were the worst; None without contributions."""
    weights = fsum(line.weight for line in lines)
    if not weights:
        return None
    ends = []
    for value in (scheme.best, scheme.worst):
        full = [(line.weight, {**dict.fromkeys(line.missing, value), **line.scores}, line.side) for line in lines]
        ends.append(fsum(weight * (scheme.rating(scores, side) or 0.0) for weight, scores, side in full) / weights)
    return _rounded(ends[0]), _rounded(ends[1])


def scored_share(lines: Sequence[LineQuality], indicator: str) -> float:
    """The share of the weights on sides that have this indicator which has a score on it."""
    weights = fsum(line.weight for line in lines if indicator in line.scores or indicator in line.missing)
    return fsum(line.weight for line in lines if indicator in line.scores) / weights if weights else 0.0


def other_schemes(study: Study, scheme: Scheme) -> tuple[str, ...]:
    """Schemes by which activities of the study were scored other than this one: these scores are not used."""
    return tuple(sorted({a.quality.scheme for a in study.activities if a.quality} - {scheme.id}))


def _level(lines: Sequence[LineQuality], scheme: Scheme) -> Names | None:
    """What the rating is called, where no missing score could change that."""
    ends = bounds(lines, scheme)
    if ends is None:
        return None
    best, worst = (scheme.level(end) for end in ends)
    return best if best == worst else None


def _rated(
    line: LineScore, activity: Activity | None, side: Side, *, scheme: Scheme, period: Period, whole: float
) -> LineQuality:
    found = score(line, activity, side, scheme=scheme, period=period)
    rating = scheme.rating(found.scores, side)
    return LineQuality(
        activity=line.activity,
        names=line.names,
        weight=_rounded(abs(line.score.total) / whole) if whole else 0.0,
        side=side,
        scores=found.scores,
        missing=tuple(each.id for each in scheme.of_side(side) if each.id not in found.scores),
        rating=None if rating is None else _rounded(rating),
        derived=found.derived,
    )


def _indicators(lines: Sequence[LineQuality], scheme: Scheme) -> Scores:
    """The weighted mean of each indicator over what is scored on it."""
    means = {}
    for indicator in scheme.indicators:
        scored = [line for line in lines if indicator.id in line.scores]
        weights = fsum(line.weight for line in scored)
        if weights:
            means[indicator.id] = _rounded(fsum(line.weight * line.scores[indicator.id] for line in scored) / weights)
    return means


def _improvements(lines: Sequence[LineQuality], scheme: Scheme) -> tuple[Improvement, ...]:
    """What would lower the rating most; then the scores that are missing, by weight (their gain is open)."""
    weights = fsum(line.weight for line in lines if line.rating is not None)
    found: list[tuple[tuple[float, float, str, str, str], Improvement]] = []
    for line in lines:
        for indicator in scheme.of_side(line.side):
            value = line.scores.get(indicator.id)
            if line.weight == 0 or value == scheme.best or (value is not None and line.rating is None):
                continue
            gain = 0.0
            if value is not None and line.rating is not None:
                better = scheme.rating({**line.scores, indicator.id: scheme.best}, line.side)
                gain = _rounded(line.weight * (line.rating - (better or line.rating)) / weights)
            made = Improvement(
                activity=line.activity,
                names=line.names,
                side=line.side,
                indicator=indicator.id,
                score=value,
                gain=gain,
                advice=indicator.advice[line.side],
            )
            found.append(((-gain, -line.weight, line.activity, line.side, indicator.id), made))
    return tuple(made for _, made in sorted(found, key=lambda each: each[0]))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS - 1}e}")
