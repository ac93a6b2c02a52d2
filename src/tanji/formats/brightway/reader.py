"""Read a Brightway datapackage into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tanji.errors import Progress
from tanji.formats.assembly import assemble
from tanji.formats.child import GIB, Limits
from tanji.formats.journal import Work, parts
from tanji.model.package import Package

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=2 * GIB)
CODE: Final = "BWD-100"


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS, work: Work | None = None) -> Package:
    """The processes of a datapackage: a zip or a folder with datapackage.json and .npy arrays.

    A datapackage that Tanji wrote gives back its documents, if its matrices are still the same. Any other gives a
    process for each column of the technosphere and biosphere, named by its metadata table or else by its number; units
    that are not stated are `?`. Other matrices, samples and interfaces are not read, and said.
    Refuses NotADatapackage, BadArray, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.brightway.parse:parse"
    return assemble(parts(job, path, work=work, limits=limits, progress=progress), path, code=CODE)
