"""Products that use products: the system x = d + U x solved as one, level by level, loops where there are any.

U[p, q] is how much of product q one of product p uses, d what p has of its own. Products that use none form level 0; a
loop (products that need each other) is solved as a block where it is productive, and is refused where it uses at least
what it makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array

from tanji.errors import Refusal, Text
from tanji.lca.inspect import radius
from tanji.lca.solve import Factor, factorize
from tanji.lca.system import Floats, Ints

Flags = NDArray[np.bool_]

NAMED: Final = 10


class UnproductiveProducts(Refusal):
    """Products that use each other up: one of them needs, by way of the others, at least one of itself."""

    code = "LCA-041"


class Cycle(NamedTuple):
    """Products each of which needs all the others (or itself), and the share of an order that comes back."""

    products: tuple[int, ...]
    radius: float


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Products that can be solved at once: what they use of lower levels, and the loops among them."""

    products: Ints
    uses: csr_array[Any]
    factor: Factor | None


@dataclass(frozen=True, slots=True, eq=False)
class Nest:
    """Nested products made ready to solve, as often as wanted. `nest` makes it."""

    size: int
    levels: tuple[_Level, ...]
    cycles: tuple[Cycle, ...]

    def solve(self, own: Floats) -> Floats:
        """The whole of every product, x = (I − U)⁻¹ d, for own parts (products,) or (products, k)."""
        found = np.array(own, dtype=np.float64, order="C")
        for level in self.levels:
            wanted = found[level.products] + level.uses @ found
            found[level.products] = wanted if level.factor is None else level.factor.solve(wanted)
        return found


def nest(uses: csr_array[Any], names: Any) -> Nest:
    """What products use of products, (products, products), ordered by levels. Refuses UnproductiveProducts.

    `names` gives what messages call a product, by position. Within a level the parts of loops are solved together
    (`factorize`, residual checked).

    >>> chain = csr_array(np.array([[0.0, 2.0], [0.0, 0.0]]))
    >>> nest(chain, ["pump", "motor"]).solve(np.array([1.0, 10.0])).tolist()
    [21.0, 10.0]
    """
    graph: Any = uses.astype(np.float64)
    graph.sum_duplicates()
    graph.eliminate_zeros()
    n = graph.shape[0]
    label, count = _blocks(graph)
    sizes = np.bincount(label, minlength=count)
    looping = sizes[label] > 1
    looping[graph.diagonal() != 0] = True
    cycles = _cycles(graph, label, looping, names)
    levels = []
    for blocks in _levels(graph, label, count):
        plain = blocks[~looping[blocks]]
        if len(plain):
            levels.append(_Level(plain, csr_array(graph[plain]), None))
        knotted = blocks[looping[blocks]]
        if len(knotted):
            rows = csr_array(graph[knotted])
            inside = csc_array(rows[:, knotted])
            outside: Any = rows.copy()
            outside.data[np.isin(outside.indices, knotted)] = 0.0
            outside.eliminate_zeros()
            levels.append(_Level(knotted, outside, factorize(csc_array(eye_array(len(knotted)) - inside))))
    return Nest(n, tuple(levels), cycles)


def reached(uses: csr_array[Any], marked: Flags) -> Flags:
    """The marked products and all that use them, straight or through others.

    >>> chain = csr_array(np.array([[0.0, 2.0, 0], [0.0, 0.0, 0], [0, 0, 0]]))
    >>> reached(chain, np.array([False, True, False])).tolist()
    [True, True, False]
    """
    found, fresh = marked.copy(), np.flatnonzero(marked)
    columns = csc_array(uses)
    while len(fresh):
        above = np.unique(_of(columns.indptr, columns.indices, fresh))
        fresh = above[~found[above]]
        found[fresh] = True
    return found


def _of(indptr: Any, indices: Any, chosen: Ints) -> Ints:
    """The entries of the chosen rows or columns, one after the other."""
    lengths = indptr[chosen + 1] - indptr[chosen]
    ends = np.cumsum(lengths)
    at = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return np.asarray(indices[at + np.repeat(indptr[chosen], lengths)], dtype=np.int64)


def _blocks(graph: csr_array[Any]) -> tuple[Ints, int]:
    from scipy.sparse.csgraph import connected_components

    pattern: Any = graph.copy()
    pattern.data = np.ones(graph.nnz)  # what is given back is used too
    count, label = connected_components(pattern, directed=True, connection="strong")
    return label.astype(np.int64), int(count)


def _levels(graph: csr_array[Any], label: Ints, count: int) -> list[Ints]:
    """Products by level: each block one above the highest block that it uses."""
    entries = graph.tocoo()
    upper, lower = label[entries.row], label[entries.col]
    apart = upper != lower
    between = csc_array((np.ones(int(apart.sum())), (upper[apart], lower[apart])), shape=(count, count))
    between.sum_duplicates()
    waiting = np.bincount(between.indices, minlength=count)
    level = np.full(count, -1, dtype=np.int64)
    ready, depth = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = depth
        above, times = np.unique(_of(between.indptr, between.indices, ready), return_counts=True)
        waiting[above] -= times
        ready, depth = above[waiting[above] == 0], depth + 1
    of_product = level[label]
    order = np.argsort(of_product, kind="stable")
    return np.split(order, np.cumsum(np.bincount(of_product, minlength=depth))[:-1]) if depth else []


def _cycles(graph: csr_array[Any], label: Ints, looping: Flags, names: Any) -> tuple[Cycle, ...]:
    members = np.flatnonzero(looping)
    order = members[np.argsort(label[members], kind="stable")]
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    found = []
    for products in np.split(order, starts[1:]) if len(order) else []:
        share, is_bound = radius(csc_array(graph[products][:, products]))
        if share >= 1:
            raise _unproductive(products, share, names, is_bound=is_bound)
        found.append(Cycle(tuple(products.tolist()), share))
    return tuple(sorted(found))


def _unproductive(products: Ints, share: float, names: Any, *, is_bound: bool) -> UnproductiveProducts:
    listed = [str(names[int(p)]) for p in products[:NAMED]]
    more = len(products) - len(listed)
    zh, en = ("至多 ", "at most ") if is_bound else ("", "")
    return UnproductiveProducts(
        Text(
            zh=f"下列产品相互耗尽：{'、'.join(listed)}{f' 等 {len(products)} 个' if more else ''}"
            f"（每一轮回流 {zh}{share:.4g}）",
            en=f"These products use each other up: {', '.join(listed)}{f' and {more} more' if more else ''}"
            f" ({en}{share:.4g} of an order comes back each round)",
        ),
        Text(
            zh="请检查这些产品之间的用量及其单位；循环的回流须小于 1",
            en="Check how much they use of each other, and the units; less than 1 must come back",
        ),
    )
