"""Tables as CSV files that a spreadsheet opens without taking a text for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from tanji.cli.db.scores import safe


def write_csv(path: Path, rows: Iterable[Sequence[object]]) -> int:
    """Write rows, the head among them, in UTF-8 with its mark; gives the number of rows below the head."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    count = -1
    for row in rows:
        table.writerow([_cell(value) for value in row])
        count += 1
    path.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    return max(0, count)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return text if _is_number(text) else safe(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
