"""Random values of every source, block by block, each from the stream that its key names.

Draw d of a source depends on the seed, the key and d alone: not on the other sources, nor on the size of blocks.
"""

from __future__ import annotations

import numpy as np

from tanji.assess.uncertainty.background import Sampled
from tanji.assess.uncertainty.formulas import Drawn
from tanji.assess.uncertainty.source import Source
from tanji.assess.uncertainty.spread import Spread
from tanji.assess.uncertainty.vary import Background, Draws
from tanji.lca.draws import stream
from tanji.lca.system import Floats

LEAST = 2.0**-54
"""Stands for the 0 that a generator may give, at which a normal distribution has no value."""


class Streams:
    """The open streams of a propagation; what it gave once is never given again."""

    def __init__(self, sampled: Sampled) -> None:
        self._sampled = sampled
        self._open: dict[str, np.random.Generator] = {}
        self.done = 0

    def block(self, count: int) -> Block:
        """The next draws of all sources."""
        first, self.done = self.done, self.done + count
        return Block(self, first, count)

    def uniform(self, key: str, count: int) -> Floats:
        """The next numbers of one stream."""
        if key not in self._open:
            self._open[key] = stream(self._sampled.seed, key)
        return np.maximum(self._open[key].random(count), LEAST)

    def intensities(self, database: str, first: int, count: int) -> Floats:
        """Sampled intensities of a release."""
        return self._sampled.values(database, first, count)


class Block(Draws):
    """Some consecutive draws of all sources."""

    def __init__(self, streams: Streams, first: int, count: int) -> None:
        self._streams, self._first, self.count = streams, first, count
        self._drawn: dict[str, Floats] = {}
        self._released: dict[str, Floats] = {}

    def of(self, spread: Spread) -> Drawn:
        """Values of a distribution at the probabilities of its source."""
        return spread.quantile(self.uniform(spread.source))

    def uniform(self, source: Source) -> Floats:
        """Probabilities of a source, the same for all figures that it is behind."""
        if source.key not in self._drawn:
            self._drawn[source.key] = self._streams.uniform(source.key, self.count)
        return self._drawn[source.key]

    def intensity(self, background: Background) -> Drawn:
        """Kg CO2e of one unit of a process: a column of the release's sampled intensities."""
        database = background.database
        if database not in self._released:
            self._released[database] = self._streams.intensities(database, self._first, self.count)
        values: Floats = self._released[database][:, background.place]
        return values


class Apart(Draws):
    """The same draws, but those of datasets moved: as if they were drawn for this product alone."""

    def __init__(self, block: Block) -> None:
        self._block, self._by = block, block.count // 2

    def of(self, spread: Spread) -> Drawn:
        """Values of a distribution; of a factor, those of other draws."""
        u = self._block.uniform(spread.source)
        return spread.quantile(np.roll(u, self._by) if spread.source.dataset else u)

    def intensity(self, background: Background) -> Drawn:
        """Kg CO2e of one unit of a process in other draws."""
        return np.roll(self._block.intensity(background), self._by)
