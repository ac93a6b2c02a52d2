"""The folder of a portfolio's computation: its plan while it lasts, its partitions, the manifest at its end.

    results/part-00000-<key>.parquet    a row a product
    problems/part-00000-<key>.parquet   a row a line that could not be taken, or not as it stands
    parts/part-00000-<key>.json         counts and digests: written last, a partition without it is unfinished
    manifest.json                       what the whole was made from
    .work/                              plans and copies, away when all is finished

Everything comes to its place by renaming. The key is a digest of all that a partition is made from, so that a partition
that stands there need not be made again, and one of another input is never taken for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.errors import Refusal, Text

MANIFEST: Final = "manifest.json"
KINDS: Final = ("results", "problems")


class NoPortfolio(Refusal):
    """A folder that holds no finished portfolio."""

    code = "PTF-002"


@dataclass(frozen=True, slots=True)
class Part:
    """A partition: its number, the key of its inputs, and the products (rows of the plan's runs) that it has."""

    number: int
    key: str
    first: int
    last: int

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"part-{self.number:05d}-{self.key[:16]}"


@dataclass(frozen=True)
class Plan:
    """What workers share: facts, tables and arrays of one computation, read when they are asked for."""

    folder: Path

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The small things."""
        read: Mapping[str, Any] = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        return read

    def table(self, name: str, first: int = 0, last: int | None = None) -> pl.DataFrame:
        """A table, or some of its rows."""
        scan = pl.scan_parquet(self.folder / f"{name}.parquet", glob=False)
        return scan.slice(first, None if last is None else last - first).collect()

    def array(self, name: str) -> NDArray[Any]:
        """An array, mapped and not read."""
        made: NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return made


def put(
    folder: Path, *, facts: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Write what a plan holds."""
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", row_group_size=1 << 18)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "plan.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def mapped(folder: Path, name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """An array of a plan that is filled on the disk, however large."""
    made: NDArray[np.float64] = np.lib.format.open_memmap(
        folder / f"{name}.npy", mode="w+", dtype=np.float64, shape=shape
    )
    return made


class Store:
    """One folder that results are written to."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder).absolute()
        self.work = self.folder / ".work"
        self.lock = self.folder / ".lock"

    def begin(self) -> None:
        """Make the folders."""
        for name in (*KINDS, "parts", ".work"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def plan(self, request: str) -> Plan | None:
        """The plan of a request, if it was made already."""
        folder = self.work / f"plan-{request[:16]}"
        return Plan(folder) if (folder / "plan.json").exists() else None

    @contextmanager
    def planning(self, request: str) -> Iterator[Path]:
        """A folder to make a plan in, which comes to its place when all is well."""
        with tempfile.TemporaryDirectory(dir=self.work, prefix=".planning-") as scratch:
            made = Path(scratch) / "plan"
            made.mkdir()
            yield made
            place = self.work / f"plan-{request[:16]}"
            shutil.rmtree(place, ignore_errors=True)
            made.rename(place)

    def finished(self, part: Part) -> Mapping[str, Any] | None:
        """What is said of a partition, if it is finished and its files are as they were written."""
        try:
            said: dict[str, Any] = json.loads((self.folder / "parts" / f"{part.name}.json").read_text("utf-8"))
            whole = said["key"] == part.key and all(
                sha256(self.folder / kind / f"{part.name}.parquet") == said[kind] for kind in KINDS
            )
        except (OSError, ValueError, KeyError):
            return None
        return said if whole else None

    def finish(self, part: Part, tables: Mapping[str, pl.DataFrame], counts: Mapping[str, int]) -> Mapping[str, Any]:
        """Put a partition in its place: its tables, and then what is said of it, which is given back."""
        said: dict[str, Any] = {"part": part.number, "key": part.key, "counts": dict(counts)}
        for kind in KINDS:
            place = self.folder / kind / f"{part.name}.parquet"
            with _renamed(place) as made:
                table = tables[kind].rechunk()
                table.write_parquet(made, compression="zstd", row_group_size=1 << 18, statistics=True)
            said[kind] = sha256(place)
        _write(self.folder / "parts" / f"{part.name}.json", json.dumps(said, sort_keys=True).encode())
        return said

    def close(self, manifest: bytes, parts: Iterable[Part]) -> None:
        """Write the manifest, and take away partitions that it does not name, and the work."""
        _write(self.folder / MANIFEST, manifest)
        kept = {part.name for part in parts}
        for kind in (*KINDS, "parts"):
            for path in [*(self.folder / kind).glob("part-*"), *(self.folder / kind).glob("*.part")]:
                if path.stem not in kept:
                    path.unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Take the work away: plans, copies, what a killed run left."""
        shutil.rmtree(self.work, ignore_errors=True)

    def manifest(self) -> Mapping[str, Any] | None:
        """The manifest, if the computation was finished."""
        try:
            read: Mapping[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return read

    def get_manifest(self) -> Mapping[str, Any]:
        """The manifest. Refuses NoPortfolio."""
        found = self.manifest()
        if found is None:
            done = len(list((self.folder / "parts").glob("part-*.json"))) if self.folder.is_dir() else 0
            raise NoPortfolio(
                Text(
                    zh=f"“{self.folder.name}”中没有完成的组合计算（已完成的分区：{done}）",
                    en=f'"{self.folder.name}" holds no finished portfolio (partitions that are finished: {done})',
                ),
                Text(
                    zh="请再次运行 tanji portfolio run，已完成的分区不会重算。",
                    en="Run `tanji portfolio run` again; what is finished is not repeated.",
                ),
            )
        return found

    def scan(self, kind: str) -> pl.LazyFrame:
        """`results` or `problems` of the partitions that the manifest names, in order. Refuses NoPortfolio."""
        parts = [Part(each["part"], each["key"], 0, 0) for each in self.get_manifest()["parts"]]
        return pl.scan_parquet([self.folder / kind / f"{part.name}.parquet" for part in parts], glob=False)


def sha256(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _renamed(place: Path) -> Iterator[Path]:
    """A path to write to, which is put in its place when all is written and on the disk."""
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    os.close(handle)
    made = Path(name)
    try:
        yield made
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(place)
    finally:
        made.unlink(missing_ok=True)


def _write(place: Path, data: bytes) -> None:
    with _renamed(place) as made:
        made.write_bytes(data)
