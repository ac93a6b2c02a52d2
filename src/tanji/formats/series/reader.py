"""Read and check a meter series; the table is parsed and checked in a child process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tanji.errors import Progress
from tanji.formats.child import GIB, Limits, run
from tanji.formats.series.asked import Asked
from tanji.formats.series.judge import judge
from tanji.model.figure import ReadingMethod
from tanji.model.finding import Report
from tanji.model.meter import Correction, Series, Sum

LIMITS: Final = Limits(memory_bytes=8 * GIB, cpu_s=600, wall_s=900.0, answer_bytes=64 << 20)


@dataclass(frozen=True, slots=True)
class SeriesRead:
    """A series as a document, what was found, what a chart of it needs, and the seconds that it took."""

    series: Series
    report: Report
    picture: Mapping[str, Any]
    seconds: Mapping[str, float]


def read(path: Path, asked: Asked, *, meter: str, progress: Progress | None = None) -> SeriesRead:
    """The series of a CSV or Parquet file as `asked` says. `meter`: the id of the meter it was read from.

    Refuses BadSeries, and what `child` refuses.
    """
    job = "tanji.formats.series.check:check_file"
    found = run(job, {"path": str(path), "asked": asdict(asked)}, limits=LIMITS, progress=progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    series = document(found, asked, meter=meter, file=path.name, sha256=digest)
    return SeriesRead(series, judge(found, asked, path.name), found["picture"], found["seconds"])


def document(found: Mapping[str, Any], asked: Asked, *, meter: str, file: str, sha256: str) -> Series:
    """The document of what `check` gives."""
    filled = found["filled"]
    method = ReadingMethod.cumulative_difference if asked.kind == "counter" else ReadingMethod.direct
    first, last = (datetime.fromisoformat(found[end]) for end in ("first", "last"))
    return Series(
        id=f"{meter}-{first:%Y%m%d}-{last:%Y%m%d}",
        meter=meter,
        unit=asked.unit,
        method=ReadingMethod.gap_filled if filled and found["gap_share"] == 1 else method,
        zone=found["zone"],
        first=first,
        last=last,
        interval_s=found["interval_s"],
        readings=found["imported"],
        file=file,
        sha256=sha256,
        amount=_rounded(found["amount"]),
        gap_share=_rounded(found["gap_share"]),
        sums=tuple(_sum(each) for each in found["sums"]),
        corrections=tuple(_corrections(found, asked)),
        suspicious=found["suspicious"],
    )


def _sum(each: Mapping[str, Any]) -> Sum:
    return Sum(
        start=datetime.fromisoformat(each["start"]),
        end=datetime.fromisoformat(each["end"]),
        amount=_rounded(each["amount"]),
        filled=_rounded(each["filled"]),
        covered=_rounded(each["covered"]),
    )


def _corrections(found: Mapping[str, Any], asked: Asked) -> Iterator[Correction]:
    """Everything that was done to the readings, by name."""
    count = {kind: each["count"] for kind, each in found["rows_of"].items()}
    repeated = count["repeated"] + count["conflicting"]
    kinds: tuple[tuple[Any, int, float | None], ...] = (
        ("excluded_unreadable", count["unreadable"], None),
        ("excluded_duplicate", repeated, None),
        ("excluded_quality", count["quality"], None),
        ("excluded_spike", count["counter_spike"], None),
        ("reordered", count["reordered"], None),
        ("roll_over", count["rolled"], _rounded(found["rolled_amount"])),
        ("reset", count["reset"], None),
    )
    for kind, number, amount in kinds:
        if number:
            yield Correction(kind=kind, count=number, amount=amount)
    if found["missing"] and (asked.kind == "counter" or found["filled"]):
        yield Correction(
            kind="gap_filled" if found["filled"] else "gap_interpolated",
            count=found["missing"],
            amount=_rounded(found["gap_amount"]),
        )


def _rounded(value: float) -> float:
    """Twelve significant digits, so that another machine writes the same bytes."""
    return float(f"{value:.12g}")
