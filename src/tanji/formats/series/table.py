"""The readings of a file: times in UTC, values, marks of quality; what can not be read is counted by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from tanji.errors import Text
from tanji.formats.delimited import decode, separator
from tanji.formats.series.asked import Asked, bad, thresholds

MOST: Final = 20_000_000
"""Rows of one series at most."""
LARGEST: Final = 1e15
"""A larger number is no reading."""
LARGEST_FILE: Final = 1 << 30
"""Bytes of a CSV file at most."""
PARQUET: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a table holds: one entry a row that could be read, in the order of the file.

    time: microseconds since 1970 UTC; row: counted from 1 below the head; unreadable, excluded: rows of those left out
    (no time or no number; a bad mark of quality); lost: how many a column of sequence numbers says are missing.
    """

    time: np.ndarray[tuple[int], np.dtype[np.int64]]
    value: np.ndarray[tuple[int], np.dtype[np.float64]]
    row: np.ndarray[tuple[int], np.dtype[np.int64]]
    unreadable: np.ndarray[tuple[int], np.dtype[np.int64]]
    excluded: np.ndarray[tuple[int], np.dtype[np.int64]]
    lost: int
    zone: str
    rows: int


def load(path: Path, asked: Asked) -> Readings:
    """The readings of a CSV or Parquet file. Refuses BadSeries."""
    frame = _frame(path)
    columns = _columns(frame, asked, path.name)
    if frame.height > MOST:
        raise bad(
            path.name,
            Text(zh=f"超过 {MOST} 行", en=f"it has more than {MOST} rows"),
            Text(zh="请按年份拆分。", en="Split it by year."),
        )
    return readings(frame, columns, asked, path.name)


def readings(frame: pl.DataFrame, columns: dict[str, str], asked: Asked, name: str) -> Readings:
    """The readings of a table whose columns are known. Refuses BadSeries where naive times come without a zone."""
    time, zone = _times(frame[columns["time"]], asked, name)
    value = frame[columns["value"]]
    if value.dtype == pl.String:
        value = value.str.strip_chars().str.replace_all(",", "", literal=True)
    number = value.cast(pl.Float64, strict=False)
    readable = (time.is_not_null() & (number.abs() <= LARGEST).fill_null(value=False)).to_numpy()
    good = _good(frame, columns)
    row = np.arange(1, frame.height + 1, dtype=np.int64)
    kept = readable & good
    return Readings(
        time=time.fill_null(0).to_numpy()[kept],
        value=number.fill_null(0.0).to_numpy()[kept],
        row=row[kept],
        unreadable=row[~readable],
        excluded=row[readable & ~good],
        lost=_lost(frame, columns),
        zone=zone,
        rows=frame.height,
    )


def _frame(path: Path) -> pl.DataFrame:
    """The table of a file, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(4)
    try:
        if head == PARQUET:
            return pl.read_parquet(path, memory_map=False)
        return _csv(path)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise bad(
            path.name,
            Text(zh=f"不是 Parquet 或 CSV（{said}）", en=f"it is neither Parquet nor CSV ({said})"),
            Text(zh="请另存为 CSV UTF-8 或 Parquet。", en="Save it as CSV in UTF-8 or as Parquet."),
        ) from None


def _csv(path: Path) -> pl.DataFrame:
    """The table of a CSV file in UTF-8, UTF-16 or GB18030, by comma, semicolon or tab; all cells are text."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise bad(
            path.name,
            Text(zh=f"超过 {LARGEST_FILE >> 20} MiB", en=f"it is more than {LARGEST_FILE >> 20} MiB"),
            Text(zh="请拆分，或改用 Parquet。", en="Split it, or use Parquet."),
        )
    text = decode(data, path.name)
    mark = separator(text[:100_000])
    return pl.read_csv(text.encode("utf-8"), infer_schema=False, separator=mark, try_parse_dates=False)


