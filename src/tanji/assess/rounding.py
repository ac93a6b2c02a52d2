"""Numbers as documents keep them: so many significant digits, so that another machine writes the same bytes."""

from __future__ import annotations

from math import isfinite
from typing import Any, Final

DIGITS: Final = 12
"""Significant digits that a footprint keeps (decision 0004)."""
DRAWN_DIGITS: Final = 9
"""Significant digits of what was drawn: sums of many draws differ in their last bits between machines."""


def rounded(value: Any, digits: int) -> Any:
    """A value of JSON with every float in it at so many significant digits, half to even.

    >>> rounded({"a": [1.23456, 7]}, 3)
    {'a': [1.23, 7]}
    """
    if isinstance(value, float):
        return float(f"{value:.{digits - 1}e}") if isfinite(value) else value
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    return value
