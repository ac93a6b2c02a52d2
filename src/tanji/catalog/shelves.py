"""Releases of databases on the server: a shelf for each organisation, and one with what is public."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.background.opened import Opened
from tanji.background.shelf import Shelf, UnknownDatabase


def own_shelf(acting: Acting) -> Shelf:
    """The releases of the actor's organisation; nobody else opens it."""
    return Shelf(_data() / "shelves" / str(acting.organisation.id))


def public_shelf() -> Shelf:
    """The embedded database and the releases that were published."""
    from tanji.starter.release import starter

    shelf = Shelf(_data() / "shelves" / "public")
    starter(shelf)
    return shelf


def releases(acting: Acting | None) -> tuple[Opened, ...]:
    """The newest release of every database in reach, the organisation's own first."""
    found: dict[str, Opened] = {}
    shelves = [public_shelf()] if acting is None else [public_shelf(), own_shelf(acting)]
    for shelf in shelves:
        for manifest in shelf.databases():
            found[manifest.id] = shelf.open(manifest.id)
    return tuple(reversed(found.values()))


def open_release(acting: Acting | None, database: str, version: str | None = None) -> Opened:
    """A release in reach: the organisation's own before the public one. Refuses NotFound."""
    shelves = [public_shelf()] if acting is None else [own_shelf(acting), public_shelf()]
    for shelf in shelves:
        try:
            return shelf.open(database, version)
        except UnknownDatabase:
            continue
    raise NotFound


def _data() -> Path:
    return Path(settings.TANJI.data)
