"""Read a study from a file by what the file is."""

from __future__ import annotations

from pathlib import Path

from tanji.errors import Progress, Refusal, Text
from tanji.formats.study.build import StudyRead, build
from tanji.formats.study.native import read_native
from tanji.formats.table import read_tables

__all__ = ["StudyRead", "read"]

_NATIVE = frozenset({".yaml", ".yml", ".json"})
_TABLES = frozenset({".xlsx", ".xlsm", ".csv", ".tsv", ".txt"})


class UnknownFileType(Refusal):
    """A file whose name says that it is no kind of study."""

    code = "STU-001"


def read(path: Path, *, progress: Progress | None = None) -> StudyRead:
    """The study in a workbook (.xlsx), table (.csv), YAML or JSON file, with the findings and counts of the reading.

    A workbook has the sheets of the template; a bill of materials alone is known by its header. A table (.csv) is a
    bill of materials whose first lines may give the items of the product, one a line, as `# 产品名称: 电机` or
    `# Unit of analysis: item`; or its row of level 0 is the product. YAML and JSON hold a study in its own form
    (`tanji/study/1`), in which a name, a link, an uncertainty
    or the scores of a figure may be one text.

    The study is None where there is any error. Nothing is matched with background data: lines without a mapping
    cell have no link. Refuses UnknownFileType, and what `formats.table` and `formats.child` refuse.
    """
    suffix = path.suffix.lower()
    if suffix in _NATIVE:
        return read_native(path, progress=progress)
    if suffix in _TABLES:
        return build(read_tables(path, progress=progress), path.name)
    raise UnknownFileType(
        Text(
            zh=f"“{path.name}”不是可以读取的研究文件",
            en=f'"{path.name}" is not a file that a study can be read from',
        ),
        Text(
            zh="可以读取 .xlsx、.csv、.yaml、.yml 和 .json 文件。",
            en="Studies are read from .xlsx, .csv, .yaml, .yml and .json files.",
        ),
    )
