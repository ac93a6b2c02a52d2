"""The metrology register: meters, their calibrations, and the series read from them (计量器具、校准证书、计量数据)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from tanji.model.document import Document, Names, Value
from tanji.model.figure import ReadingMethod
from tanji.model.quantity import QuantityKind


class Meter(Document):
    """A measuring instrument (计量器具) that amounts of a study are read from."""

    schema_name: ClassVar[str] = "tanji/meter/1"

    names: Names = {}
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    place: str | None = None
    """Where it is installed."""
    quantity_kind: QuantityKind | None = None
    unit: str
    """Of its readings."""
    accuracy_class: float | None = Field(default=None, gt=0, le=100)
    """Limit of error, in % of the amount: class 0.5 is ± 0.5 %."""
    class_mark: str | None = None
    """As it stands on the instrument: `0.5 S`, `C`."""
    low: float | None = Field(default=None, ge=0)
    """Least and largest amount for which the class holds, in `unit`, of what `range_of` says."""
    high: float | None = Field(default=None, gt=0)
    range_of: Literal["reading", "hour"] = "reading"
    """Whether the range is of one reading (a weighing), or of the average flow of an hour (an energy or gas meter)."""
    current_ratio: float | None = Field(default=None, gt=0)
    """Ratio of the current transformer: 200/5 is 40. Readings of the counter are multiplied by it."""
    voltage_ratio: float | None = Field(default=None, gt=0)
    """Ratio of the voltage transformer."""
    digits: int | None = Field(default=None, ge=1, le=15)
    """Digits of the counter before the point: it rolls over at 10 to this power."""
    decimals: int | None = Field(default=None, ge=0, le=9)
    """Digits of the counter behind the point: it resolves 10 to minus this power."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.low is not None and self.high is not None and self.high <= self.low:
            raise ValueError(f"the range ends ({self.high}) before it starts ({self.low})")
        return self

    @property
    def ratio(self) -> float:
        """What a difference of the counter is multiplied by."""
        return (self.current_ratio or 1.0) * (self.voltage_ratio or 1.0)

    @property
    def modulus(self) -> float | None:
        """Where the counter rolls over, in its own count."""
        return None if self.digits is None else float(10**self.digits)

    @property
    def resolution(self) -> float | None:
        """The smallest step of the counter, in `unit`, transformers included."""
        return None if self.decimals is None else 10.0**-self.decimals * self.ratio


class CalibrationPoint(Value):
    """What a calibration found at one point: the correction and its expanded uncertainty U = k·u."""

    at: float | None = None
    """Where, in `at_unit`."""
    at_unit: str | None = None
    correction: float | None = None
    """Added to an indication it gives the corrected value: minus the error of indication (JCGM 200:2012, 2.53)."""
    expanded: float | None = Field(default=None, ge=0)
    """U, in `unit`."""
    k: float | None = Field(default=None, gt=0)
    coverage: float | None = Field(default=None, gt=0, lt=1)
    unit: str
    """Of correction and U; `%` is relative to the amount."""
    distribution: str | None = None

    @property
    def standard(self) -> float | None:
        """Standard uncertainty U/k, in `unit`; missing where U or k is."""
        return None if self.expanded is None or self.k is None else self.expanded / self.k


class Standard(Value):
    """A measurement standard that was used: one link of the traceability chain."""

    names: Names = {}
    identification: str | None = None
    certificate: str | None = None
    """Number of its own certificate."""


class Condition(Value):
    """An influence during the calibration, such as temperature; unit as in the certificate."""

    names: Names = {}
    value: float
    unit: str


class Item(Value):
    """What was calibrated, by the names that its parties give it."""

    names: Names = {}
    maker: str | None = None
    model: str | None = None
    identifications: tuple[str, ...] = ()
    """Serial number and inventory numbers."""


class SignedFile(Value):
    """The file of a digital certificate. Its signature is kept and was not checked by Tanji."""

    name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the whole file: what a signature is checked against is the file, which must be kept too."""
    format: str
    """`DCC 3.3.0`."""
    signature: str | None = None
    """The bytes of the signature element, base64."""
    checked_by: str | None = None
    """Who checked the signature, when and with what; missing where nobody did. Tanji never fills this in."""


class Calibration(Document):
    """A calibration certificate (校准证书), or the record of a legal verification (检定证书)."""

    schema_name: ClassVar[str] = "tanji/calibration/1"

    kind: Literal["calibration", "verification"] = "calibration"
    """A verification (检定) confirms the limits of error and states no uncertainty."""
    certificate: str = Field(min_length=1)
    """Number."""
    laboratory: str
    accreditation: str | None = None
    """Number of the accreditation (CNAS L…) or of the authorisation (检定授权)."""
    accreditation_body: str | None = None
    performed: date
    issued: date | None = None
    due: date | None = None
    """Last day on which it counts; missing where nobody set one."""
    meter: str | None = None
    """Id of the meter; where missing, the meter whose serial number is one of the items'."""
    items: tuple[Item, ...] = ()
    points: tuple[CalibrationPoint, ...] = ()
    applied: bool = False
    """The readings are corrected by it already: the meter was adjusted, or the data system does it."""
    conformity: Literal["pass", "fail"] | None = None
    standards: tuple[Standard, ...] = ()
    conditions: tuple[Condition, ...] = ()
    file: SignedFile | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.due is not None and self.due < self.performed:
            raise ValueError(f"due ({self.due}) before it was performed ({self.performed})")
        return self

    def of(self, meter: Meter) -> bool:
        """Whether it is of a meter: by the meter's id, else by its serial number."""
        if self.meter is not None:
            return self.meter == meter.id
        return meter.serial is not None and any(meter.serial in item.identifications for item in self.items)


class Correction(Value):
    """Something that was done to a series before it was added up; nothing is done that is not named here."""

    kind: Literal[
        "excluded_unreadable",
        "excluded_duplicate",
        "excluded_quality",
        "excluded_spike",
        "reordered",
        "roll_over",
        "reset",
        "gap_interpolated",
        "gap_filled",
    ]
    count: int = Field(ge=1)
    amount: float | None = None
    """In the unit of the series: what was put in (roll-over, filling) or is unknown (missing)."""
    first: datetime | None = None
    """When it first happened."""


class Sum(Value):
    """The amount of one period of a series."""

    start: datetime
    end: datetime
    """The period does not include it."""
    amount: float
    filled: float = 0.0
    """How much of `amount` was interpolated or filled."""
    covered: float = Field(ge=0, le=1)
    """Share of the period that readings cover."""


class Series(Document):
    """Readings of one meter over time: digest of the table, what was done to it, and its sums."""

    schema_name: ClassVar[str] = "tanji/series/1"

    meter: str
    unit: str
    method: ReadingMethod
    zone: str
    """Time zone in which the periods of `sums` begin."""
    first: datetime
    last: datetime
    interval_s: float = Field(gt=0)
    readings: int = Field(ge=0)
    """How many count."""
    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the file."""
    amount: float
    """The whole, transformers included."""
    gap_share: float = Field(ge=0, le=1)
    """Share of the time without readings."""
    sums: tuple[Sum, ...] = ()
    corrections: tuple[Correction, ...] = ()
    suspicious: int = Field(default=0, ge=0)
    """Readings that look like spikes or stuck values and were counted all the same."""
