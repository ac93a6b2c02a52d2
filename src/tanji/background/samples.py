"""Sampled intensities, kept beside the release: so many draws of every process, added to as more are wanted.

Two files: the numbers, a row a draw, and a list (JSON) that says of which release, method, seed and rules they are and
holds the digest of each block of rows. Rows are written first, the list then replaced whole: a program killed at any
time leaves the list as it was, and what stands behind the rows that it names counts as absent. A block whose bytes are
not what its digest says, and all after it, count as absent too, and everything is drawn anew. Draws depend on the seed
and their number alone, so several programs may add to one file in turn (`lock`).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tanji.background.lock import locked
from tanji.errors import Progress, Text

Floats = NDArray[np.float64]
Make = Callable[[int, int], Floats]
"""Draws from a number on, so many of them: (draws, processes)."""

FORM: Final = "tanji-samples/1"
FOLDER: Final = "samples"
DRAWING: Final = Text(zh="抽样背景数据库", en="Draw the background")
_FIRST: Final = 64
_SECONDS: Final = 8.0
"""How long a block of draws should take: what a killed program loses, and what another one waits for. Making a large
system ready (23,000 processes: 2 s) is done once a block, so it should not be much shorter."""
_BYTES: Final = 256 * 1024 * 1024
"""Of a block at most."""
_PATIENCE: Final = 600.0


def seeds(folder: Path, identity: Mapping[str, Any]) -> Mapping[int, int]:
    """The seeds of which samples are listed beside a release, with how many draws; their bytes are not checked here.

    `identity` is what `Samples` has, without the seed.
    """
    found: dict[int, int] = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(path.read_bytes())
            seed = int(said["identity"]["seed"])
            if all(said["identity"].get(name) == value for name, value in identity.items()):
                found[seed] = sum(int(count) for count, _ in said["blocks"])
    return found


class Samples:
    """The samples of one release by one method from one seed. `identity` says which; `width` is the processes."""

    def __init__(self, folder: Path, identity: Mapping[str, Any], width: int) -> None:
        self.folder = folder / FOLDER
        self.identity = {"form": FORM, "processes": width, **identity}
        self.width = width
        self._key = hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()[:32]
        self._blocks: list[list[Any]] = []
        self._checked = 0
        self._file = ""
        self._apart = np.zeros((0, width))
        """Draws after those of the file, where it can not be written to."""

    @property
    def count(self) -> int:
        """How many draws are there."""
        self._refresh()
        return self._kept + len(self._apart)

    def upto(self, draws: int, make: Make, progress: Progress | None = None) -> Floats:
        """The first draws, (draws, processes), memory-mapped; those that are missing are made and kept."""
        size = _FIRST
        while self.count < draws:
            began = time.monotonic()
            made = self._more(size, draws, make)
            took = max(time.monotonic() - began, 1e-3)
            most = max(1, _BYTES // (8 * max(self.width, 1)))
            size = min(most, max(1, int(made * min(8.0, _SECONDS / took))))
            if progress is not None:
                progress(DRAWING, min(draws, self.count), draws)
        return self._rows(draws)

    @property
    def _kept(self) -> int:
        return sum(count for count, _ in self._blocks)

    def _more(self, size: int, draws: int, make: Make) -> int:
        """Add a block of draws after those that are there; gives how many. Another program may have been sooner."""
        if not len(self._apart):
            with suppress(OSError), locked(self.folder / ".lock", patience=_PATIENCE):
                self._refresh()
                before = self._kept
                wanted = min(size, draws - before)
                if wanted > 0:
                    self._append(np.ascontiguousarray(make(before, wanted), dtype="<f8"))
                return size
        done = self._kept + len(self._apart)
        self._apart = np.concatenate([self._apart, make(done, min(size, draws - done))])
        return size

    def _rows(self, draws: int) -> Floats:
        taken = min(draws, self._kept)
        if not taken or not self.width:
            return self._apart[:draws] if self.width else np.zeros((draws, 0))
        kept: Floats = np.memmap(self.folder / self._file, dtype="<f8", mode="r", shape=(taken, self.width))
        return kept if taken == draws else np.concatenate([kept, self._apart[: draws - taken]])

    def _refresh(self) -> None:
        """Read the list again, and check the bytes of blocks that were not checked yet."""
        said = self._said()
        if said is None or (self._file and said["file"] != self._file):
            self._blocks, self._checked, self._file = [], 0, ""
        if said is None:
            return
        self._file = said["file"]
        start = sum(count for count, _ in said["blocks"][: self._checked])
        try:
            with (self.folder / self._file).open("rb") as file:
                file.seek(8 * self.width * start)
                for count, digest in said["blocks"][self._checked :]:
                    if hashlib.sha256(file.read(8 * self.width * count)).hexdigest() != digest:
                        self._blocks, self._checked, self._file = [], 0, ""
                        return
                    self._checked += 1
        except OSError:
            self._blocks, self._checked, self._file = [], 0, ""
            return
        self._blocks = said["blocks"][: self._checked]

    def _said(self) -> dict[str, Any] | None:
        """The list, if it is one of these samples."""
        try:
            found = json.loads((self.folder / f"{self._key}.json").read_bytes())
            fits = found["identity"] == self.identity and Path(found["file"]).name == found["file"]
            whole = all(type(count) is int and count > 0 and type(digest) is str for count, digest in found["blocks"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if fits and whole else None

    def _append(self, found: Floats) -> None:
        """Rows behind those that the list names, then the list anew. The caller holds the lock."""
        self._tidy()
        start = 8 * self.width * self._kept
        if not self._file:
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=f"{self._key}-", suffix=".f64")
            os.close(handle)
            self._file = Path(name).name
        data = found.tobytes()
        with (self.folder / self._file).open("r+b") as file:
            file.seek(start)
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        blocks = [*self._blocks, [len(found), hashlib.sha256(data).hexdigest()]]
        self._list({"identity": self.identity, "file": self._file, "blocks": blocks})
        self._blocks, self._checked = blocks, len(blocks)

    def _list(self, body: Mapping[str, Any]) -> None:
        handle, part = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(body, file, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(self.folder / f"{self._key}.json")

    def _tidy(self) -> None:
        """Remove what no list names: rows of a killed program, half-written lists, rows that were damaged."""
        named = {self._file}
        for path in self.folder.glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                said = json.loads(path.read_bytes())
                if path.stem != self._key:
                    named.add(said["file"])
        for path in [*self.folder.glob("*.f64"), *self.folder.glob("*.part")]:
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
