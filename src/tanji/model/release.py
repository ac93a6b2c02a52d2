"""Release: one immutable version of a background database."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from tanji.model.document import Document, Names, Value
from tanji.model.finding import Counts
from tanji.model.rights import Rights


class Table(Value):
    """A table of a release: how many rows, and the digest of its content (not of the Parquet bytes)."""

    rows: int
    digest: str


class Signature(Value):
    """A signature over a release's digest, kept beside the manifest and not in it: the slot that a signer fills.

    It is stored and shown; checking it against a key is not done here.
    """

    algorithm: str
    """Such as `Ed25519` or `SM2`."""
    key: str
    """Id or fingerprint of the public key."""
    signer: str
    signed_on: date
    digest: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    """Of the release that is signed."""
    value: str
    """The signature in base64."""


class Release(Document):
    """The manifest of a released database: `id` is the database, `version` the release.

    The digest of this document stands for the whole release, because it names the content of every table.
    Intensities are derived from the tables and are not named here.
    """

    schema_name: ClassVar[str] = "tanji/release/1"

    names: Names
    owner: str | None = None
    scope: str | None = None
    sector: str | None = None
    region: str | None = None
    year: int | None = None
    """Reference year of the data as a whole; each process has its own."""
    languages: tuple[str, ...] | None = None
    """Codes of the languages of the names of processes."""
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
