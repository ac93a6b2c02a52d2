"""Bytes of files under their hash, apart for each organisation: written whole or not at all, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.catalog.media import media_type_of
from tanji.errors import Refusal, Text

_PIECE: Final = 1 << 20
_HEAD: Final = 4096


class TooLarge(Refusal):
    """A file larger than this installation takes."""

    code = "CAT-002"


class EmptyFile(Refusal):
    """A file without a byte."""

    code = "CAT-003"


@dataclass(frozen=True, slots=True)
class Blob:
    """A kept file: its hash, how long it is in bytes, what it is by its content."""

    sha256: str
    size: int
    media_type: str


def keep(acting: Acting, stream: IO[bytes]) -> Blob:
    """Keep the bytes of a stream for the organisation; the same bytes are kept once.

    They are on the disk (fsync) before this returns. Refuses TooLarge and EmptyFile, and then keeps nothing.
    """
    home = _home(acting)
    home.mkdir(parents=True, exist_ok=True)
    limit = settings.TANJI.upload_mb * 1_000_000
    hashed, size, head = hashlib.sha256(), 0, b""
    handle, name = tempfile.mkstemp(dir=home, prefix="taking-")
    taken = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise _too_large()
                head = head or piece[:_HEAD]
                hashed.update(piece)
                out.write(piece)
            if not size:
                raise EmptyFile(Text(zh="文件是空的", en="The file is empty"))
            out.flush()
            os.fsync(out.fileno())
        place = _place(home, hashed.hexdigest())
        place.parent.mkdir(exist_ok=True)
        taken.replace(place)
        for folder in (place.parent, home):
            _sync(folder)
    finally:
        taken.unlink(missing_ok=True)
    return Blob(hashed.hexdigest(), size, media_type_of(head))


def path_of(acting: Acting, sha256: str) -> Path:
    """Where the bytes of a hash lie that the organisation has kept. Refuses NotFound."""
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set("0123456789abcdef"):
        raise NotFound
    place = _place(_home(acting), sha256)
    if not place.is_file():
        raise NotFound
    return place


def _home(acting: Acting) -> Path:
    return Path(settings.TANJI.data) / "blobs" / str(acting.organisation.id)


def _place(home: Path, sha256: str) -> Path:
    return home / sha256[:2] / sha256


def _too_large() -> TooLarge:
    limit = settings.TANJI.upload_mb
    return TooLarge(
        Text(zh=f"文件超过 {limit} MB", en=f"The file is larger than {limit} MB"),
        Text(zh="请拆分或压缩后再上传。", en="Split or compress it and try again."),
    )


def _sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
