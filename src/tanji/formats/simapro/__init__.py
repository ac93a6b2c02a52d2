"""SimaPro CSV, the export of processes: `read` a file into documents.

lines       text of a file in its encoding, and its rows with their line numbers
header      version, separators, date format
blocks      blocks and sections of rows
numbers     numbers and formulas as the header spells them
units       the units of the file against the unit registry
substances  CAS numbers and formulas of elementary flows
rows        what stands in which cell of a row
parameters  parameters of database, project and process, computed
flows, processes   blocks to plain documents
parse       the job in the child process; reader: the parent

There is no published specification of the format. Sources: the sample files of the tests and the description in
GreenDelta olca-simapro-csv (format.md).
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["read"]


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """The processes of a SimaPro CSV file; see `reader.read`."""
    from tanji.formats.simapro.reader import read as read_package

    return read_package(path, progress=progress, work=work)
