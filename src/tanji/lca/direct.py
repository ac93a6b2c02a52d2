"""Elimination of one block: equilibrated LU, with a condition number that says whether to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array, diags_array, eye_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# At 1 / (45 eps) not two digits of a solution are left: the block counts as singular.
CONDITION_LIMIT = 1e14
MEAN_PASSES, SUM_PASSES = 10, 20
DENSE_LIMIT = 400


class Eliminated(Protocol):
    """What SuperLU gives back: factors that solve with the matrix ("N") or its transpose ("T")."""

    def solve(self, rhs: Floats, trans: Literal["N", "T"] = "N") -> Floats:
        """X of M x = rhs, or of Mᵀ x = rhs."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Dependent:
    """The judgement that a block is singular: its rows that depend on each other."""

    rows: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Direct:
    """LU factors of `diag(left) M diag(right)`, to solve with M or its transpose; right-hand sides are (n, k)."""

    left: Floats
    right: Floats
    lu: Eliminated

    def solve(self, f: Floats) -> Floats:
        """X of M x = f."""
        solved: Floats = self.right[:, None] * self.lu.solve(self.left[:, None] * f)
        return solved

    def solve_transpose(self, c: Floats) -> Floats:
        """Y of Mᵀ y = c."""
        solved: Floats = self.left[:, None] * self.lu.solve(self.right[:, None] * c, trans="T")
        return solved


def direct(matrix: csc_array[Any]) -> Direct | Dependent:
    """LU of a square sparse matrix, or the rows that make it singular.

    Singular means: the 1-norm condition number of the equilibrated matrix is beyond CONDITION_LIMIT. That an
    elimination ran through is no proof: rounding turns an exact zero pivot into 1e-17.
    """
    from scipy.sparse.linalg import LinearOperator, onenormest, splu

    left, right = equilibrate(matrix)
    scaled = csc_array(diags_array(left) @ matrix @ diags_array(right))
    try:
        lu = cast("Eliminated", splu(scaled, permc_spec="COLAMD"))
    except RuntimeError:  # SuperLU met a pivot of exactly zero
        return Dependent(_null_rows(scaled))
    n = scaled.shape[0]
    inverse = LinearOperator(
        (n, n),
        matvec=lu.solve,
        rmatvec=lambda v: lu.solve(v, trans="T"),
        matmat=lu.solve,
        rmatmat=lambda v: lu.solve(v, trans="T"),
        dtype=np.float64,
    )
    condition = onenormest(inverse) * abs(scaled).sum(axis=0).max()
    if not condition <= CONDITION_LIMIT:
        return Dependent(_null_rows(scaled))
    return Direct(left, right, lu)


def inverse(block: Floats) -> Floats | Dependent:
    """Inverse of a small dense block, or the rows that make it singular, judged as in `direct`."""
    left, right = equilibrate(csc_array(block))
    scaled = left[:, None] * block * right
    try:
        inverted = np.linalg.inv(scaled)
    except np.linalg.LinAlgError:
        return Dependent(_null_rows(csc_array(scaled)))
    if not np.linalg.norm(scaled, 1) * np.linalg.norm(inverted, 1) <= CONDITION_LIMIT:
        return Dependent(_null_rows(csc_array(scaled)))
    return np.asarray(right[:, None] * inverted * left)


def triangle(lower: csc_array[Any]) -> Eliminated:
    """Factors of a lower triangular matrix: SuperLU told to keep order and pivots, so that nothing fills in."""
    from scipy.sparse.linalg import splu

    kept = splu(lower, permc_spec="NATURAL", diag_pivot_thresh=0.0, relax=1, panel_size=1)
    return cast("Eliminated", kept)


def equilibrate(matrix: csc_array[Any] | csr_array[Any]) -> tuple[Floats, Floats]:
    """Row and column factors after which units no longer show: magnitudes near 1, then row and column sums near 1.

    The first alone takes the units out; the second keeps a few great entries from hiding all others. Scaled by their
    greatest entries only, sound loops of 30 processes came out with condition numbers of 1e16 instead of 50.
    Powers of two, so that scaling rounds nothing. Sources: Curtis & Reid (1972), On the automatic scaling of matrices
    for Gaussian elimination, IMA J. Appl. Math. 10; Knight, Ruiz & Ucar (2014), A symmetry preserving algorithm for
    matrix scaling, SIAM J. Matrix Anal. Appl. 35(3).
    """
    entries: coo_array[Any] = abs(csc_array(matrix)).tocoo()
    entries.eliminate_zeros()
    n = matrix.shape[0]
    row, col, magnitude = entries.row, entries.col, np.log2(entries.data)
    in_row, in_col = np.maximum(np.bincount(row, minlength=n), 1), np.maximum(np.bincount(col, minlength=n), 1)
    left, right = np.zeros(n), np.zeros(n)
    for _ in range(MEAN_PASSES):
        left = -np.bincount(row, magnitude + right[col], n) / in_row
        right = -np.bincount(col, magnitude + left[row], n) / in_col
    left, right = np.exp2(left), np.exp2(right)
    for _ in range(SUM_PASSES):
        size = entries.data * left[row] * right[col]
        for factor, position in ((left, row), (right, col)):
            total = np.bincount(position, size, n)
            np.divide(factor, np.sqrt(np.where(total > 0, total, 1.0)), out=factor)
    return np.exp2(np.round(np.log2(left))), np.exp2(np.round(np.log2(right)))


def _null_rows(scaled: csc_array[Any]) -> Ints:
    """Where the vector that the matrix (nearly) sends to zero is not small: the columns that depend on each other."""
    n = scaled.shape[0]
    if n <= DENSE_LIMIT:
        vector = np.linalg.svd(scaled.toarray())[2][-1]
    else:
        from scipy.sparse.linalg import splu

        lu = splu(csc_array(scaled + 1e-12 * eye_array(n)))
        vector = np.random.default_rng(0).standard_normal(n)
        for _ in range(4):
            vector = lu.solve(vector / np.abs(vector).max())
    return dependent_rows(vector)


def dependent_rows(vector: Any) -> Ints:
    """Where a vector that a matrix sends to zero is not small."""
    size = np.abs(vector)
    return np.flatnonzero(size > 1e-3 * size.max()).astype(np.int64)
