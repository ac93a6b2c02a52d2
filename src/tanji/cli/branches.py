"""The contribution tree of a footprint: stages, their lines, and what stands behind each line in the background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tanji import lca
from tanji.errors import Text
from tanji.lca.system import Floats
from tanji.model.footprint import Footprint, LineScore
from tanji.model.quantity import UnitMismatch, UnknownUnit, convert
from tanji.reports.words import STAGES, SUPPLIERS

if TYPE_CHECKING:
    from tanji.background.opened import Opened
    from tanji.background.withhold import PublicFootprint, PublicLine
    from tanji.model.method import Method


class Ending(StrEnum):
    """Why a branch goes no further; those of `tanji.lca.End`, and those of lines without a background process."""

    leaf = "leaf"
    cutoff = "cutoff"
    depth = "depth"
    loop = "loop"
    limit = "limit"
    no_reference = "no-reference"
    factor = "factor"
    closed = "closed"
    rights = "rights"
    protects = "protects"


ENDINGS: Mapping[Ending, Text] = {
    Ending.leaf: Text(zh="叶：无更多输入", en="leaf: no further input"),
    Ending.cutoff: Text(zh="低于阈值", en="below the cut-off"),
    Ending.depth: Text(zh="达到最大深度", en="greatest depth"),
    Ending.loop: Text(zh="循环：已在上方出现", en="loop: stands above itself"),
    Ending.limit: Text(zh="达到节点数上限", en="greatest number of nodes"),
    Ending.no_reference: Text(zh="没有基准产品数量", en="no reference amount"),
    Ending.factor: Text(zh="单一因子，无上游数据", en="a single factor, nothing further is known"),
    Ending.closed: Text(zh="数据库未打开", en="its release is not open"),
    Ending.rights: Text(zh="按数据权利不公开", en="withheld by rights"),
    Ending.protects: Text(zh="一并不公开，以免推算出前者", en="withheld so that the others can not be computed"),
}
HIDES = frozenset({Ending.cutoff, Ending.depth, Ending.limit})
"""Ends behind which there is more, so that they can be expanded."""


@dataclass(slots=True)
class Branch:
    """One row of the tree: `number` names its place ("2.1.3"), scores are kg CO2e, the share is of the total."""

    number: str
    names: Mapping[str, str]
    score: float | None
    """Missing where it is withheld."""
    share: float | None
    amount: float | None = None
    unit: str | None = None
    process: str | None = None
    """`database:process` of a background process."""
    direct: float | None = None
    """Of its own emissions alone."""
    end: Ending | None = None
    inputs: int | None = None
    """Of a rest: how many inputs it holds."""
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Following:
    """How far to follow, and which rows to follow further: numbers of rows."""

    limits: lca.Limits
    expanded: frozenset[str] = frozenset()


def branches(
    footprint: Footprint,
    background: Mapping[str, Opened],
    method: Method,
    following: Following,
    *,
    view: PublicFootprint | None = None,
) -> list[Branch]:
    """The tree of a footprint. Its stages sum to the total, and each row to its direct score and the rows below.

    view: the tree as everybody may see it. Lines that it withholds have no figure, stand last by name, and nothing is
    followed behind them; sums are those that it keeps, without them there are no shares; the cut-off is of what is
    shown. What stands behind a shown line is open itself (`tanji.background.rights.closed`).
    """
    chains = {database: _Chain(opened, method) for database, opened in background.items()}
    withheld = {line.activity: line for line in view.lines if line.withheld} if view else {}
    growth = _Growth(_basis(footprint, view), following, shares=view is None or view.score.total is not None)
    made = []
    for place, stage in enumerate(footprint.stages, 1):
        lines = [line for line in footprint.lines if line.stage is stage.stage]
        words, shown = STAGES[stage.stage], view.stages[stage.stage] if view else None
        score, share = (shown.total, shown.share) if shown else (stage.score.total, stage.share)
        branch = Branch(str(place), {"zh": words.zh, "en": words.en}, score, share)
        open_ = sorted((x for x in lines if x.activity not in withheld), key=lambda line: -abs(line.score.total))
        for nth, line in enumerate(open_, 1):
            chain = chains.get(line.listing.database) if line.listing else None
            branch.below.append(_line(f"{place}.{nth}", line, chain, growth))
        shut = sorted((withheld[x.activity] for x in lines if x.activity in withheld), key=lambda line: line.activity)
        branch.below += [_withheld(f"{place}.{nth}", line) for nth, line in enumerate(shut, len(open_) + 1)]
        made.append(branch)
    return made


def _basis(footprint: Footprint, view: PublicFootprint | None) -> float:
    """What shares and the cut-off are of: the total; of a view that does not show it, all that it shows."""
    if view is None or view.score.total is not None:
        return footprint.score.total
    return sum(abs(line.score.total) for line in view.lines if line.score is not None)


def _withheld(number: str, line: PublicLine) -> Branch:
    end = Ending.protects if line.withheld == "protects" else Ending.rights
    made = Branch(number, line.names, None, None, end=end)
    if line.listing is not None:
        made.process = f"{line.listing.database}:{line.listing.process}"
    return made


def rows(branch: Branch) -> Iterator[Branch]:
    """A branch and all below it."""
    yield branch
    for below in branch.below:
        yield from rows(below)


@dataclass(frozen=True, slots=True)
class _Growth:
    """The total that shares are of, how far to follow, and whether shares are told."""

    total: float
    following: Following
    shares: bool = True

    def share(self, score: float) -> float | None:
        return score / self.total if self.total and self.shares else None

    def limits(self, score: float) -> lca.Limits:
        """Limits of one line: the cut-off is of the footprint's total, the engine's of the line's."""
        whole = self.following.limits
        scaled = whole.cutoff * abs(self.total / score) if score else whole.cutoff
        return replace(whole, cutoff=scaled, depth=max(1, whole.depth - 1))


