"""The files of a table of a portfolio as one long run of rows, of which any part can be read."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files as resources
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import polars as pl

from tanji.errors import Progress, Refusal, Text

ENDINGS: Final = (".parquet", ".csv")
DIGESTING: Final = Text(zh="计算输入文件的摘要", en="Digest the input files")
TYPES: Final = {
    "product": pl.String,
    "item": pl.String,
    "amount": pl.Float64,
    "unit": pl.String,
    "stage": pl.String,
    "name": pl.String,
    "file": pl.String,
    "row": pl.Int64,
}
PLACE: Final = ("file", "row")


class UnfitTable(Refusal):
    """A table of a portfolio that can not be read: no such files, a column missing, not Parquet, not UTF-8."""

    code = "PTF-001"


@dataclass(frozen=True, slots=True)
class File:
    """One file: what people call it, where it is read from, the digest of its bytes, its columns by our names."""

    name: str
    path: Path
    digest: str
    rows: int
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """The rows of all files one after the other, counted from 0."""

    files: tuple[File, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first row of each file, and the number of all."""
        return tuple(accumulate((file.rows for file in self.files), initial=0))

    def __len__(self) -> int:
        return self.starts[-1]

    def read(self, start: int, stop: int, columns: Sequence[str]) -> pl.DataFrame:
        """Rows from `start` up to `stop`; a column that a file lacks is empty; `file` and `row` say where they stood.

        A row is counted from 1 below the head. An amount that is no number is empty. Refuses UnfitTable.
        """
        parts = [
            self._part(file, max(start, first) - first, min(stop, last) - first, columns)
            for file, first, last in zip(self.files, self.starts, self.starts[1:], strict=False)
            if first < stop and last > start
        ]
        if not parts:
            return pl.DataFrame(schema={name: TYPES[name] for name in columns})
        return pl.concat(parts).rechunk()

    def touched(self, start: int, stop: int) -> list[tuple[str, str, int, int]]:
        """Which rows of which file, by name and digest, a run of rows is."""
        return [
            (file.name, file.digest, max(start, first) - first, min(stop, last) - first)
            for file, first, last in zip(self.files, self.starts, self.starts[1:], strict=False)
            if first < stop and last > start
        ]

    def said(self) -> list[dict[str, Any]]:
        """The files as JSON."""
        return [
            {"name": f.name, "path": str(f.path), "digest": f.digest, "rows": f.rows, "columns": dict(f.columns)}
            for f in self.files
        ]

    @classmethod
    def of(cls, said: Sequence[Mapping[str, Any]]) -> Rows:
        """From what `said` gave."""
        return cls(tuple(File(**{**each, "path": Path(each["path"])}) for each in said))

    @staticmethod
    def _part(file: File, start: int, stop: int, columns: Sequence[str]) -> pl.DataFrame:
        stored = [name for name in columns if name in file.columns]
        chosen = [pl.col(file.columns[name]).cast(TYPES[name], strict=False).alias(name) for name in stored]
        try:
            scan = pl.scan_parquet(file.path, glob=False).slice(start, stop - start)
            # A row of a file without any of the columns is still a row.
            found = scan.select(chosen).collect() if stored else pl.DataFrame(height=stop - start)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(file.name, error) from None
        made = {name: pl.lit(None, dtype=TYPES[name]) for name in columns if name not in stored}
        if "file" in made:
            made["file"] = pl.lit(file.name, dtype=pl.String)
        if "row" in made:
            made["row"] = pl.int_range(start + 1, stop + 1, dtype=pl.Int64)
        return found.with_columns(**made).select(columns)


