"""Data-quality schemes as data (`data/quality/<id>.yaml`): indicators, what scores mean, how they become a rating.

The levels are described in our own words; a scheme says what was opened and whether it was compared with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp, fsum, log, sqrt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tanji.errors import Refusal, Text
from tanji.model.document import Names, Scores, Value
from tanji.model.source import Status
from tanji.model.study import ActivityKind, DataSource

Side = Literal["activity", "factor"]
"""Site data (现场数据): the amount of a line. Background data (背景数据): the factor that it takes."""

SIDES: tuple[Side, Side] = ("activity", "factor")
Steps = tuple[tuple[float, float], ...]


class UnknownScheme(Refusal):
    """A data-quality scheme that is not offered."""

    code = "QUA-001"


class Derivation(Value):
    """By what a score can be computed where nobody stated it; the first part that gives one counts."""

    own: float | None = None
    """Of a figure of the very process, product and place under study: primary data, a supplier's own footprint."""
    data_type: Scores = {}
    """By `tanji.model.study.DataType`."""
    years: Steps = ()
    """(years between data and study period at most, score), rising."""
    beyond: float | None = None
    """When the data are older (or newer) than all `years`."""
    place: Scores = {}
    """By `tanji.background.places.Grade`: how near the place of the data is to where it is wanted."""
    cover: Steps = ()
    """(share of the study period that the data cover at least, score), falling."""


class Indicator(Value):
    """One aspect of data quality."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    names: Names
    sides: tuple[Side, ...] = SIDES
    scores: Annotated[Mapping[int, Names], Field(min_length=2)]
    """What each score means, 1 the best."""
    derive: Mapping[Side, Derivation] = {}
    advice: Mapping[Side, Names]
    """What makes it better."""


class Level(Value):
    """A rating up to this is called so."""

    upto: float
    names: Names


class Spreads(Value):
    """What each score adds to the variance of ln x, by indicator, from score 1 on; or GSD² factors of it."""

    id: str
    source: str
    status: Status
    variances: Mapping[str, tuple[float, ...]] = {}
    squares: Mapping[str, tuple[float, ...]] = {}
    """f with variance (ln f / 2)²: a factor that widens the 95 % interval."""

    def variance(self, indicator: str, score: int) -> float:
        """What this score adds to the variance of ln x."""
        if indicator in self.variances:
            return self.variances[indicator][score - 1]
        return (log(self.squares[indicator][score - 1]) / 2) ** 2


class Basic(Value):
    """Variances of ln x that data of the best scores have nevertheless, by kind of activity."""

    source: str
    status: Status
    variances: Mapping[ActivityKind, float]


class Spread(Value):
    """How scores become a geometric standard deviation; the first table is the usual one."""

    tables: tuple[Spreads, ...] = Field(min_length=1)
    basic: Basic


class Scheme(Value):
    """A data-quality scheme."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str
    names: Names
    status: Status
    source: DataSource
    best: float
    worst: float
    mean: Literal["arithmetic", "quadratic"]
    """How the scores of a line become its rating: their mean, or the root of the mean of their squares."""
    levels: tuple[Level, ...] = ()
    note: Names
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    spread: Spread | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        wanted = set(range(round(self.best), round(self.worst) + 1))
        for indicator in self.indicators:
            if set(indicator.scores) != wanted or set(indicator.advice) != set(indicator.sides):
                raise ValueError(f"{indicator.id} does not describe every score, or lacks advice for a side")
        return self

    def of_side(self, side: Side) -> tuple[Indicator, ...]:
        """The indicators that this side is scored on."""
        return tuple(indicator for indicator in self.indicators if side in indicator.sides)

    def rating(self, scores: Scores, side: Side) -> float | None:
        """The rating of a side of a line; None where one of its indicators has no score: missing is not the best."""
        wanted = self.of_side(side)
        if not wanted or any(indicator.id not in scores for indicator in wanted):
            return None
        given = [scores[indicator.id] for indicator in wanted]
        if self.mean == "quadratic":
            return sqrt(fsum(score * score for score in given) / len(given))
        return fsum(given) / len(given)

    def level(self, rating: float | None) -> Names | None:
        """What a rating is called, where the scheme has words for it."""
        if rating is None:
            return None
        return next((level.names for level in self.levels if rating <= level.upto), None)


def schemes() -> tuple[Scheme, ...]:
    """All schemes that come with Tanji, by id."""
    return tuple(scheme for _, scheme in sorted(_all().items()))


def scheme(identity: str) -> Scheme:
    """The scheme of an id. Refuses UnknownScheme, naming those there are.

    >>> [indicator.id for indicator in scheme("ef-dqr").indicators]
    ['TeR', 'GeR', 'TiR', 'P']
    """
    known = _all()
    found = known.get(identity.strip().lower())
    if found is None:
        listed = sorted(known)
        raise UnknownScheme(
            Text(zh=f"没有数据质量方案“{identity}”", en=f'There is no data-quality scheme "{identity}"'),
            Text(zh=f"已有：{'、'.join(listed)}", en=f"There are: {', '.join(listed)}"),
        )
    return found


def gsd(variance: float) -> float:
    """The geometric standard deviation of a variance of ln x."""
    return exp(sqrt(variance))


@cache
def _all() -> dict[str, Scheme]:
    from ruamel.yaml import YAML

    names = [file.name for file in files("tanji.assess").joinpath("data", "quality").iterdir()]
    texts = [
        files("tanji.assess").joinpath("data", "quality", name).read_text("utf-8")
        for name in names
        if name.endswith(".yaml")
    ]
    read = [Scheme.model_validate(YAML(typ="safe", pure=True).load(text)) for text in texts]
    return {found.id: found for found in read}
