"""Write documents as an ILCD zip that reads back to the same documents."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tanji.formats import xml
from tanji.formats.ilcd.datasets import Datasets
from tanji.formats.ilcd.kinds import CLASSES, COMMON, LOCATIONS, Body, Kind, kinds
from tanji.formats.ilcd.plain import element
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
                _put(target, f"{root}/{Path(name).name}{suffix}", encode(CLASSES, body))
            if package.places and (places := _places(package)):
                _put(target, f"{root}/{LOCATIONS.root}{suffix}", encode(LOCATIONS, places))
            if internal := _internal(package, datasets):
                _put(target, f"{root}/tanji.json", internal)
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _xml(kind: Kind, body: Body) -> bytes:
    prefixes = {"": kind.namespace, "common": COMMON}
    return xml.write(element(kind, body), prefixes=prefixes)


def _places(package: Package) -> Body:
    """The list of places, as far as the format can hold it: a place is its code there."""
    if not all(place.id == place.code for place in package.places):
        return {}
    return {"location": [{"@value": place.id, "#text": place.name or ""} for place in package.places]}


def _internal(package: Package, datasets: Datasets) -> bytes:
    """What of a package has no place in the format at all."""
    kept: dict[str, Any] = {"extra": datasets.foreign} if datasets.foreign else {}
    if package.places and not _places(package):
        kept["places"] = [place.model_dump(mode="json", exclude_none=True) for place in package.places]
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.encode("utf-8") if kept else b""


def _put(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    target.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
