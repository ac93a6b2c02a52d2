"""One writer at a time: a lock that the operating system gives back when its holder ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tanji.errors import Refusal, Text

PATIENCE: Final = 60.0
"""Seconds that a writer waits for another; a release of 23,000 processes is written in a few."""
_PAUSE: Final = 0.05


class ShelfBusy(Refusal):
    """Another program is writing to the same shelf, and has not finished in a minute."""

    code = "SHF-001"


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """The lock of a file, which is made where it is missing and stays there. Refuses ShelfBusy after `patience` s."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        last = time.monotonic() + patience
        while not _taken(handle):
            if time.monotonic() >= last:
                raise _busy(path)
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether this process has the lock now; closing the handle, or the end of the process, gives it back."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _busy(path: Path) -> ShelfBusy:
    return ShelfBusy(
        Text(
            zh=f"另一个程序正在写入“{path.parent}”",
            en=f'Another program is writing to "{path.parent}"',
        ),
        Text(
            zh="请等它结束后重试；锁随该程序结束自动释放，无需手工删除",
            en="Try again when it has finished; the lock ends with it, nothing needs to be deleted by hand",
        ),
    )
