"""Uncertainty to and from the records of Brightway: a number for the distribution, and its parameters.

0 undefined, 1 none, 2 lognormal (mean and deviation of the logarithm), 3 normal, 4 uniform, 5 triangular.
Source: stats_arrays (BSD-3), the identifiers of its distributions.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, isfinite, log, nan
from typing import Any, Final, NamedTuple

from tanji.formats.absolute import absolute

FIELDS: Final = (
    ("uncertainty_type", "u1"),
    ("loc", "<f4"),
    ("scale", "<f4"),
    ("shape", "<f4"),
    ("minimum", "<f4"),
    ("maximum", "<f4"),
    ("negative", "?"),
)
_LARGEST = 700.0


class Record(NamedTuple):
    """One record, in the order of its fields."""

    uncertainty_type: int
    loc: float
    scale: float = nan
    shape: float = nan
    minimum: float = nan
    maximum: float = nan
    negative: bool = False


def record(given: Mapping[str, Any] | None, amount: float, ratio: float) -> Record:
    """The record of an amount; `ratio` is what one unit of the distribution is in the unit of the amount.

    A distribution that is none of the four (PERT, discrete, truncated) has no record; the documents beside keep it.

    >>> record({"kind": "normal", "mean": 2.0, "sd": 1.0}, 2000.0, 1000.0)[:3]
    (3, 2000.0, 1000.0)
    """
    none = Record(0, amount, negative=amount < 0)
    found = absolute(given, amount / ratio if ratio else None)
    if found is None:
        return none
    values = {name: value * ratio for name, value in found.items() if isinstance(value, int | float) and name != "gsd"}
    low, high = sorted((values.get("minimum", nan), values.get("maximum", nan)))
    match found["kind"]:
        case "lognormal" if values.get("median") and found.get("gsd"):
            return Record(2, log(abs(values["median"])), log(found["gsd"]), negative=values["median"] < 0)
        case "normal" if "mean" in values and "sd" in values:
            return Record(3, values["mean"], abs(values["sd"]), negative=values["mean"] < 0)
        case "uniform":
            return Record(4, amount, minimum=low, maximum=high, negative=amount < 0)
        case "triangular" if "mode" in values:
            return Record(5, values["mode"], minimum=low, maximum=high, negative=values["mode"] < 0)
    return none


def uncertainty(found: Record) -> dict[str, Any] | None:
    """The distribution of a record; None where it is none of ours, or can not be."""
    made: dict[str, Any] | None = None
    if found.uncertainty_type == 2 and abs(found.loc) < _LARGEST and 0 < found.scale < _LARGEST:
        made = {"kind": "lognormal", "median": exp(found.loc) * (-1 if found.negative else 1), "gsd": exp(found.scale)}
    elif found.uncertainty_type == 3 and found.scale > 0:
        made = {"kind": "normal", "mean": found.loc, "sd": found.scale}
    elif found.uncertainty_type == 4 and found.minimum < found.maximum:
        made = {"kind": "uniform", "minimum": found.minimum, "maximum": found.maximum}
    elif found.uncertainty_type == 5 and found.minimum <= found.loc <= found.maximum:
        made = {"kind": "triangular", "minimum": found.minimum, "mode": found.loc, "maximum": found.maximum}
    if made and all(isfinite(value) for value in made.values() if isinstance(value, float)):
        return made
    return None
