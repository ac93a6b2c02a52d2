"""One score in a process of its own: `python -m benchmarks.fresh ours|peer FOLDER PROCESS`; prints the score."""

from __future__ import annotations

import sys
from pathlib import Path


def main(side: str, folder: str, process: str) -> None:
    """Import one side only, open, score, print."""
    if side == "ours":
        from benchmarks import ours

        print(ours.first_score(Path(folder), int(process)))
    else:
        from benchmarks import brightway

        print(brightway.first_score(Path(folder), int(process)))


if __name__ == "__main__":
    main(*sys.argv[1:])
