"""What stands behind one line: the supply chain of its background process, direct and upstream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from tanji import lca
from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.background.opened import Opened
from tanji.catalog.shelves import open_release
from tanji.errors import Text
from tanji.model.footprint import LineScore
from tanji.registry.studies import Version
from tanji.starter.methods import methods
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.practitioner.results.shown import UNIT, both

LIMITS: Final = lca.Limits(cutoff=0.01, depth=4, nodes=60)
"""Branches of less than 1 % of the line are told together; own choice."""
_DEEPEST: Final = 5


def behind(acting: Acting, found: Version, line: LineScore) -> Table | None:
    """The supply chain of a line as a tree with direct and upstream columns; None without a process in reach."""
    method = methods().get(found.study.method)
    if line.listing is None or method is None:
        return None
    try:
        opened = open_release(acting, line.listing.database, line.listing.version)
    except NotFound:
        return None
    place = opened.positions.get(line.listing.process)
    if place is None:
        return None
    system = opened.system(method)
    signs = np.where(system.reference < 0, -1.0, 1.0)
    intensity = opened.intensities(method)[0] * signs
    demand = np.zeros(len(system))
    own = float(intensity[place] * signs[place])
    demand[place] = signs[place] * (line.score.total / own if own else line.amount)
    grown = lca.tree(system, intensity, demand, LIMITS)
    rows = list(_rows(grown.branches, opened, line.score.total, 0))
    columns = (
        Column(Text(zh="过程", en="Process")),
        Column(Text(zh="直接", en="Direct"), "figure", unit=UNIT),
        Column(Text(zh="含上游", en="With upstream"), "figure", unit=UNIT),
        Column(Text(zh="占本行", en="Of the line"), "share"),
    )
    note = Text(zh="不足 1 % 的输入合并列出，最多四层。", en="Inputs below 1 % are told together; four levels at most.")
    return Table(Text(zh="直接与上游", en="Direct and upstream"), columns, rows, note=note)


def _rows(branches: lca.Branches, opened: Opened, total: float, level: int) -> Iterator[Row]:
    for node in branches.nodes:
        share = node.score / total if total else None
        cells = (both(opened.listings[node.process].names), node.direct, node.score, share)
        yield Row(cells, level=min(level, _DEEPEST), bar=None if share is None else min(max(abs(share), 0.0), 1.0))
        yield from _rows(node.branches, opened, total, level + 1)
    for rest in branches.rests:
        name = Text(zh=f"其余 {len(rest.inputs)} 项输入", en=f"{len(rest.inputs)} other inputs")
        yield Row((name, "–", rest.score, rest.score / total if total else None), level=min(level, _DEEPEST))
