"""Distributions in the words that files of other programs have: lognormal, normal, triangular, uniform, in the unit of
the amount and not truncated. What is said otherwise goes into a format's place for our own members.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SIMPLE = {
    "lognormal": ("median", "gsd"),
    "normal": ("mean", "sd"),
    "triangular": ("minimum", "mode", "maximum"),
    "uniform": ("minimum", "maximum"),
}
"""The members of a distribution that other programs know."""
_SCALED = ("median", "mean", "mode", "minimum", "maximum")


def absolute(found: Mapping[str, Any] | None, amount: float | None) -> dict[str, Any] | None:
    """The distribution of an amount as other programs state it; None where they have no words for it.

    A relative one is multiplied by the amount. PERT and discrete ones, truncated ones, and those that lack a number
    have none.

    >>> absolute({"kind": "normal", "relative": True, "mean": 1.0, "sd": 0.1}, -20.0)
    {'kind': 'normal', 'mean': -20.0, 'sd': 2.0}
    >>> absolute({"kind": "normal", "mean": 1.0, "sd": 0.1, "minimum": 0.0}, 1.0) is None
    True
    """
    if found is None:
        return None
    given = {name: value for name, value in found.items() if value is not None and name != "relative"}
    if set(given) != {"kind", *_SIMPLE.get(found["kind"], ())} or found["kind"] not in _SIMPLE:
        return None
    if not found.get("relative"):
        return given
    if not amount:
        return None
    made = {name: value * amount if name in _SCALED else value for name, value in given.items()}
    if "sd" in made:
        made["sd"] = made["sd"] * abs(amount)
    if "minimum" in made and amount < 0:
        made["minimum"], made["maximum"] = made["maximum"], made["minimum"]
    return made
