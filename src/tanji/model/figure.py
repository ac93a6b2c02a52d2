"""Where a figure of a study comes from: kind and source of data, period, evidence, readings, quality scores."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from tanji.model.document import Scores, Value
from tanji.model.source import Status


class Period(Value):
    """From the first to the last day, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1


class DataType(StrEnum):
    """Where a figure comes from, best first."""

    calibrated = "calibrated"
    metered = "metered"
    bill = "bill"
    calculated = "calculated"
    supplier = "supplier"
    literature = "literature"
    estimate = "estimate"
    assumption = "assumption"


PRIMARY = frozenset({DataType.calibrated, DataType.metered, DataType.bill, DataType.calculated, DataType.supplier})
"""The types that are primary data (初级数据); literature, estimates and assumptions are not."""


class DataSource(Value):
    """Where one figure of the study comes from."""

    type: DataType
    publisher: str | None = None
    document: str | None = None
    year: int | None = None
    place: str | None = None
    opened: str | None = None
    """What was really opened: the document, or a transcription of it."""
    status: Status = Status.unverified
    period: Period | None = None


class Evidence(Value):
    """A file that shows a figure, by its hash."""

    id: str
    file: str
    sha256: str | None = None
    title: str | None = None


class ReadingMethod(StrEnum):
    """How a figure came from a meter, or without one."""

    direct = "direct"
    """The meter shows the amount of the period."""
    cumulative_difference = "cumulative_difference"
    """The difference of two readings of a counter."""
    gap_filled = "gap_filled"
    estimate = "estimate"
    invoice = "invoice"


class Quality(Value):
    """Scores of a figure on the indicators of a data-quality scheme, 1 the best; see `tanji.assess.quality`."""

    scheme: str
    """Id of the scheme."""
    scores: Scores
    """By indicator of the scheme; an indicator that is not scored is missing, not 1."""
    by: str | None = None
    """Who scored it."""


class Reading(Value):
    """The part of an amount that falls in one period, such as a month."""

    period: Period
    amount: float
    meter: str | None = None
    """Id of the meter it was read from; the activity's where missing."""
    method: ReadingMethod | None = None
