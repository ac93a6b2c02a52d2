"""How good the data of a footprint are: a rating by a data-quality scheme, so that it can be recomputed by hand."""

from __future__ import annotations

from typing import Literal

from tanji.model.document import Names, Scores, Value
from tanji.model.source import Status


class LineQuality(Value):
    """The rating of one line: of its activity data, and of its factor, by the indicators of the scheme."""

    activity: str
    names: Names
    weight: float
    """Share of the absolute contributions."""
    side: Literal["activity", "factor"]
    """Site data (现场数据), or background data (背景数据)."""
    scores: Scores
    """By indicator, 1 the best; what is not scored is missing."""
    missing: tuple[str, ...] = ()
    """Indicators without score."""
    rating: float | None = None
    derived: tuple[str, ...] = ()
    """Indicators whose score Tanji derived from place, year, kind of data; the others were stated."""


class Improvement(Value):
    """What would raise the rating of a footprint most: a line, an indicator, and by how much the rating falls."""

    activity: str
    names: Names
    side: Literal["activity", "factor"]
    indicator: str
    score: float | None = None
    gain: float
    """By how much the rating would fall (become better) with the best score on this indicator."""
    advice: Names


class QualityResult(Value):
    """The data-quality rating of a footprint, weighted by contribution."""

    scheme: str
    scheme_version: str
    scheme_status: Status
    rating: float | None = None
    """Missing where nothing is rated."""
    level: Names | None = None
    indicators: Scores = {}
    """Weighted mean of each indicator over what is scored."""
    lines: tuple[LineQuality, ...] = ()
    rated_share: float = 0.0
    """Share of the absolute contributions that has a rating."""
    primary_share: float | None = None
    """Share of the absolute contributions whose activity data are primary."""
    improvements: tuple[Improvement, ...] = ()
