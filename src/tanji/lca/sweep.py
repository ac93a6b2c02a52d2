"""Gauss-Seidel sweeps over one large loop, when they provably contract."""

from __future__ import annotations

from collections import deque
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
CERTIFICATE_STEPS = 80


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
        y, arrived = _iterate(c / self.size[:, None], csc_array(self.upper.T), lambda b: self.lower.solve(b, trans="T"))
        return self.sign[:, None] * y, arrived


def sweeps(matrix: csc_array[Any]) -> Sweeps | None:
    """The splitting of a block, or None where nothing proves that sweeps over it contract.

    The proof: with every coefficient taken absolute, a positive b is found with N M⁻¹ b < b in every component. Then
    the block is an H-matrix, thus not singular, and sweeps converge from anywhere (Varga 2000, theorem 3.29).
    """
    diagonal = matrix.diagonal()
    if np.any(diagonal == 0):
        return None
    sign, size = np.sign(diagonal), np.abs(diagonal)
    entries = matrix.tocoo()
    row, col, shape = entries.row, entries.col, matrix.shape
    scaled = entries.data * sign[row] / size[col]
    below, above = row >= col, row < col
    lower = csc_array((scaled[below], (row[below], col[below])), shape=shape)
    upper = csr_array((-scaled[above], (row[above], col[above])), shape=shape)
    factored = triangle(lower)
    comparison = factored
    if np.count_nonzero(scaled > 0) > len(sign):  # outputs beside the diagonal
        comparison = triangle(csc_array(2 * eye_array(len(sign)) - abs(lower)))
    if not _contracts(comparison, abs(upper)):
        return None
    return Sweeps(sign, size, factored, upper)


def _contracts(lower: Eliminated, upper: csr_array[Any]) -> bool:
    b = np.ones(upper.shape[0])
    for _ in range(CERTIFICATE_STEPS):
        image = upper @ lower.solve(b)
        if np.all(image < b):
            return True
        b = (b + image) / (b + image).max()
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
    done = [_accelerate(f[:, k], b[:, k], upper, solve) for k in range(f.shape[1])]
    return np.column_stack([column for column, _ in done]), all(arrived for _, arrived in done)


def _accelerate(f: Floats, b: Floats, upper: Any, solve: Callable[[Floats], Floats]) -> tuple[Floats, bool]:
    """The same iteration with Anderson's mixing, which does not mind a spectral radius near one.

    Gaps are weighed by the scale of their row, so a change of unit changes nothing.
    Source: Walker & Ni (2011), Anderson acceleration for fixed-point iterations, SIAM J. Numer. Anal. 49(4).
    """
    magnitude = abs(upper)
    steps: deque[Floats] = deque(maxlen=MEMORY)
    changes: deque[Floats] = deque(maxlen=MEMORY)
    last: tuple[Floats, Floats] | None = None
    for _ in range(ACCELERATED):
        x = solve(b)
        gap = f + upper @ x - b
        scale = _scale(f, magnitude, x)
        if _close(gap, scale, TOLERANCE):
            return x, True
        if last is not None:
            steps.append(b - last[0])
            changes.append(gap - last[1])
        last = b, gap
        b = b + gap
        if steps:
            weight = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
            weighed = np.array(changes) * weight
            mix = np.linalg.lstsq(weighed @ weighed.T, weighed @ (gap * weight), rcond=None)[0]
            b = b - mix @ (np.array(steps) + np.array(changes))
        if not np.isfinite(b).all():
            return x, False
    return x, _close(gap, scale, GOOD_ENOUGH)


def _scale(f: Floats, magnitude: Any, x: Floats) -> Floats:
    scale: Floats = np.abs(f) + magnitude @ np.abs(x)
    return scale


def _close(gap: Floats, scale: Floats, tolerance: float) -> bool:
    return bool(np.all(np.abs(gap) <= tolerance * scale))
