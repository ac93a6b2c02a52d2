"""A clock, and the row that a measurement becomes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

Work = Callable[[], Any]
REST = 0.3  # seconds before each turn: the threads of MKL spin for 0.2 s after their work, on cores the next turn needs


@dataclass(frozen=True)
class Row:
    """One task on one system: both times in seconds, their ratio, the goal, and how far the scores are apart."""

    task: str
    system: str
    n: int
    peer: str
    peer_class: str
    peer_s: float
    ours_s: float
    ratio: float
    goal: float | None
    error: float


@dataclass(frozen=True)
class Pair:
    """Median seconds of both sides, and what each gave the last time."""

    peer_s: float
    ours_s: float
    peer: Any
    ours: Any


def row(task: str, system: tuple[str, int], peer: tuple[str, str], found: Pair, *, goal: float | None = None) -> Row:
    """The row of a pair; `system` is its label and its number of processes, `peer` a package and its class."""
    return Row(
        task=task,
        system=system[0],
        n=system[1],
        peer=f"{peer[0]} {version(peer[0])}" if peer[0] else "none",
        peer_class=peer[1],
        peer_s=short(found.peer_s),
        ours_s=short(found.ours_s),
        ratio=short(found.peer_s / found.ours_s),
        goal=goal,
        error=float(f"{apart(found.ours, found.peer):.2g}"),
    )


def short(value: float) -> float:
    """Three digits."""
    return float(f"{value:.3g}")


def pair(peer: Work, ours: Work, repeats: int, before_ours: Callable[[], None] = lambda: None) -> Pair:
    """Both sides in turns, so that whatever else the machine does meets both; `before_ours` is not on the clock."""
    peers, mine, theirs, own = [], [], None, None
    for _ in range(repeats):
        time.sleep(REST)
        seconds, theirs = timed(peer)
        peers.append(seconds)
        before_ours()
        time.sleep(REST)
        seconds, own = timed(ours)
        mine.append(seconds)
    return Pair(statistics.median(peers), statistics.median(mine), theirs, own)


def timed(work: Work) -> tuple[float, Any]:
    """Seconds that work takes, and what it gives."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def apart(ours: Any, peer: Any) -> float:
    """Largest relative difference, each of the larger of the two; two zeros are equal."""
    one, other = np.atleast_1d(np.asarray(ours, dtype=float)), np.atleast_1d(np.asarray(peer, dtype=float))
    larger = np.maximum(np.abs(one), np.abs(other))
    return float(np.divide(np.abs(one - other), larger, out=np.zeros_like(larger), where=larger > 0).max())
