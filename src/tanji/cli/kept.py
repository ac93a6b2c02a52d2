"""Documents that the home keeps, by digest; one that is not there is None, so that a command can ask for its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tanji.errors import Refusal

if TYPE_CHECKING:
    from tanji.background.shelf import Shelf
    from tanji.model.document import Document

D = TypeVar("D", bound="Document")


def kept_document(shelf: Shelf, digest: str, kind: type[D]) -> D | None:
    """The document of a digest, if the home has it whole and it is of this kind."""
    try:
        found = shelf.load(digest)
    except Refusal:
        return None
    return found if isinstance(found, kind) else None
