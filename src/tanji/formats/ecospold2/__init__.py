"""EcoSpold 2: `read` files into documents, `write` documents as a file or a zip, `claims` whether bytes are it.

tables       the order of elements in the schema, and codes
words        names in several languages, comments, texts with pictures
spread       distributions and pedigree matrices
exchanges    exchanges to plain documents: groups, signs, what they say of their flow
parameters   parameters, variable names, mathematical relations
allocation   shares from the master allocation property
dialect      datasets to plain documents
parse        the job in the child process
bodies, lines    documents back to datasets; writer: to a file

A process is an activity with its reference product: its id is both ids, with a line between, because the datasets of
a linked database share activity ids. Waste that a source writes as a negative amount becomes a positive one in the
other direction (docs/decisions/0002): a treatment takes its reference flow in.
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["claims", "read", "write"]


def claims(data: bytes) -> bool:
    """Whether the content of bytes is EcoSpold 2, whatever their name or namespace says."""
    from tanji.formats.ecospold.files import claims as claims_version

    return claims_version(data, 2)


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """The datasets of a file (.spold, .xml), or of an archive or folder of them.

    Amounts have a direction; only products (and elementary flows) may keep a negative amount. What is not modelled
    stands in `extra`, member for member. Of master data beside the datasets, sources and places are read.
    Refuses NotEcoSpold2, ForbiddenXml, BrokenXml, XmlTooLarge, what `archive` and `child` refuse.
    """
    from tanji.formats.assembly import assemble
    from tanji.formats.ecospold.limits import LIMITS
    from tanji.formats.journal import parts

    job = "tanji.formats.ecospold2.parse:parse"
    return assemble(parts(job, path, work=work, limits=LIMITS, progress=progress), path, code="EST-105")


def write(package: Package, path: Path) -> None:
    """A package as one file, or as a zip of one file a dataset; see `writer.write`."""
    from tanji.formats.ecospold2.writer import write as write_package

    write_package(package, path)
