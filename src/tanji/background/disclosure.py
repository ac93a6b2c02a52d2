"""Which unknowns a set of published sums gives away: what linear algebra can recover, no reader must be able to.

A sum is a row of coefficients over unknowns. An unknown is given away where it alone is a combination of the rows, by
subtraction or otherwise. Source: secondary cell suppression in statistical disclosure control (Hundepool et al.,
*Statistical Disclosure Control*, 2012, ch. 4; clauses unverified). What can be estimated closely, though not computed,
is found by `tanji.background.dominance`, which views use; this is for checking results.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np

K = TypeVar("K", bound=Hashable)

_SURE: Final = 1e-9


def recoverable(sums: Sequence[Mapping[K, float]]) -> frozenset[K]:
    """The unknowns that a reader of these sums can compute; each sum gives the coefficients of its unknowns.

    >>> sorted(recoverable([{"a": 1.0, "b": 1.0}, {"a": 1.0, "b": -1.0}])), recoverable([{"a": 1.0, "b": 1.0}])
    (['a', 'b'], frozenset())
    """
    unknowns = list(dict.fromkeys(unknown for row in sums for unknown, value in row.items() if value))
    if not unknowns:
        return frozenset()
    at = {unknown: place for place, unknown in enumerate(unknowns)}
    matrix = np.zeros((len(sums), len(unknowns)))
    for place, row in enumerate(sums):
        for unknown, value in row.items():
            if value:
                matrix[place, at[unknown]] = value
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = matrix / np.where(norms > 0, norms, 1.0)
    _, sizes, basis = np.linalg.svd(matrix, full_matrices=False)
    held = (basis[sizes > _SURE * sizes.max(initial=0.0)] ** 2).sum(axis=0)
    return frozenset(unknown for unknown, place in at.items() if held[place] > 1 - _SURE)
