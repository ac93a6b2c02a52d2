"""One import in a process of its own: `python -m benchmarks.import_once ours|peer SOURCE HOME`; prints what it took.

The clock begins when the libraries are imported. Memory is the largest that this process and its largest child ever
held, added up: an upper bound of what they hold together.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

NAME = "measured"


def main(side: str, source: str, home: str) -> None:
    """Read and keep a package, and print seconds, bytes, processes, and the sums of both matrices' coefficients."""
    taken = _ours(Path(source), Path(home)) if side == "ours" else _peer(Path(source), Path(home))
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps(taken | {"bytes": (own + child) << 10}))


def _ours(source: Path, home: Path) -> dict[str, Any]:
    from tanji.background.publish import publish
    from tanji.background.shelf import Shelf
    from tanji.formats import identify

    begin = time.perf_counter()
    package = identify.identify(source).read(source)
    published = publish(package, Shelf(home), database=NAME, version="1", names={"en": NAME})
    seconds = time.perf_counter() - begin
    tables = [published.opened.table(name)["value"].to_numpy() for name in ("technosphere", "biosphere")]
    return {"seconds": seconds, "n": len(published.opened.listings), "sums": [float(np.abs(x).sum()) for x in tables]}


def _peer(source: Path, home: Path) -> dict[str, Any]:
    """Read, link and write with bw2io, which takes a folder; writing makes the datapackage too."""
    home.mkdir(parents=True)
    os.environ["BRIGHTWAY2_DIR"] = str(home)
    import bw2data
    from bw2io.importers.json_ld import JSONLDImporter

    with Path(os.devnull).open("w") as nowhere:
        sys.stdout, printed = nowhere, sys.stdout
        bw2data.projects.set_current(NAME)
        begin = time.perf_counter()
        importer = JSONLDImporter(source, NAME)
        importer.apply_strategies()
        importer.merge_biosphere_flows()
        importer.write_database()
        seconds = time.perf_counter() - begin
        sys.stdout = printed
    sums = {"technosphere": 0.0, "biosphere": 0.0}
    for line in (line for node in importer.data for line in node["exchanges"]):
        sums["biosphere" if line["type"] == "biosphere" else "technosphere"] += abs(line["amount"])
    n = sum(node["type"] == "process" for node in importer.data)
    return {"seconds": seconds, "n": n, "sums": list(sums.values())}


if __name__ == "__main__":
    main(*sys.argv[1:])
