"""The data sets of an archive, a folder or a single file, by kind and id; what is none is said.

Processes are most of a package, and nothing else needs more of them than their names: of each only the head is kept,
and the whole data set is read again when its turn has come. So they are never all in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tanji.errors import Progress, Refusal, Text
from tanji.formats import xml
from tanji.formats.archive import Bounds, Member, is_archive, members
from tanji.formats.ilcd.fields import Named, at, text
from tanji.formats.ilcd.kinds import CLASSES, LOCATIONS, Body, Kind, by_name, uuid_of
from tanji.formats.ilcd.known import names_of, version_of
from tanji.formats.ilcd.plain import plain
from tanji.formats.ilcd.trees import plain_tree, root_of
from tanji.formats.olca.judge import Faulty, Judge

_BOUNDS = Bounds(total_bytes=8 << 30, member_bytes=64 << 20)
_INTERNAL = "tanji.json"
PROCESS = "processDataSet"
HEAD = ("processInformation", "administrativeInformation")
"""Where a process states its id, names and version."""
Decode = Callable[[Member, "Found", Judge], None]
Whole = Callable[[bytes, str], Body]
"""Gives the plain tree of one data set, of its bytes and the name of its file. Faulty: it is none."""


class NotIlcd(Refusal):
    """A file, archive or folder without any ILCD data set."""

    code = "ILC-001"


@dataclass(slots=True)
class Found:
    """The data sets of a package as plain trees by root and id, the file of each, and what else it holds."""

    bodies: dict[str, dict[str, Body]] = field(default_factory=dict)
    heads: dict[str, Named] = field(default_factory=dict)
    """Of each process, its names and version."""
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    other: dict[str, Body] = field(default_factory=dict)
    """Classifications, by the name of their file without its ending."""
    internal: bytes = b""

    def add(self, kind: Kind, body: Body, file: str, judge: Judge) -> None:
        """Put a data set where it belongs. Faulty: without UUID, or with that of another one."""
        identity = text(at(body, kind.section, "dataSetInformation", "common:UUID"))
        if not identity or uuid_of(identity) != identity:
            message = Text(zh="缺少有效的 common:UUID", en="It has no valid common:UUID")
            raise Faulty("ILC-105", message, member="common:UUID")
        version = version_of(body)
        if (kind.root, identity) in self.files:
            first, old, new = self.files[kind.root, identity], self._version(kind, identity) or "", version or ""
            if old == new:
                message = Text(zh=f"与 {first} 的 UUID 和版本相同", en=f"{first} has the same UUID and version")
                raise Faulty("ILC-103", message)
            judge.count(kind.folder, "skipped")
            judge.gather("ILC-103", "warning", _older, f"{identity} {min(old, new)}")
            if new < old:
                return
        self.files[kind.root, identity] = file
        if kind.root == PROCESS:
            self.heads[identity] = (names_of(kind.root, body), version)
        else:
            self.bodies.setdefault(kind.root, {})[identity] = body

    def _version(self, kind: Kind, identity: str) -> str | None:
        if kind.root == PROCESS:
            return self.heads[identity][1]
        return version_of(self.bodies[kind.root][identity])


def processes(path: Path, found: Found, *, whole: Whole) -> Iterator[tuple[str, Body | Faulty]]:
    """The processes of a package once more, each with its id and whole; or why it can not be had."""
    chosen = {file: identity for (root, identity), file in found.files.items() if root == PROCESS}
    for member in _members(path, wanted=chosen.__contains__):
        identity = chosen.get(member.name)
        if identity is None:
            continue
        try:
            body = whole(member.data, member.name)
            if text(at(body, "processInformation", "dataSetInformation", "common:UUID")) != identity:
                message = Text(zh="文件在读取期间被改动", en="The file was changed while it was being read")
                raise Faulty("ILC-101", message)  # noqa: TRY301
        except Faulty as fault:
            yield identity, fault
        else:
            yield identity, body


def collect(path: Path, judge: Judge, progress: Progress, *, take: Decode) -> Found:
    """All data sets of a package; `take` reads one member. Refuses what `archive` refuses."""
    found = Found()
    for number, member in enumerate(_members(path)):
        if number % 200 == 0:
            progress(Text(zh="读取文件", en="reading files"), member.done, member.total)
        if PurePosixPath(member.name).name == _INTERNAL:
            found.internal = member.data
        else:
            take(member, found, judge)
    return found


def _members(path: Path, *, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Member]:
    if is_archive(path):
        yield from members(path, _BOUNDS, wanted=wanted)
        return
    size = path.stat().st_size
    if size > _BOUNDS.member_bytes:
        raise xml.XmlTooLarge(
            Text(zh=f"文件“{path.name}”超过 64 MiB", en=f'File "{path.name}" is more than 64 MiB'),
            Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
        )
    yield Member(path.name, path.read_bytes(), size, size)


def take_xml(member: Member, found: Found, judge: Judge) -> None:
    """Put the data set of an XML file into `found`; count and say what is none."""
    name = PurePosixPath(member.name)
    if name.suffix.lower() not in {".xml", ".ilcd", ""} or "external_docs" in name.parts:
        other(member.name, judge)
        return
    kind = None
    try:
        root = root_of(member.data)
        root_name = root.tag if root is not None else xml.root_name(member.data, member.name)
        kind = by_name().get(root_name)
        if kind is not None:
            only = HEAD if kind.root == PROCESS else ()
            found.add(kind, plain_tree(member.data, member.name, root=root, path=only), member.name, judge)
        elif root_name == LOCATIONS.name:
            _places(xml.tree(member.data, member.name), found)
        elif root_name == CLASSES.name:
            found.other.setdefault(name.stem, plain(xml.tree(member.data, member.name)))
        else:
            judge.count("other", "skipped")
            judge.gather("ILC-102", "note", _no_data_set, f"{member.name} <{root_name.rpartition('}')[2]}>")
    except Faulty as fault:
        judge.fail(kind.folder if kind else "other", fault, file=member.name)
    except (xml.BrokenXml, xml.ForbiddenXml, xml.XmlTooLarge) as refusal:
        judge.fail("other", Faulty("ILC-101", refusal.message), file=member.name)


def whole_xml(data: bytes, name: str) -> Body:
    """The plain tree of a process in XML. Faulty: it is none."""
    try:
        return plain_tree(data, name)
    except (xml.BrokenXml, xml.ForbiddenXml, xml.XmlTooLarge) as refusal:
        raise Faulty("ILC-101", refusal.message) from None


def other(name: str, judge: Judge) -> None:
    """Say of a file that it is none of a data set."""
    judge.count("other", "skipped")
    judge.gather("ILC-119", "note", _other, name)


def _places(root: xml.Element, found: Found) -> None:
    for location in root.all("location"):
        code = (location.get("value") or "").strip()
        if code:
            found.places.setdefault(code, location.words)


def not_ilcd(path: Path, findings: list[dict[str, Any]]) -> NotIlcd:
    """The refusal of a file without any data set, with the first reason that is known."""
    first = next((each["message"] for each in findings), None)
    zh, en = (f"：{first['zh']}", f": {first['en']}") if first else ("", "")
    return NotIlcd(
        Text(zh=f"“{path.name}”中没有 ILCD 数据集{zh}", en=f'"{path.name}" holds no ILCD data set{en}'),
        Text(
            zh="请选择 ILCD 格式的 zip、文件夹，或单个数据集 XML 文件。",
            en="Give a zip or folder in the ILCD format, or the XML file of one data set.",
        ),
    )


def _older(count: int, shown: str) -> Text:
    return Text(
        zh=f"{count} 个数据集有多个版本，只读取最新的；未读取：{shown}",
        en=f"{count} data sets are there in several versions and the newest was read; not read: {shown}",
    )


def _no_data_set(count: int, shown: str) -> Text:
    return Text(
        zh=f"{count} 个 XML 文件不是 ILCD 数据集，未读取：{shown}",
        en=f"{count} XML files are no ILCD data sets and were not read: {shown}",
    )


def _other(count: int, shown: str) -> Text:
    return Text(
        zh=f"{count} 个文件不是数据集，未读取：{shown}",
        en=f"{count} files are no data sets and were not read: {shown}",
    )
