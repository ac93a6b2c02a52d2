"""A system whose coefficients are drawn: which variable moves which coefficient, and by how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from tanji.errors import Refusal, Text
from tanji.lca.distribution import Distributions
from tanji.lca.system import Floats, Ints, System


class UnfitUncertain(Refusal):
    """Contributions that fit no system: a place outside its matrix, an unknown variable, a scale that is no number."""

    code = "LCA-021"


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """All coefficients of one matrix, in parts: coefficient[row, col] is the sum of scale × X[variable], or of scale
    alone where `variable` is -1 (exact). Several parts may share a place or a variable.
    """

    row: Ints
    col: Ints
    variable: Ints
    scale: Floats

    def __post_init__(self) -> None:
        for name in ("row", "col", "variable"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        object.__setattr__(self, "scale", np.asarray(self.scale, dtype=np.float64))

    @classmethod
    def exact(cls, matrix: csc_array[Any]) -> Contributions:
        """The coefficients of a matrix as they are."""
        entries = matrix.tocoo()
        row, col = entries.row.astype(np.int64), entries.col.astype(np.int64)
        return cls(row, col, np.full(entries.nnz, -1, dtype=np.int64), entries.data)

    def __len__(self) -> int:
        return len(self.row)

    def where(self, kept: NDArray[np.bool_]) -> Contributions:
        """Some of them."""
        return Contributions(self.row[kept], self.col[kept], self.variable[kept], self.scale[kept])

    def matrix(self, x: Floats, shape: tuple[int, int]) -> csc_array:
        """The matrix when the variables have these values."""
        factor = np.ones(len(self)) if not len(x) else np.where(self.variable >= 0, x[self.variable], 1.0)
        made = csc_array((self.scale * factor, (self.row.astype(np.int32), self.col.astype(np.int32))), shape=shape)
        made.sum_duplicates()
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Uncertain:
    """A system, the variables that are drawn once a draw each, and how the coefficients of A, B and C follow them.

    Contributions make up the whole of their matrix; a matrix without any is exact, as `system` has it. `system` holds
    the nominal amounts, which are not drawn from. Refuses UnfitUncertain.
    """

    system: System
    variables: Distributions
    technosphere: Contributions
    biosphere: Contributions
    characterization: Contributions

    def __post_init__(self) -> None:
        for letter, name in (("A", "technosphere"), ("B", "biosphere"), ("C", "characterization")):
            matrix, given = getattr(self.system, letter), getattr(self, name)
            if not len(given):
                object.__setattr__(self, name, Contributions.exact(matrix))
                continue
            _fit(letter, given, matrix.shape, len(self.variables))


def _fit(letter: str, given: Contributions, shape: tuple[int, int], variables: int) -> None:
    lengths = {len(given.row), len(given.col), len(given.variable), len(given.scale)}
    limits = ((given.row, 0, shape[0]), (given.col, 0, shape[1]), (given.variable, -1, variables))
    inside = all(np.all((position >= low) & (position < high)) for position, low, high in limits)
    if len(lengths) != 1 or not inside or not np.isfinite(given.scale).all():
        raise UnfitUncertain(
            Text(
                zh=f"矩阵 {letter} 的不确定系数有误：位置超出矩阵、变量不存在、数值不是有限数或各列长度不一",
                en=f"Parts of {letter} lie outside it, name no variable, are not finite, or differ in number",
            ),
            Text(zh="请由同一数据库版本重新生成不确定系统", en="Make the uncertain system anew from one release"),
        )


def mean_system(uncertain: Uncertain) -> System:
    """The system with every coefficient at its expected value: linear in the variables, so at their means."""
    return system_at(uncertain, uncertain.variables.mean())


def system_at(uncertain: Uncertain, x: Floats) -> System:
    """The system when the variables have these values, (variables,)."""
    n, m, k = (
        len(index) for index in (uncertain.system.processes, uncertain.system.flows, uncertain.system.indicators)
    )
    return replace(
        uncertain.system,
        A=uncertain.technosphere.matrix(x, (n, n)),
        B=uncertain.biosphere.matrix(x, (m, n)),
        C=uncertain.characterization.matrix(x, (k, m)),
    )
