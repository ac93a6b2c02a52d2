"""Rows of other organisations are out of reach in the database too, where it can do that (PostgreSQL).

The organisation and the person of a request are set on the connection before anything is read; policies of each table
(migrations) compare with them. Without them a table with row-level security is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tanji.accounts.acting import Acting
from tanji.accounts.models import Person


@contextmanager
def scope(acting: Acting | None, *, everything: bool = False, person: Person | None = None) -> Iterator[None]:
    """Everything inside reads and writes as this organisation; as nobody where there is none.

    `person` is somebody who acts for no organisation (yet): reaches their own memberships and invitations.
    `everything` is for the worker and for commands of the operator, which act for all organisations in turn.
    """
    organisation = "" if acting is None else str(acting.organisation.id)
    somebody = acting.person if acting is not None else person
    before = current()
    _set(organisation, "" if somebody is None else str(somebody.id), "*" if everything else "")
    try:
        yield
    finally:
        _set(*before)


def current() -> tuple[str, str, str]:
    """Organisation, person and whether everything is in reach, as the connection has them; empty on SQLite."""
    if connection.vendor != "postgresql":
        return "", "", ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('tanji.organisation', true), ''),"
            " coalesce(current_setting('tanji.person', true), ''), coalesce(current_setting('tanji.all', true), '')"
        )
        organisation, person, everything = cursor.fetchone()
    return organisation, person, everything


def _set(organisation: str, person: str, everything: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tanji.organisation', %s, false), set_config('tanji.person', %s, false),"
            " set_config('tanji.all', %s, false)",
            [organisation, person, everything],
        )
