"""The checks of a series: what was done to it is named, what looks wrong is flagged and counted all the same."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from tanji.errors import Progress, Text
from tanji.formats.series.asked import Asked, thresholds
from tanji.formats.series.clean import Cleaned, Flags, Floats, Whole, clean
from tanji.formats.series.sums import months, picture, told
from tanji.formats.series.table import Readings, load

LISTED = 50
"""Rows that are listed of each kind."""
READING = Text(zh="读取数据", en="Read the table")
CHECKING = Text(zh="检查读数", en="Check the readings")


def check_file(path: str, asked: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job that runs in the child: `check` of a file as plain data, with the seconds it took."""
    file, own = Path(path), Asked(**asked)
    progress(READING, 0, None)
    started = perf_counter()
    given = load(file, own)
    read = perf_counter()
    progress(CHECKING, 0, None)
    found = check(given, own, file.name)
    return {**found, "seconds": {"read": read - started, "check": perf_counter() - read}}


def check(given: Readings, asked: Asked, name: str) -> dict[str, Any]:
    """Everything that is found of a series, as plain data; `judge` puts it into words. Refuses BadSeries."""
    made = clean(given, asked, name)
    steps = made.steps
    rate = steps.amount / np.maximum((steps.end - steps.start) / made.interval, 1e-9)
    usable = ~(steps.gap | steps.unknown | steps.filled)
    spikes = spiky(rate, usable)
    same, zero = stuck(rate, usable, scale=float(np.max(np.abs(given.value))) * abs(asked.ratio))
    low, high = _range(rate * 3.6e9 / made.interval if asked.hourly else rate, usable, asked)
    span = int(steps.end[-1] - steps.start[0])
    flagged = spikes | same
    return {
        "rows": given.rows,
        "imported": len(made.rows),
        "zone": given.zone,
        "first": told(steps.start[0], given.zone),
        "last": told(steps.end[-1], given.zone),
        "interval_s": made.interval / 1e6,
        "amount": float(steps.amount.sum()),
        "gap_share": min(1.0, made.gap_time / span) if span else 0.0,
        "missing": made.missing,
        "gaps": [[told(one, given.zone), told(other, given.zone)] for one, other in made.gaps],
        "gap_amount": float(steps.amount[steps.gap].sum()),
        "filled": bool(steps.filled.any()),
        "lost": given.lost,
        "suspicious": int(flagged.sum()),
        "rows_of": _rows(given, made),
        "rolled_amount": made.rolled_amount,
        "flags": {
            "spike": _flagged(made, spikes, given.zone),
            "stuck": _flagged(made, same, given.zone),
            "zero": _flagged(made, zero, given.zone),
            "below": _flagged(made, low, given.zone),
            "above": _flagged(made, high, given.zone),
            "negative": _flagged(made, usable & (steps.amount < 0), given.zone),
        },
        "sums": months(steps, given.zone),
        "picture": picture(steps, rate, given.zone),
    }


def spiky(rate: Floats, usable: Flags) -> Flags:
    """Amounts of an interval that stand out of their neighbourhood: the rule of Hampel with a rolling median.

    The scale is 1.4826 × the median of the absolute deviations of the whole series, at least a share of its median.
    """
    table = thresholds()["spike"]
    if usable.sum() < table["window"]:
        return np.zeros(len(rate), dtype=bool)
    kept = rate[usable]
    middle = pl.Series(kept).rolling_median(table["window"], center=True, min_samples=table["window"] // 2).to_numpy()
    off = np.abs(kept - middle)
    scale = max(1.4826 * float(np.median(off)), table["floor_share"] * float(np.median(np.abs(kept))))
    found = np.zeros(len(rate), dtype=bool)
    found[usable] = off > table["mads"] * scale if scale else off > 0
    return found


def stuck(rate: Floats, usable: Flags, *, scale: float) -> tuple[Flags, Flags]:
    """Long runs of the same amount that is not 0, and long runs of 0: a meter that hangs, or a plant that stands.

    scale: the largest reading; differences of a counter are the same within 1e-12 of it.
    """
    table = thresholds()["stuck"]
    blur = 1e-12 * scale
    changes = np.flatnonzero(~((np.abs(np.diff(rate)) <= blur) & usable[1:] & usable[:-1]))
    begins = np.concatenate(([0], changes + 1))
    lengths = np.diff(np.concatenate((begins, [len(rate)])))
    still = np.abs(rate[begins]) <= blur
    long = np.where(still, lengths >= table["zero"], lengths >= table["same"])
    of = np.repeat(long, lengths)
    none = np.repeat(still, lengths)
    return of & ~none & usable, of & none & usable


def _range(rate: Floats, usable: Flags, asked: Asked) -> tuple[Flags, Flags]:
    """Amounts (of an interval or an hour) below and above the range of the meter; 0 is no reading below it."""
    none = np.zeros(len(rate), dtype=bool)
    low = usable & (rate > 0) & (rate < asked.low) if asked.low is not None else none
    high = usable & (rate > asked.high) if asked.high is not None else none
    return low, high


def _rows(given: Readings, made: Cleaned) -> dict[str, dict[str, Any]]:
    """What was left out or put right: how many, and the first rows of each."""
    kinds: dict[str, Whole] = {
        "unreadable": given.unreadable,
        "quality": given.excluded,
        "reordered": made.reordered,
        "repeated": made.repeated,
        "conflicting": made.conflicting,
        "counter_spike": made.spikes,
        "rolled": made.rolled,
        "reset": made.reset,
    }
    return {kind: {"count": len(rows), "rows": rows[:LISTED].tolist()} for kind, rows in kinds.items()}


def _flagged(made: Cleaned, flags: Flags, zone: str) -> dict[str, Any]:
    where = np.flatnonzero(flags)
    first = where[:LISTED]
    return {
        "count": len(where),
        "times": [told(made.steps.start[place], zone) for place in first],
        "values": made.steps.amount[first].tolist(),
    }
