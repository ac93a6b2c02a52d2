"""Gauss-Seidel sweeps over one large loop, when they provably contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array

from tanji.lca.direct import Eliminated, triangle

Floats = NDArray[np.float64]

TOLERANCE = 1e-14  # of the sum of absolute terms, component by component
GOOD_ENOUGH = 1e-11  # where rounding keeps the sweeps from the tolerance; the caller refines once more
PLAIN, ACCELERATED, CHECK_EVERY, MEMORY = 12, 300, 4, 8
CERTIFICATE_STEPS, MIX = 80, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Sweeps:
    """A block A scaled to unit diagonal and split into lower part M and upper part N: sign A / |d| = M - N.

    M is kept as its (fill-free) triangular factor, so one sweep is one sparse product and one substitution; it is
    compiled code without numba's second of warming up. Source: Varga (2000), Matrix Iterative Analysis, ch. 3.
    """

    sign: Floats
    size: Floats
    lower: Eliminated
    upper: csr_array[Any]

    def solve(self, f: Floats) -> tuple[Floats, bool]:
        """X of A x = f for each column of f, and whether the sweeps arrived."""
        x, arrived = _iterate(self.sign[:, None] * f, self.upper, self.lower.solve)
        return x / self.size[:, None], arrived

    def solve_transpose(self, c: Floats) -> tuple[Floats, bool]:
        """Y of Aᵀ y = c for each column of c, and whether the sweeps arrived."""
        y, arrived = _iterate(c / self.size[:, None], self.upper.T, lambda b: self.lower.solve(b, trans="T"))
        return self.sign[:, None] * y, arrived


def sweeps(matrix: csc_array[Any] | csr_array[Any]) -> Sweeps | None:
    """The splitting of a block, or None where nothing proves that sweeps over it contract.

    The proof: with every coefficient taken absolute, a positive b is found with N M⁻¹ b < b in every component. Then
    the block is an H-matrix, thus not singular, and sweeps converge from anywhere (Varga 2000, theorem 3.29).
    """
    rows = csr_array(matrix)
    diagonal = rows.diagonal()
    if np.any(diagonal == 0):
        return None
    sign, size = np.sign(diagonal), np.abs(diagonal)
    n = len(sign)
    row = np.repeat(np.arange(n, dtype=np.int32), np.diff(rows.indptr))
    scaled = rows.data / size[rows.indices]
    if np.any(sign < 0):
        scaled *= sign[row]
    above = rows.indices > row
    lower, upper = _part(rows, scaled, ~above), _part(rows, -scaled, above)
    factored = triangle(csc_array(lower))
    comparison = factored
    if np.count_nonzero(scaled > 0) > n:  # outputs beside the diagonal
        comparison = triangle(csc_array(2 * eye_array(n) - abs(lower)))
    if not _contracts(comparison, abs(upper)):
        return None
    return Sweeps(sign, size, factored, upper)


def _part(rows: csr_array[Any], data: Floats, kept: Any) -> csr_array[Any]:
    """The entries of a matrix that are kept, with other values."""
    width = rows.indptr.dtype
    starts = np.concatenate((np.zeros(1, dtype=width), np.cumsum(kept, dtype=width)))[rows.indptr]
    return csr_array((data[kept], rows.indices[kept], starts), shape=rows.shape)


def _contracts(lower: Eliminated, upper: csr_array[Any]) -> bool:
    """Whether such a b is found: powers of N M⁻¹, each with a little of the one before, which keeps b positive."""
    b = np.ones(upper.shape[0])
    for _ in range(CERTIFICATE_STEPS):
        image = upper @ lower.solve(b)
        if np.all(image < b):
            return True
        b = image + MIX * b
        b /= b.max()
    return False


def _iterate(f: Floats, upper: Any, solve: Callable[[Floats], Floats]) -> tuple[Floats, bool]:
    """X of (M - N) x = f by x ← M⁻¹(f + N x), at first plainly, then, column by column, accelerated.

    The right-hand side b = f + N x is what is iterated: its change is the residual of x, at no extra cost.
    """
    magnitude = abs(upper)
    b, x = f, solve(f)
    for sweep in range(PLAIN):
        image = f + upper @ x
        if sweep % CHECK_EVERY == CHECK_EVERY - 1 and _close(image - b, _scale(f, magnitude, x), TOLERANCE):
            return x, True
        b = image
        x = solve(b)
    if not np.isfinite(b).all():
        return x, False
    done = [_accelerate(f[:, k], b[:, k], (upper, magnitude), solve) for k in range(f.shape[1])]
    return np.column_stack([column for column, _ in done]), all(arrived for _, arrived in done)


def _accelerate(f: Floats, b: Floats, parts: tuple[Any, Any], solve: Callable[[Floats], Floats]) -> tuple[Floats, bool]:
    """The same iteration with Anderson's mixing, which does not mind a spectral radius near one.

    Gaps are weighed by the scale of their row, so a change of unit changes nothing; `parts` are N and |N|.
    Source: Walker & Ni (2011), Anderson acceleration for fixed-point iterations, SIAM J. Numer. Anal. 49(4).
    """
    upper, magnitude = parts
    memory = _Memory(len(f))
    x = solve(b)
    for step in range(ACCELERATED):
        gap = f + upper @ x - b
        if step % MEMORY == 0:
            scale = _scale(f, magnitude, x)
            memory.weigh(np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0))
        if memory.size(gap) <= TOLERANCE and _close(gap, _scale(f, magnitude, x), TOLERANCE):
            return x, True
        b = memory.mixed(b, gap)
        if not np.isfinite(b).all():
            return x, False
        x = solve(b)
    gap = f + upper @ x - b
    return x, _close(gap, _scale(f, magnitude, x), GOOD_ENOUGH)


class _Memory:
    """The last steps of an iteration and how its gap changed by each, with the products of the weighed changes.

    Products are sums without BLAS: its threads wait for each other longer than such sums take.
    """

    def __init__(self, n: int) -> None:
        self.steps, self.changes, self.weighed = (np.zeros((MEMORY, n)) for _ in range(3))
        self.products = np.zeros((MEMORY, MEMORY))
        self.count = 0
        self.weight = np.ones(n)
        self.last: tuple[Floats, Floats] | None = None

    def weigh(self, weight: Floats) -> None:
        """Take another weight of each row from here on."""
        self.weight = weight
        np.multiply(self.changes, weight, out=self.weighed)
        self.products = np.einsum("in,jn->ij", self.weighed, self.weighed)

    def size(self, gap: Floats) -> float:
        """The greatest weighed gap."""
        return float(np.abs(gap * self.weight).max(initial=0.0))

    def mixed(self, b: Floats, gap: Floats) -> Floats:
        """The next point: the plain one, less what of the last changes makes the weighed gap least."""
        if self.last is not None:
            here = self.count % MEMORY
            np.subtract(gap, self.last[1], out=self.changes[here])
            np.add(b - self.last[0], self.changes[here], out=self.steps[here])
            np.multiply(self.changes[here], self.weight, out=self.weighed[here])
            self.products[here] = self.products[:, here] = np.einsum("in,n->i", self.weighed, self.weighed[here])
            self.count += 1
        self.last = b, gap
        known = min(self.count, MEMORY)
        if not known or not np.isfinite(self.products).all():
            return b + gap
        against = np.einsum("in,n->i", self.weighed[:known], gap * self.weight)
        mix = np.linalg.lstsq(self.products[:known, :known], against, rcond=None)[0]
        moved: Floats = b + gap - np.einsum("i,in->n", mix, self.steps[:known])
        return moved


def _scale(f: Floats, magnitude: Any, x: Floats) -> Floats:
    scale: Floats = np.abs(f) + magnitude @ np.abs(x)
    return scale


def _close(gap: Floats, scale: Floats, tolerance: float) -> bool:
    return bool(np.all(np.abs(gap) <= tolerance * scale))
