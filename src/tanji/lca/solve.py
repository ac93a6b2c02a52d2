"""Supply for a demand, and the adjoint of it: A s = f and Aᵀ λ = c, factorized once and checked every time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array, csr_array, eye_array

from tanji.errors import Refusal, Text
from tanji.lca.blocks import Blocks, fitting
from tanji.lca.direct import Dependent, Direct, Eliminated, direct, inverse, triangle
from tanji.lca.krylov import Krylov, iteration
from tanji.lca.sweep import Sweeps
from tanji.lca.system import Floats, System, fit

Ints = NDArray[np.int64]

SMALL_LOOP = 64  # up to here a loop is inverted as a dense block
ACCEPTED = 1e-9  # bound on the residual, as a share of the sum of absolute terms of its row
REFINED = 1e-13  # above this one step of iterative refinement is worth its solve
NAMED = 10  # how many processes a message lists


class SingularSystem(Refusal):
    """Some processes have no unique supply: a reference amount is zero, or a loop makes exactly what it takes.

    `processes` are their positions.
    """

    code = "LCA-004"

    def __init__(self, processes: Ints, system: System | None) -> None:
        self.processes = tuple(int(p) for p in processes)
        listed, more = _listed(self.processes, system)
        super().__init__(
            Text(
                zh=f"方程组奇异，下列过程没有唯一解：{listed}{f' 等 {len(self.processes)} 个' if more else ''}",
                en=f"The system is singular; no unique supply for: {listed}"
                + (f" and {len(self.processes) - NAMED} more" if more else ""),
            ),
            Text(
                zh="请检查这些过程的参考产品数量是否为零、彼此的投入是否恰好抵消产出，或有无重复过程",
                en="Check for a reference amount of zero, inputs that use up exactly the output, or a repeated process",
            ),
        )


class NotSolved(Refusal):
    """A solution was found but does not fulfil the equations within the bound; it is not given out."""

    code = "LCA-005"


class UnfitDemand(Refusal):
    """A right-hand side of the wrong length, or with a number that is not finite."""

    code = "LCA-006"


class _Solver(Protocol):
    def solve(self, f: Floats) -> Floats: ...
    def solve_transpose(self, c: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """Processes in order, with small loops among them inverted: A = G⁻¹ T, T unit lower triangular."""

    inverted: csr_array[Any]
    triangular: Eliminated

    def solve(self, f: Floats) -> Floats:
        solved: Floats = self.triangular.solve(self.inverted @ f)
        return solved

    def solve_transpose(self, c: Floats) -> Floats:
        solved: Floats = self.inverted.T @ self.triangular.solve(c, trans="T")
        return solved


@dataclass(frozen=True, eq=False)
class _Loop:
    """One large loop: iteration, and elimination where it does not arrive."""

    matrix: csr_array[Any]
    iteration: Sweeps | Krylov
    processes: Ints
    system: System | None

    @cached_property
    def eliminated(self) -> Direct:
        return _eliminate(self.matrix, self.processes, self.system)

    def solve(self, f: Floats) -> Floats:
        x, arrived = self.iteration.solve(f)
        return x if arrived else self.eliminated.solve(f)

    def solve_transpose(self, c: Floats) -> Floats:
        y, arrived = self.iteration.solve_transpose(c)
        return y if arrived else self.eliminated.solve_transpose(c)


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    """A run of the block order with its solver, and what it takes part in of the runs before it."""

    start: int
    stop: int
    left: csr_array[Any]
    solver: _Solver


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A technosphere made ready to solve with, forward and adjoint, as often as wanted. `factorize` makes it.

    Right-hand sides are (n,) or (n, k), a column each. No NaN or inf leaves, and no solution whose residual exceeds
    1e-9 of its row's absolute terms.
    """

    matrix: csc_array[Any]
    order: Ints
    segments: tuple[_Segment, ...]
    system: System | None = None

    def solve(self, f: ArrayLike) -> Floats:
        """Supply s of A s = f: how much each process runs to meet the demand. Refuses UnfitDemand, NotSolved."""
        return self._checked(f, transpose=False)

    def solve_transpose(self, c: ArrayLike) -> Floats:
        """Adjoint λ of Aᵀ λ = c: what one unit more of each product costs, if a run costs c. Refuses as `solve`."""
        return self._checked(c, transpose=True)

    def _checked(self, given: ArrayLike, *, transpose: bool) -> Floats:
        wanted = np.asarray(given, dtype=np.float64)
        n = len(self.order)
        if wanted.ndim not in {1, 2} or wanted.shape[0] != n:
            shape = " x ".join(map(str, wanted.shape))
            raise UnfitDemand(Text(zh=f"需求应有 {n} 行，实为 {shape}", en=f"Expected {n} rows, got {shape}"))
        columns = wanted if wanted.ndim == 2 else wanted[:, None]
        if not np.isfinite(columns).all():
            where = _listed(tuple(np.flatnonzero(~np.isfinite(columns).all(axis=1))), self.system)[0]
            raise UnfitDemand(Text(zh=f"需求中有非有限数：{where}", en=f"The demand is not finite for {where}"))
        matrix = self.matrix.T if transpose else self.matrix
        run = self._backward if transpose else self._forward
        found = run(columns)
        excess, gap = _excess(matrix, found, columns)
        if excess.max(initial=0.0) > REFINED:
            refined = found + run(gap)
            better, _ = _excess(matrix, refined, columns)
            if better.max(initial=0.0) < excess.max(initial=0.0):
                found, excess = refined, better
        if not excess.max(initial=0.0) <= ACCEPTED:
            raise self._not_solved(excess)
        return found.reshape(wanted.shape)

    def _forward(self, f: Floats) -> Floats:
        wanted, x = f[self.order], np.zeros_like(f)
        for part in self.segments:
            here = slice(part.start, part.stop)
            x[here] = part.solver.solve(wanted[here] - part.left @ x[: part.start])
        supply = np.empty_like(x)
        supply[self.order] = x
        return supply

    def _backward(self, c: Floats) -> Floats:
        wanted, y = c[self.order], np.zeros_like(c)
        for part in reversed(self.segments):
            here = slice(part.start, part.stop)
            y[here] = part.solver.solve_transpose(wanted[here])
            wanted[: part.start] -= part.left.T @ y[here]
        adjoint = np.empty_like(y)
        adjoint[self.order] = y
        return adjoint

    def _not_solved(self, excess: Floats) -> NotSolved:
        rows = np.nan_to_num(excess, nan=np.inf).max(axis=1)
        worst = int(np.argmax(rows))
        where = _listed((worst,), self.system)[0]
        return NotSolved(
            Text(
                zh=f"求解结果不满足方程：过程“{where}”的相对残差为 {rows[worst]:.1e}，上限 {ACCEPTED:.0e}",
                en=f"The solution misses its equations: relative residual {rows[worst]:.1e} at {where}, "
                f"bound {ACCEPTED:.0e}",
            ),
            Text(
                zh="请检查数量级相差悬殊的投入，或几乎耗尽自身产出的循环",
                en="Look for inputs of wildly different magnitude, or a loop that nearly uses up its own output",
            ),
        )


