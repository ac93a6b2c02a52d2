"""What of a release everybody may see: permission of each process by its rights, its licence and the law's flags.

Of what the release and the process say, the stricter holds. Where neither says anything, an open licence
(`data/open_licences.csv`) permits values; without one only metadata may be shown. Personal data, important data and
data that may not simply leave the country are never shown as values. Statements of a process stand in
`Process.extra["rights"]` in the form of `tanji.model.rights.Rights`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import ValidationError

from tanji.background.names import called, folded
from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.finding import Counts, Finding, Place, Report, error, note, warning
from tanji.model.release import Release
from tanji.model.rights import CrossBorder, Permission, Rights

Flags = NDArray[np.bool_]

MEMBER: Final = "rights"
"""Where in `Process.extra` the rights of a process stand."""
_ORDER: Final = (Permission.values, Permission.metadata, Permission.nothing)
_VERSION: Final = re.compile(r"[\s\d.,()v-]*|universal|international|unported|generic|igo|uk|licen[cs]e|version")


@dataclass(frozen=True, slots=True)
class Standing:
    """What everybody may see of a process, and why."""

    permission: Permission
    rights: Rights
    """Of process and release together."""
    reason: Text
    faulty: bool = False
    """Whether its own statement of rights can not be read; it then shows metadata at most."""


_REASONS: Final = {
    "stated": Text(zh="权利人声明", en="its owner says so"),
    "open": Text(zh="开放许可", en="its licence is open"),
    "closed": Text(zh="许可不在开放许可之列", en="its licence is not among the open ones"),
    "silent": Text(zh="没有写明许可", en="no licence is stated"),
    "personal": Text(zh="含个人信息", en="it holds personal data"),
    "important": Text(zh="含重要数据", en="it holds important data"),
    "border": Text(zh="数据出境受限", en="its data may not simply leave the country"),
    "faulty": Text(zh="权利声明无法读取", en="its statement of rights can not be read"),
}


def standings(opened: Opened) -> tuple[Standing, ...]:
    """The standing of every process document of a release, in the order of the table `processes`."""
    whole = opened.manifest
    known: dict[tuple[str | None, str | None], Standing] = {}
    found = []
    for licence, said in _statements(opened):
        key = (licence, said)
        if key not in known:
            known[key] = _standing(whole, licence, said)
        found.append(known[key])
    return tuple(found)


def permissions(opened: Opened) -> tuple[Permission, ...]:
    """What everybody may see of each listing, in the order of the listings."""
    of = standings(opened)
    return tuple(of[place].permission for place in opened.table("listings")["document"])


def standing(opened: Opened, process_id: str) -> Standing:
    """The standing of one process. Refuses UnknownProcess."""
    listing = opened.get(process_id)
    at = opened.table("listings")["document"][opened.positions[listing.process]]
    text = opened.table("processes")["document"][at]
    return _standing(opened.manifest, *_said(text))


def closed(opened: Opened) -> Flags:
    """Listings whose results may not be shown: those without permission, and all whose supply chain holds one.

    From a result, a recipe and the other results, that of a single supplier could be computed; so none is shown.
    """
    found = np.array([permission is not Permission.values for permission in permissions(opened)], dtype=np.bool_)
    supply = opened.table("technosphere")
    rows, columns = supply["row"].to_numpy(), supply["column"].to_numpy()
    count = -1
    while count != (count := int(found.sum())):
        found[columns[found[rows]]] = True
    return found


def showing_through(opened: Opened, process_id: str) -> frozenset[str]:
    """The processes without permission whose results show in that of an open process, by its recipe and those behind.

    Empty for a process without permission, whose recipe nobody sees.
    """
    of = permissions(opened)
    supply = opened.table("technosphere")
    order = np.argsort(supply["column"].to_numpy(), kind="stable")
    rows, columns = supply["row"].to_numpy()[order], supply["column"].to_numpy()[order]
    starts = np.searchsorted(columns, np.arange(len(of) + 1))
    ids = opened.table("listings")["process"].to_list()
    waiting, seen, found = [opened.positions[process_id]], {opened.positions[process_id]}, set()
    while waiting:
        here = waiting.pop()
        if of[here] is not Permission.values:
            found.add(ids[here])
            continue
        behind = set(rows[starts[here] : starts[here + 1]].tolist()) - seen
        seen |= behind
        waiting += sorted(behind)
    return frozenset(found - {process_id})


def audit(opened: Opened) -> Report:
    """Whether every dataset has a source and a licence, and whether what is said of its rights agrees."""
    listings = opened.table("listings")
    silent = [str(name) for name in listings.filter(pl.col("source").is_null())["process"]]
    of = standings(opened)
    names = opened.table("processes")["id"].to_list()
    findings = [*_sources(silent), *_judged(of, names, opened.manifest)]
    read = len(listings)
    counts = Counts(read=read, imported=read - len(silent), failed=len(silent))
    return Report(findings=tuple(findings), counts={"datasets": counts})


def is_open(licence: str) -> bool:
    """Whether a licence permits everybody to share the values: one of the table, whole, with a version at most.

    >>> is_open("CC0"), is_open("CC BY 4.0"), is_open("CC BY-NC 4.0"), is_open("CC0 for metadata only")
    (True, True, False, False)
    """
    text = folded(licence)
    for begins in _open_licences():
        rest = text.removeprefix(begins)
        if rest != text and not rest[:1].isalnum() and all(_VERSION.fullmatch(word) for word in rest.split()):
            return True
    return False


def _statements(opened: Opened) -> Iterator[tuple[str | None, str | None]]:
    """Licence and rights, as text, of each process document."""
    for text in opened.table("processes")["document"]:
        yield _said(text)


def _said(text: str) -> tuple[str | None, str | None]:
    if '"licence"' not in text and f'"{MEMBER}"' not in text:
        return None, None
    body: Mapping[str, Any] = json.loads(text)
    said = body.get("extra", {}).get(MEMBER)
    return body.get("licence"), None if said is None else json.dumps(said)


def _standing(release: Release, licence: str | None, said: str | None) -> Standing:
    whole = release.rights or Rights()
    try:
        own = Rights() if said is None else Rights.model_validate_json(said)
    except ValidationError:
        return Standing(_least([Permission.metadata, whole.permission]), whole, _REASONS["faulty"], faulty=True)
    merged = Rights(
        owner=own.owner or whole.owner or release.owner,
        licence=own.licence or licence or whole.licence or release.licence,
        permission=_least([own.permission, whole.permission]) if own.permission or whole.permission else None,
        personal_data=_any(own.personal_data, whole.personal_data),
        important_data=_any(own.important_data, whole.important_data),
        cross_border=_strictest(own.cross_border, whole.cross_border),
        note=own.note or whole.note,
    )
    permission, reason = _permitted(merged)
    return Standing(permission, merged, _REASONS[reason])


def _permitted(rights: Rights) -> tuple[Permission, str]:
    if rights.permission is not None:
        given, reason = rights.permission, "stated"
    elif rights.licence is None:
        given, reason = Permission.metadata, "silent"
    else:
        given, reason = (Permission.values, "open") if is_open(rights.licence) else (Permission.metadata, "closed")
    if given is not Permission.values:
        return given, reason
    flags = {
        "personal": rights.personal_data,
        "important": rights.important_data,
        "border": rights.cross_border not in {None, CrossBorder.free},
    }
    held = next((flag for flag, raised in flags.items() if raised), None)
    return (given, reason) if held is None else (Permission.metadata, held)


def _least(given: Sequence[Permission | None]) -> Permission:
    """The strictest of what is said."""
    return max((one for one in given if one is not None), key=_ORDER.index, default=Permission.metadata)


def _any(own: bool | None, whole: bool | None) -> bool | None:
    return None if own is None and whole is None else bool(own or whole)


def _strictest(own: CrossBorder | None, whole: CrossBorder | None) -> CrossBorder | None:
    order = list(CrossBorder)
    return max((one for one in (own, whole) if one is not None), key=order.index, default=None)


def _sources(silent: Sequence[str]) -> Iterator[Finding]:
    for name in silent:
        yield error(
            "RGT-101",
            Text(zh="数据集没有来源", en="A dataset has no source"),
            Text(zh="请写明发布者、文件、年份和位置", en="State publisher, document, year and place"),
            Place(process=name),
        )


def _judged(of: Sequence[Standing], names: Sequence[str], release: Release) -> Iterator[Finding]:
    for each, name in zip(of, names, strict=True):
        place = Place(process=name)
        if each.faulty:
            yield error(
                "RGT-102",
                Text(
                    zh="权利声明无法读取，按仅公开元数据处理", en="Its rights can not be read; it shows metadata only"
                ),
                Text(zh="请按 Rights 模式填写", en="Write it in the form of the schema Rights"),
                place,
            )
        elif each.rights.licence is None and each.rights.permission is None:
            yield warning(
                "RGT-103",
                Text(zh="没有写明许可，数值不公开", en="No licence is stated; its values are not shown"),
                Text(zh="请写明许可或公开范围", en="State a licence or a permission"),
                place,
            )
        if each.rights.permission is Permission.values and each.permission is not Permission.values:
            yield warning(
                "RGT-104",
                Text(
                    zh=f"声明公开数值，但{each.reason.zh}，数值不公开",
                    en=f"Values are said to be public, but {each.reason.en}: they are not shown",
                ),
                Text(
                    zh="请先完成法律要求的评估，再修改标记", en="Have it assessed as the law asks, then change the flag"
                ),
                place,
            )
    hidden = sum(each.permission is not Permission.values for each in of)
    if hidden:
        label = f"{called(release.names) or release.id} {release.version}"
        yield note(
            "RGT-105",
            Text(
                zh=f"{label} 有 {hidden} 个过程的数值不公开（共 {len(of)} 个）",
                en=f"The values of {hidden} of {len(of)} processes of {label} are not for everybody",
            ),
        )


@cache
def _open_licences() -> tuple[str, ...]:
    text = (files("tanji.background") / "data" / "open_licences.csv").read_text("utf-8")
    return tuple(folded(row["begins"]) for row in csv.DictReader(text.splitlines()))
