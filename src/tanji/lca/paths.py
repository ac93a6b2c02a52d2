"""Where a score comes from: down the supply chain as a tree, and as a table of direct contributions."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from tanji.errors import Refusal, Text
from tanji.lca.solve import Factor
from tanji.lca.system import Floats, System

AGREEMENT = 1e-9  # of the absolute terms of a column, between intensities and the system they are said to belong to
NO_TOTAL = 1e-12  # a total below this share of its gross terms has cancelled out and can not carry shares


class UnfitIntensity(Refusal):
    """Intensities that are not those of this system and indicator: Aᵀ λ is not the direct scores."""

    code = "LCA-007"


class End(StrEnum):
    """Why a branch goes no further."""

    LEAF = "leaf"
    """The process takes no input; its score is its own."""
    CUTOFF = "cutoff"
    """Its share of the total is below the cut-off."""
    DEPTH = "depth"
    """The greatest depth is reached."""
    LOOP = "loop"
    """The process already stands above itself; its score holds all further rounds."""
    LIMIT = "limit"
    """The greatest number of nodes is reached."""
    NO_REFERENCE = "no-reference"
    """The process has no amount of its own product, so its inputs per unit are not known."""


@dataclass(frozen=True, slots=True)
class Node:
    """One process at one place of the supply chain.

    `amount` of its product in reference units (negative: so much is given to a treatment), `score` with all upstream,
    `direct` of its own elementary flows, `share` of the tree's basis with its sign; `path` are the processes above.
    Where `end` is None: `score == direct + branches.score`.
    """

    process: int
    amount: float
    score: float
    direct: float
    share: float
    path: tuple[int, ...]
    end: End | None
    branches: Branches


@dataclass(frozen=True, slots=True)
class Rest:
    """The inputs of one process that are not shown, those that add and those that subtract apart; see `expand`.

    `inputs` are (process, amount), as in Node.
    """

    inputs: tuple[tuple[int, float], ...]
    score: float
    share: float
    path: tuple[int, ...]
    end: End


@dataclass(frozen=True, slots=True)
class Branches:
    """What stands below a place, the greatest absolute share first, and what of it is not shown."""

    nodes: tuple[Node, ...] = ()
    rests: tuple[Rest, ...] = ()

    @property
    def score(self) -> float:
        """Sum over all that stands here."""
        return float(sum(node.score for node in self.nodes) + sum(rest.score for rest in self.rests))

    @property
    def positive(self) -> tuple[Node, ...]:
        """The nodes that add to the score."""
        return tuple(node for node in self.nodes if node.score >= 0)

    @property
    def negative(self) -> tuple[Node, ...]:
        """The nodes that take from the score: credits."""
        return tuple(node for node in self.nodes if node.score < 0)

    def parts(self) -> Iterator[float]:
        """Scores that add up to this one: direct of what was followed, whole of what was not."""
        open_ = [self]
        while open_:
            here = open_.pop()
            for node in here.nodes:
                yield node.score if node.end else node.direct
                open_.append(node.branches)
            yield from (rest.score for rest in here.rests)


@dataclass(frozen=True, slots=True)
class Tree:
    """Contributions to the total score of a demand.

    Shares are of `basis`: the absolute total, or the gross sum where credits cancel the total out.
    """

    total: float
    basis: float
    branches: Branches


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Direct contributions to a total: what each process and each elementary flow adds, wherever it occurs.

    `by_process` (processes,) and `by_flow` (flows,) each sum to `total`; `supply` is how much each process runs.
    """

    total: float
    by_process: Floats
    by_flow: Floats
    supply: Floats


def direct_contributions(system: System, factor: Factor, demand: ArrayLike, *, indicator: int = 0) -> Contributions:
    """What each process and each elementary flow contributes itself: (c B)ⱼ sⱼ and cₖ (B s)ₖ."""
    supply = factor.solve(demand)
    weight = system.C[[indicator]].toarray()[0]
    by_process, by_flow = (system.B.T @ weight) * supply, weight * (system.B @ supply)
    return Contributions(float(by_flow.sum()), by_process, by_flow, supply)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """How far to follow: least absolute share, most steps down, most nodes in all; with `rounds`, also on where a
    process stands above itself, round after round.
    """

    cutoff: float = 1e-3
    depth: int = 20
    nodes: int = 1000
    rounds: bool = False


