"""What a reader has given so far, kept in a work folder, so that reading that was killed goes on where it was.

One file a source: records, each with its kind, length and SHA-256, written one after another. It is named by the digest
of the source's bytes and of the readers themselves, so that neither another file nor a changed reader ever takes what
is there. What is cut short or changed at its end is read again; a full disk ends the keeping, never the reading.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from time import time
from typing import IO, Any, Final, NamedTuple, Self

import msgspec

from tanji import __version__
from tanji.errors import Progress, Text
from tanji.formats.child import Limits, frames
from tanji.formats.mark import Mark

SUFFIX: Final = ".read"
_MOST: Final = 8 << 30
"""Bytes that are kept of one source at most: of 600,000 exchanges they are 0.35 GB."""
_SPARE: Final = 1 << 30
"""Bytes that keeping leaves free on the disk."""
_DAYS: Final = 14
_HEAD: Final = 160
_CHUNK: Final = 1 << 20
_READERS: Final = ("tanji.formats", "tanji.model")
_TAKING: Final = Text(zh="接续上次的读取", en="taking up what was read before")


class TakenUp(NamedTuple):
    """What of a source had been read before: processes, of all; `whole` where nothing was left to read."""

    done: int
    total: int
    whole: bool


@dataclass(slots=True)
class Work:
    """A folder in which readers keep what they have given, and what was taken up from there."""

    folder: Path
    fresh: bool = False
    taken: TakenUp | None = None
    _used: Path | None = None

    def path(self, source: Path, job: str, options: Mapping[str, Any]) -> Path:
        """The file that is kept of a source."""
        told = msgspec.json.encode([job, sorted(options.items()), readers(), source_digest(source)])
        self._used = self.folder / (hashlib.sha256(told).hexdigest() + SUFFIX)
        return self._used

    def done(self) -> None:
        """Remove what was kept of the source, which is not needed any more, and what is older than two weeks."""
        kept = list(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []
        for path in kept:
            if path == self._used or time() - path.stat().st_mtime > _DAYS * 86_400:
                path.unlink(missing_ok=True)


def parts(
    job: str,
    path: Path,
    *,
    work: Work | None,
    limits: Limits,
    progress: Progress | None = None,
    marks: bool = False,
) -> Iterator[bytes]:
    """The parts that a job yields of a path, as `child.stream` gives them; kept in `work`, and taken up from there.

    marks: whether the job takes `after` and yields marks; without, only what was read to its end is taken up.
    """
    arguments: dict[str, Any] = {"path": str(path)}
    if work is None or not os.access(path, os.R_OK):
        for kind, payload in frames(job, arguments, limits=limits, progress=progress):
            if kind == "part":
                yield payload
        return
    file = work.path(path, job, {"marks": marks})
    if work.fresh:
        file.unlink(missing_ok=True)
    found = _look(file)
    work.taken = found.taken
    if found.whole or found.mark is not None:
        yield from _kept(file, found, progress)
    if found.whole:
        return
    given = arguments | ({"after": {} if found.mark is None else found.mark.state} if marks else {})
    again = found.mark.first if found.mark is not None else 0
    with _Keeper(file, found.end) as keeper:
        for kind, payload in frames(job, given, limits=limits, progress=progress):
            if kind == "part" and again:
                again -= 1
                continue
            keeper.add(kind, payload)
            if kind == "part":
                yield payload
        keeper.add("end", b"")


class _Found(NamedTuple):
    """What is kept of a source: up to which byte it is to be used, the mark there, and whether it is all."""

    end: int = 0
    mark: Mark | None = None
    whole: bool = False
    processes: int = 0

    @property
    def taken(self) -> TakenUp | None:
        if self.whole:
            return TakenUp(self.processes, self.processes, whole=True)
        return TakenUp(self.mark.done, self.mark.total, whole=False) if self.mark is not None else None


def _look(file: Path) -> _Found:
    """Read through what is kept, as far as it is whole."""
    found, processes = _Found(), 0
    if not file.is_file():
        return found
    with file.open("rb") as stream:
        for kind, payload in _records(stream):
            if kind == "part":
                processes += len(_Processes.of(payload))
            elif kind == "end":
                found = _Found(stream.tell(), found.mark, whole=True, processes=processes)
            else:
                found = _Found(stream.tell(), Mark(*msgspec.json.decode(payload)))
    return found


class _Processes(msgspec.Struct):
    """Of a part, how many processes it has."""

    processes: list[msgspec.Raw] = []

    @classmethod
    def of(cls, payload: bytes) -> list[msgspec.Raw]:
        return msgspec.json.decode(payload, type=cls).processes


def _kept(file: Path, found: _Found, progress: Progress | None) -> Iterator[bytes]:
    with file.open("rb") as stream:
        for kind, payload in _records(stream):
            if progress is not None:
                progress(_TAKING, stream.tell(), found.end)
            if kind == "part":
                yield payload
            if stream.tell() >= found.end:
                return


def _records(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The records of a file, up to the first that is cut short or changed."""
    while head := stream.readline(_HEAD):
        kind, _, told = head.decode("ascii", "replace").strip().partition(" ")
        size, _, digest = told.partition(" ")
        if kind not in {"part", "mark", "end"} or not size.isdecimal() or not head.endswith(b"\n"):
            return
        payload = stream.read(int(size)) if int(size) <= _MOST else b""
        if len(payload) != int(size) or hashlib.sha256(payload).hexdigest() != digest:
            return
        yield kind, payload


class _Keeper:
    """Writes records behind those that are used; stops for good where the disk is full or there are too many."""

    def __init__(self, file: Path, end: int) -> None:
        self._file, self._end, self._worth = file, end, end > 0
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            stream = self._file.open("r+b" if self._end else "wb")
            stream.truncate(self._end)
            stream.seek(self._end)
        except OSError:
            return self
        self._stream = stream
        return self

    def add(self, kind: str, payload: bytes) -> None:
        """One more record."""
        if self._stream is None:
            return
        digest = hashlib.sha256(payload).hexdigest()
        try:
            spare = shutil.disk_usage(self._file.parent).free if kind != "part" else _SPARE
            if self._stream.tell() + len(payload) > _MOST or spare < _SPARE:
                self._give_up()
                return
            self._stream.write(f"{kind} {len(payload)} {digest}\n".encode("ascii") + payload)
            if kind != "part":
                self._stream.flush()
                self._worth = True
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._file.unlink(missing_ok=True)

    def __exit__(self, *_: object) -> None:
        if self._stream is not None and not self._worth:
            self._give_up()
        elif self._stream is not None:
            self._stream.close()


@cache
def readers() -> str:
    """A digest of all that decides what a reader gives: the program of readers and documents, and its version."""
    found = hashlib.sha256(f"{__version__} {sys.version_info[:2]} {msgspec.__version__}".encode())
    for package in _READERS:
        _fold(found.update, Path(str(files(package))), {".py", ".csv", ".yaml"})
    return found.hexdigest()


def source_digest(path: Path) -> str:
    """The SHA-256 of a file; of a folder, that of the names and bytes of all its files."""
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    found = hashlib.sha256()
    _fold(found.update, path, None)
    return found.hexdigest()


def _fold(update: Callable[[bytes], None], folder: Path, suffixes: set[str] | None) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (suffixes is None or path.suffix in suffixes):
            name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            update(b"%d %d " % (len(name), path.stat().st_size) + name)
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    update(chunk)
