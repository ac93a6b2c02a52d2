"""The uncertainty of an opened release: its variables, its system as it is drawn, and its samples."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background.samples import Samples, seeds
from tanji.background.variables import RULES, Counted, Variable, Variables, variables
from tanji.errors import Progress
from tanji.model import document
from tanji.model.document import Ref
from tanji.model.method import Indicator, Method

if TYPE_CHECKING:
    from tanji import lca
    from tanji.background.uncertain import Factors
    from tanji.lca.simulate import Uncertain

Floats = NDArray[np.float64]

TOTAL: Final = tuple(Indicator).index(Indicator.total)


class Release(Protocol):
    """What of an opened release is needed to draw it."""

    @property
    def folder(self) -> Path:
        """Where its files are."""

    @property
    def ref(self) -> Ref:
        """Which it is."""

    @property
    def positions(self) -> Mapping[str, int]:
        """The column of each process."""

    @property
    def signs(self) -> Floats:
        """−1 for a treatment, else 1."""

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables."""

    def system(self, method: Method | None = None) -> lca.System:
        """A, B and C."""

    def intensities(self, method: Method) -> Floats:
        """(lines, processes)."""


class Sampling:
    """The uncertainty of one release; variables and samples are found when they are first asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._samples: dict[tuple[str, int], Samples] = {}
        self._systems: dict[str, Uncertain | None] = {}
        self._digests: dict[int, tuple[Method, str]] = {}

    @property
    def counted(self) -> Counted:
        """How much is stated, and what became of it. Refuses Untraced."""
        return self._variables.counted

    def uncertain(self, method: Method) -> Uncertain | None:
        """The system to draw from; None where nothing is uncertain. Refuses Untraced."""
        from tanji.background.uncertain import uncertain

        key = self._digest(method)
        if key not in self._systems:
            self._systems[key] = uncertain(self._release.system(method), self._variables, self._factors(method))
        return self._systems[key]

    def names(self, method: Method) -> Sequence[Variable]:
        """What each variable is. Refuses Untraced."""
        from tanji.background.uncertain import names

        return names(self._variables, self._factors(method))

    def upto(self, method: Method, draws: int, seed: int, progress: Progress | None) -> Floats:
        """The first draws, (draws, processes); those that are missing are made. Refuses Untraced, ShelfBusy."""
        drawn = self.uncertain(method)
        if drawn is None:
            total = self._release.intensities(method)[TOTAL]
            return np.broadcast_to(total, (draws, len(total)))
        return self.kept(method, seed).upto(draws, partial(self._make, drawn, seed), progress)

    def kept(self, method: Method, seed: int) -> Samples:
        """The samples of a method and a seed, be there any or not."""
        key = (self._digest(method), seed)
        if key not in self._samples:
            identity = {**self._identity(method), "seed": seed}
            self._samples[key] = Samples(self._release.folder, identity, len(self._release.positions))
        return self._samples[key]

    def best(self, method: Method) -> tuple[int, int] | None:
        """The seed of which most draws are kept for a method, and how many they are; None where there are none."""
        known = seeds(self._release.folder, self._identity(method))
        for seed in sorted(known, key=lambda seed: (-known[seed], seed)):
            if count := self.kept(method, seed).count:
                return seed, count
        return None

    def _identity(self, method: Method) -> dict[str, str]:
        return {"release": self._release.ref.digest, "method": self._digest(method), "rules": RULES}

    def _digest(self, method: Method) -> str:
        """Of a method, found once for each object, which is kept so that its id stays its own."""
        if id(method) not in self._digests:
            self._digests[id(method)] = (method, document.digest(method))
        return self._digests[id(method)][1]

    def shares(self, method: Method) -> Floats:
        """Which part of the emissions along the chain of each process has a stated uncertainty, by kg CO2e.

        Emissions and removals count alike, without their sign; NaN where there are none. The amounts of inputs are not
        looked at. Refuses Untraced.
        """
        from tanji import lca

        system, moves = self._release.system(method), self._variables.biosphere
        factors = np.abs(system.C[[TOTAL]].toarray()[0])
        every = np.abs(factors @ abs(system.B))
        stated = moves.variable >= 0
        uncertain = np.unique(np.stack([moves.row[stated], moves.column[stated]]), axis=1)
        values = np.abs(np.asarray(system.B[uncertain[0], uncertain[1]]).ravel()) if uncertain.size else np.zeros(0)
        some = np.bincount(uncertain[1], factors[uncertain[0]] * values, minlength=len(every))
        found = lca.factorize(system).solve_transpose(np.column_stack([some, every]))
        parts, whole = found[:, 0], found[:, 1]
        shares: Floats = np.divide(parts, whole, out=np.full(len(whole), np.nan), where=np.abs(whole) > 0)
        return shares

    def _make(self, drawn: Uncertain, seed: int, first: int, count: int) -> Floats:
        """Draws from one number on; two releases share no stream, so their variables are independent."""
        from tanji.lca.simulate import sampled_intensities

        own = hashlib.sha256(f"{seed} {self._release.ref.digest}".encode()).digest()
        stream = int.from_bytes(own[:8], "big") >> 1
        found = sampled_intensities(drawn, draws=count, first=first, seed=stream, indicators=(TOTAL,))
        made: Floats = found[:, 0, :] * self._release.signs
        return made

    def _factors(self, method: Method) -> Factors:
        from tanji.background.uncertain import factors

        return factors(method, self._release.table("elementary"))

    @cached_property
    def _variables(self) -> Variables:
        return variables(self._release.table)