def factorize(system: System | csc_array[Any]) -> Factor:
    """A technosphere made ready to solve with: blocks in order, small loops inverted, large ones swept or eliminated.

    A large loop is swept where a proof is found that sweeps contract (see `sweep`), else eliminated by LU, or iterated
    upon where it is too large for that (see `krylov`).
    Refuses SingularSystem, naming the processes (by position where a bare matrix is given);
    UnfitSystem where a bare matrix is not square or not finite.
    Source: Duff & Reid (1978), An implementation of Tarjan's algorithm for block triangularization, ACM TOMS 4(2).
    """
    named = system if isinstance(system, System) else None
    matrix = system.A if isinstance(system, System) else csc_array(system, dtype=np.float64)
    fit("A", matrix, (matrix.shape[0], matrix.shape[0]))
    parts = fitting(matrix, named.parts if named else None)
    sorted_ = csr_array(matrix[parts.order][:, parts.order])
    cuts = _cuts(parts)
    segments = []
    for start, stop, loop in cuts:
        left, own = _cut(sorted_, start, stop)
        processes = parts.order[start:stop]
        if loop:
            solver: _Solver = _loop(own, processes, named)
        else:
            inner = parts.starts[(parts.starts >= start) & (parts.starts <= stop)] - start
            solver = _chain(own, inner, processes, named)
        segments.append(_Segment(start, stop, left, solver))
    return Factor(matrix, parts.order, tuple(segments), named)


def _cut(rows: csr_array[Any], start: int, stop: int) -> tuple[csr_array[Any], csr_array[Any]]:
    """Rows of a block lower triangular matrix, those before `start` and after `stop` left out: what stands in columns
    before `start`, and the rest, counted from `start`.
    """
    first, last = rows.indptr[start], rows.indptr[stop]
    data, column, starts = rows.data[first:last], rows.indices[first:last], rows.indptr[start : stop + 1] - first
    n = stop - start
    if start == 0:
        return csr_array((n, 0)), csr_array((data, column, starts), shape=(n, n))
    own = column >= start
    count = np.concatenate((np.zeros(1, dtype=starts.dtype), np.cumsum(own, dtype=starts.dtype)))[starts]
    before = csr_array((data[~own], column[~own], starts - count), shape=(n, start))
    return before, csr_array((data[own], column[own] - column.dtype.type(start), count), shape=(n, n))


