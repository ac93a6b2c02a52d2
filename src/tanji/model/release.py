"""Release: one immutable version of a background database."""

from __future__ import annotations

from typing import ClassVar

from tanji.model.document import Document, Names, Value
from tanji.model.finding import Counts
from tanji.model.rights import Rights


class Table(Value):
    """A table of a release: how many rows, and the digest of its content (not of the Parquet bytes)."""

    rows: int
    digest: str


class Release(Document):
    """The manifest of a released database: `id` is the database, `version` the release.

    The digest of this document stands for the whole release, because it names the content of every table.
    Intensities are derived from the tables and are not named here.
    """

    schema_name: ClassVar[str] = "tanji/release/1"

    names: Names
    owner: str | None = None
    scope: str | None = None
    region: str | None = None
    licence: str | None = None
    attribution: str | None = None
    rights: Rights | None = None
    """What may be shown to everybody, and what the law makes of the data; of one process: `Process.extra["rights"]`."""
    sources: tuple[str, ...] = ()
    source_sha256: str | None = None
    """Of the file that was imported, where it was one file."""
    link_rules: str
    """Id and version of the rules by which inputs found their suppliers."""
    allocation: str
    counts: dict[str, Counts]
    quality: dict[str, float] = {}
    """Figures such as the linked share of inputs and the number of loops."""
    tables: dict[str, Table]
