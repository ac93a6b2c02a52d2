"""Monte Carlo in a process of its own: `python -m benchmarks.montecarlo_once ours|peer N DRAWS`; prints its peak of
memory in bytes.
"""

from __future__ import annotations

import resource
import sys

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
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10)


if __name__ == "__main__":
    main(*sys.argv[1:])
