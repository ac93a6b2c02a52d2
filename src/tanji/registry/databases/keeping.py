"""Verbs on databases and releases that need no long work: each with its event."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict
from tanji.catalog import databases
from tanji.catalog.models import Database, ReleaseRow
from tanji.errors import Text
from tanji.registry.actions import record


def create(
    acting: Acting, identifier: str, name: str, *, name_en: str = "", scope: str = "", licence: str = ""
) -> Database:
    """A new database without releases. Refuses NotAllowed, Invalid, Conflict for an identifier that is taken."""
    with transaction.atomic():
        made = databases.create_row(acting, identifier, name, name_en=name_en, scope=scope, licence=licence)
        record(acting, "database.created", made.id, body={"identifier": made.identifier})
    return made


def set_current(acting: Acting, release: UUID) -> ReleaseRow:
    """New studies take this release. Refuses NotFound and NotAllowed."""
    require(acting, "publish", "database")
    with transaction.atomic():
        row = databases.get_release(acting, release)
        if not row.current:
            databases.make_current(acting, row)
            record(acting, "database.current_set", row.database_id, body={"version": row.version})
    row.refresh_from_db()
    return row


def archive(acting: Acting, database: UUID) -> Database:
    """Put a database away for 30 days of undo. Refuses NotFound, NotAllowed, Conflict while it is public."""
    return _archived(acting, database, archived=True)


def restore(acting: Acting, database: UUID) -> Database:
    """Take a database back. Refuses NotFound, NotAllowed, Conflict after 30 days."""
    return _archived(acting, database, archived=False)


def get_open(acting: Acting, database: UUID) -> Database:
    """A database that work may go on in. Refuses NotFound, and Conflict for one that is archived."""
    found = databases.get_database(acting, database)
    if found.archived is not None:
        raise Conflict(
            Text(zh="数据库已归档", en="The database is archived"), Text(zh="请先恢复。", en="Restore it first.")
        )
    return found


def _archived(acting: Acting, database: UUID, *, archived: bool) -> Database:
    require(acting, "archive", "database")
    with transaction.atomic():
        row = databases.get_database(acting, database)
        if (row.archived is not None) != archived:
            databases.set_archived(acting, row, archived=archived)
            record(acting, "database.archived" if archived else "database.restored", row.id)
    return row
