"""Write documents as EcoSpold 1 that reads back to the same documents."""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Refusal
from tanji.formats.ecospold.writing import Writer
from tanji.formats.ecospold.writing import write as write_datasets
from tanji.formats.ecospold1.bodies import Bodies
from tanji.formats.ecospold1.dialect import EcoSpold1
from tanji.model.package import Package


class NotWritable1(Refusal):
    """A package without processes, or with one that EcoSpold 1 can not tell."""

    code = "ESO-002"


def write(package: Package, path: Path) -> None:
    """A package as one file of datasets, or as a zip of one file each where the name ends with .zip.

    What EcoSpold 1 has no place for stands in an element of our own namespace at the end of a dataset, which the
    schema allows. The status and the report are not written. Refuses NotWritable1: no process, an exchange of a flow
    that is not in the package, a process or flow without a name.
    """
    write_datasets(Writer(package, EcoSpold1, Bodies(package), NotWritable1), path)
