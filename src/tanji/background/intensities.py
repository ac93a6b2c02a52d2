"""The score of one unit of every process, kept beside the release so that it is computed once.

A kept file is never trusted by its name: its first line says of which release, method and rules it is, and holds the
digest of the numbers; where anything disagrees, the file counts as absent and the intensities are computed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tanji.model import document
from tanji.model.method import Method

Floats = NDArray[np.float64]

FORM: Final = "tanji-intensities/1"
FOLDER: Final = "intensities"
_DIGESTS: Final[dict[int, str]] = {}


def digest_of(method: Method) -> str:
    """The digest of a method, computed once for each object: documents do not change."""
    known = _DIGESTS.get(id(method))
    if known is None:
        known = _DIGESTS[id(method)] = document.digest(method)
        weakref.finalize(method, _DIGESTS.pop, id(method), None)
    return known


def kept(folder: Path, identity: tuple[str, str], shape: tuple[int, int], make: Callable[[], Floats]) -> Floats:
    """Intensities from their file, or made now and kept for the next time.

    `identity` are the digests of release and method; `shape` is (indicators, processes). A folder that can not be
    written to is no obstacle.
    """
    path = folder / FOLDER / f"{identity[1].removeprefix('sha256:')}.f64"
    found = _read(path, identity, shape)
    if found is None:
        found = np.ascontiguousarray(make(), dtype="<f8")
        with contextlib.suppress(OSError):
            _write(path, _head(identity, shape, found), found)
    return found


def _read(path: Path, identity: tuple[str, str], shape: tuple[int, int]) -> Floats | None:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if len(body) != 8 * shape[0] * shape[1]:
        return None
    values = np.frombuffer(body, dtype="<f8").reshape(shape)
    return values if head == _head(identity, shape, values) else None


def _head(identity: tuple[str, str], shape: tuple[int, int], values: Floats) -> bytes:
    said = {
        "form": FORM,
        "release": identity[0],
        "method": identity[1],
        "shape": list(shape),
        "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
    }
    return json.dumps(said, sort_keys=True).encode()


def _write(path: Path, head: bytes, values: Floats) -> None:
    path.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head + b"\n" + values.tobytes())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
