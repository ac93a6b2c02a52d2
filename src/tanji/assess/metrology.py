"""From meters to the uncertainty of the amounts that were read from them (GUM, JCGM 100:2008).

The error of a meter is one error: it is the same in all its readings, so it is drawn once and N readings of one meter
are N times as uncertain as one, not √N times. Only what is random (the resolution of a counter) averages out. Rules
and levels are data (`data/metrology.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum, sqrt

from tanji.assess import metrology_findings as say
from tanji.assess.register import Register
from tanji.assess.supply import MissingInput
from tanji.assess.traceability import rules
from tanji.errors import Refusal, Text
from tanji.model import quantity
from tanji.model.document import Document
from tanji.model.figure import DataType, Period, ReadingMethod
from tanji.model.finding import Finding, Place
from tanji.model.meter import Meter, Series
from tanji.model.process import Uncertainty
from tanji.model.study import Activity, Study

DIGITS = 12
"""Significant digits of the uncertainties."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An amount that was read from a meter. known: it is a number, not a formula, whose value is not looked at here."""

    period: Period | None
    amount: float
    method: ReadingMethod | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """What one meter brings to a line: its share of the amount, and relative figures of that share.

    systematic: one draw for the meter in all lines; random: one draw for this line. None: not known.
    """

    meter: str
    share: float
    correction: float
    systematic: float | None
    random: float
    level: int
    rectangular: bool = False
    """The systematic part is that of limits of error."""


@dataclass(frozen=True, slots=True)
class Metered:
    """The uncertainty of an amount that was read from meters.

    uncertainty: relative, systematic and random combined, centred on the corrected amount; None: unquantified.
    key: by what it is drawn, `meter:<id>` (of several meters `meter:<id>+<id>`). level: the least of its parts.
    """

    uncertainty: Uncertainty | None
    key: str
    level: int
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()


def metered(study: Study, documents: Mapping[str, Document]) -> Mapping[str, Metered]:
    """What the register says of each activity that was read from a meter, by the id of the activity.

    documents: those that `study.meters` refers to, by digest. A meter that no line of the register is about is a
    finding. Refuses MissingInput where a document that the study refers to was not given: without a calibration, say,
    the uncertainty would be another one.
    """
    for each in study.meters or ():
        if each.digest not in documents:
            raise MissingInput(
                Text(
                    zh=f"研究引用的计量文档 {each.id}（{each.digest}）没有提供",
                    en=f"The study refers to {each.id} ({each.digest}) of the register, which was not given",
                ),
                Text(
                    zh="请用 tanji meter read 登记，或用 --input 给出该文件。",
                    en="Register it with `tanji meter read`, or give its file with --input.",
                ),
            )
    register = Register.of(documents.values())
    return {
        activity.id: line_uncertainty(activity, register, study.period)
        for activity in study.activities
        if _meters(activity)
    }


def line_uncertainty(activity: Activity, register: Register, period: Period | None) -> Metered:
    """The uncertainty of one activity. `period`: of the study, where the activity states none."""
    at = activity.place or Place(member=f"activities.{activity.id}")
    findings: list[Finding] = []
    groups = _groups(activity, period)
    whole = fsum(reading.amount for readings in groups.values() for reading in readings)
    parts = []
    for id_, readings in groups.items():
        part, said = _part(activity, (id_, readings, whole), register, at)
        parts.append(part)
        findings += said
    level = min(part.level for part in parts)
    if activity.data is not None and activity.data.type is DataType.calibrated and level < 3:
        findings.append(say.not_calibrated(activity.id, level, at))
    key = "meter:" + "+".join(sorted(groups))
    return Metered(_combined(parts), key, level, tuple(findings), tuple(parts))


def _meters(activity: Activity) -> set[str]:
    own = {reading.meter or activity.meter for reading in activity.readings} or {activity.meter}
    return {id_ for id_ in own if id_}


def _groups(activity: Activity, period: Period | None) -> dict[str, list[Taken]]:
    """The readings of an activity by meter; an amount without readings is one reading of its meter."""
    found: dict[str, list[Taken]] = {}
    for reading in activity.readings:
        own_meter = reading.meter or activity.meter or ""
        found.setdefault(own_meter, []).append(Taken(reading.period, reading.amount, reading.method))
    if found:
        return found
    own = activity.data.period if activity.data is not None and activity.data.period is not None else period
    known = activity.amount is not None
    return {activity.meter or "": [Taken(own, activity.amount if activity.amount is not None else 1.0, None, known)]}


def _part(
    activity: Activity, group: tuple[str, list[Taken], float], register: Register, at: Place
) -> tuple[Part, list[Finding]]:
    """What the readings of one meter bring to a line."""
    id_, readings, whole = group
    own = fsum(reading.amount for reading in readings)
    share = own / whole if whole else 1.0
    meter = register.meters.get(id_)
    if meter is None:
        return Part(id_, share, 0.0, None, 0.0, 1 if id_ else 0), [say.unknown(id_, at)]
    accuracy = register.accuracy(meter, _last(readings), at)
    findings = [*accuracy.findings, *_ranges(activity, meter, readings, at)]
    if accuracy.calibration is not None and accuracy.correction:
        findings.append(say.corrected(meter, accuracy.correction, at))
    random, cap, methods = _methods(readings, own, at)
    gap_cap, filled, gaps = _gaps(meter, register, readings, at)
    spread = sqrt(filled**2 + _resolved(activity, meter, readings, own) ** 2 + (random or 0.0) ** 2)
    systematic = accuracy.u if random is not None else None
    level = min(accuracy.level, cap, gap_cap)
    part = Part(id_, share, accuracy.correction, systematic, spread, level, accuracy.rectangular)
    return part, [*findings, *methods, *gaps]


