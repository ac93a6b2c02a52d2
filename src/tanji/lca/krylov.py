"""One large loop that no sweep is proven to solve: Krylov iteration, preconditioned by the sweep, judged beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array, tril

from tanji.lca.direct import CONDITION_LIMIT, Dependent, Eliminated, dependent_rows, equilibrate, triangle
from tanji.lca.sweep import GOOD_ENOUGH, TOLERANCE, Sweeps, sweeps

Floats = NDArray[np.float64]
Apply = Callable[[Floats], Floats]

ELIMINATED = 2000  # up to here elimination takes a fraction of a second; at 12,000 a minute and a gigabyte
ROUNDS, ROUND_TOLERANCE, RESTART = 8, 1e-7, 80
EIGENVALUES, BASIS = 12, 60
NO_DISTANCE = 1e-12  # an eigenvalue of the preconditioned loop this near to 0 is 0: it makes exactly what it takes


@dataclass(frozen=True, slots=True, eq=False)
class Krylov:
    """A loop A as S = diag(left) A diag(right), with the lower triangle M of S as preconditioner.

    Every eigenvalue of S M⁻¹ that one sweep does not bring near 1 costs a step or two, and a loop has few: those that
    make a sweep diverge are as few. Source: Saad & Schultz (1986), GMRES, SIAM J. Sci. Stat. Comput. 7(3).
    """

    left: Floats
    right: Floats
    scaled: csr_array[Any]
    lower: Eliminated

    def solve(self, f: Floats) -> tuple[Floats, bool]:
        """X of A x = f for each column of f, and whether the iteration arrived."""
        x, arrived = _columns(self.left[:, None] * f, self.scaled, self.lower.solve)
        return self.right[:, None] * x, arrived

    def solve_transpose(self, c: Floats) -> tuple[Floats, bool]:
        """Y of Aᵀ y = c for each column of c, and whether the iteration arrived."""
        transposed = csr_array(self.scaled.T)
        y, arrived = _columns(self.right[:, None] * c, transposed, lambda b: self.lower.solve(b, trans="T"))
        return self.left[:, None] * y, arrived


def iteration(matrix: csc_array[Any] | csr_array[Any]) -> Sweeps | Krylov | Dependent | None:
    """How to iterate over a large loop: by sweeps where they provably contract, by Krylov steps where it is too large
    to eliminate. Dependent where that shows it singular; None where elimination must decide.
    """
    return sweeps(matrix) or (krylov(matrix) if matrix.shape[0] > ELIMINATED else None)


def krylov(matrix: csc_array[Any] | csr_array[Any]) -> Krylov | Dependent | None:
    """The iteration made ready, or the rows that make the loop singular, or None where neither can be told.

    Told by the greatest eigenvalues of I - M⁻¹S, of which none may be 1, and then, as for elimination, by the condition
    number, whose estimate needs a few solves both ways that must all arrive.
    """
    left, right = equilibrate(matrix)
    scaled = csr_array(diags_array(left) @ matrix @ diags_array(right))
    diagonal = scaled.diagonal()
    patched = csc_array(tril(scaled) + diags_array(np.where(diagonal == 0, 1.0, 0.0)))
    made = Krylov(left, right, scaled, triangle(patched))
    spectrum = _spectrum(made)
    if spectrum is not None:
        values, vectors = spectrum
        nearest = int(np.argmin(np.abs(1 - values)))
        if abs(1 - values[nearest]) <= NO_DISTANCE:
            return Dependent(dependent_rows(vectors[:, nearest]))
    return made if _conditioned(made) else None


def _spectrum(made: Krylov) -> tuple[Any, Any] | None:
    """Greatest eigenvalues of I - M⁻¹S with their vectors; None where they were not found."""
    from scipy.sparse.linalg import ArpackError, LinearOperator, eigs

    n = len(made.left)
    swept = LinearOperator((n, n), matvec=lambda v: v - made.lower.solve(made.scaled @ v), dtype=np.float64)
    start = np.random.default_rng(0).random(n)  # a fixed start, so that a judgement can be repeated
    try:
        values, vectors = eigs(swept, k=EIGENVALUES, which="LM", ncv=BASIS, v0=start, maxiter=20)
    except ArpackError:
        return None
    return values, vectors


def _conditioned(made: Krylov) -> bool:
    """Whether the condition number is within its limit, and the solves that tell it all arrived."""
    from scipy.sparse.linalg import LinearOperator, onenormest

    arrived: list[bool] = []

    def apply(b: Floats, transpose: bool) -> Floats:
        run = made.lower.solve if not transpose else (lambda v: made.lower.solve(v, trans="T"))
        matrix = csr_array(made.scaled.T) if transpose else made.scaled
        x, done = _columns(b.reshape(len(b), -1), matrix, run)
        arrived.append(done)
        return x.reshape(b.shape)

    n = len(made.left)
    inverse = LinearOperator(
        (n, n),
        matvec=lambda b: apply(b, transpose=False),
        rmatvec=lambda b: apply(b, transpose=True),
        matmat=lambda b: apply(b, transpose=False),
        rmatmat=lambda b: apply(b, transpose=True),
        dtype=np.float64,
    )
    condition = onenormest(inverse) * abs(made.scaled).sum(axis=0).max()
    return all(arrived) and bool(condition <= CONDITION_LIMIT)


def _columns(f: Floats, matrix: csr_array[Any], precondition: Apply) -> tuple[Floats, bool]:
    done = [_column(f[:, k], matrix, precondition) for k in range(f.shape[1])]
    return np.column_stack([x for x, _ in done]), all(arrived for _, arrived in done)


def _column(f: Floats, matrix: csr_array[Any], precondition: Apply) -> tuple[Floats, bool]:
    """X of S x = f by rounds of GMRES, each on what the rounds before left over."""
    from scipy.sparse.linalg import LinearOperator, gmres

    n = len(f)
    operator = LinearOperator((n, n), matvec=lambda u: matrix @ precondition(u), dtype=np.float64)
    magnitude = abs(matrix)
    x, gap, best = np.zeros(n), f, np.inf
    for _ in range(ROUNDS):
        step, _failed = gmres(operator, gap, rtol=ROUND_TOLERANCE, restart=RESTART, maxiter=3)
        tried = x + precondition(step)
        left = f - matrix @ tried
        terms = np.abs(f) + magnitude @ np.abs(tried)
        terms += np.finfo(np.float64).eps * terms.max(initial=0.0)
        excess = float(np.divide(np.abs(left), terms, out=np.zeros(n), where=terms > 0).max(initial=0.0))
        if not excess < best:
            break
        x, gap, best = tried, left, excess
        if excess <= TOLERANCE:
            break
    return x, best <= GOOD_ENOUGH
