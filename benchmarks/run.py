"""Tanji against bw2calc on the same matrices in one run: writes results/latest.json and prints the table.

`run.py imports search` measures these parts only, and keeps the other rows as they are; `run.py --to FILE …` reads and
writes another file of results, and `--sizes 2500,5000` measures other synthetic databases.

Each side reads its own files from disk: bw2calc a datapackage in a folder, Tanji the Parquet tables of a release. All
is stored before a clock runs, and every kind of work is done once on a small system first, so that imports, compilers
and caches of libraries are warm, except in the task that measures a fresh process. Times are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import analytic, brightway, databases, demands, imports, montecarlo, ours, portfolio, search, trees  # noqa: E402
from benchmarks.databases import Stored  # noqa: E402
from benchmarks.measure import Pair, Row, pair, row  # noqa: E402
from benchmarks.table import show  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "latest.json"
SIZES = (2_500, 5_000, 10_000, 23_000)
GOAL = 25.0  # for the cold start and for all intensities against the adjoint class
DEFAULT, ADJOINT = "LCA", "FastScoresOnlyMultiLCA (adjoint)"
SAMPLE = 20  # processes asked one by one of the default class


def main(*arguments: str) -> None:
    """Measure all parts, or those that are named, and keep their rows."""
    asked = argparse.ArgumentParser(description="Tanji against its peers, on the same matrices in one run")
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure: all where none is named")
    asked.add_argument("--to", type=Path, default=RESULTS, help="the file of results")
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)), help="processes of the synthetic databases")
    given = asked.parse_args(arguments)
    wanted = given.parts or tuple(PARTS)
    kept = json.loads(given.to.read_text(encoding="utf-8")) if given.to.exists() else []
    old = {name: [Row(**each) for each in kept if _part(each["task"]) == name] for name in PARTS}
    with tempfile.TemporaryDirectory(prefix="tanji-bench-") as scratch:
        stored = Databases(Path(scratch), tuple(int(n) for n in given.sizes.split(",") if n))
        rows = [each for name, part in PARTS.items() for each in (part(stored) if name in wanted else old[name])]
    given.to.parent.mkdir(exist_ok=True)
    given.to.write_text(
        json.dumps([asdict(each) for each in rows], indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    show(rows, _surroundings())


class Databases:
    """The databases of a run, stored for both sides when they are first asked for."""

    def __init__(self, folder: Path, sizes: tuple[int, ...]) -> None:
        self.folder, self.sizes = folder, sizes

    @cached_property
    def small(self) -> Stored:
        """For the first turn of everything, which is not measured."""
        return databases.made_up(1_000, self.folder)

    @cached_property
    def all(self) -> tuple[Stored, ...]:
        """USLCI where it is here, and the synthetic ones."""
        print("storing the databases …", file=sys.stderr)
        real = databases.uslci(self.folder)
        if real is None:
            print("USLCI is not here (../shared/data): left out", file=sys.stderr)
        return (*([real] if real else ()), *(databases.made_up(n, self.folder) for n in self.sizes))


def _part(task: str) -> str:
    """Which part a row is of: its task begins with the name of the part, but for matrices."""
    return BEGINNINGS.get(task.partition(":")[0], "matrices")


def _matrices(stored: Databases) -> list[Row]:
    _rows(stored.small, once=True)
    return [each for one in stored.all for each in _rows(one)]


def _each(measured: Callable[..., list[Row]]) -> Callable[[Databases], list[Row]]:
    """A part that measures every database, after a first turn on a small one."""

    def part(stored: Databases) -> list[Row]:
        measured(stored.small)
        rows = []
        for one in stored.all:
            print(f"measuring {measured.__module__.rpartition('.')[2]} of {one.label} …", file=sys.stderr)
            rows += measured(one)
        return rows

    return part


def _imports(_stored: Databases) -> list[Row]:
    print("measuring imports …", file=sys.stderr)
    return imports.rows()


def _search(_stored: Databases) -> list[Row]:
    print("measuring search …", file=sys.stderr)
    return search.rows()


def _rows(stored: Stored, *, once: bool = False) -> list[Row]:
    print(f"measuring {stored.label} …", file=sys.stderr)
    some, few = (1, 1) if once else (9, 3)
    if stored.n > 10_000:
        some, few = 5, 3
    return [
        _fresh(stored, few),
        _cold(stored, some),
        _open_and_all(stored, some),
        _all(stored, some),
        _one_by_one(stored, few),
        *([_stored_intensities(stored, some)] if stored.label == "uslci" else []),
    ]


def _fresh(stored: Stored, repeats: int) -> Row:
    """A new process each time: start, import, open, first score."""

    def run(side: str, folder: Path) -> float:
        command = [sys.executable, "-m", "benchmarks.fresh", side, folder, stored.process]
        done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=True)
        return float(done.stdout.split()[-1])

    found = pair(lambda: run("peer", stored.peer), lambda: run("ours", stored.ours), repeats, lambda: _forget(stored))
    return _row(stored, "fresh process: imports, open, first score", DEFAULT, found)


def _cold(stored: Stored, repeats: int) -> Row:
    """Imports done: open, first score. Nothing is kept from the time before."""
    found = pair(
        lambda: brightway.first_score(stored.peer, stored.process),
        lambda: ours.first_score(stored.ours, stored.process),
        repeats,
        lambda: _forget(stored),
    )
    return _row(stored, "cold start: open, first score", DEFAULT, found, goal=GOAL)


def _stored_intensities(stored: Stored, repeats: int) -> Row:
    """As a release is used every day: its intensities were stored when it was made."""
    ours.first_score(stored.ours, stored.process)
    found = pair(
        lambda: brightway.first_score(stored.peer, stored.process),
        lambda: ours.first_score(stored.ours, stored.process),
        repeats,
    )
    return _row(stored, "cold start, intensities stored with the release", DEFAULT, found, goal=GOAL)


def _open_and_all(stored: Stored, repeats: int) -> Row:
    found = pair(lambda: brightway.all_intensities(stored.peer), lambda: ours.all_intensities(stored.ours), repeats)
    return _row(stored, "open, intensity of every process", ADJOINT, found, goal=GOAL)


def _all(stored: Stored, repeats: int) -> Row:
    """Matrices built: factorize and one backward solve. Both check their residual."""
    multi, system = brightway.fast(stored.peer), ours.in_memory(stored.ours)
    brightway.intensities(multi)
    found = pair(lambda: brightway.intensities(multi), lambda: ours.intensities(system), repeats)
    return _row(stored, "intensity of every process, matrices in memory", ADJOINT, found, goal=GOAL)


def _one_by_one(stored: Stored, repeats: int) -> Row:
    """The default class, process by process: a sample is asked, after the first factorization, and scaled to all."""
    sample = np.random.default_rng(0).choice(stored.n, SAMPLE, replace=False).tolist()
    ask, system = brightway.one_by_one(stored.peer, sample), ours.in_memory(stored.ours)
    asked = pair(ask, lambda: ours.intensities(system)[sample], repeats)
    found = replace(asked, peer_s=asked.peer_s / SAMPLE * stored.n)
    return _row(stored, f"intensity of every process (peer: {SAMPLE} asked, scaled to all)", DEFAULT, found)


def _forget(stored: Stored) -> None:
    """The intensities that a release on a shelf keeps, away with them: they are to be computed on the clock."""
    for kept in stored.ours.rglob("intensities"):
        shutil.rmtree(kept)


def _row(stored: Stored, task: str, peer_class: str, found: Pair, *, goal: float | None = None) -> Row:
    return row(task, (stored.label, stored.n), ("bw2calc", peer_class), found, goal=goal)


def _surroundings() -> str:
    solver = f"pypardiso {version('pypardiso')}" if _has_pardiso() else "without PARDISO"
    return (
        f"bw2calc {version('bw2calc')} ({solver}), Tanji {version('tanji')}, numpy {version('numpy')}, "
        f"scipy {version('scipy')}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )


def _has_pardiso() -> bool:
    import bw2calc

    return bool(bw2calc.PYPARDISO)


PARTS = {
    "matrices": _matrices,
    "demands": _each(demands.rows),
    "trees": _each(trees.rows),
    "analytic": _each(analytic.rows),
    "montecarlo": _each(montecarlo.rows),
    "portfolio": lambda stored: [*_each(portfolio.rows)(stored), *portfolio.end_to_end()],
    "search": _search,
    "imports": _imports,
}
BEGINNINGS = {
    "demands": "demands",
    "tree": "trees",
    "analytic": "analytic",
    "search": "search",
    "import": "imports",
    "portfolio": "portfolio",
    "montecarlo": "montecarlo",
}


if __name__ == "__main__":
    main(*sys.argv[1:])