def _columns(frame: pl.DataFrame, asked: Asked, name: str) -> dict[str, str]:
    """Our names to those of the table: as asked, else by the names that are known."""
    own = {column.strip().lstrip("\ufeff").casefold(): column for column in frame.columns}
    found: dict[str, str] = {}
    for ours, spellings in thresholds()["columns"].items():
        wanted = {"time": asked.time, "value": asked.value}.get(ours)
        tried = [wanted] if wanted else spellings
        column = next((own[spelling.casefold()] for spelling in tried if spelling.casefold() in own), None)
        if column is not None:
            found[ours] = column
    for needed in ("time", "value"):
        if needed not in found:
            have = ", ".join(frame.columns[:12])
            raise bad(
                name,
                Text(zh=f"没有 {needed} 列；表中有：{have}", en=f'there is no column "{needed}"; it has: {have}'),
                Text(zh="用 --time 和 --value 指出列名。", en="Name the columns with --time and --value."),
            )
    return found


def _times(column: pl.Series, asked: Asked, name: str) -> tuple[pl.Series, str]:
    """Microseconds since 1970 UTC, null where unreadable (or where a clock change makes a local time mean two)."""
    zone = _zone(asked.zone, name)
    if column.dtype == pl.String:
        column = _parsed(column, name)
    if column.dtype == pl.Date:
        column = column.cast(pl.Datetime("us"))
    if not isinstance(column.dtype, pl.Datetime):
        raise bad(
            name,
            Text(zh=f"时间列的类型是 {column.dtype}", en=f"its times are of type {column.dtype}"),
            Text(zh="时间应为日期时间，或 ISO 8601 文本。", en="Times must be of a time type, or text of ISO 8601."),
        )
    if column.dtype.time_zone is None:
        if zone is None:
            raise bad(
                name,
                Text(zh="时间没有时区", en="its times have no time zone"),
                Text(zh="用 --zone 说明，如 --zone Asia/Shanghai。", en="State it: --zone Asia/Shanghai."),
            )
        column = column.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    micro = column.dt.convert_time_zone("UTC").dt.cast_time_unit("us").dt.timestamp("us")
    return micro, zone or "UTC"


def _parsed(column: pl.Series, name: str) -> pl.Series:
    text = column.str.strip_chars().str.replace(r"[zZ]$", "+00:00")
    first = text.drop_nulls().head(1).to_list()
    for form in thresholds()["times"] if first else ():
        zoned = form.endswith("%z")
        sample = pl.Series(first).str.to_datetime(
            form, strict=False, time_unit="us", time_zone="UTC" if zoned else None
        )
        if sample[0] is not None:
            return text.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC" if zoned else None)
    raise bad(
        name,
        Text(zh=f"认不出时间“{(first or [''])[0]}”", en=f'the time "{(first or [""])[0]}" is not understood'),
        Text(zh="请写成 2024-03-01T00:15:00+08:00。", en="Write 2024-03-01T00:15:00+08:00."),
    )


def _zone(zone: str | None, name: str) -> str | None:
    try:
        return ZoneInfo(zone).key if zone else None
    except (KeyError, ValueError, OSError):
        raise bad(
            name,
            Text(zh=f"没有名为“{zone}”的时区", en=f'there is no time zone "{zone}"'),
            Text(zh="例如 Asia/Shanghai、UTC。", en="For example Asia/Shanghai, UTC."),
        ) from None


def _good(frame: pl.DataFrame, columns: dict[str, str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if "quality" not in columns:
        return np.ones(frame.height, dtype=bool)
    marks = frame[columns["quality"]].cast(pl.String, strict=False).fill_null("").str.strip_chars().str.to_lowercase()
    return marks.is_in([str(each) for each in thresholds()["good"]]).to_numpy()


def _lost(frame: pl.DataFrame, columns: dict[str, str]) -> int:
    """How many messages the sequence numbers skip; a number below its predecessor has started anew."""
    if "sequence" not in columns:
        return 0
    steps = frame[columns["sequence"]].cast(pl.Int64, strict=False).diff().drop_nulls()
    return int((steps.filter(steps > 1) - 1).sum())
