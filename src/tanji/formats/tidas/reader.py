"""Read a TIDAS package into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.assembly import assemble
from tanji.formats.child import Limits
from tanji.formats.ilcd.reader import LIMITS, with_methods
from tanji.formats.journal import Work, parts
from tanji.model.package import Package


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS, work: Work | None = None) -> Package:
    """A TIDAS package: a folder, zip or tar in any layout, or the JSON file of one data set.

    The documents are those that ILCD's reader gives of the same data sets in XML; what they do not say stands in
    their `extra` under `ilcd`. work: as of ILCD's reader. Refuses NotTidas, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.tidas.parse:parse"
    found = parts(job, path, work=work, limits=limits, progress=progress, marks=True)
    return with_methods(assemble(found, path, code="TID-105"), code="TID-105")
