"""The publications that the figures come from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tanji.model.source import Source
from tanji.starter.tables import Row, rows


@cache
def sources() -> Mapping[str, Source]:
    """Every publication that a figure is carried over from, by id."""
    return MappingProxyType({row["source"]: _source(row) for row in rows("sources.csv")})


@cache
def cited(source: str) -> str:
    """A publication in one line: publisher, year, title."""
    found = sources()[source]
    year = f" ({found.year})" if found.year else ""
    return f"{found.publisher}{year}: {found.title['en']}"


def _source(row: Row) -> Source:
    return Source(
        id=row["source"],
        publisher=row["publisher"],
        title={"zh": row["title_zh"], "en": row["title_en"]},
        year=int(row["year"]) if row["year"] else None,
        document_no=row["document_no"] or None,
        url=row["url"] or None,
        licence=row["licence"] or None,
        attribution=row["attribution"] or None,
        sha256=row["sha256"] or None,
        note=row["note"] or None,
    )
