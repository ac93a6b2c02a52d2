"""ILCD and eILCD: `read` a folder, an archive or one XML file into documents, `write` documents as an ILCD zip.

A data set is a tree; here it is the tree as plain JSON, with `@` before the names of attributes and `#text` for text
beside them, which is also the form of TIDAS (`tanji.formats.tidas`), so both formats share all modules.

kinds       the kinds of data sets, their folders, namespaces and prefixes
plain       XML tree to plain tree and back
fields      texts in languages, numbers, references of a plain tree
rest        what of a data set its document does not say: original − built, and built + rest again
collect     the data sets of an archive by kind and id
known       what data sets refer to: names, units, conversions
flows, lines, processes, methods, sources     plain trees to documents and documents to plain trees
ours        members of documents that the format has no place for, in an extension
parse       the job in the child process; reader: the parent; writer: documents to a zip
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["read", "write"]


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """An ILCD package or one data set; see `reader.read`."""
    from tanji.formats.ilcd.reader import read as read_package

    return read_package(path, progress=progress, work=work)


def write(package: Package, path: Path) -> None:
    """A package as an ILCD zip; see `writer.write`."""
    from tanji.formats.ilcd.writer import write as write_package

    write_package(package, path)
