"""Rows of databases and their releases: made, listed, chosen as current, archived with 30 days to undo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.catalog.models import Database, ReleaseRow
from tanji.catalog.shelves import public_shelf
from tanji.errors import Text
from tanji.model.release import Release

DAYS_TO_UNDO: Final = 30
_IDENTIFIER: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")


def databases(acting: Acting, *, archived: bool = False) -> Sequence[Database]:
    """The organisation's databases by name."""
    require(acting, "view", "database")
    found = Database.objects.filter(organisation=acting.organisation, archived__isnull=not archived)
    return list(found.order_by("name"))


def get_database(acting: Acting, database: UUID) -> Database:
    """A database of the organisation, archived or not. Refuses NotFound."""
    require(acting, "view", "database")
    found = Database.objects.filter(organisation=acting.organisation, pk=database).first()
    if found is None:
        raise NotFound
    return found


def releases_of(acting: Acting, database: Database) -> Sequence[ReleaseRow]:
    """The releases of a database, the newest first."""
    require(acting, "view", "database")
    return list(_releases(acting).filter(database=database).order_by("-created"))


def get_release(acting: Acting, release: UUID) -> ReleaseRow:
    """A release of the organisation, with its database. Refuses NotFound."""
    require(acting, "view", "database")
    found = _releases(acting).filter(pk=release).first()
    if found is None:
        raise NotFound
    return found


def create_row(acting: Acting, identifier: str, name: str, *, name_en: str, scope: str, licence: str) -> Database:
    """A new database; called inside the transaction that also writes the event. Refuses Invalid and Conflict."""
    require(acting, "create", "database")
    key = identifier.strip().lower()
    if not _IDENTIFIER.fullmatch(key):
        raise Invalid(
            Text(zh=f"标识“{identifier}”不可用", en=f'"{identifier}" cannot be an identifier'),
            Text(zh="用 2–63 个小写字母、数字或连字符，例如 steel-cn。", en="Take 2 to 63 of a–z, 0–9 and hyphens."),
        )
    if not name.strip():
        raise Invalid(Text(zh="请填写数据库名称", en="Give the database a name"))
    if any(manifest.id == key for manifest in public_shelf().databases()):
        raise _taken(key)
    try:
        with transaction.atomic():
            return Database.objects.create(
                organisation=acting.organisation,
                created_by=acting.person,
                identifier=key,
                name=name.strip(),
                name_en=name_en.strip(),
                scope=scope.strip(),
                licence=licence.strip(),
            )
    except IntegrityError:
        raise _taken(key) from None


def add_release(acting: Acting, database: Database, manifest: Release, *, digest: str, note: str) -> ReleaseRow:
    """The row of a release that stands on the own shelf; the same again gives the row that is there.

    The first release of a database is its current one. Called inside a transaction.
    """
    row, _ = ReleaseRow.objects.get_or_create(
        database=database,
        version=manifest.version,
        defaults={
            "organisation": acting.organisation,
            "created_by": acting.person,
            "digest": digest,
            "processes": manifest.tables["processes"].rows,
            "current": not database.releases.filter(current=True).exists(),
            "note": note,
        },
    )
    return row


def make_current(acting: Acting, release: ReleaseRow) -> None:
    """This release is the one that new studies take; called inside a transaction."""
    require(acting, "publish", "database")
    releases = ReleaseRow.objects.filter(database=release.database_id)
    releases.filter(current=True).update(current=False)
    releases.filter(pk=release.pk).update(current=True)


def set_archived(acting: Acting, database: Database, *, archived: bool) -> None:
    """Put a database away, or take it back within 30 days. Refuses Conflict while a release of it is public."""
    require(acting, "archive", "database")
    if archived and database.releases.filter(public=True).exists():
        raise Conflict(
            Text(zh="已公开的数据库不能归档", en="A database with a public release cannot be archived"),
            Text(zh="请先撤下公开的版本。", en="Withdraw the public release first."),
        )
    if not archived and database.archived and database.archived < timezone.now() - timedelta(days=DAYS_TO_UNDO):
        raise Conflict(
            Text(zh=f"归档已超过 {DAYS_TO_UNDO} 天", en=f"It was archived more than {DAYS_TO_UNDO} days ago")
        )
    Database.objects.filter(pk=database.pk).update(archived=timezone.now() if archived else None)
    database.refresh_from_db()


def make_public(release: ReleaseRow, *, public: bool) -> None:
    """Whether everybody sees a release; called inside the transaction that writes why."""
    ReleaseRow.objects.filter(pk=release.pk).update(public=public)


def release_row(release: UUID) -> ReleaseRow:
    """A release whoever owns it, for what follows from a decision of others. Refuses NotFound."""
    found = ReleaseRow.objects.filter(pk=release).select_related("database", "organisation").first()
    if found is None:
        raise NotFound
    return found


def public_by_others(release: ReleaseRow) -> bool:
    """Whether another organisation has a public release under the same identifier."""
    same = ReleaseRow.objects.filter(public=True, database__identifier=release.database.identifier)
    return same.exclude(organisation=release.organisation_id).exists()


def _releases(acting: Acting) -> QuerySet[ReleaseRow]:
    return ReleaseRow.objects.filter(organisation=acting.organisation, archived=None).select_related("database")


def _taken(key: str) -> Conflict:
    return Conflict(
        Text(zh=f"标识“{key}”已被使用", en=f'The identifier "{key}" is taken'),
        Text(zh="请换一个标识。", en="Choose another one."),
    )
