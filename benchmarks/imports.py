"""Import of openLCA JSON-LD, read and published: USLCI and a synthetic package; goals in seconds and in GB.

`python benchmarks/imports.py` prints the rows. Each import is a process of its own. The peer is bw2io, which reads
schema 2 from a folder (unpacking is not on its clock); USLCI it does not read (see README.md).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import olca_package  # noqa: E402
from benchmarks.databases import USLCI  # noqa: E402
from benchmarks.measure import Row, apart  # noqa: E402

SECONDS, MEMORY = "import: read and publish", "import: peak memory, GB"
N, EXCHANGES = 23_000, 600_000
GOALS = {"uslci": 15.0, f"synthetic-{N}": 60.0}
MOST = 4.0  # GB
NONE = {"seconds": 0.0, "bytes": 0}


def rows(n: int = N, exchanges: int = EXCHANGES) -> list[Row]:
    """Time and memory of each import; 0 stands for a peer that does not read the package."""
    with tempfile.TemporaryDirectory(prefix="tanji-bench-") as scratch:
        folder, made = Path(scratch), []
        if USLCI.exists():
            made += _rows("uslci", _import("ours", USLCI, folder / "uslci"), NONE)
        package, unpacked = folder / "package.zip", folder / "unpacked"
        olca_package.store(package, n, exchanges)
        ours = _import("ours", package, folder / "synthetic")
        with zipfile.ZipFile(package) as archive:
            archive.extractall(unpacked)
        theirs = _import("peer", unpacked, folder / "peer")
        return made + _rows(f"synthetic-{n}", ours, theirs)


def _import(side: str, source: Path, home: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import_once", side, str(source), str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rows(system: str, ours: dict[str, Any], theirs: dict[str, Any]) -> list[Row]:
    """Two rows; the error is the difference of the sums of all coefficients of A and of B."""
    read = theirs is not NONE
    pairs = (
        (SECONDS, GOALS.get(system), theirs["seconds"], ours["seconds"]),
        (MEMORY, MOST, theirs["bytes"] / 1e9, ours["bytes"] / 1e9),
    )
    kind = "JSONLDImporter" if read else "JSONLDImporter: does not read it"
    error = float(f"{apart(ours['sums'], theirs['sums']):.2g}") if read else 0.0
    return [
        Row(task, system, ours["n"], _peer(), kind, _short(a), _short(b), _short(a / b), goal, error)
        for task, goal, a, b in pairs
    ]


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _peer() -> str:
    return f"bw2io {version('bw2io')}"


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(asdict(row)))
