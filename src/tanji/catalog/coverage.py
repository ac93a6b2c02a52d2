"""What a release covers: how many processes of each sector and year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from tanji.background.opened import Opened

MOST_SECTORS: Final = 20
MOST_YEARS: Final = 8


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of processes by sector (the widest class of their category) and year; None: not given."""

    sectors: tuple[str | None, ...]
    years: tuple[int | None, ...]
    counts: dict[tuple[str | None, int | None], int]
    left_out: int
    """Processes of sectors beyond the most frequent ones, or of years before the last ones."""

    @property
    def largest(self) -> int:
        """The highest count."""
        return max(self.counts.values(), default=0)


def coverage(opened: Opened) -> Coverage:
    """The processes of a release by sector and year, the most frequent sectors and the latest years."""
    cells: Counter[tuple[str | None, int | None]] = Counter()
    for listing in opened.listings:
        cells[(_sector(listing.category), listing.year)] += 1
    by_sector: Counter[str | None] = Counter()
    for (sector, _), count in cells.items():
        by_sector[sector] += count
    sectors = tuple(sector for sector, _ in by_sector.most_common(MOST_SECTORS))
    given = sorted({year for _, year in cells if year is not None})[-MOST_YEARS:]
    years: tuple[int | None, ...] = (*given, *([None] if any(year is None for _, year in cells) else []))
    shown = {cell: count for cell, count in cells.items() if cell[0] in sectors and cell[1] in years}
    return Coverage(sectors, years, shown, sum(cells.values()) - sum(shown.values()))


def _sector(category: str | None) -> str | None:
    parts = [part.strip() for part in (category or "").split("/")]
    return next((part for part in parts if part), None)
