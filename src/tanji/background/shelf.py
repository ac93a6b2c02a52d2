"""Where releases and documents are kept: `releases/<database>/<version>/` and `documents/<digest>` under one folder.

A release comes to its place whole, by renaming, and is never changed there; the same content may be added again.
One program writes at a time (`lock`). What a killed one left half-written has a name of its own that nothing reads,
and is cleared away by the next that writes or tidies.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from tanji.background.lock import ShelfBusy, locked
from tanji.background.opened import MANIFEST, REPORT, SEARCH, Opened
from tanji.background.search import words_of
from tanji.errors import Refusal, Text
from tanji.model import document
from tanji.model.document import Document
from tanji.model.finding import Report
from tanji.model.release import Release

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ADDING: Final = ".adding-"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_REMOVING: Final = ".removing-"
_PART: Final = ".part"
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class UnknownDatabase(Refusal):
    """A database, or a version of one, that is not on the shelf."""

    code = "BGD-003"


class UnfitName(Refusal):
    """A database id or version that can not be the name of a folder."""

    code = "BGD-004"


class ReleaseExists(Refusal):
    """A release of this database and version is there already, with other content; releases are never changed."""

    code = "BGD-005"


class UnknownDocument(Refusal):
    """A document that is not on the shelf, or whose bytes are not what its digest says."""

    code = "BGD-006"


class Shelf:
    """The releases and documents under one folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._releases = home / "releases"
        self._documents = home / "documents"
        self._lock = home / ".lock"

    def databases(self) -> tuple[Release, ...]:
        """The manifest of every release, by database and then by time of adding, the newest last."""
        if not self._releases.is_dir():
            return ()
        return tuple(
            Opened(folder).manifest
            for database in sorted(self._releases.iterdir())
            if _NAME.fullmatch(database.name)
            for folder in self._versions(database.name)
        )

    def open(self, database: str, version: str | None = None) -> Opened:
        """A release; without a version the one that was added last. Refuses UnknownDatabase, naming what there is."""
        folders = self._versions(fit_name(database))
        wanted = folders if version is None else [folder for folder in folders if folder.name == fit_name(version)]
        if not wanted:
            raise self._unknown(database, version, folders)
        return Opened(wanted[-1])

    def add(self, manifest: Release, tables: Mapping[str, pl.DataFrame], report: Report | None = None) -> Opened:
        """A release put in its place whole, or the same one that is there already.

        Refuses ReleaseExists where this version is there with other content, and UnfitName.
        """
        place = self._releases / fit_name(manifest.id) / fit_name(manifest.version)
        if (place / MANIFEST).exists():
            return self._same(place, manifest)
        with locked(self._lock):
            self._clear()
            if (place / MANIFEST).exists():
                return self._same(place, manifest)
            self._releases.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._releases, prefix=_ADDING) as made:
                folder = Path(made) / place.name
                _write(folder, manifest, tables, report or Report())
                place.parent.mkdir(exist_ok=True)
                folder.rename(place)
        return Opened(place)

    def remove(self, database: str, version: str) -> None:
        """A release taken away. Refuses UnknownDatabase."""
        self.open(database, version)
        with locked(self._lock):
            self._clear()
            folder = self.open(database, version).folder
            with tempfile.TemporaryDirectory(dir=self._releases, prefix=_REMOVING) as bin_:
                folder.rename(Path(bin_) / folder.name)
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()

    def tidy(self) -> None:
        """Clear away what a killed program left half-written; nothing while another one writes."""
        if not (self._releases.is_dir() or self._documents.is_dir()):
            return
        try:
            with locked(self._lock, patience=0.0):
                self._clear()
        except ShelfBusy:
            return
        except OSError:  # a shelf that can only be read needs no tidying
            return

    def documents(self) -> Iterator[Document]:
        """Every document on the shelf, by digest. Refuses UnknownDocument where the bytes of one are others."""
        names = sorted(path.name for path in self._documents.iterdir()) if self._documents.is_dir() else []
        return (self.load(name) for name in names if _DIGEST.fullmatch(name))

    def store(self, document_: Document) -> str:
        """A document kept by its digest, which is given back."""
        data = document.write(document_)
        name = hashlib.sha256(data).hexdigest()
        path = self._documents / name
        if path.exists():
            return f"sha256:{name}"
        with locked(self._lock):
            self._documents.mkdir(exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._documents, suffix=_PART)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(part).replace(path)
        return f"sha256:{name}"

    def load(self, digest: str) -> Document:
        """The document of a digest. Refuses UnknownDocument where it is absent or its bytes are others."""
        name = digest.removeprefix("sha256:")
        path = self._documents / name
        if not _DIGEST.fullmatch(name) or not path.exists():
            raise UnknownDocument(
                Text(zh=f"没有摘要为 {digest} 的文档", en=f"There is no document {digest}"),
                Text(zh="请检查摘要，或重新计算以生成该文档", en="Check the digest, or compute again what made it"),
            )
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != name:
            raise UnknownDocument(
                Text(zh=f"文档 {digest} 的内容已被改动", en=f"The bytes of document {digest} have been changed"),
                Text(zh="请从备份恢复，或重新计算", en="Restore it from a backup, or compute it again"),
            )
        return document.read(data)

    def _versions(self, database: str) -> list[Path]:
        """Folders of a database's releases in the order in which they were added."""
        folder = self._releases / database
        found = [path.parent for path in folder.glob(f"*/{MANIFEST}")] if folder.is_dir() else []
        return sorted(found, key=lambda path: ((path / MANIFEST).stat().st_mtime_ns, path.name))

    def _clear(self) -> None:
        """Remove what nobody finishes any more; the caller holds the lock."""
        folders = list(self._releases.iterdir()) if self._releases.is_dir() else []
        for folder in folders:
            if folder.name.startswith((_ADDING, _REMOVING)):
                shutil.rmtree(folder, ignore_errors=True)
            elif _NAME.fullmatch(folder.name) and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        for part in self._documents.glob(f"*{_PART}"):
            part.unlink(missing_ok=True)

    def _same(self, place: Path, manifest: Release) -> Opened:
        there = Opened(place)
        if there.ref.digest != document.digest(manifest):
            raise ReleaseExists(
                Text(
                    zh=f"数据库 {manifest.id} 的版本 {manifest.version} 已存在，且内容不同",
                    en=f"Version {manifest.version} of database {manifest.id} is there already, with other content",
                ),
                Text(
                    zh="发布版不可更改：请使用新的版本号，或先删除旧版",
                    en="A release is never changed: give a new version, or remove the old one first",
                ),
            )
        return there

    def _unknown(self, database: str, version: str | None, folders: list[Path]) -> UnknownDatabase:
        if folders:
            listed = "、".join(folder.name for folder in folders)
            return UnknownDatabase(
                Text(zh=f"数据库 {database} 没有版本 {version}", en=f"Database {database} has no version {version}"),
                Text(zh=f"已有版本：{listed}", en=f"There are: {listed.replace('、', ', ')}"),
            )
        there = self._releases.iterdir() if self._releases.is_dir() else ()
        known = sorted(path.name for path in there if _NAME.fullmatch(path.name) and self._versions(path.name))
        return UnknownDatabase(
            Text(zh=f"没有数据库“{database}”", en=f'There is no database "{database}"'),
            Text(
                zh=f"已有数据库：{'、'.join(known) or '无'}；可用 tanji db import 导入",
                en=f"There are: {', '.join(known) or 'none'}; `tanji db import` adds one",
            ),
        )


def _write(folder: Path, manifest: Release, tables: Mapping[str, pl.DataFrame], report: Report) -> None:
    folder.mkdir()
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd")
    words_of(tables["listings"]).write_parquet(folder / SEARCH, compression="zstd")
    (folder / REPORT).write_text(report.model_dump_json(exclude_none=True), encoding="utf-8")
    (folder / MANIFEST).write_bytes(document.write(manifest))


def fit_name(name: str) -> str:
    """The name, if it can be that of a folder on every system. Refuses UnfitName.

    Letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 100.
    """
    if not _NAME.fullmatch(name) or name.endswith(".") or _RESERVED.fullmatch(name):
        raise UnfitName(
            Text(zh=f"“{name}”不能用作数据库标识或版本号", en=f'"{name}" can not be a database id or version'),
            Text(
                zh="只能使用字母、数字、点、下划线和连字符，以字母或数字开头，不超过 100 个字符",
                en="Use letters, digits, . _ and -, begin with a letter or digit, at most 100 characters",
            ),
        )
    return name
