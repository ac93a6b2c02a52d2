"""Results of a release as everybody may see them: scores and contribution trees without what may not be shown.

A result is shown only where neither its process nor any behind it lacks permission (`tanji.background.rights.closed`),
so that nothing can be computed from a shown result, its recipe and the results beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tanji import lca
from tanji.background.opened import Opened
from tanji.background.rights import Flags, closed, permissions
from tanji.model.footprint import Score
from tanji.model.listing import Listing
from tanji.model.method import Method
from tanji.model.rights import Permission


@dataclass(frozen=True, slots=True)
class PublicScore:
    """One process with its score, if that may be shown."""

    listing: Listing
    score: Score | None


@dataclass(frozen=True, slots=True)
class PublicNode:
    """A place of the supply chain that may be shown; see `tanji.lca.paths.Node`."""

    process: int
    amount: float
    score: float
    direct: float
    share: float | None
    end: lca.End | None
    below: PublicBranches


@dataclass(frozen=True, slots=True)
class PublicBranches:
    """What may be shown below a place, and how many processes are withheld, with their sum where it gives none away."""

    nodes: tuple[PublicNode, ...] = ()
    rests: tuple[lca.Rest, ...] = ()
    withheld: int = 0
    withheld_score: float | None = None


@dataclass(frozen=True, slots=True)
class PublicTree:
    """A contribution tree as everybody may see it; the total is missing where it would give one process away."""

    total: float | None
    branches: PublicBranches


def public_scores(opened: Opened, method: Method) -> Iterator[PublicScore]:
    """Every process that may be named, with its score if that may be shown."""
    shut, allowed = closed(opened), permissions(opened)
    for place, score in enumerate(opened.scores(method)):
        if allowed[place] is not Permission.nothing:
            yield PublicScore(opened.listings[place], None if shut[place] else score)


def public_tree(tree: lca.Tree, shut: Flags) -> PublicTree:
    """A tree without the processes that may not be shown; `shut` says which, by position (`rights.closed`).

    What is withheld at one place is one number, kept where at least two processes stand behind it; a single one is
    withheld with the total, or with what else could be subtracted from it.
    """
    branches = _branches(tree.branches, shut, shares=True)
    if branches.withheld and branches.withheld_score is None:
        return PublicTree(None, _branches(tree.branches, shut, shares=False))
    return PublicTree(tree.total, branches)


def _branches(found: lca.Branches, shut: Flags, *, shares: bool) -> PublicBranches:
    hidden = [node for node in found.nodes if shut[node.process]]
    mixed = [rest for rest in found.rests if any(shut[process] for process, _ in rest.inputs)]
    inside = {process for rest in mixed for process, _ in rest.inputs if shut[process]}
    processes = {node.process for node in hidden} | inside
    scores = [node.score for node in hidden] + [rest.score for rest in mixed]
    rests = tuple(rest for rest in found.rests if rest not in mixed)
    return PublicBranches(
        tuple(_node(node, shut, shares) for node in found.nodes if not shut[node.process]),
        rests if shares else (),
        len(processes),
        sum(scores) if len(processes) > 1 else None,
    )


def _node(node: lca.Node, shut: Flags, shares: bool) -> PublicNode:
    share = node.share if shares else None
    below = _branches(node.branches, shut, shares=shares)
    return PublicNode(node.process, node.amount, node.score, node.direct, share, node.end, below)


def named(branches: PublicBranches) -> Sequence[int]:
    """Positions of all processes that a tree shows."""
    return [p for node in branches.nodes for p in (node.process, *named(node.below))]