class _Chain:
    """The supply chain of one release for one method."""

    def __init__(self, opened: Opened, method: Method) -> None:
        self.opened, self.method = opened, method

    @cached_property
    def system(self) -> lca.System:
        """A, B and C."""
        return self.opened.system(self.method)

    @cached_property
    def signs(self) -> Floats:
        """-1 for treatments, whose unit treated is the demand -1."""
        return np.where(self.system.reference < 0, -1.0, 1.0)

    @cached_property
    def intensity(self) -> Floats:
        """Of the total, per reference unit."""
        signed: Floats = self.opened.intensities(self.method)[0] * self.signs
        return signed


def _line(number: str, line: LineScore, chain: _Chain | None, growth: _Growth) -> Branch:
    made = Branch(number, line.names, line.score.total, growth.share(line.score.total), line.amount, line.unit)
    if line.listing is None:
        made.end = Ending.factor
        words = SUPPLIERS[line.supplier]
        made.names = {"zh": f"{_any(line.names, 'zh')}（{words.zh}）", "en": f"{_any(line.names, 'en')} ({words.en})"}
        return made
    made.process = f"{line.listing.database}:{line.listing.process}"
    place = None if chain is None else chain.opened.positions.get(line.listing.process)
    if chain is None or place is None:
        made.end = Ending.closed
        return made
    demand = _demand(chain, place, line)
    tree = lca.tree(chain.system, chain.intensity, demand, growth.limits(line.score.total))
    top = tree.branches.nodes
    if not top:
        made.end = Ending.cutoff
        return made
    made.direct, made.end = top[0].direct, _ending(top[0].end)
    made.below = _below(number, top[0], chain, growth)
    return made


def _demand(chain: _Chain, place: int, line: LineScore) -> Floats:
    """The demand of a line: so much of its process, negative of a treatment."""
    demand = np.zeros(len(chain.system))
    demand[place] = _units(line, chain, place) * chain.signs[place]
    return demand


def _units(line: LineScore, chain: _Chain, place: int) -> float:
    """How many units of the process the line takes: by its units, else by its factor against the process's."""
    assert line.listing is not None  # noqa: S101 - the caller looked
    score = float(chain.intensity[place] * chain.signs[place])
    if score and line.intensity.total:
        return line.amount * line.intensity.total / score
    try:
        return convert(line.amount, line.unit, line.listing.unit)
    except (UnitMismatch, UnknownUnit):
        return line.amount


def _below(number: str, node: lca.Node, chain: _Chain, growth: _Growth) -> list[Branch]:
    """What stands below a node: what was followed, or what is asked for beyond its end."""
    found = node.branches
    if number in growth.following.expanded and _ending(node.end) in HIDES:
        limits = replace(growth.limits(growth.total), depth=1)
        found = lca.expand(chain.system, chain.intensity, node, limits, basis=abs(growth.total) or 1.0)
    return _placed(number, found, chain, growth)


def _placed(number: str, found: lca.Branches, chain: _Chain, growth: _Growth) -> list[Branch]:
    made = [_node(f"{number}.{place}", node, chain, growth) for place, node in enumerate(found.nodes, 1)]
    for place, rest in enumerate(found.rests, len(made) + 1):
        made.append(_rest(f"{number}.{place}", rest, chain, growth))
    return made


def _node(number: str, node: lca.Node, chain: _Chain, growth: _Growth) -> Branch:
    listing = chain.opened.listings[node.process]
    end = _ending(node.end)
    made = Branch(number, listing.names, node.score, growth.share(node.score), node.amount, listing.unit)
    made.process, made.direct = f"{listing.database}:{listing.process}", node.direct
    made.below = _below(number, node, chain, growth)
    made.end = None if made.below else end
    return made


def _rest(number: str, rest: lca.Rest, chain: _Chain, growth: _Growth) -> Branch:
    count = len(rest.inputs)
    names = {"zh": f"其余 {count} 项输入", "en": f"Rest: {count} inputs"}
    made = Branch(number, names, rest.score, growth.share(rest.score), end=_ending(rest.end), inputs=count)
    if number in growth.following.expanded:
        limits = replace(growth.limits(growth.total), depth=1)
        found = lca.expand(chain.system, chain.intensity, rest, limits, basis=abs(growth.total) or 1.0)
        made.below, made.end = _placed(number, found, chain, growth), None
    return made


def _ending(end: lca.End | None) -> Ending | None:
    return None if end is None else Ending(end.value)


def _any(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "—")
