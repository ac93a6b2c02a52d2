"""Amounts of calendar months from steps, and a summary that can be drawn: buckets of time, a histogram."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from tanji.formats.series.clean import MICRO, Floats, Steps, Whole

BUCKETS: Final = 400
BINS: Final = 40


def moment(micro: int) -> datetime:
    """The time of so many microseconds since 1970, in UTC."""
    return datetime.fromtimestamp(micro / MICRO, UTC)


def told(micro: int, zone: str) -> str:
    """The time of so many microseconds since 1970, as the clock of a zone shows it, with its offset."""
    return moment(int(micro)).astimezone(ZoneInfo(zone)).isoformat()


def months(steps: Steps, zone: str) -> list[dict[str, Any]]:
    """Start, end, amount, filled, covered of each month of a zone; steps across a border are parted by time."""
    edges = _edges(int(steps.start[0]), int(steps.end[-1]), ZoneInfo(zone))
    border = np.array(edges, dtype=np.int64)
    doubtful = steps.gap | steps.filled
    amount = _between(steps, steps.amount, border)
    filled = _between(steps, np.where(doubtful, steps.amount, 0.0), border)
    lasts = (steps.end - steps.start).astype(np.float64)
    covered = _between(steps, np.where(doubtful | steps.unknown, 0.0, lasts), border)
    return [
        {
            "start": told(edges[place], zone),
            "end": told(edges[place + 1], zone),
            "amount": float(amount[place]),
            "filled": float(filled[place]),
            "covered": min(1.0, float(covered[place]) / (edges[place + 1] - edges[place])),
        }
        for place in range(len(edges) - 1)
    ]


def _edges(first: int, last: int, zone: ZoneInfo) -> list[int]:
    """The beginnings of months from the one of `first` up to the first not before `last`."""
    at = moment(first).astimezone(zone)
    year, month = at.year, at.month
    edges: list[int] = []
    while not edges or edges[-1] < last:
        edges.append(int(datetime(year, month, 1, tzinfo=zone).timestamp()) * MICRO)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return edges


def _between(steps: Steps, what: Floats, border: Whole) -> Floats:
    """How much of what belongs to steps lies between borders."""
    whole = np.concatenate(([0.0], np.cumsum(what)))
    place = np.clip(np.searchsorted(steps.start, border, "right") - 1, 0, len(what) - 1)
    start, end = steps.start[place], steps.end[place]
    part = np.clip((border - start) / np.maximum(end - start, 1), 0.0, 1.0)
    found: Floats = np.diff(whole[place] + what[place] * part)
    return found


def picture(steps: Steps, rate: Floats, zone: str) -> dict[str, Any]:
    """What a chart needs: least, mean and greatest amount of an interval in up to 400 buckets, and a histogram."""
    number = min(BUCKETS, len(rate))
    cuts = np.linspace(0, len(rate), number + 1).astype(np.int64)[:-1]
    sizes = np.diff(np.concatenate((cuts, [len(rate)])))
    counts, edges = np.histogram(rate, bins=min(BINS, max(1, len(np.unique(rate[:10_000])))))
    return {
        "start": [told(steps.start[cut], zone) for cut in cuts],
        "low": np.minimum.reduceat(rate, cuts).tolist(),
        "mean": (np.add.reduceat(rate, cuts) / sizes).tolist(),
        "high": np.maximum.reduceat(rate, cuts).tolist(),
        "histogram": {"counts": counts.tolist(), "edges": edges.tolist()},
    }
