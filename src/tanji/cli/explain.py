"""`tanji explain`: where a footprint comes from, as a tree with a reason for the end of every branch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.cli.branches import Branch

ABOUT = Text(
    zh="以贡献树说明碳足迹从何而来；每个分支的末端都有理由，其余部分可展开",
    en="Show where a footprint comes from: a contribution tree with a reason for every end; the rest can be expanded",
)
OPENING = Text(zh="打开背景数据库", en="Open the background")
FOLLOWING = Text(zh="追溯上游", en="Follow the supply chain")
EVERY = 1000
"""Nodes below a line with --all: a loop has no end; --nodes may ask for more."""


def explain(
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="碳足迹文档", en="the footprint document")))],
    *,
    depth: Annotated[
        int,
        typer.Option(min=1, help=both(Text(zh="最大深度（阶段为 1，行为 2）", en="greatest depth (stage 1, line 2)"))),
    ] = 5,
    cutoff: Annotated[
        float, typer.Option(min=0, max=1, help=both(Text(zh="占合计的最小比例", en="least share of the total")))
    ] = 0.01,
    nodes: Annotated[
        int, typer.Option(min=1, help=both(Text(zh="每行的节点数上限", en="most nodes below a line")))
    ] = 200,
    expand: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER",
            help=both(Text(zh="展开此编号的行，可重复", en="expand the row of this number; repeatable")),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=both(Text(zh="不设阈值，展开全部", en="no cut-off: show everything")))
    ] = False,
) -> None:
    """Follow a footprint to its background."""
    from tanji import lca
    from tanji.cli.branches import Following, branches
    from tanji.cli.origin import method_of, releases_of
    from tanji.cli.workspace import document, shelf
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    given = document(footprint, Footprint)
    limits = lca.Limits(cutoff=0.0 if every else cutoff, depth=depth, nodes=max(nodes, EVERY) if every else nodes)
    with terminal.steps() as steps:
        steps.begin(OPENING)
        method = method_of(terminal.home, given)
        background = releases_of(shelf(terminal), given)
        steps.begin(FOLLOWING)
        found = branches(given, background, method, Following(limits, frozenset(expand or ())))
    terminal.answer(
        {
            "footprint": given.id,
            "total": given.score.total,
            "unit": "kg CO2e",
            "cutoff": limits.cutoff,
            "depth": depth,
            "branches": [_body(branch) for branch in found],
        }
    )
    if not terminal.json:
        from tanji.cli.draw.result import heading
        from tanji.cli.draw.tree import tree

        terminal.show(heading(given, terminal.language), tree(found, terminal.language))


def _body(branch: Branch) -> dict[str, Any]:
    body = {
        "number": branch.number,
        "names": dict(branch.names),
        "process": branch.process,
        "amount": branch.amount,
        "unit": branch.unit,
        "score": branch.score,
        "direct": branch.direct,
        "share": branch.share,
        "end": branch.end,
        "inputs": branch.inputs,
    }
    kept = {key: value for key, value in body.items() if value is not None}
    return kept | ({"below": [_body(below) for below in branch.below]} if branch.below else {})


COMMANDS = (("explain", explain, ABOUT),)