def _last(readings: list[Taken]) -> Period | None:
    """From the first to the last day of all readings."""
    periods = [reading.period for reading in readings if reading.period is not None]
    if not periods:
        return None
    return Period(start=min(each.start for each in periods), end=max(each.end for each in periods))


def _methods(readings: list[Taken], own: float, at: Place) -> tuple[float | None, int, list[Finding]]:
    """What the ways of reading add: relative u of the whole (None: unquantified), cap of the level, findings."""
    table = rules().methods
    u, cap, findings, unknown = 0.0, 4, [], False
    for kind in dict.fromkeys(reading.method for reading in readings if reading.method is not None):
        rule = table[kind]
        part = fsum(abs(reading.amount) for reading in readings if reading.method is kind)
        share = part / abs(own) if own else 1.0
        cap = min(cap, rule.cap)
        if rule.half_width is None:
            unknown = True
        else:
            u = sqrt(u**2 + (share * rule.half_width / 100) ** 2 / 3)
        if rule.half_width != 0:
            findings.append(say.obtained(kind, rule, share, at))
    return None if unknown else u, cap, findings


def _gaps(meter: Meter, register: Register, readings: list[Taken], at: Place) -> tuple[int, float, list[Finding]]:
    """What series of the meter say: cap of the level by gaps, relative u of what was put in, findings."""
    cap, u, findings = 4, 0.0, []
    rule = rules().methods[ReadingMethod.gap_filled]
    for series in _of_meter(meter, register, readings):
        own = rules().cap(series.gap_share)
        cap = min(cap, own)
        filled = fsum(each.amount or 0.0 for each in series.corrections if each.kind == "gap_filled")
        if filled and series.amount and rule.half_width:
            u = max(u, abs(filled / series.amount) * rule.half_width / 100 / sqrt(3))
        if own < 4:
            findings.append(say.gap(series, own, at))
        findings += _disagreeing(series, readings, at)
    return cap, u, findings


def _of_meter(meter: Meter, register: Register, readings: list[Taken]) -> Iterator[Series]:
    period = _last(readings)
    for series in register.series:
        if series.meter == meter.id and (
            period is None or (series.first.date() <= period.end and series.last.date() >= period.start)
        ):
            yield series


def _disagreeing(series: Series, readings: list[Taken], at: Place) -> Iterator[Finding]:
    """Readings of whole months that are not what the series adds up to."""
    for reading in readings:
        if reading.period is None:
            continue
        inside = [
            each
            for each in series.sums
            if reading.period.start <= each.start.date() and (each.end.date() - reading.period.end).days <= 1
        ]
        days = sum((each.end.date() - each.start.date()).days for each in inside)
        total = fsum(each.amount for each in inside)
        if days == reading.period.days and abs(total - reading.amount) > 0.001 * abs(reading.amount):
            yield say.disagreeing(reading.period, reading.amount, total, at)


def _resolved(activity: Activity, meter: Meter, readings: list[Taken], own: float) -> float:
    """Relative u of the resolution r: r/√6 of a difference of two readings, r·√(n/12) of n direct ones.

    Differences one after the other share their readings, so that only the first and the last one count.
    """
    step = meter.resolution
    amount = _in_unit(own, activity, meter)
    if step is None or not amount or not all(reading.known for reading in readings):
        return 0.0
    direct = sum(reading.method is ReadingMethod.direct for reading in readings)
    counted = 1 if direct < len(readings) else 0
    return step * sqrt(counted / 6 + direct / 12) / abs(amount)


def _in_unit(amount: float, activity: Activity, meter: Meter) -> float | None:
    try:
        return quantity.convert(amount, activity.unit or meter.unit, meter.unit)
    except Refusal:
        return None


def _ranges(activity: Activity, meter: Meter, readings: list[Taken], at: Place) -> Iterator[Finding]:
    """Readings outside of the range of the meter, where its class says nothing."""
    if (meter.low is None and meter.high is None) or not all(reading.known for reading in readings):
        return
    for reading in readings:
        amount = _in_unit(reading.amount, activity, meter)
        if amount is None:
            yield say.units(activity, meter, at)
            return
        value = amount
        if meter.range_of == "hour":
            if reading.period is None:
                return
            value = amount / (reading.period.days * 24)
        if 0 < value < (meter.low or 0.0) or value > (meter.high or float("inf")):
            yield say.outside(meter, reading.period, value, at)


def _combined(parts: list[Part]) -> Uncertainty | None:
    """The relative distribution of an amount: that of limits of error where they are all there is, else normal."""
    if any(part.systematic is None for part in parts):
        return None
    mean = 1.0 + fsum(part.share * part.correction for part in parts)
    systematic = fsum((part.share * (part.systematic or 0.0)) ** 2 for part in parts)
    random = fsum((part.share * part.random) ** 2 for part in parts)
    u = sqrt(systematic + random)
    if len(parts) == 1 and parts[0].rectangular and random <= 1e-6 * systematic:
        half = u * sqrt(3)
        return Uncertainty(kind="uniform", relative=True, minimum=_rounded(mean - half), maximum=_rounded(mean + half))
    return Uncertainty(kind="normal", relative=True, mean=_rounded(mean), sd=_rounded(u))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
