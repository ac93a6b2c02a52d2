"""Read the processes of a SimaPro CSV file into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tanji.errors import Progress
from tanji.formats.assembly import assemble
from tanji.formats.child import GIB, Limits
from tanji.formats.journal import Work, parts
from tanji.model.package import Package

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=2 * GIB)
CODE: Final = "SIM-101"


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS, work: Work | None = None) -> Package:
    """The processes of a SimaPro CSV file.

    Products and wastes are known by their names, as in SimaPro: an input and the product of the same name are one flow.
    A waste treatment has its waste as an input and reference; a waste to treatment is an output. Amounts that are
    formulas are computed with the parameters of process, project and database; a process with an amount that can not
    be computed is left out, said, and its rows are kept. Product stages and impact methods are kept, not read.
    Refuses NotSimapro, NotText, TooLarge, and what `child` refuses.
    """
    job = "tanji.formats.simapro.parse:parse"
    return assemble(parts(job, path, work=work, limits=limits, progress=progress), path, code=CODE)
