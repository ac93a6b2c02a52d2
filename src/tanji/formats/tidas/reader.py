"""Read a TIDAS package into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.assembly import assemble
from tanji.formats.child import Limits, stream
from tanji.formats.ilcd.reader import LIMITS, with_methods
from tanji.model.package import Package


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS) -> Package:
    """A TIDAS package: a folder, zip or tar in any layout, or the JSON file of one data set.

    The documents are those that ILCD's reader gives of the same data sets in XML; what they do not say stands in
    their `extra` under `ilcd`. Refuses NotTidas, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.tidas.parse:parse"
    parts = stream(job, {"path": str(path)}, limits=limits, progress=progress)
    return with_methods(assemble(parts, path, code="TID-105"), code="TID-105")
