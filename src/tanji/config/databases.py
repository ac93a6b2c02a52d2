"""How a database is opened so that nothing acknowledged is lost, and the check that refuses one opened otherwise.

Source: measurements of power cuts (reference, trust.md 4.2): SQLite loses acknowledged commits with Django's defaults
and with WAL + NORMAL, and none with WAL + FULL.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PRAGMAS = "PRAGMA journal_mode=wal;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
DURABLE_SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
DURABLE_POSTGRES = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of an embedded database: WAL, synchronous=FULL, BEGIN IMMEDIATE."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def postgres(url: str, statement_seconds: int = 0) -> dict[str, Any]:
    """Settings of a PostgreSQL database from its URL. Refuses any other kind of URL.

    Nobody waits longer than 10 s for a connection or a lock, and no longer than `statement_seconds` (0: for ever) for
    a statement; a transaction in which nothing happens for 2 minutes is ended.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("TANJI_DATABASE_URL: postgresql://user:password@host:port/name is needed")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 10,
            "options": (
                f"-c lock_timeout=10s -c statement_timeout={statement_seconds}s"
                " -c idle_in_transaction_session_timeout=120s"
            ),
        },
    }


def unsafe(connection: Any) -> list[str]:
    """What of an open database would lose acknowledged work, each as `name = value`; nothing where it is safe."""
    if connection.vendor == "sqlite":
        wanted: dict[str, Any] = DURABLE_SQLITE
        query = "PRAGMA {}"
    else:
        wanted, query = dict(DURABLE_POSTGRES), "SHOW {}"
    found = []
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(query.format(name))
            is_ = cursor.fetchone()[0]
            if is_ != value:
                found.append(f"{name} = {is_}")
    if connection.vendor == "sqlite" and connection.transaction_mode != "IMMEDIATE":
        found.append(f"transaction_mode = {connection.transaction_mode}")
    return found


def unheld(connection: Any) -> str | None:
    """The role of PostgreSQL under which this runs, if row-level security does not hold it; None where it does."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, free = cursor.fetchone()
    return str(name) if free else None


def refuse_unsafe(connection: Any) -> None:
    """Refuses to go on (ImproperlyConfigured) with a database that would lose acknowledged work, naming why, and as a
    role that row-level security does not hold apart from the rows of others.
    """
    if role := unheld(connection):
        raise ImproperlyConfigured(
            f"The role {role} is a superuser or bypasses row-level security; serve as one that does not"
            f" (tanji-server grant_app_role). 数据库角色 {role} 可绕过行级安全，不能用于运行"
        )
    if wrong := unsafe(connection):
        raise ImproperlyConfigured(
            f"The database would lose acknowledged work in a power cut ({', '.join(wrong)}). "
            f"数据库设置不安全，断电会丢失已确认的数据：{'、'.join(wrong)}"
        )
