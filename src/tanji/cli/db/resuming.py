"""What an import keeps while it reads, so that the next one goes on where a killed one was; gone when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.cli.terminal import Terminal
    from tanji.formats.journal import TakenUp, Work

FOLDER = "work"


@contextmanager
def kept_work(terminal: Terminal, *, fresh: bool) -> Iterator[Work | None]:
    """The work folder of the home; None, and nothing is kept, while another import uses it."""
    from tanji.background.lock import ShelfBusy, locked
    from tanji.formats.journal import Work

    folder = terminal.home / FOLDER
    lock = locked(folder / ".lock", patience=0.0)
    try:
        lock.__enter__()
    except (ShelfBusy, OSError):
        yield None
        return
    try:
        yield Work(folder, fresh=fresh)
    finally:
        lock.__exit__(None, None, None)


def told(taken: TakenUp | None) -> Text | None:
    """What was taken up of an import that was broken off, in words."""
    if taken is None:
        return None
    if taken.whole:
        return Text(
            zh=f"接续上次的导入：{taken.total:,} 个过程已全部读取过",
            en=f"Taken up: all {taken.total:,} processes had been read before",
        )
    return Text(
        zh=f"接续上次的导入：{taken.total:,} 个过程中有 {taken.done:,} 个已读取过",
        en=f"Taken up: {taken.done:,} of {taken.total:,} processes had been read before",
    )


def answered(taken: TakenUp | None) -> dict[str, Any]:
    """The same for programs."""
    return {"taken_up": taken._asdict()} if taken is not None else {}
