"""The kinds of ILCD data sets: their root elements, namespaces, folders and what becomes of them.

Source: ILCD data format 1.1 (European Commission, JRC), schemas ILCD_*DataSet.xsd; eILCD: life cycle model 1.1 (2017).
The order of elements (`order.csv`) is that of the schemas' sequences.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from uuid import UUID, uuid5

Body = dict[str, Any]
"""A plain tree: an element with its attributes, its text and the elements in it."""

COMMON = "http://lca.jrc.it/ILCD/Common"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OURS = UUID("5d1d6b5c-7f0e-5d57-9a3e-0f3f0f5b7a11")


class Kind(NamedTuple):
    """A kind of data set: `use` says whether it becomes a document, is kept whole, or is not modelled."""

    root: str
    namespace: str
    folder: str
    type: str
    use: str
    section: str

    @property
    def name(self) -> str:
        """The qualified name of the root element."""
        return f"{{{self.namespace}}}{self.root}"


CLASSES = Kind("CategorySystem", "http://lca.jrc.it/ILCD/Categories", "", "", "kept", "")
"""A classification: no data set, but kept by its file."""
LOCATIONS = Kind("ILCDLocations", "http://lca.jrc.it/ILCD/Locations", "", "", "document", "")
"""The list of places of a package."""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by the name of its root element."""
    return {row["root"]: Kind(**row) for row in rows("kinds.csv")}


@cache
def by_name() -> dict[str, Kind]:
    """Every kind by the qualified name of its root element."""
    return {kind.name: kind for kind in kinds().values()}


@cache
def by_type() -> dict[str, Kind]:
    """Every kind by what references call it."""
    return {kind.type: kind for kind in kinds().values()}


@cache
def prefixes() -> dict[str, str]:
    """The namespaces of the prefixes that have one meaning everywhere."""
    return {row["prefix"]: row["namespace"] for row in rows("prefixes.csv")}


@cache
def order() -> dict[tuple[str, str], int]:
    """The place of an element among its siblings, by the names of its parent and itself."""
    return {
        (row["parent"], child): place
        for row in rows("order.csv")
        for place, child in enumerate(row["children"].split())
    }


@lru_cache(maxsize=1 << 16)
def uuid_of(identity: str) -> str:
    """An id as the UUID that ILCD asks for: itself where it is one, else one made of it, always the same.

    >>> uuid_of("steel") == uuid_of("steel"), uuid_of("93a60a56-a3c8-11da-a746-0800200b9a66")[:8]
    (True, '93a60a56')
    """
    return identity if _UUID.fullmatch(identity) else str(uuid5(_OURS, identity))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """A table of this package's data folder."""
    text = (files("tanji.formats.ilcd") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
