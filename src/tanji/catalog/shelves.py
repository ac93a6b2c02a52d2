"""Releases of databases on the server: a shelf for each organisation, and one with what is public."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.background.opened import Opened
from tanji.background.shelf import Shelf, UnknownDatabase, fit_name
from tanji.catalog.models import ReleaseRow


def own_shelf(acting: Acting) -> Shelf:
    """The releases of the actor's organisation; nobody else opens it."""
    return Shelf(_data() / "shelves" / str(acting.organisation.id))


def public_shelf() -> Shelf:
    """The embedded database and the releases that were published."""
    from tanji.starter.release import starter

    shelf = Shelf(_data() / "shelves" / "public")
    starter(shelf)
    return shelf


def scratch(acting: Acting, job: UUID) -> Path:
    """A folder of the organisation for one job that is not confirmed yet; dropped afterwards."""
    return _data() / "scratch" / str(acting.organisation.id) / str(job)


def releases(acting: Acting | None) -> tuple[Opened, ...]:
    """The release of every database in reach that new studies take, the organisation's own first.

    Of an own database that is the current release; of a public one the newest that is not withdrawn.
    """
    found: dict[str, Opened] = {}
    shelf = public_shelf()
    for manifest in shelf.databases():
        if not is_withdrawn(manifest.id, manifest.version):
            found[manifest.id] = shelf.open(manifest.id, manifest.version)
    if acting is not None:
        own = own_shelf(acting)
        for identifier, version in _current(acting):
            found.pop(identifier, None)
            found[identifier] = own.open(identifier, version)
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


def is_withdrawn(database: str, version: str) -> bool:
    """Whether a public release was withdrawn; it stays where it is for what was computed with it."""
    return _withdrawn(database, version).exists()


def set_withdrawn(database: str, version: str, *, withdrawn: bool) -> None:
    """Mark a release of the public shelf as withdrawn, or take the mark away; the same again changes nothing."""
    mark = _withdrawn(database, version)
    if withdrawn:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def _withdrawn(database: str, version: str) -> Path:
    return _data() / "shelves" / "withdrawn" / fit_name(database) / fit_name(version)


def _current(acting: Acting) -> list[tuple[str, str]]:
    """(identifier, version) of the current release of each of the organisation's databases that is not archived."""
    rows = ReleaseRow.objects.filter(organisation=acting.organisation, current=True, archived=None)
    rows = rows.filter(database__archived=None).order_by("database__identifier")
    return list(rows.values_list("database__identifier", "version"))


def _data() -> Path:
    return Path(settings.TANJI.data)
