"""Write documents as EcoSpold 2 that reads back to the same documents."""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Refusal
from tanji.formats.ecospold.writing import Writer
from tanji.formats.ecospold.writing import write as write_datasets
from tanji.formats.ecospold2.bodies import Bodies
from tanji.formats.ecospold2.dialect import EcoSpold2
from tanji.model.package import Package


class NotWritable2(Refusal):
    """A package without processes, or with one that EcoSpold 2 can not tell."""

    code = "EST-002"


def write(package: Package, path: Path) -> None:
    """A package as one file of datasets, or as a zip of one file each where the name ends with .zip.

    Ids that are no UUIDs are written as UUIDs made of them. They, and all that EcoSpold 2 has no place for, stand in an
    element of our own namespace at the end of a dataset, which the schema allows. A treatment is written with a
    negative reference product, as the format has it. The status and the report are not written.
    Refuses NotWritable2: no process, an exchange of a flow that is not in the package, a process or flow without name.
    """
    write_datasets(Writer(package, EcoSpold2, Bodies(package), NotWritable2), path)
