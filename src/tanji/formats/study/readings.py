"""Rows of one meter, month by month, put together into one activity; their periods and their total are checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from math import fsum

from tanji.errors import Refusal, Text
from tanji.formats.study.activities import Line
from tanji.formats.study.columns import column, plain, threshold
from tanji.formats.study.numbers import spelled
from tanji.model.quantity import factor
from tanji.model.study import Period, Reading, ReadingMethod

_ALIKE = ("kind", "stage", "step", "link", "gas", "gas_origin", "supplier", "data", "electricity", "quantity_kind")
_WHOLE = {"uncertainty": "uncertainty", "factor_uncertainty": "factor_uncertainty", "quality": "quality"}
"""What is said of the whole: once, or the same in every row; with the column that says it."""
_COLUMN_OF = {"electricity": "treatment", "data": "data_type"}


def gather(lines: Sequence[Line]) -> list[Line]:
    """The lines with the rows of each meter as one: the first of them, with readings that add up to its amount.

    Rows belong together by their line id, or by name, meter, kind and step, where each of them has a period.
    A row whose period holds those of all others is the yearly total, which is only checked.
    """
    groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[_key(line)].append(line)
    made: list[Line] = []
    for group in groups.values():
        timed = [line for line in group if line.period is not None]
        made += _untimed([line for line in group if line.period is None])
        if timed:
            made.append(_one(timed))
    return sorted(made, key=lambda line: line.row.number_)


def _key(line: Line) -> tuple[str, ...]:
    own = line.row.text("id")
    if own:
        return (line.row.title, "id", own)
    fields = line.fields
    said = (line.name, fields["part_no"] or "", line.kind or "", fields["step"] or "")
    return (line.row.title, *(plain(part) for part in said))


def _untimed(lines: list[Line]) -> list[Line]:
    for line in lines[1:]:
        if line.name and line.row.text("id") is None:
            line.row.say("IMP-063", "name_zh", name=line.name, other=str(lines[0].row.number_))
    return lines


def _one(lines: list[Line]) -> Line:
    """One line of several with periods."""
    months, whole = _split(lines)
    first = months[0]
    for line in months[1:]:
        _alike(line, first)
    readings = [reading for line in months if (reading := _reading(line, first)) is not None]
    if any(line.fields["amount"] is None for line in months):
        first.fields["amount"] = None
    elif len(readings) == len(months):
        first.fields["amount"] = fsum(reading.amount for reading in readings)
    first.fields["readings"] = tuple(sorted(readings, key=lambda reading: reading.period.start))
    _check_periods(months)
    _check_total(first, months, whole)
    _check_spread(first, months)
    return first


def _check_spread(first: Line, months: list[Line]) -> None:
    """An uncertainty of several readings is one of their sum, so it must be relative."""
    spread = first.fields.get("uncertainty")
    if len(months) > 1 and spread is not None and not spread.relative:
        row = next(line.row for line in months if line.row.has("uncertainty"))
        why = Text(zh="合并的多行只能用百分数或 GSD", en="for rows that are added up it must be in percent or a GSD")
        row.fail("IMP-098", "uncertainty", value=row.raw("uncertainty"), why=why)


def _split(lines: list[Line]) -> tuple[list[Line], Line | None]:
    """The months, and the row that holds all of them."""
    for line in lines:
        others = [other for other in lines if other is not line]
        if len(others) > 1 and all(_holds(line, other) for other in others):
            return others, line
    return lines, None


def _holds(outer: Line, inner: Line) -> bool:
    assert outer.period is not None  # noqa: S101  the caller has looked
    assert inner.period is not None  # noqa: S101  the caller has looked
    within = outer.period.start <= inner.period.start and inner.period.end <= outer.period.end
    return within and outer.period != inner.period


def _alike(line: Line, first: Line) -> None:
    for key in _ALIKE:
        if not line.row.bad and not first.row.bad and line.fields.get(key) != first.fields.get(key):
            at = _COLUMN_OF.get(key, key)
            name = column(line.row.sheet, at).header
            line.row.fail("IMP-066", at, name=name, other=str(first.row.number_))
    for key, at in _WHOLE.items():
        given = line.fields.get(key)
        if given is not None and first.fields.get(key) is None and not line.row.bad:
            first.fields[key] = given
        elif given is not None and given != first.fields.get(key) and not line.row.bad and not first.row.bad:
            line.row.fail("IMP-066", at, name=column(line.row.sheet, at).header, other=str(first.row.number_))
    for name in line.fields["evidence"]:
        if name not in first.fields["evidence"]:
            first.fields["evidence"] += (name,)
    note = line.fields["note"]
    if note and note not in (first.fields["note"] or ""):
        first.fields["note"] = "；".join(part for part in (first.fields["note"], note) if part)


def _reading(line: Line, first: Line) -> Reading | None:
    amount, unit, target = line.fields["amount"], line.fields["unit"], first.fields["unit"]
    if amount is None or line.period is None:
        return None
    if unit != target and unit and target and not line.row.bad & {"unit"}:
        try:
            amount = float(f"{amount * factor(unit, target):.15g}")
        except Refusal:
            row = str(first.row.number_)
            line.row.fail("IMP-065", "unit", name=line.name, value=unit, unit=target, other=row)
            return None
    own = line.fields["meter"] if line.fields["meter"] != first.fields["meter"] else None
    return Reading(
        period=line.period, amount=amount, meter=own, method=ReadingMethod(line.method) if line.method else None
    )


def _check_periods(months: list[Line]) -> None:
    timed = sorted(((line.period, line) for line in months if line.period), key=lambda pair: pair[0].start)
    for (before, earlier), (after, later) in pairwise(timed):
        if after.start <= before.end:
            value = spelled((after.start, after.end))
            later.row.fail("IMP-062", "period", name=later.name, value=value, other=str(earlier.row.number_))
        elif after.start > before.end + timedelta(days=1):
            gap = Period(start=before.end + timedelta(days=1), end=after.start - timedelta(days=1))
            days = {"days": str(gap.days), "from_": str(gap.start), "to": str(gap.end)}
            later.row.say("IMP-064", "period", name=later.name, **days)


def _check_total(first: Line, months: list[Line], whole: Line | None) -> None:
    """The months against the yearly total, in its column or in a row of its own."""
    totals: list[tuple[Line, str, float | None]] = [
        (line, "year_total", line.year_total) for line in months if line.year_total is not None
    ]
    if whole is not None and whole.fields["amount"] is not None:
        reading = _reading(whole, first)
        totals.append((whole, "amount", reading.amount if reading else None))
    added = first.fields["amount"]
    if added is None:
        return
    for line, key, total in totals:
        if total is None:
            continue
        apart = abs(added - total) / abs(total) * 100 if total else 100.0 * bool(added)
        if apart > threshold("readings_sum"):
            line.row.fail("IMP-061", key, name=first.name, sum=added, total=total, percent=apart)
