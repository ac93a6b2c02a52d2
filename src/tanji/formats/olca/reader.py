"""Read a package of openLCA's JSON-LD into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tanji.errors import Progress
from tanji.formats.assembly import assemble
from tanji.formats.child import GIB, Limits
from tanji.formats.journal import Work, parts
from tanji.model.package import Package

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=2 * GIB)


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS, work: Work | None = None) -> Package:
    """A package of openLCA's JSON-LD, schema 1 or 2: a zip, a tar, a folder.

    Inputs and outputs have positive or negative amounts as the source states, with a direction; `reference_amount` is
    in the flow's reference unit; an avoided product is an output. What is not modelled stands in `extra`, with the
    member names of schema 2. What fails is left out and said in the report, by file and process.
    work: where what was read is kept, and taken up again, process by process.
    Refuses NotOlca, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.olca.parse:parse"
    return assemble(parts(job, path, work=work, limits=limits, progress=progress, marks=True), path, code="OLC-105")
