"""Readings in order, once each, and the steps between them: what each interval amounts to, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tanji.errors import Text
from tanji.formats.series.asked import Asked, bad, thresholds
from tanji.formats.series.table import Readings

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

MICRO: Final = 1_000_000
EARLIEST: Final = 0
LATEST: Final = 7_258_118_400 * MICRO
"""The year 2200."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Intervals of time with their amounts, in order and without overlap.

    start, end: microseconds; amount: in the unit of the series, transformers included; gap: the interval is longer than
    meant, so how its amount is spread is not known; unknown: nor is its amount (a reset), which is 0 here; filled:
    the amount was put in.
    """

    start: Whole
    end: Whole
    amount: Floats
    gap: Flags
    unknown: Flags
    filled: Flags


@dataclass(slots=True)
class Cleaned:
    """The steps of a series, with the rows of what was done on the way."""

    steps: Steps
    interval: int
    """Microseconds."""
    rows: Whole
    """The rows that count, in order of time."""
    reordered: Whole
    repeated: Whole
    conflicting: Whole
    spikes: Whole
    """Readings of a counter that were left out since their neighbours go on as if they were not there."""
    rolled: Whole
    """Rows after which the counter has rolled over; `reset`: rows after which it began anew."""
    reset: Whole
    rolled_amount: float = 0.0
    missing: int = 0
    """Intervals without a reading."""
    gaps: tuple[tuple[int, int], ...] = field(default=())
    """Start and end of the longest ones, the longest first; microseconds."""
    gap_time: int = 0


def clean(given: Readings, asked: Asked, name: str) -> Cleaned:
    """Sort, drop repeats, find the interval, and make steps. Refuses BadSeries with fewer than three readings."""
    time, value, rows = given.time, given.value, given.row
    late = np.zeros(0, dtype=np.int64)
    if len(time) and bool(np.any(np.diff(time) < 0)):
        late = rows[time < np.maximum.accumulate(time)]
        order = np.argsort(time, kind="stable")
        time, value, rows = time[order], value[order], rows[order]
    again = np.concatenate(([False], np.diff(time) == 0)) if len(time) else np.zeros(0, dtype=bool)
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(time)))) if len(time) else rows
    differs = again & (value != value[first])
    repeated, conflicting = rows[again & ~differs], rows[differs]
    time, value, rows = time[~again], value[~again], rows[~again]
    if len(time) < 3:
        raise bad(
            name,
            Text(zh="可用读数不足 3 个", en="fewer than three of its readings can be used"),
            Text(zh="请检查时间列和数值列。", en="Check the columns of time and value."),
        )
    if int(time[0]) < EARLIEST or int(time[-1]) > LATEST:
        raise bad(
            name,
            Text(zh="有时间早于 1970 年或晚于 2200 年", en="it has times before 1970 or after 2200"),
            Text(zh="请检查时间列。", en="Check the column of times."),
        )
    interval = int(asked.interval_s * MICRO) if asked.interval_s else int(np.median(np.diff(time)))
    spikes = np.zeros(0, dtype=np.int64)
    if asked.kind == "counter":
        out = _out_of_line(time, value, interval)
        spikes = rows[out]
        time, value, rows = time[~out], value[~out], rows[~out]
    made = Cleaned(
        steps=_amounts(time, value, interval),
        interval=interval,
        rows=rows,
        reordered=late,
        repeated=repeated,
        conflicting=conflicting,
        spikes=spikes,
        rolled=rows[:0],
        reset=rows[:0],
    )
    if asked.kind == "counter":
        _count(made, time, value, asked)
    _find_gaps(made, time, asked)
    return made


def _usual(step: Floats, time: Whole, interval: int) -> float:
    """The largest usual amount of one interval of a counter."""
    table = thresholds()["roll_over"]
    rates = step[step >= 0] / np.maximum(np.diff(time)[step >= 0] / interval, 1.0)
    return float(np.quantile(rates, table["usual"])) * table["times"] if len(rates) else 0.0


def _out_of_line(time: Whole, value: Floats, interval: int) -> Flags:
    """Single readings of a counter above the next or below the last one, while those two go on as usual."""
    out = np.zeros(len(value), dtype=bool)
    if len(value) < 4:
        return out
    most = _usual(np.diff(value), time, interval)
    over = value[2:] - value[:-2]
    room = most * np.maximum((time[2:] - time[:-2]) / interval, 1.0)
    between = (value[1:-1] > value[2:]) | (value[1:-1] < value[:-2])
    out[1:-1] = (over >= 0) & (over <= room) & between
    return out


def _amounts(time: Whole, value: Floats, interval: int) -> Steps:
    """Steps of a series of amounts: each lasts from its time for one interval, or up to the next."""
    end = time + interval
    end[:-1] = np.minimum(end[:-1], time[1:])
    none = np.zeros(len(time), dtype=bool)
    return Steps(time, end, value, none, none.copy(), none.copy())


def _count(made: Cleaned, time: Whole, value: Floats, asked: Asked) -> None:
    """Steps of a counter: differences, with roll-over put right and resets marked."""
    step, lasts = np.diff(value), np.diff(time)
    most = _usual(step, time, made.interval) * np.maximum(lasts / made.interval, 1.0)
    falls = step < 0
    rolled = np.zeros(len(step), dtype=bool)
    if asked.modulus:
        rolled = falls & (step + asked.modulus >= 0) & (step + asked.modulus <= most)
        step = np.where(rolled, step + asked.modulus, step)
        made.rolled, made.rolled_amount = made.rows[:-1][rolled], float(step[rolled].sum()) * asked.ratio
    reset = falls & ~rolled
    made.reset = made.rows[:-1][reset]
    gap = lasts > thresholds()["gap_intervals"] * made.interval
    amount = np.where(reset, 0.0, step) * asked.ratio
    made.steps = Steps(time[:-1], time[1:], amount, gap & ~reset, reset, np.zeros(len(step), dtype=bool))


def _find_gaps(made: Cleaned, time: Whole, asked: Asked) -> None:
    """Where readings are missing; of amounts they are put in where that is asked for."""
    lasts = np.diff(time)
    long = np.flatnonzero(lasts > thresholds()["gap_intervals"] * made.interval)
    missing = np.rint(lasts[long] / made.interval).astype(np.int64) - 1
    made.missing = int(np.maximum(missing, 1).sum()) if len(long) else 0
    made.gap_time = int((lasts[long] - made.interval).sum())
    longest = long[np.argsort(lasts[long])[::-1][:20]]
    made.gaps = tuple((int(time[place]), int(time[place + 1])) for place in longest)
    if asked.kind == "amounts" and asked.fill == "linear" and len(long):
        made.steps = _filled(made.steps, long, made.interval)


def _filled(steps: Steps, long: Whole, interval: int) -> Steps:
    """Steps with each gap as one more step, at the mean rate of its two neighbours."""
    start, end = steps.end[long], steps.start[long + 1]
    mean = (steps.amount[long] + steps.amount[long + 1]) / 2
    more = mean * (end - start) / interval
    yes = np.ones(len(long), dtype=bool)
    order = np.argsort(np.concatenate((steps.start, start)), kind="stable")

    def both(own: np.ndarray, added: np.ndarray) -> np.ndarray:
        return np.concatenate((own, added))[order]

    return Steps(
        both(steps.start, start),
        both(steps.end, end),
        both(steps.amount, more),
        both(steps.gap, yes),
        both(steps.unknown, ~yes),
        both(steps.filled, yes),
    )
