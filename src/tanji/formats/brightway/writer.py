"""Write documents as a zipped Brightway datapackage that reads back to the same documents."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tanji.errors import Refusal, Text
from tanji.formats.brightway.contents import BIOSPHERE, DOCUMENTS, MANIFEST, TECHNOSPHERE, Entries
from tanji.formats.brightway.matrices import Unsaid, entries
from tanji.formats.brightway.npy import write as npy
from tanji.formats.brightway.parse import SCHEMA
from tanji.model.document import Value
from tanji.model.package import Package

_WHEN = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[^\w.-]+", re.ASCII)
_GROUPS = {TECHNOSPHERE: "technosphere", BIOSPHERE: "biosphere"}
_INDICES = [("row", "<i8"), ("col", "<i8")]
Body = dict[str, Any]


class NotWritable(Refusal):
    """A package with an exchange that no matrix can hold: of a flow that is not there, or not in its flow's unit."""

    code = "BWD-003"


def write(package: Package, path: Path) -> None:
    """A package as a zip; the same package gives the same bytes.

    Rows are flows and columns processes, numbered in their order; nothing is linked or allocated, so that a package
    whose inputs have no supplier gives a matrix that is not square. The documents stand beside the arrays as JSON.
    The report is not written. Refuses NotWritable.
    """
    documents = {kind: [_plain(item) for item in getattr(package, kind)] for kind in _KINDS}
    try:
        matrices = entries(documents["flows"], documents["processes"])
    except Unsaid as fault:
        raise _refused(fault) from None
    body = {"schema": SCHEMA, "format": package.format, "extra": dict(package.extra), **documents}
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    files, resources = [], []
    for matrix, found in matrices.items():
        for resource, values in _resources(matrix, found):
            resources.append(resource)
            files.append((resource["path"], npy(values)))
    resources.append(_documents())
    files.append((resources[-1]["path"], text))
    manifest = _manifest(package, resources, hashlib.sha256(text).hexdigest())
    _save(path, [(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2).encode("utf-8")), *files])


_KINDS = ("flows", "processes", "sources", "places")


def _save(path: Path, files: list[tuple[str, bytes]]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files:
                archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _plain(document: Value) -> Body:
    return document.model_dump(mode="json", exclude_none=True)


def _manifest(package: Package, resources: list[Body], digest: str) -> Body:
    """The description of the datapackage. Brightway's own default licence is not claimed: only what sources state."""
    stated = {source.licence for source in package.sources} | {process.licence for process in package.processes}
    return {
        "profile": "data-package",
        "name": _NAME.sub("_", Path(package.file).stem).strip("_") or "tanji",
        "id": digest[:32],
        "licenses": [{"name": licence} for licence in sorted(filter(None, stated))],
        "resources": resources,
        "combinatorial": False,
        "sequential": False,
        "seed": None,
        "64_bit_indices": True,
        "sum_intra_duplicates": True,
        "sum_inter_duplicates": False,
        "matrix_serialize_format_type": "numpy",
    }


def _resources(matrix: str, found: Entries) -> Iterator[tuple[Body, Any]]:
    indices = np.empty(len(found), dtype=_INDICES)
    indices["row"], indices["col"] = found.row, found.col
    arrays = {"indices": indices, "data": found.value}
    if found.spread is not None:
        arrays["distributions"] = found.spread
    if found.flip.any():
        arrays["flip"] = found.flip
    if found.reference.any():
        arrays["reference"] = found.reference
    group = _GROUPS[matrix]
    for kind, values in arrays.items():
        resource = {
            "profile": "data-resource",
            "format": "npy",
            "mediatype": "application/octet-stream",
            "name": f"{group}.{kind}",
            "matrix": matrix,
            "kind": kind,
            "path": f"{group}.{kind}.npy",
            "group": group,
            "category": "vector",
            "nrows": len(found),
        }
        yield resource, values


def _documents() -> Body:
    return {
        "profile": "data-resource",
        "mediatype": "application/json",
        "path": f"{DOCUMENTS}.json",
        "name": DOCUMENTS,
        "valid_for": _GROUPS[TECHNOSPHERE],
    }


def _refused(fault: Unsaid) -> NotWritable:
    why = (
        Text(zh="的数量没有换算为流的单位", en="has no amount in the unit of its flow")
        if fault.known
        else Text(zh="的流不在数据包中", en="is of a flow that is not in the package")
    )
    return NotWritable(
        Text(
            zh=f"过程“{fault.process}”中“{fault.flow}”{why.zh}，不能写入矩阵",
            en=f'In process "{fault.process}" the exchange of "{fault.flow}" {why.en}; no matrix can hold it',
        ),
        Text(zh="请补充流或单位换算。", en="Add the flow, or a conversion of its unit."),
    )
