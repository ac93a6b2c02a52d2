"""`tanji explain`: where a footprint comes from, as a tree with a reason for the end of every branch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.withhold import PublicFootprint
    from tanji.cli.branches import Branch
    from tanji.model.footprint import Footprint

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
    openly: Annotated[
        bool,
        typer.Option(
            "--public",
            help=both(
                Text(
                    zh="公开视图：略去不可公开的数值，也不能由其余数值推算",
                    en="as everybody may see it: without values that are withheld or could be computed",
                )
            ),
        ),
    ] = False,
) -> None:
    """Follow a footprint to its background."""
    from tanji import lca
    from tanji.background.withhold import public
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
        view = public(given, background) if openly else None
        steps.begin(FOLLOWING)
        found = branches(given, background, method, Following(limits, frozenset(expand or ())), view=view)
    terminal.answer(
        {
            "footprint": given.id,
            "total": given.score.total if view is None else view.score.total,
            "unit": "kg CO2e",
            "cutoff": limits.cutoff,
            "depth": depth,
            "branches": [_body(branch) for branch in found],
            **({} if view is None else {"withheld": [each.model_dump(mode="json") for each in view.findings]}),
        }
    )
    _show(given, found, view, terminal)


def _show(given: Footprint, found: Sequence[Branch], view: PublicFootprint | None, terminal: Terminal) -> None:
    if terminal.json:
        return
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.result import heading
    from tanji.cli.draw.tree import public_heading, tree

    drawn = tree(found, terminal.language)
    if view is None:
        terminal.show(heading(given, terminal.language), drawn)
    else:
        terminal.show(public_heading(view, terminal.language), drawn, findings(view.findings, terminal.language))


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
