"""How data quality moves from one footprint to the next: ratings side by side, and the lines that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tanji.errors import Refusal, Text
from tanji.model.rating import LineQuality, QualityResult


class OtherScheme(Refusal):
    """Ratings by different schemes: their numbers can not be compared."""

    code = "QUA-004"


@dataclass(frozen=True, slots=True)
class Moved:
    """One side of one line whose rating changed, appeared or went."""

    activity: str
    names: Mapping[str, str]
    side: str
    before: float | None
    after: float | None
    weight: float
    """In the later footprint; in the earlier one where the line is gone."""


@dataclass(frozen=True, slots=True)
class Trend:
    """From the first rating to the last; a negative difference is better."""

    ratings: tuple[float | None, ...]
    shares: tuple[float, ...]
    """Rated shares."""
    difference: float | None
    indicators: Mapping[str, tuple[float | None, float | None]]
    """The first and the last mean of each indicator."""
    moved: tuple[Moved, ...]
    """Between the first and the last, the weightiest first."""


def trend(results: Sequence[QualityResult]) -> Trend:
    """The trend of successive ratings of one product by one scheme. Refuses OtherScheme."""
    first, last = results[0], results[-1]
    for result in results:
        if (result.scheme, result.scheme_version) != (first.scheme, first.scheme_version):
            one, other = f"{first.scheme} {first.scheme_version}", f"{result.scheme} {result.scheme_version}"
            raise OtherScheme(
                Text(zh=f"评分方案不同：{one} 与 {other}", en=f"Different schemes: {one} and {other}"),
                Text(zh="请用同一方案重新评分。", en="Rate them again by one scheme."),
            )
    both = first.rating is not None and last.rating is not None
    names = list(dict.fromkeys([*first.indicators, *last.indicators]))
    return Trend(
        ratings=tuple(result.rating for result in results),
        shares=tuple(result.rated_share for result in results),
        difference=(last.rating or 0.0) - (first.rating or 0.0) if both else None,
        indicators={name: (first.indicators.get(name), last.indicators.get(name)) for name in names},
        moved=_moved(first.lines, last.lines),
    )


def _moved(before: Sequence[LineQuality], after: Sequence[LineQuality]) -> tuple[Moved, ...]:
    old = {(line.activity, line.side): line for line in before}
    new = {(line.activity, line.side): line for line in after}
    found = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        line = now or was
        if line is not None and (was.rating if was else None) != (now.rating if now else None):
            rated = (was.rating if was else None, now.rating if now else None)
            found.append(Moved(line.activity, line.names, line.side, *rated, line.weight))
    return tuple(sorted(found, key=lambda move: (-move.weight, move.activity, move.side)))
