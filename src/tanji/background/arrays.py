"""The matrices of a release as a solver wants them, kept beside its tables so that they are made once.

The file is never trusted by its name: its head says of which tables it is and holds a checksum of the numbers; where
anything disagrees it counts as absent, and the matrices are made from the tables again.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background.names import called
from tanji.model.release import Release

if TYPE_CHECKING:
    from tanji import lca

FORM: Final = "tanji-arrays/2"
FILE: Final = "arrays.bin"
NAMES: Final = ("a_starts", "a_rows", "a_values", "own_use", "order", "blocks", "b_starts", "b_rows", "b_values")
ALIGNED: Final = 64  # bytes: the head is padded, and every array begins at a multiple of it

Arrays = Mapping[str, NDArray[Any]]


class Tabled(Protocol):
    """What matrices are made from: an opened release."""

    folder: Path
    manifest: Release

    def table(self, name: str) -> pl.DataFrame:
        """A table of the release."""
        ...


def system(release: Tabled) -> lca.System:
    """A and B of a release, with no indicator yet. Refuses as `lca.system`, and where a table can not be read."""
    from scipy.sparse import csc_array

    from tanji import lca
    from tanji.lca.blocks import Blocks, blocks

    listings, elementary = release.table("listings"), release.table("elementary")
    # Publishing has refused a repetition of either.
    processes, flows = (lca.Index.distinct(ids.to_list()) for ids in (listings["process"], elementary["id"]))
    names = Called(listings["names"])
    n, m = len(processes), len(flows)

    def made() -> Arrays:
        a, b = (
            lca.Triples(*(release.table(name)[column].to_numpy() for column in ("row", "column", "value")))
            for name in ("technosphere", "biosphere")
        )
        nothing = lca.Triples.of(())
        whole = lca.system(a, b, nothing, processes=processes, flows=flows, indicators=lca.Index(()), names=names)
        A, B = whole.A, whole.B  # noqa: N806 - the letters of the convention
        found = blocks(A)
        parts = (A.indptr, A.indices, A.data, whole.own_use, found.order, found.starts, B.indptr, B.indices, B.data)
        return dict(zip(NAMES, parts, strict=True))

    tables = {name: release.manifest.tables[name].digest for name in ("technosphere", "biosphere")}
    found = kept(release.folder, {**tables, "processes": n, "flows": m}, made)
    return lca.System(
        A=csc_array((found["a_values"], found["a_rows"], found["a_starts"]), shape=(n, n)),
        B=csc_array((found["b_values"], found["b_rows"], found["b_starts"]), shape=(m, n)),
        C=csc_array((0, m)),
        processes=processes,
        flows=flows,
        indicators=lca.Index(()),
        names=names,
        own_use=found["own_use"],
        parts=Blocks(found["order"], found["blocks"]),
    )


class Called(Sequence[str]):
    """What processes are called, read from the column of their names when a message asks for one."""

    def __init__(self, names: pl.Series) -> None:
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        found = self._names[place]
        return called(json.loads(found)) if isinstance(found, str) else Called(found)


def kept(folder: Path, identity: Mapping[str, Any], make: Callable[[], Arrays]) -> Arrays:
    """Arrays from their file, or made now and kept for the next time.

    A folder that can not be written to is no obstacle.
    """
    found = _read(folder / FILE, identity)
    if found is None:
        found = make()
        with contextlib.suppress(OSError):
            _write(folder / FILE, identity, found)
    return found


def _read(path: Path, identity: Mapping[str, Any]) -> Arrays | None:
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # absent, or empty
        return None
    head, _, _ = bytes(data[:4096]).partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        return None
    start = _padded(len(head) + 1)
    parts = said.pop("arrays", None) if isinstance(said, dict) else None
    if parts is None or said != {"form": FORM, **identity, "crc32": _checksum(parts, data[start:])}:
        return None
    found = {}
    for name, kind, count in parts:
        found[name] = np.frombuffer(data, dtype=kind, count=count, offset=start)
        start += _padded(found[name].nbytes)
    return found if set(found) == set(NAMES) and start == len(data) else None


def _write(path: Path, identity: Mapping[str, Any], arrays: Arrays) -> None:
    ordered = {name: np.ascontiguousarray(arrays[name]) for name in NAMES}
    body = b"".join(each.tobytes().ljust(_padded(each.nbytes), b"\0") for each in ordered.values())
    parts = [[name, each.dtype.str, len(each)] for name, each in ordered.items()]
    head = json.dumps({"form": FORM, **identity, "arrays": parts, "crc32": _checksum(parts, body)}).encode() + b"\n"
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head.ljust(_padded(len(head)), b"\0") + body)
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _checksum(parts: object, body: bytes | memoryview) -> int:
    """CRC-32 of what arrays there are said to be, and of their bytes."""
    return zlib.crc32(body, zlib.crc32(json.dumps(parts).encode()))


def _padded(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED
