"""The contribution tree of one product, cut off at a thousandth of its score, against bw_graph_tools.

Both sides have their matrices in memory; the peer also has its first score, thus its factorization. Tanji factorizes,
solves the adjoint, and grows the tree. Trees are the same when they have the same paths of processes; the error is that
of the scores of their nodes. Of twenty processes drawn, the one with the greatest tree is taken.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np

from benchmarks import brightway, ours
from benchmarks.databases import Stored
from benchmarks.measure import Row, pair, row
from tanji import lca

CUTOFF, GOAL = 1e-3, 300.0
DRAWN = 20
LIMITS = lca.Limits(CUTOFF, depth=10**6, nodes=10**6, rounds=True)  # as the peer does
PEER = "NewNodeEachVisitGraphTraversal"
Scores = dict[tuple[int, ...], float]


class DifferentTree(Exception):
    """The two sides did not find the same paths."""


def rows(stored: Stored) -> list[Row]:
    """One row; without bw_graph_tools none."""
    try:
        import bw_graph_tools
    except ModuleNotFoundError:
        print("bw_graph_tools is not installed: trees are left out", file=sys.stderr)
        return []
    system = ours.in_memory(stored.ours)
    process = greatest(system)
    peer = brightway.ready(stored.peer, process)
    settings = bw_graph_tools.GraphTraversalSettings(
        cutoff=CUTOFF, max_calc=10**6, separate_biosphere_flows=False, min_coverage_fraction=1e-9
    )

    def traverse() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traversal = bw_graph_tools.NewNodeEachVisitGraphTraversal(peer, settings)
            traversal.traverse()
        return traversal

    found = pair(traverse, lambda: grown(system, process), 3)
    theirs, mine = peer_scores(found.peer), scores(found.ours)
    if theirs.keys() != mine.keys():
        apart = len(theirs.keys() ^ mine.keys())
        raise DifferentTree(f"{stored.label}: {len(theirs)} and {len(mine)} nodes, {apart} of one side only")
    paths = sorted(mine)
    compared = type(found)(
        found.peer_s, found.ours_s, np.array([theirs[p] for p in paths]), np.array([mine[p] for p in paths])
    )
    task = f"tree: cut-off {CUTOFF:g}, same tree"
    return [row(task, (stored.label, stored.n), ("bw_graph_tools", PEER), compared, goal=GOAL)]


def grown(system: lca.System, process: int) -> lca.Tree:
    """Factorized, one adjoint solve, and the tree of one unit (of a treatment: one unit treated)."""
    direct = system.B.T @ system.C[[0]].toarray()[0]
    return _tree(system, lca.factorize(system).solve_transpose(direct), process)


def greatest(system: lca.System) -> int:
    """The process of those drawn whose tree has most nodes."""
    intensity = lca.intensities(system, lca.factorize(system))[0]
    useful = np.flatnonzero((system.reference > 0) & (intensity != 0))
    tried = np.random.default_rng(3).choice(useful, min(DRAWN, len(useful)), replace=False).tolist()
    return max(tried, key=lambda process: len(scores(_tree(system, intensity, process))))


def scores(tree: lca.Tree) -> Scores:
    """The score of every node by its path of processes."""
    found: Scores = {}
    open_ = [tree.branches]
    while open_:
        for node in open_.pop().nodes:
            found[(*node.path, node.process)] = node.score
            open_.append(node.branches)
    return found


def peer_scores(traversal: Any) -> Scores:
    """The same of a traversal of the peer."""
    above = {edge.producer_unique_id: edge.consumer_unique_id for edge in traversal.edges}
    found: Scores = {}
    for key, node in traversal.nodes.items():
        if key == -1:
            continue
        path, here = [node.activity_index], above[key]
        while here != -1:
            path.append(traversal.nodes[here].activity_index)
            here = above[here]
        found[tuple(reversed(path))] = node.cumulative_score
    return found


def _tree(system: lca.System, intensity: Any, process: int) -> lca.Tree:
    demand = np.zeros(len(system))
    demand[process] = 1.0
    return lca.tree(system, intensity, demand, LIMITS)
