"""Small series, made here."""

from datetime import UTC, datetime, timedelta

import polars as pl

START = datetime(2025, 1, 1, tzinfo=UTC)


def counter(values, minutes=15, times=None):
    """A table of readings of a counter, one every so many minutes."""
    steps = range(len(values)) if times is None else times
    return pl.DataFrame({"time": [START + timedelta(minutes=minutes * step) for step in steps], "value": values})


def csv(frame, path):
    """The table as CSV with offsets."""
    frame.with_columns(pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S%:z")).write_csv(path)
    return path