DEFAULT = Limits()

# So much of a product as an input: its absolute score turned negative, process, amount, score. Sorted, the greatest
# score comes first and equal ones by process; plain tuples, since a tree looks at many more than it shows.
_Input = tuple[float, int, float, float]


def tree(
    system: System, intensity: ArrayLike, demand: ArrayLike, limits: Limits = DEFAULT, *, indicator: int = 0
) -> Tree:
    """The supply chain of a demand, branches of greatest absolute score first, every end with its reason.

    `intensity` is the indicator's row of `intensities`; no further solve is needed, since a branch with amount a of
    product j scores a λⱼ, of which a / Aⱼⱼ (c B)ⱼ is its own and -a Aᵢⱼ / Aⱼⱼ λᵢ comes by input i.
    `Branches.parts` add up to the total within 1e-12 of their absolute sum.
    Refuses UnfitIntensity.
    """
    chain = _chain(system, intensity, indicator)
    wanted = np.asarray(demand, dtype=np.float64)
    asked = np.flatnonzero(wanted)
    terms = wanted[asked] * chain.intensity[asked]
    total, gross = float(terms.sum()), float(np.abs(terms).sum())
    basis = abs(total) if abs(total) > NO_TOTAL * gross else gross
    inputs = chain.of(zip(asked.tolist(), wanted[asked].tolist(), strict=True))
    return Tree(total, basis, _Growth(chain, limits, basis).branches(inputs, ()))


def expand(
    system: System,
    intensity: ArrayLike,
    end: Node | Rest,
    limits: Limits = DEFAULT,
    *,
    basis: float,
    indicator: int = 0,
) -> Branches:
    """What stands below the end of a branch, or the inputs that a rest hides, for the tree's own inputs and basis.

    All inputs of a rest are shown, up to the number of nodes; the cut-off decides which are followed. Depth counts
    from here. The result has the score of the rest, or the score of the node less its direct score.
    """
    chain = _chain(system, intensity, indicator)
    growth = _Growth(chain, limits, basis)
    if isinstance(end, Rest):
        return growth.branches(chain.of(end.inputs), end.path, show_all=True)
    if chain.reference[end.process] == 0:
        return Branches()
    return growth.branches(chain.inputs(end.process, end.amount), (*end.path, end.process))


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """A system seen through one indicator: intensities, direct scores of a run, reference amounts."""

    system: System
    intensity: Floats
    run: Floats
    reference: Floats

    def inputs(self, process: int, amount: float) -> list[_Input]:
        """Which products a process takes for so much of its own, how much of each, and the score of that."""
        A = self.system.A  # noqa: N806 - the letter of the convention
        here = slice(A.indptr[process], A.indptr[process + 1])
        rows, scale = A.indices[here], -amount / float(self.reference[process])
        columns = zip(rows.tolist(), A.data[here].tolist(), self.intensity[rows].tolist(), strict=True)
        return [
            (-abs(score := (much := value * scale) * of_one), row, much, score)
            for row, value, of_one in columns
            if row != process and value != 0
        ]

    def of(self, inputs: Iterable[tuple[int, float]]) -> list[_Input]:
        """Amounts of products, with the score of each."""
        scored = ((process, amount, amount * float(self.intensity[process])) for process, amount in inputs)
        return [(-abs(score), process, amount, score) for process, amount, score in scored]

    def direct(self, process: int, amount: float) -> float:
        """Score of its own elementary flows; unknown, and counted upstream, without a reference amount."""
        reference = self.reference[process]
        return float(self.run[process] * (amount / reference)) if reference else 0.0


@dataclass(slots=True)
class _Draft:
    """A node while the tree grows."""

    process: int
    amount: float
    score: float
    path: tuple[int, ...]
    end: End | None = None
    children: list[_Draft] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)


