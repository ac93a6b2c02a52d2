"""The resources of a datapackage, and the entries of its matrices."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from tanji.errors import Progress, Refusal, Text
from tanji.formats.archive import Bounds, members
from tanji.formats.brightway.npy import Array, array
from tanji.formats.olca.judge import Judge

MANIFEST: Final = "datapackage.json"
TECHNOSPHERE: Final = "technosphere_matrix"
BIOSPHERE: Final = "biosphere_matrix"
DOCUMENTS: Final = "tanji-documents"
"""Name of the resource in which our own documents stand."""
_BOUNDS = Bounds(entries=20_000, total_bytes=4 << 30, member_bytes=1 << 30, ratio_from=64 << 20)
_RESOURCES = 10_000
_ENTRIES = 20_000_000
_KINDS = frozenset({"indices", "data", "flip", "distributions", "rescale", "reference"})
_FIELDS = ("uncertainty_type", "loc", "scale", "shape", "minimum", "maximum", "negative")


class NotADatapackage(Refusal):
    """An archive or folder without a datapackage.json of Brightway that can be read."""

    code = "BWD-001"


@dataclass(slots=True)
class Entries:
    """The entries of one matrix, all of the same length; `value` is as stored, before `flip` and after rescaling."""

    row: Array
    col: Array
    value: Array
    flip: Array
    reference: Array
    spread: Array | None
    """Records of distributions, with type 0 where none is stated."""

    def __len__(self) -> int:
        return len(self.row)

    @property
    def signed(self) -> Array:
        """The values as they stand in the matrix."""
        return np.where(self.flip, -self.value, self.value)

    def take(self, chosen: Array) -> Entries:
        """Some of the entries."""
        spread = None if self.spread is None else self.spread[chosen]
        return Entries(
            self.row[chosen], self.col[chosen], self.value[chosen], self.flip[chosen], self.reference[chosen], spread
        )


@dataclass(slots=True)
class Contents:
    """A datapackage: its metadata without the resources, its matrices by name, and the texts of its other resources."""

    about: dict[str, Any]
    matrices: dict[str, Entries] = field(default_factory=dict)
    texts: dict[str, tuple[dict[str, Any], bytes]] = field(default_factory=dict)
    """Resources that are no arrays (JSON, CSV), by name, with their description."""


def contents(path: Path, judge: Judge, progress: Progress) -> Contents:
    """The content of a zip or folder. Refuses NotADatapackage, BadArray, and what `archive` refuses."""
    files = {}
    for member in members(path, _BOUNDS, wanted=lambda name: name.endswith((".json", ".npy", ".csv"))):
        progress(Text(zh="读取文件", en="reading files"), member.done, member.total)
        files[member.name] = member.data
    about = _manifest(files.pop(MANIFEST, b""), path.name)
    resources = about.pop("resources")
    found = Contents(about)
    groups: dict[tuple[str, str], dict[str, Array]] = {}
    for resource in resources:
        _take(resource, files, (groups, found), judge)
    parts: dict[str, list[Entries]] = {}
    for (matrix, group), arrays in groups.items():
        if matrix not in {TECHNOSPHERE, BIOSPHERE}:
            judge.count("groups", "skipped")
            judge.gather("BWD-104", "note", _other_matrix, f"{matrix}: {group}")
            continue
        entries = _entries(arrays, f"{matrix}: {group}", judge)
        if entries is not None:
            parts.setdefault(matrix, []).append(entries)
    found.matrices = {matrix: _joined(several, about, judge) for matrix, several in parts.items()}
    return found


def _manifest(data: bytes, name: str) -> dict[str, Any]:
    try:
        about = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        about = None
    resources = about.get("resources") if isinstance(about, dict) else None
    sound = isinstance(resources, list) and all(isinstance(item, dict) for item in resources)
    if not isinstance(about, dict) or not sound or len(about["resources"]) > _RESOURCES:
        raise NotADatapackage(
            Text(
                zh=f"“{name}”不是 Brightway 数据包：缺少可读的 {MANIFEST}",
                en=f'"{name}" is no Brightway datapackage: it has no readable {MANIFEST}',
            ),
            Text(zh="请用 bw_processing 写出数据包（zip 或文件夹）。", en="Write it with bw_processing."),
        )
    return about


def _take(
    resource: dict[str, Any],
    files: dict[str, bytes],
    into: tuple[dict[tuple[str, str], dict[str, Array]], Contents],
    judge: Judge,
) -> None:
    groups, found = into
    name, path, kind = (str(resource.get(key, "")) for key in ("name", "path", "kind"))
    data = files.get(path)
    matrix, group = str(resource.get("matrix", "")), str(resource.get("group", ""))
    if data is None:
        judge.count("resources", "skipped")
        judge.gather("BWD-102", "warning", _no_file, f"{name} ({path or resource.get('profile', '')})")
    elif not path.endswith(".npy"):
        judge.count("resources", "imported")
        found.texts[name] = (resource, data)
    elif kind not in _KINDS or not matrix:
        judge.count("resources", "skipped")
        judge.gather("BWD-103", "note", _other_kind, f"{name} ({kind})")
    else:
        judge.count("resources", "imported")
        groups.setdefault((matrix, group), {})[kind] = array(data, path)


def _entries(arrays: dict[str, Array], name: str, judge: Judge) -> Entries | None:
    """The entries of one group; None, and a finding, where its arrays do not fit together."""
    indices, data = arrays.get("indices"), arrays.get("data")
    if data is not None and data.ndim == 2:
        judge.count("groups", "skipped")
        judge.gather("BWD-105", "warning", _samples, name)
        return None
    lengths = {prod(found.shape) for found in arrays.values()}
    sound = indices is not None and data is not None and len(lengths) == 1 and lengths.pop() <= _ENTRIES
    if not sound or indices is None or data is None or not _typed(arrays):
        judge.count("groups", "failed")
        judge.gather("BWD-106", "error", _unfit, name)
        return None
    judge.count("groups", "imported")
    values = data.astype(np.float64)
    with np.errstate(all="ignore"):
        values = values * arrays["rescale"].astype(np.float64) if "rescale" in arrays else values
    none = np.zeros(len(values), dtype=bool)
    return Entries(
        indices["row"].astype(np.int64),
        indices["col"].astype(np.int64),
        values,
        arrays["flip"].astype(bool) if "flip" in arrays else none,
        arrays["reference"].astype(bool) if "reference" in arrays else none,
        arrays.get("distributions"),
    )


def _typed(arrays: dict[str, Array]) -> bool:
    indices, spread = arrays["indices"].dtype, arrays.get("distributions")
    plain = all(found.ndim == 1 for found in arrays.values())
    numbers = all(arrays[kind].dtype.kind in "biuf" for kind in arrays if kind not in {"indices", "distributions"})
    fields = list(indices.names or ())
    whole = all(name in fields and indices[name].kind in "iu" for name in ("row", "col"))
    spreads = spread is None or (spread.dtype.fields is not None and set(_FIELDS) <= set(spread.dtype.fields))
    return plain and numbers and whole and spreads


def _joined(several: list[Entries], about: dict[str, Any], judge: Judge) -> Entries:
    """The entries of all groups; an entry of a later group replaces those of earlier ones, unless they are added."""
    joined = Entries(
        np.concatenate([part.row for part in several]),
        np.concatenate([part.col for part in several]),
        np.concatenate([part.value for part in several]),
        np.concatenate([part.flip for part in several]),
        np.concatenate([part.reference for part in several]),
        _spreads(several),
    )
    if len(several) > 1 and about.get("sum_inter_duplicates") is not True:
        group = np.repeat(np.arange(len(several)), [len(part) for part in several])
        last: dict[tuple[int, int], int] = {}
        for row, col, at in zip(joined.row.tolist(), joined.col.tolist(), group.tolist(), strict=True):
            last[row, col] = at
        kept = np.array(
            [
                last[row, col] == at
                for row, col, at in zip(joined.row.tolist(), joined.col.tolist(), group.tolist(), strict=True)
            ],
            dtype=bool,
        )
        if not kept.all():
            judge.gather("BWD-107", "note", _replaced, str(int((~kept).sum())))
            joined = joined.take(kept)
    return joined


def _spreads(several: list[Entries]) -> Array | None:
    if all(part.spread is None for part in several):
        return None
    kinds = [(name, np.float64) for name in _FIELDS]
    made = []
    for part in several:
        records = np.zeros(len(part), dtype=kinds)
        if part.spread is not None:
            for name in _FIELDS:
                records[name] = part.spread[name]
            records["uncertainty_type"] = np.nan_to_num(records["uncertainty_type"], nan=0, posinf=0, neginf=0)
        made.append(records)
    return np.concatenate(made)


def _no_file(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个资源没有数据文件（如动态接口或其他格式的数组），未读取：{shown}",
        en=f"{number} resources have no file that can be read (interfaces, arrays of another format): {shown}",
    )


def _other_kind(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个数组的种类不在模型中，未读取：{shown}",
        en=f"{number} arrays are of a kind that is not modelled and were not read: {shown}",
    )


def _other_matrix(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 组数组属于其他矩阵（如特征化），未读取：{shown}",
        en=f"{number} groups belong to other matrices (characterisation, say) and were not read: {shown}",
    )


def _samples(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 组是预抽样的多列数组，没有单一数值，未读取：{shown}",
        en=f"{number} groups are arrays of samples without one value and were not read: {shown}",
    )


def _unfit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 组数组缺少索引或数值、长度或类型不符，未读取：{shown}",
        en=f"{number} groups lack indices or data, or their lengths or types do not fit; they were not read: {shown}",
    )


def _replaced(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个矩阵中有 {shown} 个数值被后面的组取代",
        en=f"In {number} matrices {shown} entries are replaced by later groups",
    )
