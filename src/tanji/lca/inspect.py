"""What is wrong, or worth knowing, in a system, said in process names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array, diags_array

from tanji.lca.blocks import blocks
from tanji.lca.direct import Dependent, direct, inverse
from tanji.lca.krylov import iteration
from tanji.lca.solve import SMALL_LOOP
from tanji.lca.system import Floats, Ints, System

DENSE_LIMIT = 400
POWER_STEPS, POWER_TOLERANCE = 3000, 1e-9


class Place(NamedTuple):
    """A process: position, key, and the name that people know it by."""

    position: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class OwnUse:
    """A process that takes back part of its own reference product; at a share of 1 nothing is left."""

    process: Place
    share: float


@dataclass(frozen=True, slots=True)
class Loop:
    """Processes each of which needs all the others: a strongly connected block of more than one.

    `radius` is the spectral radius of Z = I - A D⁻¹ within the block (D the reference amounts): the part of an order
    that comes back as orders in the next round. From 1 on, the loop uses more than it makes. None where a reference
    amount is zero. `is_bound` marks a radius that is only an upper bound.
    """

    processes: tuple[Place, ...]
    radius: float | None
    is_bound: bool

    @property
    def productive(self) -> bool:
        """Whether any demand can be met by running everything forwards."""
        return self.radius is not None and self.radius < 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that `inspect` found; empty tuples mean that there is nothing of the kind.

    `without_exchanges` have neither inputs nor elementary flows, so their score is zero by omission. `duplicates` are
    groups with the same inputs and elementary flows per reference unit.
    """

    processes: int
    coefficients: int
    loops: tuple[Loop, ...]
    own_use: tuple[OwnUse, ...]
    singular: tuple[tuple[Place, ...], ...]
    without_reference: tuple[Place, ...]
    negative_reference: tuple[Place, ...]
    without_exchanges: tuple[Place, ...]
    empty_columns: tuple[Place, ...]
    empty_rows: tuple[Place, ...]
    duplicates: tuple[tuple[Place, ...], ...]

    @property
    def solvable(self) -> bool:
        """Whether every demand has exactly one supply."""
        return not self.singular

    @property
    def unproductive(self) -> tuple[Loop, ...]:
        """The loops that use at least what they make: solvable perhaps, but not believable."""
        return tuple(loop for loop in self.loops if not loop.productive)


def inspect(system: System) -> Inspection:
    """Loops with their spectral radius, singular blocks, missing references, empty and repeated columns.

    A judgement, not a gate: nothing is refused here, `factorize` refuses what cannot be solved.
    """
    reference = system.reference
    parts = blocks(system.A)
    knots = [parts.of(int(k)) for k in np.flatnonzero(parts.sizes > 1)]
    lonely = parts.order[parts.starts[:-1][parts.sizes == 1]]
    singular: list[tuple[Place, ...]] = [(place,) for place in _places(system, lonely[reference[lonely] == 0])]
    singular += [_places(system, knot[rows]) for knot in knots if len(rows := _dependent(system, knot))]
    columns, rows = abs(system.A).sum(axis=0), abs(system.A).sum(axis=1)
    others = columns - np.abs(reference) + abs(system.B).sum(axis=0)
    return Inspection(
        processes=len(system),
        coefficients=int(np.count_nonzero(system.A.data)),
        loops=tuple(_loop(system, knot) for knot in knots),
        own_use=tuple(OwnUse(_place(system, int(j)), float(system.own_use[j])) for j in np.flatnonzero(system.own_use)),
        singular=tuple(singular),
        without_reference=_places(system, np.flatnonzero(reference == 0)),
        negative_reference=_places(system, np.flatnonzero(reference < 0)),
        without_exchanges=_places(system, np.flatnonzero((others == 0) & (reference != 0))),
        empty_columns=_places(system, np.flatnonzero(columns == 0)),
        empty_rows=_places(system, np.flatnonzero(rows == 0)),
        duplicates=_duplicates(system),
    )


