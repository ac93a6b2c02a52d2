"""Members of a zip, a tar (also .tar.gz and .tar.bz2) or a folder: streamed, bounded, never unpacked to disk.

Sizes are counted while reading, never believed from a header. Links, special files, absolute names and `..` are
refused wherever they point. Call it inside the child process.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, NoReturn

from tanji.errors import Refusal, Text

_CHUNK = 1 << 20
_NAME = 1024
_ENCRYPTED = 0x1
_FROM_ELSEWHERE = Text(
    zh="文件可能被人为构造；请向提供方索取正常导出的文件。",
    en="The file may be forged: ask whoever gave it for a plain export.",
)


class NotAnArchive(Refusal):
    """A file that is neither zip, tar nor folder."""

    code = "ARC-001"


class DamagedArchive(Refusal):
    """An archive that is cut short, damaged or encrypted."""

    code = "ARC-002"


class BadMember(Refusal):
    """An archive member whose name or kind is not allowed: absolute, with `..`, a link, twice the same name."""

    code = "ARC-003"


class ArchiveTooLarge(Refusal):
    """An archive with more members or more content than is allowed."""

    code = "ARC-004"


class ArchiveBomb(Refusal):
    """An archive whose content is compressed far more than real data are."""

    code = "ARC-005"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much an archive may hold: members, bytes in all, bytes of one member, times compressed."""

    entries: int = 1_000_000
    total_bytes: int = 4 << 30
    member_bytes: int = 256 << 20
    ratio: int = 200
    ratio_from: int = 8 << 20
    """Bytes below which the ratio says nothing."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, with how far in the archive's own bytes it ended."""

    name: str
    data: bytes
    done: int
    total: int


Wanted = Callable[[str], bool]


def members(path: Path, bounds: Bounds | None = None, *, wanted: Wanted = lambda _: True) -> Iterator[Member]:
    """The members of an archive or folder whose names are wanted, in its order (folders: by name).

    Refuses NotAnArchive, DamagedArchive, BadMember, ArchiveTooLarge, ArchiveBomb.
    """
    limits = bounds or Bounds()
    if path.is_dir():
        return _of_folder(path, limits, wanted)
    kind = _kind(path)
    if kind == "zip":
        return _of_zip(path, limits, wanted)
    return _of_tar(path, limits, wanted)


def is_archive(path: Path) -> bool:
    """Whether `members` knows the kind of a file or folder."""
    return path.is_dir() or _sniff(path) is not None


def _kind(path: Path) -> str:
    kind = _sniff(path)
    if kind is None:
        raise NotAnArchive(
            Text(
                zh=f"“{path.name}”不是 zip、tar 文件或文件夹",
                en=f'"{path.name}" is neither a zip, a tar nor a folder',
            ),
            Text(
                zh="请选择导出的压缩文件或解压后的文件夹。",
                en="Give the exported archive, or the folder it unpacks to.",
            ),
        )
    return kind


