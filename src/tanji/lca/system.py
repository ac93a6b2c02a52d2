"""The matrices of one life cycle system, and the sign convention of everything in this package.

    A s = f        technosphere: processes x processes      s  supply: how much of each process runs
    g = B s        biosphere: flows x processes             f  demand, in reference units of the products
    h = C g        characterization: indicators x flows     g  inventory,  h  scores

Column j of A is process j; row j is its reference product. **Outputs are positive and inputs negative**, so

- a producer has a positive diagonal and negative inputs below and above it;
- a treatment takes its reference product in: its diagonal is **negative**. Treating one unit is the demand -1, and a
  process that gives the waste off has a positive entry in the treatment's row;
- an avoided product is an output beside the reference: a positive entry off the diagonal.

B and C carry the signs that their makers gave them (commonly emissions and resources both positive). Amounts need not
be scaled to one unit of output: A and B of one column count for the same run of the process.
Source: Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment, ch. 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array

from tanji.errors import Refusal, Text
from tanji.lca.blocks import Blocks
from tanji.lca.index import Index

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class UnfitSystem(Refusal):
    """Triples or matrices that do not make a system: outside the index, not finite, shapes that disagree."""

    code = "LCA-003"


class Triples(NamedTuple):
    """Coefficients of a matrix by row, column and value; those of one place are added up."""

    row: ArrayLike
    col: ArrayLike
    value: ArrayLike

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int, float]]) -> Triples:
        """From (row, column, value) one by one.

        >>> Triples.of([(0, 0, 1.0), (1, 0, -2.0)]).value
        [1.0, -2.0]
        """
        listed = list(entries)
        return cls([e[0] for e in listed], [e[1] for e in listed], [e[2] for e in listed])


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A, B, C with their indexes. The module docstring has the signs; build one with `system`.

    `own_use` is the share of each process's gross reference product that it takes back itself; A holds the net amount.
    `names` are what messages call the processes; their keys where none are given. `parts` are the blocks of A, where
    they are known already; whoever uses them looks whether they fit. Refuses UnfitSystem.
    """

    A: csc_array
    B: csc_array
    C: csc_array
    processes: Index
    flows: Index
    indicators: Index
    names: Sequence[str] | None = None
    own_use: Floats = field(default_factory=lambda: np.zeros(0))
    parts: Blocks | None = None

    def __post_init__(self) -> None:
        n, m, k = len(self.processes), len(self.flows), len(self.indicators)
        fit("A", self.A, (n, n))
        fit("B", self.B, (m, n))
        fit("C", self.C, (k, m))
        if self.names is not None and len(self.names) != n:
            raise UnfitSystem(
                Text(zh=f"过程 {n} 个，名称却有 {len(self.names)} 个", en=f"{n} processes, {len(self.names)} names")
            )
        if len(self.own_use) != n:
            object.__setattr__(self, "own_use", np.zeros(n))

    def __len__(self) -> int:
        return len(self.processes)

    @property
    def reference(self) -> Floats:
        """Net amount of each process's reference product: negative where it is an input, 0 where it is missing."""
        return np.asarray(self.A.diagonal(), dtype=np.float64)

    def name(self, process: int) -> str:
        """What messages call a process."""
        return self.names[process] if self.names else self.processes.of(process)


def system(
    technosphere: Triples,
    biosphere: Triples,
    characterization: Triples,
    *,
    processes: Index,
    flows: Index,
    indicators: Index,
    names: Sequence[str] | None = None,
) -> System:
    """A system from triples; those of one place are added up, so a process may list an exchange twice.

    Refuses UnfitSystem: a position outside the index, an amount that is not a finite number, columns of unequal length.

    >>> made = system(Triples([0], [0], [2.0]), Triples([0, 0], [0, 0], [1.0, 5.0]), Triples([0], [0], [1.0]),
    ...               processes=Index(["steel"]), flows=Index(["CO2"]), indicators=Index(["GWP"]))
    >>> float(made.B[0, 0]), made.reference.tolist()
    (6.0, [2.0])
    """
    labels = names if names is not None else list(processes)
    a_row, a_col, a_value = _read("A", technosphere, (processes, processes), labels)
    return System(
        A=_matrix(a_row, a_col, a_value, (len(processes), len(processes))),
        B=_matrix(*_read("B", biosphere, (flows, processes), labels), (len(flows), len(processes))),
        C=_matrix(*_read("C", characterization, (indicators, flows), list(flows)), (len(indicators), len(flows))),
        processes=processes,
        flows=flows,
        indicators=indicators,
        names=names,
        own_use=_own_use(a_row[a_row == a_col], a_value[a_row == a_col], len(processes)),
    )


