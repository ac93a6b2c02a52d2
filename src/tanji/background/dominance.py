"""The p % rule: which values a reader of published sums can estimate closely, though they are not given exactly.

Of a sum X with the parts x₁ ≥ x₂ ≥ …, whoever knows x₂ has X - x₂ as an estimate of x₁, and is wrong by the others.
Where these are less than p % of x₁, the sum gives x₁ away. The same holds of every combination of sums, and is tried
for every part and every reader: one who knows nothing, one who knows a single part, one who knows the parts of a
holding. What a reader knows beforehand of an unknown part is its sign and that it is not more than twice its value
(the (p,q) rule with q = 100).

Source: Handbook on Statistical Disclosure Control, 2nd edition (2024), section 4.2, table 4.2 and equation 4.2;
Hundepool et al., Statistical Disclosure Control (2012), ch. 4 (unverified).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from tanji.lca.system import Floats

K = TypeVar("K", bound=Hashable)
Flags = NDArray[np.bool_]

FLOOR: Final = 1e-12
"""Of the largest part: so much a part counts that is 0, which nobody would guess were it not for the sums."""
_EXACT: Final = 1e-9
"""Residual of a solution, as a share of its terms, up to which it counts as one."""


def estimable(
    sums: Sequence[Mapping[K, float]],
    within: float,
    *,
    silent: Collection[K] = (),
    holdings: Sequence[Collection[K]] = (),
) -> frozenset[K]:
    """The unknowns that some reader can estimate to within a share of their value.

    sums: what each unknown adds to each sum, 0 where it does but is 0; silent: unknowns in part known to everybody,
    which hide no others; holdings: unknowns that one reader knows together. Of a reader's own nothing is asked.

    >>> sorted(estimable([{"fibre": 417.0, "glue": 0.01, "tape": 0.01}], 0.1))
    ['fibre']
    >>> sorted(estimable([{"a": 52.0, "b": 50.0, "c": 8.0}], 0.1)), sorted(estimable([{"a": 50.0, "b": 49.0}], 0.1))
    ([], ['a', 'b'])
    """
    unknowns = list(dict.fromkeys(unknown for row in sums for unknown in row))
    if not unknowns:
        return frozenset()
    parts = _parts(sums, unknowns)
    mute = np.array([unknown in set(silent) for unknown in unknowns], dtype=np.bool_)
    found = np.zeros(len(unknowns), dtype=np.bool_)
    for known in _readers(unknowns, holdings):
        for place in np.flatnonzero(~found & _near(parts, known, mute, within)):
            found[place] = True
    return frozenset(unknown for unknown, near in zip(unknowns, found.tolist(), strict=True) if near)


def _parts(sums: Sequence[Mapping[K, float]], unknowns: Sequence[K]) -> Floats:
    """Sums by unknowns; a part that is 0 counts as very little."""
    at = {unknown: place for place, unknown in enumerate(unknowns)}
    largest = max((abs(value) for row in sums for value in row.values()), default=0.0) or 1.0
    parts = np.zeros((len(sums), len(unknowns)))
    for place, row in enumerate(sums):
        for unknown, value in row.items():
            parts[place, at[unknown]] = value if abs(value) > FLOOR * largest else FLOOR * largest
    return parts


def _readers(unknowns: Sequence[K], holdings: Sequence[Collection[K]]) -> Iterator[Flags]:
    yield np.zeros(len(unknowns), dtype=np.bool_)
    for own in ({unknown} for unknown in unknowns):
        yield np.array([unknown in own for unknown in unknowns], dtype=np.bool_)
    for holding in holdings:
        if len(held := set(holding)) > 1:
            yield np.array([unknown in held for unknown in unknowns], dtype=np.bool_)


def _near(parts: Floats, known: Flags, mute: Flags, within: float) -> Flags:
    """The unknowns that a reader who knows some of them can estimate: told by single sums, else by all together."""
    size = np.abs(parts)
    size[:, known] = 0.0
    hiding = np.where(mute, 0.0, size)
    inside, needed = size > 0, within * size
    by_one = np.any(inside & (_others(hiding) < needed * (1 - _EXACT)), axis=0)
    single = np.where(np.count_nonzero(parts, axis=0) == 1, hiding, 0.0)
    hidden = np.all(~inside | (_others(single) >= needed), axis=0)
    near: Flags = np.array(by_one, dtype=np.bool_)
    for place in np.flatnonzero(np.any(inside, axis=0) & ~near & ~hidden):
        near[place] = _freedom(parts, known | mute, int(place), within) < within * (1 - _EXACT)
    return near


def _others(hiding: Floats) -> Floats:
    """By sum and unknown: what all other unknowns of the sum come to."""
    whole: Floats = hiding.sum(axis=1, keepdims=True) - hiding
    return whole


def _freedom(parts: Floats, fixed: Flags, place: int, within: float) -> float:
    """By how much of itself one unknown may change while every sum stays as it is, no other more than its own size.

    A linear program; 0 where its solution does not hold exactly enough.
    """
    free = ~fixed
    free[place] = True
    columns = np.flatnonzero(free)
    rows = parts[:, columns]
    rows = rows[np.abs(rows).max(axis=1) > 0]
    rows = rows / np.abs(rows).max(axis=1, keepdims=True)
    at = int(np.flatnonzero(columns == place)[0])
    aim = np.zeros(len(columns))
    aim[at] = -1.0
    bounds = [(-1.0, 1.0)] * len(columns)
    bounds[at] = (0.0, 2 * within)
    solved = linprog(aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=bounds, method="highs")
    if solved.x is None:
        return 0.0
    wrong = np.abs(rows @ solved.x) / np.maximum((np.abs(rows) * np.abs(solved.x)).sum(axis=1), FLOOR)
    return float(solved.x[at]) if wrong.max(initial=0.0) < _EXACT else 0.0
