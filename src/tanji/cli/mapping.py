"""A mapping table: which background process supplies which line, as a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tanji.cli.workspace import STARTER
from tanji.errors import Progress, Refusal, Text
from tanji.formats.table import read_tables
from tanji.model.study import ProcessLink, Study


class BadMapping(Refusal):
    """A mapping table with a row that names no line of the study, or names no process."""

    code = "CLI-004"


def mapping(path: Path, study: Study, progress: Progress) -> Mapping[str, ProcessLink]:
    """Links by activity from a CSV or workbook: first column id, part number or name of a line, second the process.

    The process is `database:process` or, of the embedded database, its id alone. A first row whose second cell holds
    neither a colon nor a hyphen is a head. Refuses BadMapping, naming the row.
    """
    lines = _lines(study)
    found: dict[str, ProcessLink] = {}
    for row, cells in sorted(read_tables(path, progress=progress)[0].rows.items()):
        texts = [str(cell.value).strip() if cell.value is not None else "" for _, cell in sorted(cells.items())]
        if not any(texts) or (row == 1 and len(texts) > 1 and not {":", "-"} & set(texts[1])):
            continue
        if len(texts) < 2 or not texts[1]:
            raise _bad(path, row, Text(zh="没有背景过程", en="it names no process"))
        if texts[0] not in lines:
            raise _bad(path, row, Text(zh=f"研究中没有“{texts[0]}”", en=f'the study has no line "{texts[0]}"'))
        database, colon, process = texts[1].partition(":")
        link = ProcessLink(database=database if colon else STARTER, process=process if colon else database)
        found |= dict.fromkeys(lines[texts[0]], link)
    return found


def _lines(study: Study) -> dict[str, list[str]]:
    """The activities that each id, part number and name stands for."""
    found: dict[str, list[str]] = {}
    for activity in study.activities:
        for word in dict.fromkeys((activity.id, activity.part_no, *activity.names.values())):
            if word:
                found.setdefault(word, []).append(activity.id)
    return found


def _bad(path: Path, row: int, why: Text) -> BadMapping:
    return BadMapping(
        Text(zh=f"映射表“{path}”第 {row} 行：{why.zh}", en=f'The mapping "{path}", row {row}: {why.en}'),
        Text(
            zh="每行两列：行标识、料号或名称；数据库:过程标识。",
            en="Each row has two columns: id, part number or name of a line; database:process-id.",
        ),
    )
