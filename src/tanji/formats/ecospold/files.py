"""The XML files of a path, and which version of EcoSpold each one is: by its content, not by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tanji.errors import Progress, Refusal, Text
from tanji.formats.archive import Bounds, is_archive, members
from tanji.formats.xml import Element, Limits, XmlTooLarge, root_name

NAMESPACES: Final = {1: "http://www.EcoInvent.org/EcoSpold01", 2: "http://www.EcoInvent.org/EcoSpold02"}
LIMITS: Final = Limits(total_bytes=512 << 20, depth=32, elements=8_000_000)
_BOUNDS = Bounds(total_bytes=16 << 30, member_bytes=512 << 20)
_DATASETS = {"dataset": 1, "activityDataset": 2, "childActivityDataset": 2}
_FIRST = re.compile(rb"<(?:[\w.-]{1,40}:)?(dataset|activityDataset|childActivityDataset)[\s/>]")
_HEAD = 1 << 16


class File(NamedTuple):
    """A file: its name, its bytes (None where its name says that it is no XML), and how far the reading is."""

    name: str
    data: bytes | None
    done: int
    total: int


def files(path: Path, progress: Progress) -> Iterator[File]:
    """Every file of an archive or folder, or the one file. Refuses what `archive` refuses, and XmlTooLarge."""
    step = Text(zh="读取文件", en="reading files")
    if not is_archive(path):
        size = path.stat().st_size
        if size > LIMITS.total_bytes:
            raise XmlTooLarge(
                Text(zh=f"XML 文件“{path.name}”过大", en=f'XML file "{path.name}" is too large'),
                Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
            )
        progress(step, 0, size)
        yield File(path.name, path.read_bytes(), size, size)
        return
    for number, member in enumerate(members(path, _BOUNDS)):
        if number % 100 == 0:
            progress(step, member.done, member.total)
        xml = member.name.lower().endswith((".xml", ".spold"))
        yield File(member.name, member.data if xml else None, member.done, member.total)


def version(root: Element) -> int | None:
    """The version that the content of a file is: by its datasets, else by its namespace."""
    for child in root.children:
        if child.local in _DATASETS:
            return _DATASETS[child.local]
    if root.local.lower() != "ecospold":
        return None
    return next((number for number, uri in NAMESPACES.items() if root.namespace == uri), None)


def claims(data: bytes, number: int) -> bool:
    """Whether bytes are EcoSpold of a version: by the first dataset near their beginning, else by their namespace."""
    try:
        root = root_name(data, "", limits=LIMITS)
    except Refusal:
        return False
    uri, _, local = root[1:].rpartition("}")
    found = _FIRST.search(data[:_HEAD].replace(b"\0", b""))
    if found is not None and ("ecospold" in local.lower() or "ecospold" in uri.lower()):
        return _DATASETS[found[1].decode("ascii")] == number
    return local.lower() == "ecospold" and uri == NAMESPACES[number]
