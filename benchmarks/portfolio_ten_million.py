"""10,000,000 products × 20 lines on Dask, with a worker killed on the way: measured by hand, not a part of `run.py`.

    python benchmarks/portfolio_ten_million.py FOLDER [PRODUCTS]

The example is made in FOLDER if it is not there (about 2.5 GB). A scheduler and two workers are started (loopback);
when a tenth of the partitions is finished one worker is ended by `kill -9` and another one started. Prints the seconds
from the start of `tanji portfolio run` to its end, the largest memory of each process, and what was computed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.clusters import cluster, kill, until  # noqa: E402

PRODUCTS, LINES, SIZE = 10_000_000, 20, 250_000
NESTED = 0.01
TANJI = Path(sys.executable).with_name("tanji")


def main(folder: Path, products: int = PRODUCTS) -> None:
    """Make the example, run it, kill a worker, tell."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "TANJI_HOME": str(folder / "home")}
    if not (folder / "ex").exists():
        words = ("--example", products, "--lines", LINES, "--nested", NESTED)
        command = [TANJI, "portfolio", "template", "-o", folder / "ex", *words]
        subprocess.run(list(map(str, command)), env=environment, check=True)
    out = folder / "results"
    with cluster(folder / f"dask-{os.getpid()}") as dask:
        command = [
            *(TANJI, "portfolio", "run", folder / "ex" / "lines", "--products", folder / "ex" / "products.parquet"),
            *("-o", out, "--size", SIZE, "--scheduler", dask.address, "--json"),
        ]
        begin = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.PIPE)
        named = {"run": process.pid, "scheduler": dask.scheduler.pid}
        named |= {f"worker {number}": worker.pid for number, worker in enumerate(dask.workers)}
        most: dict[str, float] = {}
        threading.Thread(target=_watch, args=(named, most), daemon=True).start()
        wanted = max(1, products // SIZE // 10)
        until(lambda: len(list((out / "parts").glob("part-*.json"))) >= wanted, "the first partitions", 3600, 0.1)
        planned = time.perf_counter() - begin
        kill(dask.workers[0])
        dask.add_worker()
        named["worker 2"] = dask.workers[-1].pid
        said = json.loads(process.communicate()[0])
        seconds = time.perf_counter() - begin
    print(f"{seconds:.1f} s, of which {planned:.1f} s until worker 0 was killed after {wanted} partitions")
    print({name: f"{value:.2f} GB" for name, value in most.items()})
    print({name: said[name] for name in ("lines", "products", "found", "computed")}, said["nested"]["used_products"])


def _watch(named: dict[str, int], most: dict[str, float]) -> None:
    """Keep the largest memory of each process, in GB, as the system says it (VmHWM)."""
    while True:
        for name, pid in list(named.items()):
            status = Path("/proc") / str(pid) / "status"
            try:
                lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
                most[name] = max(most.get(name, 0.0), int(lines["VmHWM"].split()[0]) * 1024 / 1e9)
            except (OSError, KeyError):
                continue
        time.sleep(0.5)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
