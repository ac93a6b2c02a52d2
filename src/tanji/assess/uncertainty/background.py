"""The intensities of background processes in each draw, as their releases were sampled."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tanji.assess.supply import Supply
from tanji.assess.uncertainty import source
from tanji.assess.uncertainty.vary import Background
from tanji.background.opened import Opened
from tanji.errors import Progress
from tanji.lca.system import Floats
from tanji.model.document import Ref
from tanji.model.method import Method
from tanji.model.study import ProcessLink

LARGEST = 2**31
"""Bytes of sampled intensities that an adaptive propagation may fill."""
LEAST, MOST, AT_ONCE = 250, 20_000, 2**20
"""Draws that are asked of a release at once at least and at most; intensities that they have in between."""
PROBE = 64
"""Draws by which it is found out whether a process is uncertain at all."""


@dataclass(slots=True)
class Sampled:
    """Sampled intensities of all releases that state uncertainties, and which of them were taken."""

    background: Mapping[str, Opened]
    method: Method
    seed: int
    progress: Progress | None = None
    used: dict[str, set[int]] = field(default_factory=dict)
    wanted: int | None = None
    """Draws in all, where it is known how many; no more are asked of a release."""
    _have: dict[str, Floats] = field(default_factory=dict)
    _stating: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, Floats] = field(default_factory=dict)

    def taken(self, link: ProcessLink, supply: Supply) -> Background | None:
        """A process as it is drawn; None where its release says nothing about it."""
        opened = self.background.get(link.database)
        if opened is None:  # nothing is to be drawn
            return None
        if link.database not in self._stating:
            self._stating[link.database] = opened.uncertain(self.method) is not None
        if not self._stating[link.database] or supply.listing is None:
            return None
        place = opened.positions[link.process]
        values = self.values(link.database, 0, PROBE)[:, place]
        if not np.ptp(values) > 0:
            return None
        self.used.setdefault(link.database, set()).add(place)
        from_ = source.process(link.database, link.process, supply.listing.names)
        share = float(np.nan_to_num(self._shares(link.database)[place]))
        return Background(from_, link.database, place, float(opened.intensities(self.method)[0, place]), share)

    def _shares(self, database: str) -> Floats:
        """Which part of the emissions along the chain of each process states an uncertainty."""
        if database not in self._known:
            self._known[database] = self.background[database].sampling.shares(self.method)
        return self._known[database]

    def values(self, database: str, first: int, count: int) -> Floats:
        """Kg CO2e of one unit of every process in so many draws from the first on, (draws, processes)."""
        have = self._have.get(database)
        draws = first + count
        if have is None or len(have) < draws:
            ahead = max(draws, first + self._chunk(database))
            wanted = ahead if self.wanted is None else max(draws, min(ahead, self.wanted))
            have = self.background[database].samples(self.method, draws=wanted, seed=self.seed, progress=self.progress)
            self._have[database] = have
        return have[first:draws]

    @property
    def chunk(self) -> int:
        """Draws that are asked for at once: many of a small release, few of a large one, so that one can stop."""
        return min((self._chunk(database) for database in self.used), default=MOST)

    def _chunk(self, database: str) -> int:
        return min(MOST, max(LEAST, AT_ONCE // max(1, len(self.background[database].positions))))

    @property
    def most(self) -> int:
        """How many draws of all releases that are used are kept at most, where nobody asks for a number."""
        width = sum(len(self.background[database].positions) for database in self.used)
        return LARGEST // (8 * width) if width else sys.maxsize

    @property
    def releases(self) -> tuple[Ref, ...]:
        """The releases whose uncertainty is drawn."""
        return tuple(self.background[database].ref for database in sorted(self.used))
