"""The databases that are measured, each stored for both sides before any clock runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csc_array

from benchmarks import brightway, ours
from benchmarks.synthetic import Coordinates, synthetic

ROOT = Path(__file__).parents[1]
USLCI = ROOT.parent / "shared" / "data" / "uslci" / "uslci_jsonld_olca15.tar.gz"
METHOD = "ar5-gwp100"


@dataclass(frozen=True)
class Stored:
    """One database on disk twice: as a Brightway datapackage and in our own form, with the same coefficients."""

    label: str
    n: int
    ours: Path
    peer: Path
    process: int
    """Position of the process whose score is asked for first."""


def made_up(n: int, folder: Path) -> Stored:
    """The synthetic database of n processes."""
    made = synthetic(n)
    place = folder / made.label
    brightway.store(
        place / "peer", n, technosphere=made.technosphere, biosphere=made.biosphere, factors=made.characterization
    )
    ours.store(place / "ours", made)
    return Stored(made.label, n, place / "ours", place / "peer", _last_made(made.technosphere))


def uslci(folder: Path) -> Stored | None:
    """USLCI, read and published by Tanji; the peer gets the matrices of that release. None where it is not here."""
    if not USLCI.exists():
        return None
    from tanji.background.publish import publish
    from tanji.background.shelf import Shelf
    from tanji.formats import olca
    from tanji.starter.methods import method

    place = folder / "uslci"
    names = {"en": "USLCI"}
    opened = publish(olca.read(USLCI), Shelf(place / "ours"), database="uslci", version="1", names=names).opened
    system = opened.system(method(METHOD))
    total = csc_array(system.C[[0]])
    brightway.store(
        place / "peer",
        len(system),
        technosphere=_coordinates(system.A),
        biosphere=_coordinates(system.B),
        factors=_coordinates(total),
    )
    longest = int(np.argmax(np.diff(system.A.indptr)))
    return Stored("uslci", len(system), place / "ours", place / "peer", longest)


def _coordinates(matrix: csc_array) -> Coordinates:
    entries = matrix.tocoo()
    return entries.row.astype(np.int64), entries.col.astype(np.int64), entries.data


def _last_made(technosphere: Coordinates) -> int:
    """A process with many inputs and a positive reference."""
    row, col, value = technosphere
    inputs = np.bincount(col)
    inputs[col[(row == col) & (value < 0)]] = 0
    return int(np.argmax(inputs))