def _cuts(parts: Blocks) -> list[tuple[int, int, bool]]:
    """Slices of the order: every large loop by itself (True), and what lies between them."""
    cuts, start = [], 0
    for block in np.flatnonzero(parts.sizes > SMALL_LOOP):
        first, after = int(parts.starts[block]), int(parts.starts[block + 1])
        if first > start:
            cuts.append((start, first, False))
        cuts.append((first, after, True))
        start = after
    if len(parts.order) > start:
        cuts.append((start, len(parts.order), False))
    return cuts


def _loop(matrix: csr_array[Any], processes: Ints, system: System | None) -> _Solver:
    made = iteration(matrix)
    if isinstance(made, Dependent):
        raise SingularSystem(processes[made.rows], system)
    return _Loop(matrix, made, processes, system) if made else _eliminate(matrix, processes, system)


def _eliminate(matrix: csr_array[Any], processes: Ints, system: System | None) -> Direct:
    made = direct(csc_array(matrix))
    if isinstance(made, Dependent):
        raise SingularSystem(processes[made.rows], system)
    return made


def _chain(matrix: csr_array[Any], starts: Ints, processes: Ints, system: System | None) -> _Chain:
    """T = I + G (A minus its diagonal blocks), G the inverses of the diagonal blocks."""
    n = matrix.shape[0]
    diagonal = matrix.diagonal()
    sizes = np.diff(starts)
    block = np.repeat(np.arange(len(sizes)), sizes)
    alone = sizes[block] == 1
    if np.any(diagonal[alone] == 0):
        raise SingularSystem(processes[alone & (diagonal == 0)], system)
    inverted = _inverted(matrix, starts, (processes, system), np.where(alone, diagonal, 1.0))
    row = np.repeat(np.arange(n, dtype=matrix.indices.dtype), np.diff(matrix.indptr))
    outside = block[row] != block[matrix.indices]
    if alone.all():  # G is diagonal: the rows are scaled
        scaled = np.where(outside, matrix.data / diagonal[row], 1.0)
        return _Chain(inverted, triangle(csc_array(csr_array((scaled, matrix.indices, matrix.indptr), shape=(n, n)))))
    below = csr_array((matrix.data[outside], (row[outside], matrix.indices[outside])), shape=(n, n))
    return _Chain(inverted, triangle(csc_array(eye_array(n) + inverted @ below)))


def _inverted(
    matrix: csr_array[Any], starts: Ints, called: tuple[Ints, System | None], diagonal: Floats
) -> csr_array[Any]:
    """G: every small loop inverted, and what stands alone."""
    sizes = np.diff(starts)
    processes, system = called
    small: list[Floats] = []
    where: list[Ints] = []
    for k in np.flatnonzero(sizes > 1):
        here = np.arange(starts[k], starts[k + 1])
        made = inverse(matrix[here][:, here].toarray())
        if isinstance(made, Dependent):
            raise SingularSystem(processes[here[made.rows]], system)
        small.append(made)
        where.append(here)
    return _block_diagonal(diagonal, np.repeat(sizes == 1, sizes), small, where)


def _block_diagonal(diagonal: Floats, alone: Any, small: list[Floats], where: list[Ints]) -> csr_array[Any]:
    n = len(diagonal)
    if not small:
        return csr_array((1 / diagonal, np.arange(n, dtype=np.int32), np.arange(n + 1, dtype=np.int32)), shape=(n, n))
    single = np.flatnonzero(alone)
    row, col, value = [single], [single], [1 / diagonal[single]]
    for inverted, here in zip(small, where, strict=True):
        row.append(np.repeat(here, len(here)))
        col.append(np.tile(here, len(here)))
        value.append(inverted.ravel())
    return csr_array((np.concatenate(value), (np.concatenate(row), np.concatenate(col))), shape=(n, n))


def _excess(matrix: Any, found: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Residual over the sum of absolute terms, row by row (Oettli & Prager 1964), and the residual itself.

    Rows whose terms vanish beside the largest by more than the rounding of it are measured against that rounding.
    """
    with np.errstate(all="ignore"):  # what overflows is refused below as an infinite excess
        gap = wanted - matrix @ found
        terms = abs(matrix) @ np.abs(found) + np.abs(wanted)
        terms += np.finfo(np.float64).eps * terms.max(axis=0, initial=0.0)
        excess = np.divide(np.abs(gap), terms, out=np.zeros_like(gap), where=terms != 0)
    return np.where(np.isfinite(found) & np.isfinite(excess), excess, np.inf), gap


def _listed(processes: tuple[int, ...], system: System | None) -> tuple[str, bool]:
    called = [system.name(p) if system else f"#{p}" for p in processes[:NAMED]]
    return ", ".join(called), len(processes) > NAMED
