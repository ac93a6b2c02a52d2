"""Distributions as SimaPro states them: a name and three numbers beside an amount."""

from __future__ import annotations

from math import sqrt
from typing import Any

from tanji.formats.simapro.numbers import Numbers


def uncertainty(
    amount: float, spread: tuple[str, ...], numbers: Numbers
) -> tuple[dict[str, Any] | None, list[str] | None]:
    """A distribution, and the source's statement where it is none that can be.

    Lognormal: the amount is the geometric mean and the first number the squared geometric standard deviation (of a
    negative amount: mirrored, the geometric mean below zero). Normal: the first number is twice the standard
    deviation. Triangle and Uniform: the second and third number are the bounds.
    Source: GreenDelta olca-simapro-csv, format.md, and the names of the columns in SimaPro (SD2 or 2SD, min, max).

    >>> from tanji.formats.olca.judge import Judge
    >>> uncertainty(5.0, ("Lognormal", "4", "0", "0"), Numbers(".", Judge()))
    ({'kind': 'lognormal', 'median': 5.0, 'gsd': 2.0}, None)
    """
    kind = spread[0].lower() if spread else ""
    if kind in {"", "undefined"}:
        return None, None
    first, low, high = (numbers.number(text) if text else 0.0 for text in (*spread[1:4], "", "", "")[:3])
    found: dict[str, Any] | None = None
    if kind == "lognormal" and first is not None and first > 1 and amount != 0:
        found = {"kind": "lognormal", "median": amount, "gsd": sqrt(first)}
    elif kind == "normal" and first is not None and first > 0:
        found = {"kind": "normal", "mean": amount, "sd": first / 2}
    elif kind == "triangle" and low is not None and high is not None and low <= amount <= high and low < high:
        found = {"kind": "triangular", "minimum": low, "mode": amount, "maximum": high}
    elif kind == "uniform" and low is not None and high is not None and low < high:
        found = {"kind": "uniform", "minimum": low, "maximum": high}
    return found, None if found else list(spread)