def radius(Z: csc_array[Any]) -> tuple[float, bool]:  # noqa: N803 - the letter of the convention
    """Spectral radius of one strongly connected block, and whether it is only an upper bound.

    Dense eigenvalues for small blocks. For large non-negative ones the Perron root, enclosed by Collatz and Wielandt
    bounds; for large signed ones Arnoldi after balancing by the Perron vector of |Z|, whose root is the bound.

    >>> found, is_bound = radius(csc_array(np.array([[0.0, 2.0], [0.125, 0.0]])))
    >>> round(found, 12), is_bound
    (0.5, False)
    """
    if Z.shape[0] <= DENSE_LIMIT:
        return float(np.abs(np.linalg.eigvals(Z.toarray())).max()), False
    upper, vector, close = _perron(csr_array(abs(Z)))
    if np.all(Z.data >= 0):
        return upper, not close
    from scipy.sparse.linalg import ArpackNoConvergence, eigs

    balanced = csc_array(diags_array(1 / vector) @ Z @ diags_array(vector))
    start = np.random.default_rng(0).random(Z.shape[0])  # a fixed start, so that a radius can be recomputed
    try:
        found = eigs(balanced, k=1, which="LM", ncv=60, v0=start, return_eigenvectors=False)
    except ArpackNoConvergence:
        return upper, True
    return float(np.abs(found).max()), False


def _perron(magnitude: csr_array[Any]) -> tuple[float, Floats, bool]:
    """Root and vector of a non-negative irreducible matrix; the shift by 1 keeps a cyclic one from swinging."""
    x = np.ones(magnitude.shape[0])
    upper = np.inf
    for _ in range(POWER_STEPS):
        y = magnitude @ x + x
        ratio = y / x
        lower, upper = ratio.min() - 1, ratio.max() - 1
        x = y / y.max()
        if upper - lower <= POWER_TOLERANCE * (1 + upper):
            return float((lower + upper) / 2), x, True
    return float(upper), x, False


def _loop(system: System, knot: Ints) -> Loop:
    block = csc_array(system.A[knot][:, knot])
    reference = block.diagonal()
    if np.any(reference == 0):
        return Loop(_places(system, knot), None, is_bound=False)
    # Rows with the sign of their reference: a similar matrix, non-negative also where waste is treated.
    scaled = diags_array(np.sign(reference)) @ block @ diags_array(1 / np.abs(reference))
    entries: coo_array[Any] = scaled.tocoo()
    apart = entries.row != entries.col
    z = csc_array((-entries.data[apart], (entries.row[apart], entries.col[apart])), shape=block.shape)
    found, is_bound = radius(z)
    return Loop(_places(system, knot), found, is_bound)


def _dependent(system: System, knot: Ints) -> Ints:
    """Rows of a loop that make it singular; none where it is not."""
    block = csc_array(system.A[knot][:, knot])
    made = (iteration(block) or direct(block)) if len(knot) > SMALL_LOOP else inverse(block.toarray())
    return made.rows if isinstance(made, Dependent) else np.zeros(0, dtype=np.int64)


def _duplicates(system: System) -> tuple[tuple[Place, ...], ...]:
    reference = system.reference
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    for j in np.flatnonzero(reference):
        rows, inputs = _column(system.A, int(j))
        flows, exchanges = _column(system.B, int(j))
        apart = rows != j
        if apart.any() or flows.size:
            values = np.concatenate([inputs[apart], exchanges]) / reference[j]
            exponent = np.floor(np.log2(np.abs(values)))
            rounded = np.round(values / 2**exponent, 12) * 2**exponent
            groups[b"|".join((rows[apart].tobytes(), flows.tobytes(), rounded.tobytes()))].append(int(j))
    return tuple(_places(system, np.array(same)) for same in groups.values() if len(same) > 1)


def _column(matrix: csc_array[Any], j: int) -> tuple[Any, Floats]:
    here = slice(matrix.indptr[j], matrix.indptr[j + 1])
    position, value = matrix.indices[here], matrix.data[here]
    order = np.argsort(position[value != 0], kind="stable")
    return position[value != 0][order].astype(np.int64), value[value != 0][order]


def _place(system: System, j: int) -> Place:
    return Place(j, system.processes.of(j), system.name(j))


def _places(system: System, positions: Ints) -> tuple[Place, ...]:
    return tuple(_place(system, int(j)) for j in np.sort(positions))
