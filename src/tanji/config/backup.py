"""A backup of a running installation: one tar with the database, the evidence and the releases, and their digests.

The database is copied first, in one snapshot (SQLite's online backup, or pg_dump). Files are written before the rows
that name them and never changed, so each file that the snapshot names is there when its turn comes.
The tar holds everything that the installation keeps, its secret key too: keep it as closely as the data themselves.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from django.db import connection

from tanji.errors import Refusal, Text

SCHEMA: Final = "tanji/backup/1"
MANIFEST: Final = "manifest.json"
FOLDER: Final = "data/"
SQLITE: Final = "database.sqlite3"
POSTGRES: Final = "database.pgdump"
PASSING: Final = frozenset({"static", "metrics", "compiled", "worker.alive", "tanji.sqlite3", "test.sqlite3"})
"""What is made anew, and the database itself, whose files cannot be copied while it is written to."""
EVERYTHING: Final = "-c tanji.all=*"
"""What lifts row-level security for the operator (accounts.tenancy)."""


class NoBackup(Refusal):
    """A backup that could not be written whole; nothing is left of it."""

    code = "BAK-001"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds."""

    files: int
    size: int


class _Counted(io.RawIOBase):
    """Reads a file exactly as long as it was when it was opened, and hashes what it gives."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left, self.digest = stream, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes. Refuses NoBackup where the file has become shorter."""
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._stream.read(wanted)
        if len(found) < wanted:
            raise NoBackup(Text(zh="文件在备份时变短了", en="A file became shorter while it was backed up"))
        self._left -= len(found)
        self.digest.update(found)
        return found


def back_up(data: Path, target: Path, *, version: str) -> Written:
    """Write a backup of the installation whose folder is `data`. Refuses NoBackup, also where the target exists."""
    if target.exists():
        raise NoBackup(
            Text(zh=f"{target} 已存在", en=f"{target} is there already"),
            Text(zh="请换一个文件名。", en="Name another file."),
        )
    part = target.with_name(f".{target.name}.part")
    try:
        with TemporaryDirectory(prefix="tanji-backup-", dir=target.parent) as folder:
            snapshot = _snapshot(Path(folder))
            part.touch(mode=0o600)
            with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
                members = [_add(tar, snapshot, snapshot.name)]
                members += [added for path, name in _kept(data) if (added := _add_present(tar, path, name))]
                _close(tar, members, version)
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.rename(target)
    except OSError as error:
        raise NoBackup(Text(zh=f"备份失败：{error}", en=f"The backup failed: {error}")) from error
    finally:
        part.unlink(missing_ok=True)
    return Written(files=len(members), size=sum(each.size for each in members))


def postgres_surroundings(settings: Mapping[str, Any]) -> dict[str, str]:
    """Variables by which the programs of PostgreSQL reach the database; no password on a command line."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(settings[key]) for name, key in names.items() if settings.get(key)}
    return {**os.environ, **given, "PGOPTIONS": EVERYTHING}


def run_postgres(*command: str) -> None:
    """Run a program of PostgreSQL on the database of the settings. Refuses NoBackup with its last words."""
    env = postgres_surroundings(connection.settings_dict)
    try:
        ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise NoBackup(
            Text(zh=f"找不到程序 {command[0]}", en=f"There is no program {command[0]} here"),
            Text(zh="请安装 postgresql-client。", en="Install postgresql-client."),
        ) from None
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or ["?"]
        raise NoBackup(Text(zh=f"{command[0]} 失败：{last[0]}", en=f"{command[0]} failed: {last[0]}"))


def _snapshot(folder: Path) -> Path:
    if connection.vendor == "postgresql":
        path = folder / POSTGRES
        run_postgres(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--enable-row-security", f"--file={path}"
        )
        return path
    path = folder / SQLITE
    connection.ensure_connection()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=delete")
        sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if sound != "ok":
        raise NoBackup(
            Text(zh=f"数据库已损坏：{sound}", en=f"The database is damaged: {sound}"),
            Text(zh="请从更早的备份恢复。", en="Restore an older backup."),
        )
    return path


def _kept(data: Path) -> Iterator[tuple[Path, str]]:
    """Files of the data folder that a backup holds, each with its name in it; in the order of names."""
    for folder, inner, files in os.walk(data):
        place = Path(folder)
        if place == data:
            inner[:] = [each for each in inner if each not in PASSING]
        inner.sort()
        for name in sorted(files):
            path = place / name
            if place == data and name.removesuffix("-wal").removesuffix("-shm") in PASSING:
                continue
            if path.is_file() and not path.is_symlink():
                yield path, FOLDER + path.relative_to(data).as_posix()


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Member:
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        counted = _Counted(stream, size)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        tar.addfile(info, counted)
    return Member(name, size, counted.digest.hexdigest())


def _add_present(tar: tarfile.TarFile, path: Path, name: str) -> Member | None:
    """A file that is still there; one that has gone meanwhile was a passing one, which no row of the snapshot names."""
    try:
        return _add(tar, path, name)
    except FileNotFoundError:
        return None


def _close(tar: tarfile.TarFile, members: list[Member], version: str) -> None:
    content = {
        "schema": SCHEMA,
        "tanji": version,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "files": [{"path": each.path, "size": each.size, "sha256": each.sha256} for each in members],
    }
    body = json.dumps(content, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(body), 0o600
    tar.addfile(info, io.BytesIO(body))
