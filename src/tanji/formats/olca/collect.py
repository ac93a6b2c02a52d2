"""The objects of a package by type and id, read from an archive or folder; what can not be read is said."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from tanji.errors import Progress, Refusal, Text
from tanji.formats.archive import Bounds, Member, members
from tanji.formats.members import twice
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.schema import VERSION_FILES, counted, folders, is_version_1, modern

_BOUNDS = Bounds(total_bytes=8 << 30, member_bytes=64 << 20)
_NAMES = 2000
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,99}")
Objects = dict[str, dict[str, dict[str, Any]]]


class NotOlca(Refusal):
    """An archive or folder without any object of openLCA's JSON-LD."""

    code = "OLC-001"


class Collection:
    """What a package holds: objects of schema 2 by type and id, the file of each, and processes not yet decoded."""

    def __init__(self) -> None:
        self.objects: Objects = {}
        self.files: dict[tuple[str, str], str] = {}
        self.processes: dict[str, bytes] = {}
        self.version = 0

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The objects of a type by id."""
        return self.objects.get(kind, {})


def collect(path: Path, judge: Judge, progress: Progress) -> Collection:
    """All objects of a package. Processes stay bytes, by file, so that they are never all in memory as objects.

    Refuses NotOlca, and what `archive` refuses.
    """
    found = Collection()
    for number, member in enumerate(members(path, _BOUNDS)):
        if number % 200 == 0:
            progress(Text(zh="读取文件", en="reading files"), member.done, member.total)
        _take(member, found, judge)
    if not found.processes and not found.objects:
        raise NotOlca(
            Text(
                zh=f"“{path.name}”中没有 openLCA JSON-LD 对象",
                en=f'"{path.name}" holds no object of openLCA\'s JSON-LD',
            ),
            Text(
                zh="请在 openLCA 中以 JSON-LD 格式导出（zip），并选择该文件。",
                en="Export from openLCA as JSON-LD (zip) and give that file.",
            ),
        )
    return found


def _take(member: Member, found: Collection, judge: Judge) -> None:
    name = PurePosixPath(member.name)
    kind = folders().get(name.parent.name, "")
    if name.name in (*VERSION_FILES, "context.json"):
        _version(member, found)
    elif name.suffix != ".json" or "bin" in name.parts:
        judge.count("other", "skipped")
        judge.gather("OLC-119", "note", _other, member.name)
    elif kind == "Process":
        found.processes[member.name] = member.data
    else:
        try:
            keep(decode(member.data), member.name, found)
        except Faulty as fault:
            judge.fail(counted(kind or "other"), fault, file=member.name)


def decode(data: bytes) -> dict[str, Any]:
    """A JSON object. Faulty: no JSON, not UTF-8, NaN, nested too deeply, not an object, a member with two values."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        body = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        why = str(error)[:200]
        raise Faulty("OLC-101", Text(zh=f"不是有效的 JSON：{why}", en=f"It is not valid JSON: {why}")) from None
    if not isinstance(body, dict):
        raise Faulty("OLC-101", Text(zh="最外层不是 JSON 对象", en="The outermost value is not a JSON object"))
    found = twice(text, body)
    if found is not None and found.differs:
        message = Text(
            zh=f"成员“{found.name}”在同一对象中出现两次，值不同",
            en=f'The member "{found.name}" stands in one object twice, with two values',
        )
        raise Faulty("OLC-125", message, member=found.name)
    return body


def keep(body: dict[str, Any], file: str, found: Collection) -> tuple[str, str, dict[str, Any]]:
    """Put one object where it belongs: its type, its id and its body in schema 2. Faulty: no type, no id, id twice."""
    if not found.version and is_version_1(body):
        found.version = 1
    kind = body.get("@type")
    if not isinstance(kind, str) or not kind:
        kind = folders().get(PurePosixPath(file).parent.name)
    if not kind:
        raise Faulty("OLC-102", Text(zh="缺少 @type", en="It has no @type"), member="@type")
    if not _TYPE.fullmatch(kind):
        message = Text(zh="@type 不是类型名称", en="Its @type is no name of a type")
        raise Faulty("OLC-102", message, member="@type")
    identity = body.get("@id")
    if not isinstance(identity, str) or not identity:
        raise Faulty("OLC-102", Text(zh="缺少 @id", en="It has no @id"), member="@id")
    if len(str(body.get("name", ""))) > _NAMES or len(identity) > _NAMES:
        raise Faulty("OLC-105", Text(zh=f"名称超过 {_NAMES} 字符", en=f"Its name has more than {_NAMES} characters"))
    if (kind, identity) in found.files:
        first = found.files[kind, identity]
        raise Faulty(
            "OLC-103", Text(zh=f"与 {first} 的 @id 相同，已保留前者", en=f"{first} has the same @id and was kept")
        )
    found.files[kind, identity] = file
    newer: dict[str, Any] = modern(body)
    if kind != "Process":
        found.objects.setdefault(kind, {})[identity] = newer
    return kind, identity, newer


def _version(member: Member, found: Collection) -> None:
    if member.name.endswith(VERSION_FILES):
        try:
            stated = decode(member.data).get("schemaVersion")
        except Faulty:
            return
        if isinstance(stated, int):
            found.version = stated


def _other(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个文件不是 JSON-LD 对象，未读取：{shown}",
        en=f"{number} files are no JSON-LD objects and were not read: {shown}",
    )
