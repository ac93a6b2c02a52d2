"""A backup brought back into an empty installation, whole or not at all.

Everything is unpacked into a folder apart and compared with the digests of the backup; only then the files are put
in their place and the database is filled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Any, Final

from django.db import connection

from tanji.config.backup import FOLDER, MANIFEST, PASSING, POSTGRES, SCHEMA, SQLITE, run_postgres
from tanji.errors import Refusal, Text

FRESH: Final = PASSING - {"tanji.sqlite3"} | {"secret-key"}
"""What an installation without any data may have already."""
CHUNK: Final = 1 << 20
LARGEST_MANIFEST: Final = 256 << 20


class BadBackup(Refusal):
    """A file that is no backup, or not the one that was written: damaged, cut off or changed."""

    code = "BAK-002"


class NotEmpty(Refusal):
    """A backup is brought back only where nothing would be overwritten."""

    code = "BAK-003"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    files: int
    made: str
    version: str


def restore(source: Path, data: Path) -> Restored:
    """Bring a backup back. Refuses NotEmpty, and BadBackup with the file that is not as it was written."""
    _refuse_data(data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(mkdtemp(prefix=".restoring-", dir=data))
    try:
        manifest = _unpack(source, place)
        if manifest["database"] != connection.vendor:
            raise BadBackup(
                Text(
                    zh=f"备份来自 {manifest['database']}，而这里是 {connection.vendor}",
                    en=f"The backup is of {manifest['database']}; here is {connection.vendor}",
                ),
                Text(zh="请设置同类数据库（TANJI_DATABASE_URL）。", en="Set TANJI_DATABASE_URL to such a database."),
            )
        _place(place, data)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Restored(len(manifest["files"]), manifest["made"], manifest["tanji"])


def _refuse_data(data: Path) -> None:
    found = sorted(each.name for each in data.iterdir() if each.name not in FRESH) if data.exists() else []
    if connection.vendor == "postgresql":
        found += connection.introspection.table_names()
    if found:
        raise NotEmpty(
            Text(zh=f"这里已有数据：{'、'.join(found[:5])}", en=f"There are data here: {', '.join(found[:5])}"),
            Text(
                zh="请恢复到空的数据目录（TANJI_DATA）和空的数据库。",
                en="Restore into an empty data folder (TANJI_DATA) and an empty database.",
            ),
        )


def _unpack(source: Path, place: Path) -> dict[str, Any]:
    """Write all members into a folder; the manifest where each is what it says."""
    found: dict[str, tuple[int, str]] = {}
    body = b""
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or member.name in found or body or not _fit(member.name):
                    raise _bad(member.name)
                if member.name == MANIFEST:
                    if member.size > LARGEST_MANIFEST:
                        raise _bad(member.name)
                    body = stream.read()
                else:
                    found[member.name] = _copy(stream, place / member.name)
        manifest = json.loads(body)
        told = {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]}
        known = manifest["schema"] == SCHEMA and {"made", "tanji", "database"} <= manifest.keys()
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise _bad(source.name) from error
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            raise _bad(name)
    if not known or (SQLITE in found) == (POSTGRES in found):
        raise _bad(MANIFEST)
    return dict(manifest)


def _fit(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = not name.startswith("/") and ".." not in parts and "\\" not in name
    return inside and (name in {MANIFEST, SQLITE, POSTGRES} or (name.startswith(FOLDER) and len(parts) > 1))


def _copy(stream: Any, path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as target:
        path.chmod(0o600)
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def _place(place: Path, data: Path) -> None:
    """The database first: where it cannot be filled, the folder stays empty."""
    if (place / POSTGRES).exists():
        run_postgres(
            *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
            *("--dbname", connection.settings_dict["NAME"], str(place / POSTGRES)),
        )
    for each in sorted((place / FOLDER).iterdir()) if (place / FOLDER).exists() else []:
        each.replace(data / each.name)
    if (place / SQLITE).exists():
        connection.close()
        with closing(sqlite3.connect(place / SQLITE)) as copy:
            if (
                copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
                or copy.execute("PRAGMA foreign_key_check").fetchone()
            ):
                raise _bad(SQLITE)
            # before anybody writes: two that open it at once could not turn it over
            copy.execute("PRAGMA journal_mode=wal")
        (place / SQLITE).replace(data / "tanji.sqlite3")


def _bad(name: str) -> BadBackup:
    return BadBackup(
        Text(zh=f"备份不完整或已被改动：{name}", en=f"The backup is not as it was written: {name}"),
        Text(zh="未恢复任何内容，请使用另一份备份。", en="Nothing was restored; use another backup."),
    )