def _sniff(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(512)
    for magic, kind in ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2")):
        if head.startswith(magic):
            return kind
    return "tar" if head[257:262] == b"ustar" else None


class _Budget:
    """Counts members and bytes of one archive and refuses what is too much."""

    def __init__(self, path: Path, bounds: Bounds) -> None:
        self.name, self.bounds = path.name, bounds
        self.entries = self.bytes = 0
        self.names: set[str] = set()

    def enter(self, name: str) -> str:
        """The name of one more member, checked."""
        self.entries += 1
        if self.entries > self.bounds.entries:
            self.too_large(
                Text(zh=f"成员超过 {self.bounds.entries} 个", en=f"it has more than {self.bounds.entries} members")
            )
        plain = checked(name, self.name)
        if plain in self.names:
            raise bad_member(self.name, name, Text(zh="名称重复", en="its name stands there twice"))
        self.names.add(plain)
        return plain

    def add(self, size: int) -> None:
        """Count bytes that have been read."""
        self.bytes += size
        if self.bytes > self.bounds.total_bytes:
            most = self.bounds.total_bytes >> 20
            self.too_large(Text(zh=f"内容超过 {most} MiB", en=f"its content is more than {most} MiB"))

    def ratio(self, out: int, packed: int) -> None:
        """Compare what came out with what went in."""
        if out > self.bounds.ratio_from and out > self.bounds.ratio * max(packed, 1):
            raise ArchiveBomb(
                Text(
                    zh=f"“{self.name}”的压缩率超过 {self.bounds.ratio} 倍，已停止读取",
                    en=f'"{self.name}" is compressed more than {self.bounds.ratio} times; reading was stopped',
                ),
                _FROM_ELSEWHERE,
            )

    def too_large(self, why: Text) -> NoReturn:
        raise ArchiveTooLarge(
            Text(zh=f"“{self.name}”过大：{why.zh}", en=f'"{self.name}" is too large: {why.en}'),
            Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
        )


def checked(name: str, archive: str) -> str:
    """A member's name without leading `./`. Refuses BadMember: absolute, `..`, backslash, drive, control characters."""
    plain = name.removeprefix("./")
    parts = PurePosixPath(plain).parts
    if not parts or len(plain) > _NAME or plain.startswith("/") or ".." in parts:
        raise bad_member(archive, name, Text(zh="名称指向文件夹之外或过长", en="its name leads outside or is too long"))
    if "\\" in plain or ":" in parts[0] or any(ord(sign) < 32 for sign in plain):
        raise bad_member(
            archive, name, Text(zh="名称含有不允许的字符", en="its name has characters that are not allowed")
        )
    return plain


def bad_member(archive: str, name: str, why: Text) -> BadMember:
    """The refusal of one member."""
    shown = ascii(name[:80])
    return BadMember(
        Text(zh=f"“{archive}”中的成员 {shown} 不被接受：{why.zh}", en=f'Member {shown} of "{archive}": {why.en}'),
        _FROM_ELSEWHERE,
    )


def _read(stream: IO[bytes], budget: _Budget, packed: int) -> bytes:
    """All bytes of one member, counted chunk by chunk."""
    chunks, size = [], 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        budget.add(len(chunk))
        budget.ratio(size, packed)
        if size > budget.bounds.member_bytes:
            most = budget.bounds.member_bytes >> 20
            budget.too_large(Text(zh=f"有成员超过 {most} MiB", en=f"a member is more than {most} MiB"))
        chunks.append(chunk)
    return b"".join(chunks)


def _of_zip(path: Path, bounds: Bounds, wanted: Wanted) -> Iterator[Member]:
    budget, size, done = _Budget(path, bounds), path.stat().st_size, 0
    with _damage(path), zipfile.ZipFile(path) as archive:
        infos = [(budget.enter(info.filename.rstrip("/")), info) for info in archive.infolist()]
        for name, info in infos:
            done += info.compress_size
            if info.is_dir() or not wanted(name):
                continue
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                raise bad_member(path.name, name, Text(zh="是链接", en="it is a link"))
            if info.flag_bits & _ENCRYPTED:
                raise _damaged(path, Text(zh="已加密", en="it is encrypted"))
            with archive.open(info) as stream:
                yield Member(name, _read(stream, budget, info.compress_size), min(done, size), size)


def _of_tar(path: Path, bounds: Bounds, wanted: Wanted) -> Iterator[Member]:
    budget, size = _Budget(path, bounds), path.stat().st_size
    with _damage(path), path.open("rb") as raw, _unpacked(raw, _kind(path)) as unpacked:
        stream: Any = _Counted(unpacked, budget, raw)
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                name = info.name.rstrip("/")
                if info.isdir() and name in {"", "."}:
                    continue
                name = budget.enter(name)
                if not (info.isdir() or info.isreg()):
                    raise bad_member(path.name, name, Text(zh="是链接或特殊文件", en="it is a link or a special file"))
                file = archive.extractfile(info) if info.isreg() and wanted(name) else None
                if file is not None:
                    data = _whole(file, info.size, budget)
                    yield Member(name, data, raw.tell(), size)
        stream.end()


def _whole(file: IO[bytes], size: int, budget: _Budget) -> bytes:
    if size > budget.bounds.member_bytes:
        most = budget.bounds.member_bytes >> 20
        budget.too_large(Text(zh=f"有成员超过 {most} MiB", en=f"a member is more than {most} MiB"))
    return file.read()


class _Counted:
    """A tar stream that counts what passes and knows whether it came to its end."""

    def __init__(self, stream: IO[bytes], budget: _Budget, raw: IO[bytes]) -> None:
        self._stream, self._budget, self._raw = stream, budget, raw
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._budget.add(len(data))
        self._budget.ratio(self._budget.bytes, self._raw.tell())
        self._tail = (self._tail + data)[-512:]
        return data

    def end(self) -> None:
        """Read to the end, which must be the block of zeros that closes a tar (a tar cut short ends silently)."""
        while self.read(_CHUNK):
            continue
        if self._tail.strip(b"\0") or not self._tail:
            raise tarfile.ReadError("no end-of-archive block")


def _unpacked(raw: IO[bytes], kind: str) -> IO[bytes]:
    if kind == "gz":
        return gzip.GzipFile(fileobj=raw, mode="rb")  # type: ignore[return-value]
    if kind == "bz2":
        return bz2.BZ2File(raw)
    return raw


def _of_folder(path: Path, bounds: Bounds, wanted: Wanted) -> Iterator[Member]:
    budget = _Budget(path, bounds)
    found = []
    for folder, folders, files in os.walk(path, followlinks=False):
        for name in [*folders, *files]:
            entry = Path(folder, name)
            inside = budget.enter(entry.relative_to(path).as_posix())
            if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                raise bad_member(path.name, inside, Text(zh="是链接或特殊文件", en="it is a link or a special file"))
            if entry.is_file() and wanted(inside):
                found.append((inside, entry))
    for done, (inside, entry) in enumerate(sorted(found), 1):
        with entry.open("rb") as stream:
            yield Member(inside, _read(stream, budget, bounds.member_bytes), done, len(found))


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """What the libraries say of a damaged archive, as a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise _damaged(path, Text(zh=f"内容不完整（{error}）", en=f"it is not whole ({error})")) from None
    except (OSError, ValueError) as error:  # a position before the beginning of the file, a name that is no text
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise _damaged(path, Text(zh=f"内容不完整（{error}）", en=f"it is not whole ({error})")) from None
    except (NotImplementedError, RuntimeError) as error:
        raise _damaged(path, Text(zh=f"无法解压（{error}）", en=f"it can not be unpacked ({error})")) from None


def _damaged(path: Path, why: Text) -> DamagedArchive:
    return DamagedArchive(
        Text(zh=f"无法读取“{path.name}”：{why.zh}", en=f'"{path.name}" can not be read: {why.en}'),
        Text(
            zh="文件可能在下载或复制时被截断；请重新获取，并以不加密的方式保存。",
            en="It may have been cut short on its way: get it again, saved without encryption.",
        ),
    )