def characterized(given: System, characterization: Triples, indicators: Index) -> System:
    """The same A and B seen through other indicators. Refuses UnfitSystem, as `system`."""
    entries = _read("C", characterization, (indicators, given.flows), list(given.flows))
    C = _matrix(*entries, (len(indicators), len(given.flows)))  # noqa: N806 - the letter of the convention
    return replace(given, C=C, indicators=indicators)


def _matrix(row: Ints, col: Ints, value: Floats, shape: tuple[int, int]) -> csc_array:
    """Columns of sorted rows, repeated places added up; positions of 32 bits where they fit, as solvers want them."""
    width: Any = np.int32 if max(*shape, len(value)) < np.iinfo(np.int32).max else np.int64
    row, col = row.astype(width), col.astype(width)
    later = (col[1:] > col[:-1]) | ((col[1:] == col[:-1]) & (row[1:] > row[:-1]))
    if later.all():  # sorted and without repetition, as tables of releases are
        starts = np.concatenate(([0], np.cumsum(np.bincount(col, minlength=shape[1])))).astype(width)
        return csc_array((value, row, starts), shape=shape)
    made = csc_array((value, (row, col)), shape=shape)
    made.sum_duplicates()
    return made


def _own_use(process: Ints, value: Floats, n: int) -> Floats:
    """Smaller over larger side of each diagonal: what goes back in, of what comes out."""
    out = np.bincount(process, np.maximum(value, 0), n)
    back = np.bincount(process, np.maximum(-value, 0), n)
    larger = np.maximum(out, back)
    return np.divide(np.minimum(out, back), larger, out=np.zeros(n), where=larger > 0)


def _read(
    letter: str, triples: Triples, indexes: tuple[Index, Index], columns: Sequence[str]
) -> tuple[Ints, Ints, Floats]:
    """The triples as arrays, each position inside its index and each value finite."""
    row, col = np.asarray(triples.row), np.asarray(triples.col)
    value = np.asarray(triples.value, dtype=np.float64)
    if not row.shape == col.shape == value.shape or value.ndim != 1:
        raise UnfitSystem(
            Text(
                zh=f"矩阵 {letter} 的三元组长度不一：行 {row.size}、列 {col.size}、值 {value.size}",
                en=f"Triples of {letter} differ in length: {row.size} rows, {col.size} columns, {value.size} values",
            )
        )
    if row.size and not (np.issubdtype(row.dtype, np.integer) and np.issubdtype(col.dtype, np.integer)):
        raise UnfitSystem(Text(zh=f"矩阵 {letter} 的位置不是整数", en=f"The positions of {letter} are not integers"))
    for what, position, index in (("row", row, indexes[0]), ("column", col, indexes[1])):
        outside = (position < 0) | (position >= len(index))
        if outside.any():
            raise _outside(letter, what, int(position[outside][0]), len(index))
    if not np.isfinite(value).all():
        bad = int(np.flatnonzero(~np.isfinite(value))[0])
        raise _not_finite(letter, indexes[0].of(int(row[bad])), columns[int(col[bad])], float(value[bad]))
    return row.astype(np.int64), col.astype(np.int64), value


def _outside(letter: str, what: str, position: int, size: int) -> UnfitSystem:
    side = "行" if what == "row" else "列"
    return UnfitSystem(
        Text(
            zh=f"矩阵 {letter} 的{side}号 {position} 超出索引（共 {size} 个，从 0 起）",
            en=f"{what.capitalize()} {position} of {letter} lies outside its index of {size}, counted from 0",
        )
    )


def _not_finite(letter: str, row: str, column: str, value: float) -> UnfitSystem:
    return UnfitSystem(
        Text(
            zh=f"矩阵 {letter} 中“{column}”的“{row}”数值为 {value}，不是有限数",
            en=f"{letter} holds {value} for {row!r} of {column!r}, which is not a finite number",
        ),
        Text(zh="缺失的数值应当报告，不能以 NaN 代替", en="A missing amount is reported, not written as NaN"),
    )


def fit(letter: str, matrix: csc_array[Any], shape: tuple[int, int]) -> None:
    """Nothing, if the matrix has this shape and finite entries. Refuses UnfitSystem."""
    if matrix.shape != shape:
        raise UnfitSystem(
            Text(
                zh=f"矩阵 {letter} 为 {matrix.shape[0]}×{matrix.shape[1]}，应为 {shape[0]}×{shape[1]}",
                en=f"{letter} is {matrix.shape[0]} x {matrix.shape[1]}, expected {shape[0]} x {shape[1]}",
            ),
            Text(zh="每个过程恰有一个参考产品", en="Each process has exactly one reference product"),
        )
    if not np.isfinite(matrix.data).all():
        raise UnfitSystem(Text(zh=f"矩阵 {letter} 含有非有限数", en=f"{letter} holds a number that is not finite"))
