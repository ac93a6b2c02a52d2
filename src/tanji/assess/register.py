"""The metrology register of a study: its meters with the calibration that counts and the series read from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from tanji.assess.traceability import rules
from tanji.errors import Refusal, Text
from tanji.model import quantity
from tanji.model.document import Document
from tanji.model.figure import Period
from tanji.model.finding import Finding, Place, note, warning
from tanji.model.meter import Calibration, CalibrationPoint, Meter, Series


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What is known of a meter in a period: relative correction, relative standard uncertainty, level.

    u: of its systematic error, the same in all of its readings; None where nothing is known. rectangular: it is that of
    limits of error.
    """

    correction: float
    u: float | None
    rectangular: bool
    level: int
    calibration: Calibration | None
    expired_days: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Meters by id, calibrations and series."""

    meters: Mapping[str, Meter]
    calibrations: tuple[Calibration, ...]
    series: tuple[Series, ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Register:
        """The register of what a study refers to; other documents are left aside."""
        listed = list(documents)
        return cls(
            {each.id: each for each in listed if isinstance(each, Meter)},
            tuple(each for each in listed if isinstance(each, Calibration)),
            tuple(each for each in listed if isinstance(each, Series)),
        )

    def calibration(self, meter: Meter, period: Period | None) -> Calibration | None:
        """The one that counts at the end of a period: the last one before it, else the first one after."""
        own = sorted((each for each in self.calibrations if each.of(meter)), key=lambda each: each.performed)
        before = [each for each in own if period is None or each.performed <= period.end]
        return before[-1] if before else next(iter(own), None)

    def accuracy(self, meter: Meter, period: Period | None, at: Place) -> Accuracy:
        """What is known of a meter in a period: from its calibration, else from its class."""
        calibration = self.calibration(meter, period)
        return _of_class(meter, at) if calibration is None else _of_calibration(meter, calibration, period, at)


def class_uncertainty(percent: float) -> float:
    """Relative standard uncertainty of an accuracy class of so many %: rectangular, c/√3 (JCGM 100:2008, 4.3.7).

    >>> round(class_uncertainty(0.5), 6)
    0.002887
    """
    return percent / 100 / sqrt(3)


def _of_class(meter: Meter, at: Place) -> Accuracy:
    if meter.accuracy_class is None:
        said = warning(
            "MET-102",
            Text(
                zh=f"计量器具“{meter.id}”既无准确度等级也无校准，其不确定度未知",
                en=f'Neither class nor calibration of meter "{meter.id}" is known, so its uncertainty is not',
            ),
            Text(zh="请登记准确度等级或校准证书。", en="Register its accuracy class or its certificate."),
            at,
        )
        return Accuracy(0.0, None, rectangular=True, level=1, calibration=None, expired_days=0, findings=(said,))
    u = class_uncertainty(meter.accuracy_class)
    return Accuracy(0.0, u, rectangular=True, level=2, calibration=None, expired_days=0, findings=())


def _of_calibration(meter: Meter, calibration: Calibration, period: Period | None, at: Place) -> Accuracy:
    """Correction and u of the certificate instead of the class; expiry widens u and lowers the level."""
    findings: list[Finding] = []
    figures = _figures(calibration)
    correction, u = figures if figures is not None else (0.0, None)
    if u is None and meter.accuracy_class is not None:
        u = class_uncertainty(meter.accuracy_class)
    if figures is None and calibration.kind == "calibration":
        findings.append(_without_u(calibration, at))
    if calibration.applied:
        correction = 0.0
    level = _level(calibration, known=u is not None)
    if calibration.conformity == "fail":
        level = min(level, 1)
        findings.append(_failed(calibration, at))
    days = _overdue(calibration, period)
    if days > 0:
        table = rules().expired
        u = u * table.factor(days) if u is not None else None
        level = max(0, min(level - table.lowers, 2))
        findings.append(_expired(meter, calibration, days, at))
    findings += _other(calibration, period, at)
    return Accuracy(correction, u, figures is None, level, calibration, max(days, 0), tuple(findings))


def _figures(calibration: Calibration) -> tuple[float, float | None] | None:
    """Relative correction and standard uncertainty over all points.

    Where on its range a meter ran is not known, so the correction is the middle of those of all points, and u² is the
    largest of them plus that of a rectangular distribution over their spread.
    """
    found = [figure for point in calibration.points if (figure := _relative(point)) is not None]
    if not found:
        return None
    corrections = [correction for correction, _ in found]
    low, high = min(corrections), max(corrections)
    return (low + high) / 2, sqrt(max(u for _, u in found) ** 2 + ((high - low) / 2) ** 2 / 3)


def _relative(point: CalibrationPoint) -> tuple[float, float] | None:
    """Correction and u of a point as parts of the amount; None where U, k, or the place of the point is missing."""
    if point.standard is None:
        return None
    if point.unit == "%":
        return (point.correction or 0.0) / 100, point.standard / 100
    if not point.at or point.at_unit is None:
        return None
    try:
        times = quantity.factor(point.unit, point.at_unit) / abs(point.at)
    except Refusal:
        return None
    return (point.correction or 0.0) * times, point.standard * times


def _level(calibration: Calibration, *, known: bool) -> int:
    """The level of a calibration that has not expired."""
    if not known:
        return 1
    if calibration.accreditation is None or calibration.due is None:
        return 2
    file = calibration.file
    signed = file is not None and file.signature is not None and file.checked_by is not None
    chain = bool(calibration.standards) and all(each.certificate for each in calibration.standards)
    return 4 if signed and chain else 3


def _overdue(calibration: Calibration, period: Period | None) -> int:
    """Days from the day it was due to the end of the period; 0 or less: it counts."""
    return (period.end - calibration.due).days if period is not None and calibration.due is not None else 0


def _without_u(calibration: Calibration, at: Place) -> Finding:
    number = calibration.certificate
    return warning(
        "MET-103",
        Text(
            zh=f"校准证书 {number} 没有可用的 U 和 k，改用准确度等级",
            en=f"Certificate {number} states no U and k that can be used; the accuracy class was taken",
        ),
        Text(zh="请补充扩展不确定度和包含因子。", en="Add expanded uncertainty and coverage factor."),
        at,
    )


def _failed(calibration: Calibration, at: Place) -> Finding:
    number = calibration.certificate
    return warning(
        "MET-104",
        Text(zh=f"证书 {number} 的结论为不合格", en=f"Certificate {number} says that the meter does not conform"),
        Text(zh="请更换或修理后重新检定。", en="Have it repaired or exchanged, and verified anew."),
        at,
    )


def _expired(meter: Meter, calibration: Calibration, days: int, at: Place) -> Finding:
    times = f"{rules().expired.factor(days):.2f}"
    return warning(
        "MET-105",
        Text(
            zh=f"计量器具“{meter.id}”的证书 {calibration.certificate} 于 {calibration.due} 到期，期末已超 {days} 天："
            f"标准不确定度乘以 {times}，溯源等级下降",
            en=f'Certificate {calibration.certificate} of meter "{meter.id}" was due on {calibration.due},'
            f" {days} days before the period ended: u was multiplied by {times}, the level lowered",
        ),
        Text(zh="请尽快送检，并登记新的证书。", en="Have it calibrated and register the new certificate."),
        at,
    )


def _other(calibration: Calibration, period: Period | None, at: Place) -> list[Finding]:
    """What else a reader should know of a certificate."""
    number, found = calibration.certificate, []
    if period is not None and calibration.performed > period.end:
        found.append(
            note(
                "MET-106",
                Text(zh=f"证书 {number} 的校准晚于统计期", en=f"Certificate {number} is of a day after the period"),
                place=at,
            )
        )
    if calibration.due is None:
        found.append(
            note(
                "MET-107",
                Text(
                    zh=f"证书 {number} 未定有效期，不能判断是否过期，溯源等级最高为 2",
                    en=f"Certificate {number} has no due date, so whether it counts is not known: level 2 at most",
                ),
                place=at,
            )
        )
    if calibration.file is not None and calibration.file.signature and calibration.file.checked_by is None:
        found.append(
            note(
                "MET-108",
                Text(
                    zh=f"证书 {number} 的数字签名未经核验", en=f"The signature of certificate {number} was not checked"
                ),
                place=at,
            )
        )
    return found
