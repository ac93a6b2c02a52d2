"""Whether the files of a release still hold what its manifest says."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tanji.background.tables import digest
from tanji.errors import Text
from tanji.model.finding import Counts, Finding, Place, Report, error
from tanji.model.release import Release


def check(folder: Path, manifest: Release) -> Report:
    """The digest of every table, computed again from its content and compared with the manifest."""
    findings = [found for name in sorted(manifest.tables) if (found := _fault(folder, name, manifest))]
    read = len(manifest.tables)
    counts = Counts(read=read, imported=read - len(findings), failed=len(findings))
    return Report(findings=tuple(findings), counts={"tables": counts})


def _fault(folder: Path, name: str, manifest: Release) -> Finding | None:
    file = f"{name}.parquet"
    try:
        frame = pl.read_parquet(folder / file, glob=False)
    except (OSError, pl.exceptions.PolarsError) as problem:
        why = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        return _finding(file, Text(zh=f"无法读取：{why}", en=f"it can not be read: {why}"))
    found, said = digest(frame), manifest.tables[name].digest
    if found != said:
        return _finding(file, Text(zh=f"内容摘要为 {found}，清单为 {said}", en=f"its digest is {found}, not {said}"))
    return None


def _finding(file: str, why: Text) -> Finding:
    return error(
        "BGD-120",
        Text(zh=f"表 {file} 与发布清单不符：{why.zh}", en=f"The table {file} is not what the manifest says: {why.en}"),
        Text(zh="请删除该发布版后重新导入", en="Remove this release and import it again"),
        Place(file=file),
    )
