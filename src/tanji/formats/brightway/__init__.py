"""Brightway datapackages (the format of bw_processing): matrices as arrays, with the documents beside them.

npy         arrays of .npy files, without pickles and without believing a shape
contents    the resources of a datapackage and the entries of its matrices
names       what metadata tables say of rows and columns
matrices    documents to entries: which number stands for what, with which sign
distributions   uncertainty to and from the numbers of stats_arrays
documents   entries to documents
parse       the job in the child process; reader: the parent; writer: a package to a zip

Source: bw_processing 1.6 (BSD-3), its README and constants: names of resources, kinds and fields.
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["read", "write"]


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """The processes of a datapackage; see `reader.read`."""
    from tanji.formats.brightway.reader import read as read_package

    return read_package(path, progress=progress, work=work)


def write(package: Package, path: Path) -> None:
    """A package as a zipped datapackage; see `writer.write`."""
    from tanji.formats.brightway.writer import write as write_package

    write_package(package, path)
