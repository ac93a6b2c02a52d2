"""The reading of EcoSpold 2 inside the child process."""

from __future__ import annotations

from collections.abc import Iterator

from tanji.errors import Progress
from tanji.formats.ecospold.reading import parse as parse_dialect
from tanji.formats.ecospold2.dialect import EcoSpold2


def parse(path: str, progress: Progress) -> Iterator[bytes]:
    """JSON parts of the datasets of a path; see `ecospold.reading.parse`."""
    return parse_dialect(path, EcoSpold2, progress)
