"""Write documents as an ILCD zip that reads back to the same documents."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tanji.formats import xml
from tanji.formats.ilcd.datasets import Datasets
from tanji.formats.ilcd.kinds import CLASSES, COMMON, LOCATIONS, Body, Kind, kinds
from tanji.formats.ilcd.plain import element
from tanji.formats.xml import Element
from tanji.model.package import Package

_WHEN = (1980, 1, 1, 0, 0, 0)
_ROOT = "ILCD"
Encode = Callable[[Kind, Body], bytes]


def write(package: Package, path: Path) -> None:
    """A package as an ILCD zip; the same package gives the same bytes.

    Ids that are no UUIDs are replaced by UUIDs made of them; what the format has no place for stands in an extension
    (`tanji:document` in `common:other`) and reads back. The status and the report are not written.
    Refuses NotWritable: an amount that can not be said in the flow's own unit.
    """
    archive(package, path, encode=_xml, suffix=".xml", root=_ROOT)


def archive(package: Package, path: Path, *, encode: Encode, suffix: str, root: str) -> None:
    """A package as a zip of data sets, each as `encode` makes it."""
    datasets = Datasets(package, suffix)
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
            for (kind, identity), body in sorted(datasets.all(), key=lambda found: found[0]):
                name = f"{root}/{kinds()[kind].folder}/{identity}{suffix}"
                _put(target, name, encode(kinds()[kind], body))
            for name, body in sorted(package.extra.get("classifications", {}).items()):
                _put(target, f"{root}/{Path(name).stem}{suffix}", encode(CLASSES, body))
            for name, data in _others(package, datasets):
                _put(target, f"{root}/{name}", data)
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _xml(kind: Kind, body: Body) -> bytes:
    prefixes = {"": kind.namespace, "common": COMMON}
    return xml.write(element(kind, body), prefixes=prefixes)


def _others(package: Package, datasets: Datasets) -> Iterator[tuple[str, bytes]]:
    """The list of places, and what has no place in the format at all."""
    simple = all(place.id == place.code for place in package.places)
    if package.places and simple:
        locations = [Element("location", {"value": place.id}, place.name or "") for place in package.places]
        yield "ILCDLocations.xml", xml.write(_locations(locations))
    internal: dict[str, Any] = {}
    if package.places and not simple:
        internal["places"] = [place.model_dump(mode="json", exclude_none=True) for place in package.places]
    if datasets.foreign:
        internal["extra"] = datasets.foreign
    if internal:
        text = json.dumps(internal, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
        yield "tanji.json", text.encode("utf-8")


def _locations(children: list[Element]) -> Element:
    namespace = LOCATIONS[1:].rpartition("}")[0]
    for child in children:
        child.name = f"{{{namespace}}}{child.name}"
    return Element(LOCATIONS, children=children, prefixes={"": namespace})


def _put(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    target.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
