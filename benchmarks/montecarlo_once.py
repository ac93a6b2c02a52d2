"""Monte Carlo in a process of its own: `python -m benchmarks.montecarlo_once ours|peer N DRAWS`; prints its peak of
memory in bytes.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from benchmarks import montecarlo, montecarlo_peer
from tanji.lca.simulate import sampled_intensities


def main(side: str, n: str, draws: str) -> None:
    """Draws of every process on our side, three iterations of LCA on the peer's."""
    each = montecarlo.made_up(int(n))
    if side == "ours":
        sampled_intensities(each.uncertain, draws=int(draws), seed=1)
    else:
        iterate = montecarlo_peer.iterations("LCA", each.uncertain, each.process)
        for _ in range(3):
            iterate()
    print(_peak())


def _peak() -> int:
    """The kernel's own mark where it has one: what `getrusage` says includes the parent's memory at the fork."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) << 10


if __name__ == "__main__":
    main(*sys.argv[1:])
