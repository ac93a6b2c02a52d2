"""TIDAS, the JSON sibling of ILCD used by TianGong LCA: `read` a package into documents, `write` documents as a zip.

A TIDAS data set is an ILCD data set as JSON, with `@` before the names of attributes and `#text` for text beside them;
it is the plain tree of `tanji.formats.ilcd`, which reads and writes it.

parse   the job in the child process, for JSON members; reader: the parent; writer: documents to a zip of JSON
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["read", "write"]


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """A TIDAS package or one data set; see `reader.read`."""
    from tanji.formats.tidas.reader import read as read_package

    return read_package(path, progress=progress, work=work)


def write(package: Package, path: Path) -> None:
    """A package as a TIDAS zip; see `writer.write`."""
    from tanji.formats.tidas.writer import write as write_package

    write_package(package, path)
