"""Source: where bytes or figures came from."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from tanji.model.document import Document, Names


class Status(StrEnum):
    """Whether a figure was compared with the document it is said to come from."""

    verified = "verified"
    unverified = "unverified"


class Source(Document):
    """Publisher, title, year, place and licence of what was read; the hash of the bytes where bytes were read."""

    schema_name: ClassVar[str] = "tanji/source/1"

    publisher: str
    title: Names
    year: int | None = None
    document_no: str | None = None
    url: str | None = None
    licence: str | None = None
    attribution: str | None = None
    sha256: str | None = None
    note: str | None = None
