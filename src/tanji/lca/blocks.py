"""Which processes need each other: the strongly connected blocks of a technosphere, in an order that untangles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Processes sorted by block: block k is `order[starts[k]:starts[k + 1]]`.

    Every process stands before those that it takes from, so `A[order][:, order]` is block lower triangular.
    """

    order: Ints
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ints:
        """How many processes each block has."""
        return np.diff(self.starts)

    def of(self, block: int) -> Ints:
        """The processes of a block."""
        return self.order[self.starts[block] : self.starts[block + 1]]


def blocks(A: csc_array[Any]) -> Blocks:  # noqa: N803 - the letter of the convention
    """Strongly connected blocks of a square matrix: within one, every process needs every other.

    >>> import numpy as np
    >>> blocks(csc_array(np.array([[1.0, 0, -1], [-1, 1, 0], [0, 0, 1]]))).sizes.tolist()
    [1, 1, 1]
    """
    from scipy.sparse.csgraph import connected_components

    links = A
    if not np.all(A.data):  # an input of 0 is no need
        links = csc_array(A, copy=True)
        links.eliminate_zeros()
    # The transpose has the same blocks and comes in the form that is wanted without a copy.
    count, label = connected_components(links.T, directed=True, connection="strong")
    # Tarjan's numbering is topological; which way round is not documented, so it is looked at.
    if np.any(label[links.indices] < np.repeat(label, np.diff(links.indptr))):
        label = count - 1 - label
    order = np.argsort(label, kind="stable").astype(np.int64)
    return Blocks(order, np.concatenate(([0], np.cumsum(np.bincount(label, minlength=count)))).astype(np.int64))
