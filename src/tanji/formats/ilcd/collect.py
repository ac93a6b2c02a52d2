"""The data sets of an archive, a folder or a single file, by kind and id; what is none is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tanji.errors import Progress, Refusal, Text
from tanji.formats import xml
from tanji.formats.archive import Bounds, Member, is_archive, members
from tanji.formats.ilcd.fields import at, text
from tanji.formats.ilcd.kinds import CLASSES, LOCATIONS, Body, Kind, by_name, uuid_of
from tanji.formats.ilcd.known import version_of
from tanji.formats.ilcd.plain import plain
from tanji.formats.olca.judge import Faulty, Judge

_BOUNDS = Bounds(total_bytes=8 << 30, member_bytes=64 << 20)
_INTERNAL = "tanji.json"
Decode = Callable[[Member, "Found", Judge], None]


class NotIlcd(Refusal):
    """A file, archive or folder without any ILCD data set."""

    code = "ILC-001"


@dataclass(slots=True)
class Found:
    """The data sets of a package as plain trees by root and id, the file of each, and what else it holds."""

    bodies: dict[str, dict[str, Body]] = field(default_factory=dict)
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
        bodies = self.bodies.setdefault(kind.root, {})
        if identity in bodies:
            old, new = version_of(bodies[identity]) or "", version_of(body) or ""
            if old == new:
                first = self.files[kind.root, identity]
                message = Text(zh=f"与 {first} 的 UUID 和版本相同", en=f"{first} has the same UUID and version")
                raise Faulty("ILC-103", message)
            judge.count(kind.folder, "skipped")
            judge.gather("ILC-103", "warning", _older, f"{identity} {min(old, new)}")
            if new < old:
                return
        bodies[identity] = body
        self.files[kind.root, identity] = file


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


def _members(path: Path) -> Iterator[Member]:
    if is_archive(path):
        yield from members(path, _BOUNDS)
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
    try:
        root_name = xml.root_name(member.data, member.name)
        kind = by_name().get(root_name)
        if kind is not None:
            found.add(kind, plain(xml.tree(member.data, member.name)), member.name, judge)
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
