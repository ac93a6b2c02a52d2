"""How a series is to be understood: what its numbers are, the zone of its times, what the meter's counter does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tanji.errors import Refusal, Text


class BadSeries(Refusal):
    """A table that is no meter series: no time, no value, times without a zone, too few readings."""

    code = "SER-001"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says about a series.

    kind: "counter" (readings that go up) or "amounts" (the amount of each interval, by its beginning).
    zone: of times that state none, and of the months that are added up. interval_s: as meant; else the most usual.
    modulus: where the counter rolls over; ratio: what its differences are multiplied by (transformers).
    low, high: the range of one interval's amount (`hourly`: of an hour's), in the unit of the amount.
    fill: "none", or "linear": the amounts of a gap are put in as the mean of its two neighbours (of a counter a gap
    loses nothing but its course).
    """

    unit: str
    kind: Literal["counter", "amounts"] = "counter"
    zone: str | None = None
    interval_s: float | None = None
    modulus: float | None = None
    ratio: float = 1.0
    low: float | None = None
    high: float | None = None
    hourly: bool = False
    fill: Literal["none", "linear"] = "none"
    time: str | None = None
    value: str | None = None


@cache
def thresholds() -> dict[str, Any]:
    """The table of columns and thresholds, `data/series.yaml`."""
    from ruamel.yaml import YAML

    made: dict[str, Any] = YAML(typ="safe", pure=True).load(
        (files("tanji.formats") / "data" / "series.yaml").read_text("utf-8")
    )
    return made


def bad(name: str, why: Text, hint: Text) -> BadSeries:
    """The refusal of a series, with the reason and what to do."""
    return BadSeries(
        Text(zh=f"“{name}”不能作为计量数据读取：{why.zh}", en=f'"{name}" can not be read as a meter series: {why.en}'),
        hint,
    )