def rows(path: Path, table: str, work: Path, *, progress: Progress | None = None) -> Rows:
    """The rows of a file, or of all Parquet and CSV files in a folder, by name. CSV is first turned into Parquet.

    `table` is `lines` or `products`; `work` is where the Parquet of CSV files is put. Refuses UnfitTable.
    """
    found = (
        sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()) if path.is_dir() else [path]
    )
    if not found or not all(p.is_file() for p in found):
        raise UnfitTable(
            Text(zh=f"“{path}”不存在，或其中没有 Parquet、CSV 文件", en=f'"{path}" holds no Parquet or CSV file'),
            Text(
                zh="请给出一个文件，或放有分片文件的文件夹；tanji portfolio template 写出样例。",
                en="Name a file, or a folder of files; `tanji portfolio template` writes an example.",
            ),
        )
    made = []
    for number, each in enumerate(found):
        if progress is not None:
            progress(DIGESTING, number, len(found))
        made.append(_file(each, str(each.relative_to(path)) if path.is_dir() else each.name, table, work))
    return Rows(tuple(made))


def _file(path: Path, name: str, table: str, work: Path) -> File:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    place = path if path.suffix.lower() == ".parquet" else _parquet_of(path, name, work / f"{digest}.parquet")
    try:
        scan = pl.scan_parquet(place, glob=False)
        heads = scan.collect_schema().names()
        count = int(scan.select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(name, error) from None
    columns = columns_of(heads, table)
    missing = [column for column in required(table) if column not in columns]
    if missing:
        raise UnfitTable(
            Text(zh=f"“{name}”缺少列：{'、'.join(missing)}", en=f'"{name}" has no column {", ".join(missing)}'),
            Text(
                zh=f"现有的列：{'、'.join(heads[:12])}；各列的名称见 docs/how-to/portfolio.zh.md。",
                en=f"It has: {', '.join(heads[:12])}; docs/how-to/portfolio.md has the names of columns.",
            ),
        )
    return File(name, place.absolute(), digest, count, columns)


def _parquet_of(path: Path, name: str, target: Path) -> Path:
    """A CSV file as Parquet, every cell a text; white space around is dropped, and nothing left is empty."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    text = pl.all().str.strip_chars()
    try:
        scan = pl.scan_csv(path, infer_schema=False, glob=False).rename(lambda head: head.strip("\ufeff \t"))
        scan.select(pl.when(text != "").then(text)).sink_parquet(part, compression="zstd", row_group_size=1 << 18)
    except (OSError, pl.exceptions.PolarsError) as error:
        part.unlink(missing_ok=True)
        raise _unreadable(name, error) from None
    part.replace(target)
    return target


def _unreadable(name: str, error: Exception) -> UnfitTable:
    said = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    return UnfitTable(
        Text(zh=f"无法读取“{name}”：{said}", en=f'"{name}" can not be read: {said}'),
        Text(
            zh="请检查文件是否完整；CSV 须为 UTF-8 编码、逗号分隔。",
            en="Check that the file is whole; CSV must be UTF-8, parted by commas.",
        ),
    )


def columns_of(heads: Sequence[str], table: str) -> dict[str, str]:
    """The columns that we know among the heads of a file, by our names.

    >>> columns_of(["产品", "item", "Amount", "unit", "note"], "lines")
    {'product': '产品', 'item': 'item', 'amount': 'Amount', 'unit': 'unit'}
    """
    known = {spelling: row["column"] for row in _headings() if row["table"] == table for spelling in _spelled(row)}
    known |= {name: name for name in PLACE if table == "lines" and set(PLACE) <= set(heads)}
    found: dict[str, str] = {}
    for head in heads:
        name = known.get(head.strip().lower())
        if name is not None:
            found.setdefault(name, head)
    return found


def required(table: str) -> tuple[str, ...]:
    """The columns that a table must have."""
    return tuple(row["column"] for row in _headings() if row["table"] == table and row["required"] == "yes")


def _spelled(row: Mapping[str, str]) -> list[str]:
    return row["spellings"].split("|")


@cache
def _headings() -> tuple[dict[str, str], ...]:
    text = (resources("tanji.formats.portfolio") / "data" / "headings.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