class _Growth:
    """A tree growing best first: the node with the greatest absolute score is followed next."""

    def __init__(self, chain: _Chain, limits: Limits, basis: float) -> None:
        self.chain, self.limits, self.basis = chain, limits, basis
        self.grown: list[_Draft] = []
        self.heap: list[tuple[float, int]] = []

    def branches(self, inputs: list[_Input], path: tuple[int, ...], *, show_all: bool = False) -> Branches:
        top = _Draft(-1, 0.0, 0.0, path)
        self._hang(top, inputs, path, show_all)
        while self.heap:
            self._follow(self.grown[heapq.heappop(self.heap)[1]], len(path))
        frozen: dict[int, Node] = {}
        for draft in reversed(self.grown):  # children are younger than what they hang from
            frozen[id(draft)] = self._freeze(draft, frozen)
        return Branches(tuple(frozen[id(child)] for child in top.children), tuple(top.rests))

    def _follow(self, draft: _Draft, base: int) -> None:
        if self.chain.reference[draft.process] == 0:
            draft.end = End.NO_REFERENCE
            return
        inputs = self.chain.inputs(draft.process, draft.amount)
        if not inputs:
            draft.end = End.LEAF
        elif draft.process in draft.path and not self.limits.rounds:
            draft.end = End.LOOP
        elif abs(draft.score) < self.limits.cutoff * self.basis:
            draft.end = End.CUTOFF
        elif len(draft.path) - base + 1 >= self.limits.depth:
            draft.end = End.DEPTH
        elif len(self.grown) >= self.limits.nodes:
            draft.end = End.LIMIT
        else:
            self._hang(draft, inputs, (*draft.path, draft.process), show_all=False)

    def _hang(self, above: _Draft, inputs: list[_Input], path: tuple[int, ...], show_all: bool) -> None:
        least, all_zeros = -self.limits.cutoff * self.basis, self.limits.cutoff == 0
        kept: list[_Input] = []
        hidden: list[_Input] = []
        for each in sorted(inputs):
            seen = each[0] <= least and (each[3] != 0 or all_zeros)
            (kept if seen or show_all else hidden).append(each)
        room = max(0, self.limits.nodes - len(self.grown))
        for size, process, amount, score in kept[:room]:
            draft = _Draft(process, amount, score, path)
            above.children.append(draft)
            heapq.heappush(self.heap, (size, len(self.grown)))
            self.grown.append(draft)
        self._rest(above, kept[room:], path, End.LIMIT)
        self._rest(above, hidden, path, End.CUTOFF)

    def _rest(self, above: _Draft, inputs: list[_Input], path: tuple[int, ...], end: End) -> None:
        """What is not shown: what adds, and apart from it what subtracts."""
        if not inputs:
            return
        for some in ([e for e in inputs if e[3] >= 0], [e for e in inputs if e[3] < 0]):
            if some:
                total = math.fsum([e[3] for e in some])
                listed = tuple([(e[1], e[2]) for e in some])
                above.rests.append(Rest(listed, total, self._share(total), path, end))

    def _freeze(self, draft: _Draft, frozen: dict[int, Node]) -> Node:
        return Node(
            draft.process,
            draft.amount,
            draft.score,
            self.chain.direct(draft.process, draft.amount),
            self._share(draft.score),
            draft.path,
            draft.end,
            Branches(tuple(frozen[id(child)] for child in draft.children), tuple(draft.rests)),
        )

    def _share(self, score: float) -> float:
        return score / self.basis if self.basis else 0.0


def _chain(system: System, intensity: ArrayLike, indicator: int) -> _Chain:
    given = np.asarray(intensity, dtype=np.float64)
    run = np.asarray(system.B.T @ system.C[[indicator]].toarray()[0])
    if given.shape != run.shape:
        raise _unfit(f"{given.shape}", f"{run.shape}")
    gap = np.abs(system.A.T @ given - run)
    terms = abs(system.A).T @ np.abs(given) + np.abs(run)
    if not np.all(gap <= AGREEMENT * (terms + np.finfo(np.float64).eps * terms.max(initial=0.0))):
        worst = system.name(int(np.nanargmax(np.where(np.isfinite(gap), gap / np.where(terms > 0, terms, 1), np.inf))))
        raise _unfit(f"Aᵀ λ ({worst})", "C B")
    return _Chain(system, given, run, system.reference)


def _unfit(given: str, expected: str) -> UnfitIntensity:
    return UnfitIntensity(
        Text(
            zh=f"强度与该系统不符：{given} ≠ {expected}",
            en=f"These intensities are not of this system: {given} ≠ {expected}",
        ),
        Text(
            zh="请使用同一发布版本、同一指标的强度，或重新计算",
            en="Take the intensities of the same release and indicator, or compute them anew",
        ),
    )
