"""How uncertain a footprint is: the result of a propagation, with all that it takes to draw the same numbers again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanji.model.document import Names, Ref, Value


class Interval(Value):
    """A coverage interval (包含区间) of a quantity."""

    low: float
    high: float
    coverage: float = Field(gt=0, lt=1)
    """Probability that the quantity lies in it: 0.95."""
    kind: Literal["symmetric", "shortest"] = "symmetric"
    """Equal probability on both sides, or the shortest (JCGM 101:2008, 5.3.4)."""


class VarianceShare(Value):
    """What one source of uncertainty contributes to the variance of the total, and how far it moves the total."""

    source: str
    """Key of what is drawn once: `line:…`, `parameter:…`, `meter:…`, `factor:…`, `process:…`, `exchange:…`, `gas:…`."""
    kind: Literal["line", "parameter", "meter", "factor", "background", "characterisation"]
    names: Names
    share: float
    """Of the first-order variance, at mean coefficients."""
    low: float
    """The total with this source alone at its 2.5 % point, all others at their means; kg CO2e per unit of analysis."""
    high: float
    """The same at its 97.5 % point."""


class Unquantified(Value):
    """A contribution to the total whose uncertainty nobody states: it is counted as exact, and named here."""

    activity: str
    names: Names
    what: Literal["amount", "factor", "both"]
    score: float
    """kg CO2e per unit of analysis."""


class UncertaintyResult(Value):
    """The distribution of a footprint's total, in kg CO2e per unit of analysis."""

    draws: int = Field(ge=1)
    seed: int = Field(ge=0)
    generator: str
    """Name and rules of the random generator: `PCG64DXSM, tanji-draws/1`."""
    stopped: Names
    """Why no more numbers were drawn: asked for so many, or stable to so many digits (JCGM 101:2008, 7.9)."""
    nominal: float
    """With every figure as it stands in study and background: what `Footprint.score.total` says."""
    mean: float
    median: float
    sd: float
    """Standard uncertainty u of the total."""
    interval: Interval
    first_order_mean: float | None = None
    """At mean coefficients."""
    first_order_sd: float | None = None
    """By the law of propagation (JCGM 100:2008, 5.1.2), expanded at mean coefficients."""
    why: Names
    """Why nominal value and mean differ, or that they do not."""
    shares: tuple[VarianceShare, ...] = ()
    """The largest first; what is not listed is in `rest_share`."""
    rest_share: float = 0.0
    stated_share: float | None = None
    """Share of the total's absolute contributions whose amount and factor both have an uncertainty."""
    unquantified: tuple[Unquantified, ...] = ()
    background: tuple[Ref, ...] = ()
    """Releases whose own uncertainty was drawn; those that state none are not here."""
