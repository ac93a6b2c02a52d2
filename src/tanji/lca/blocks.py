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


def fitting(A: csc_array[Any], parts: Blocks | None) -> Blocks:  # noqa: N803 - the letter of the convention
    """These blocks if they untangle the matrix (each process once, none before one that takes from it), else its own.

    A block may hold more than one that is strongly connected: it is solved all the same.
    """
    n = A.shape[0]
    if parts is None or len(parts.order) != n or len(parts.starts) < 1:
        return blocks(A)
    sizes = parts.sizes
    if parts.starts[0] != 0 or parts.starts[-1] != n or np.any(sizes < 1):
        return blocks(A)
    if n and (parts.order.min() < 0 or parts.order.max() >= n or np.any(np.bincount(parts.order, minlength=n) != 1)):
        return blocks(A)
    label = np.empty(n, dtype=np.int32)
    label[parts.order] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    before = label[A.indices] < np.repeat(label, np.diff(A.indptr))
    return blocks(A) if np.any(before & (A.data != 0)) else parts
