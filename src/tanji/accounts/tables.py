"""Tables that come with a package of the platform, as CSV whose lines may be comments."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files


def rows(name: str, package: str = "tanji.accounts") -> Sequence[Mapping[str, str]]:
    """The rows of `data/<name>` of a package, without its lines of comment."""
    text = (files(package) / "data" / name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))
