"""The reading of a TIDAS package inside the child process: JSON members as the plain trees that ILCD's reader reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from tanji.errors import Progress, Text
from tanji.formats.archive import Member
from tanji.formats.ilcd.collect import HEAD, PROCESS, Found, NotIlcd, other
from tanji.formats.ilcd.kinds import CLASSES, LOCATIONS, Body, kinds
from tanji.formats.ilcd.parse import Form, parts
from tanji.formats.ilcd.plain import tidy
from tanji.formats.mark import Mark
from tanji.formats.members import twice
from tanji.formats.olca.judge import Faulty, Judge


class NotTidas(NotIlcd):
    """A file, archive or folder without any TIDAS data set."""

    code = "TID-001"


def parse(path: str, progress: Progress, after: Mapping[str, Any] | None = None) -> Iterator[bytes | Mark]:
    """JSON parts of a TIDAS package, as those of ILCD; findings have codes of TIDAS."""
    try:
        for part in parts(Path(path), progress, form=JSON, after=after):
            yield part if isinstance(part, Mark) else part.replace(b'"code":"ILC-', b'"code":"TID-')
    except NotIlcd as refusal:
        name = Path(path).name
        raise NotTidas(
            Text(zh=f"“{name}”中没有 TIDAS 数据集", en=f'"{name}" holds no TIDAS data set'),
            Text(
                zh="请选择 TIDAS 格式的 zip、文件夹，或单个数据集 JSON 文件。",
                en="Give a zip or folder in the TIDAS format, or the JSON file of one data set.",
            ),
        ) from refusal


def take_json(member: Member, found: Found, judge: Judge) -> None:
    """Put the data set of a JSON file into `found`; count and say what is none."""
    name = PurePosixPath(member.name)
    if name.suffix.lower() != ".json" or "external_docs" in name.parts:
        other(member.name, judge)
        return
    folder = "other"
    try:
        body = _decode(member.data)
        root = next((key for key in body if key in kinds() or key in {CLASSES.root, LOCATIONS.root}), None)
        if root is None:
            other(member.name, judge)
            return
        inside = body[root]
        if not isinstance(inside, dict):
            raise Faulty("ILC-105", Text(zh="数据集不是 JSON 对象", en="The data set is not a JSON object"))  # noqa: TRY301
        heads = {name: inside[name] for name in HEAD if name in inside} if root == PROCESS else inside
        plain = tidy(heads)
        if root in kinds():
            folder = kinds()[root].folder
            found.add(kinds()[root], plain if isinstance(plain, dict) else {}, member.name, judge)
        elif root == CLASSES.root:
            found.other.setdefault(name.stem, plain)
        else:
            _places(plain, found)
    except Faulty as fault:
        judge.fail(folder, fault, file=member.name)


def whole_json(data: bytes, name: str) -> Body:  # noqa: ARG001 - every form takes it
    """The plain tree of a process in JSON. Faulty: it is none."""
    found: Body = tidy(_decode(data)[PROCESS])
    return found


JSON = Form("tidas/1", take_json, whole_json)


def _places(plain: Any, found: Found) -> None:
    listed = plain.get("location") if isinstance(plain, dict) else None
    for item in listed if isinstance(listed, list) else [listed]:
        if isinstance(item, dict) and isinstance(item.get("@value"), str):
            found.places.setdefault(item["@value"], str(item.get("#text", "")))


def _decode(data: bytes) -> dict[str, Any]:
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        body = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        why = str(error)[:200]
        raise Faulty("ILC-101", Text(zh=f"不是有效的 JSON：{why}", en=f"It is not valid JSON: {why}")) from None
    if not isinstance(body, dict):
        raise Faulty("ILC-101", Text(zh="最外层不是 JSON 对象", en="The outermost value is not a JSON object"))
    found = twice(text, body)
    if found is not None and found.differs:
        message = Text(
            zh=f"成员“{found.name}”在同一对象中出现两次，值不同",
            en=f'The member "{found.name}" stands in one object twice, with two values',
        )
        raise Faulty("ILC-139", message, member=found.name)
    return body
