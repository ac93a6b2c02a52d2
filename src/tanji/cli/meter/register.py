"""The documents of the metrology register that the home keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tanji.errors import Refusal, Text
from tanji.model.document import Ref, digest
from tanji.model.meter import Calibration, Meter, Series

if TYPE_CHECKING:
    from tanji.background.shelf import Shelf


class UnknownMeter(Refusal):
    """A meter, certificate or series that the home does not keep."""

    code = "MTR-001"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the register with its digest; the later ones were stored later."""

    digest: str
    document: Meter | Calibration | Series
    stored: float

    @property
    def ref(self) -> Ref:
        """What a study refers to it by."""
        return Ref(digest=self.digest, id=self.document.id, version=self.document.version)


def entries(kept: Shelf) -> list[Entry]:
    """Everything in the register, in the order in which it was stored."""
    found = []
    for each in kept.documents():
        if isinstance(each, Meter | Calibration | Series):
            own = digest(each)
            path = kept.home / "documents" / own.removeprefix("sha256:")
            found.append(Entry(own, each, path.stat().st_mtime))
    return sorted(found, key=lambda entry: (entry.stored, entry.digest))


def current(kept: Shelf) -> list[Entry]:
    """The register as it stands: of several documents of one kind and id the one stored last."""
    last = {(type(entry.document), entry.document.id): entry for entry in entries(kept)}
    return list(last.values())


def meter(kept: Shelf, id_: str) -> Meter:
    """The meter of an id, as stored last. Refuses UnknownMeter, naming those that there are."""
    meters = {entry.document.id: entry.document for entry in current(kept) if isinstance(entry.document, Meter)}
    if id_ not in meters:
        known = ", ".join(sorted(meters)) or "—"
        raise UnknownMeter(
            Text(zh=f"没有登记计量器具“{id_}”", en=f'There is no meter "{id_}" in the register'),
            Text(
                zh=f"已登记：{known}。用 tanji meter read 登记。",
                en=f"There are: {known}. `tanji meter read` adds one.",
            ),
        )
    return meters[id_]
