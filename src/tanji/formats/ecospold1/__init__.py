"""EcoSpold 1: `read` files into documents, `write` documents as one file, `claims` whether bytes are EcoSpold 1.

tables      the order of elements in the schema, and codes
exchanges   exchanges to plain documents: groups, uncertainty, what they say of their flow
allocation  blocks of allocation factors
dialect     datasets to plain documents
parse       the job in the child process
bodies      documents back to datasets; writer: to a file

An exchange's flow is told by its name, place, infrastructure flag and dimension (elementary: name and category), so
that an input finds its producer at the place it states. Ids of flows and processes are made of these, always the same.
"""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress
from tanji.formats.journal import Work
from tanji.model.package import Package

__all__ = ["claims", "read", "write"]


def claims(data: bytes) -> bool:
    """Whether the content of bytes is EcoSpold 1, whatever their name or namespace says."""
    from tanji.formats.ecospold.files import claims as claims_version

    return claims_version(data, 1)


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:
    """The datasets of a file (.xml, .spold), or of an archive or folder of them.

    Inputs and outputs have a direction; a negative amount stays negative. What is not modelled stands in `extra`,
    member for member. Refuses NotEcoSpold1, ForbiddenXml, BrokenXml, XmlTooLarge, what `archive` and `child` refuse.
    """
    from tanji.formats.assembly import assemble
    from tanji.formats.ecospold.limits import LIMITS
    from tanji.formats.journal import parts

    job = "tanji.formats.ecospold1.parse:parse"
    return assemble(parts(job, path, work=work, limits=LIMITS, progress=progress), path, code="ESO-105")


def write(package: Package, path: Path) -> None:
    """A package as one file, or as a zip of one file a dataset; see `writer.write`."""
    from tanji.formats.ecospold1.writer import write as write_package

    write_package(package, path)
