"""openLCA JSON-LD, schema 1 and 2: `read` a package into documents, `write` documents as schema 2.

schema      types, folders, and the names of schema 1 brought to those of schema 2
raw         what the objects look like, with their types
collect     the objects of an archive by type and id
judge       findings and counts while reading
measure     units, flow properties, conversions
flows, exchanges, processes, formulas   objects to plain documents
parse       the job in the child process; reader: the parent; writer: documents to a zip
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["read", "write"]


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """A package of openLCA's JSON-LD; see `reader.read`."""
    from tanji.formats.olca.reader import read as read_package

    return read_package(path, progress=progress, work=work)


def write(package: Package, path: Path) -> None:
    """A package as a zip of schema 2; see `writer.write`."""
    from tanji.formats.olca.writer import write as write_package

    write_package(package, path)
