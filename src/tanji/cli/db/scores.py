"""`tanji db scores`: the intensity of every process of a release, in one go."""

from __future__ import annotations

import csv
import difflib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.opened import Opened
    from tanji.model.listing import Listing
    from tanji.model.method import Method

SCORES = Text(
    zh="写出发布版中每个过程的强度（kg CO₂e 每单位）为 CSV，一次求解",
    en="Write the intensity of every process of a release (kg CO2e per unit) as CSV, in one solve",
)
HEAD = ("process", "name", "unit", "kg_co2e_per_unit")
USUAL = ("carbon-dioxide-fossil", "methane-fossil", "methane-biogenic", "nitrous-oxide", "sulfur-hexafluoride")
"""Gases that are named where an unknown one was asked for."""
STEERING = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in a table that spreadsheet programs open: it would be taken for a formula."""


def scores(
    ctx: typer.Context,
    release: Annotated[
        str, typer.Argument(help=both(Text(zh="数据库 或 数据库@版本", en="database or database@version")))
    ],
    *,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=both(Text(zh="CSV 文件；默认写到标准输出", en="CSV file; default: standard output"))
        ),
    ] = None,
    gases: Annotated[
        str,
        typer.Option(
            metavar="ID,ID…",
            help=both(Text(zh="只表征这些气体", en="characterise these gases only")),
        ),
    ] = "",
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help=both(
                Text(
                    zh="只写可公开的数值；不可公开的留空，不可列名的不列",
                    en="only what everybody may see: values that may not be shown stay empty",
                )
            ),
        ),
    ] = False,
) -> None:
    """Score every process."""
    from tanji.cli import workspace
    from tanji.cli.offered import method as method_named

    terminal: Terminal = ctx.obj
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开背景数据库", en="Open the background"))
        chosen = method_named(terminal.home, method)
        chosen = only(chosen, gases.split(",")) if gases else chosen
        opened = workspace.release(workspace.shelf(terminal), release)
        steps.begin(Text(zh="求解全部强度", en="Solve for all intensities"))
        listed, values = _visible(opened, chosen) if public else _all(opened, chosen)
    if terminal.json:
        rows = [
            {"process": each.process, "names": dict(each.names), "unit": each.unit, "kg_co2e_per_unit": value}
            for each, value in zip(listed, values, strict=True)
        ]
        terminal.answer({"release": opened.ref.model_dump(), "method": chosen.id, "scores": rows})
        return
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(HEAD)
    for each, value in zip(listed, values, strict=True):
        called = each.names.get(terminal.language) or next(iter(each.names.values()), "")
        table.writerow([safe(each.process), safe(called), safe(each.unit), "" if value is None else repr(value)])
    if output is None:
        typer.echo(written.getvalue().replace("\r\n", "\n"), nl=False)
        return
    output.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    terminal.show(
        Text(
            zh=f"已写出 {len(listed)} 个过程的强度：{output}（{chosen.id}，kg CO₂e 每单位）",
            en=f"Wrote the intensities of {len(listed)} processes: {output} ({chosen.id}, kg CO2e per unit)",
        )
    )


def _all(opened: Opened, method: Method) -> tuple[list[Listing], list[float | None]]:
    values: list[float | None] = opened.intensities(method)[0].tolist()
    return list(opened.listings), values


def _visible(opened: Opened, method: Method) -> tuple[list[Listing], list[float | None]]:
    """The processes that may be named, with None for a value that may not be shown."""
    from tanji.background.shown import public_scores

    found = list(public_scores(opened, method))
    return [each.listing for each in found], [None if each.score is None else each.score.total for each in found]


def only(method: Method, gases: list[str]) -> Method:
    """A method with the factors of some gases alone. Refuses WrongUse, where it has no factor for one of them."""
    if method.flows is not None:
        raise WrongUse(
            Text(zh=f"方法 {method.id} 按流给出因子，不能按气体选取", en=f"{method.id} has factors by flow, not gas"),
            Text(zh="请去掉 --gases，或改用按气体的方法。", en="Leave out --gases, or take a method with gases."),
        )
    wanted = {gas.strip() for gas in gases if gas.strip()}
    known = {factor.gas for factor in method.factors}
    if missing := sorted(wanted - known):
        near = [name for gas in missing for name in difflib.get_close_matches(gas, known, n=3)]
        listed = near or [gas for gas in USUAL if gas in known]
        absent = ", ".join(missing)
        raise WrongUse(
            Text(zh=f"方法 {method.id} 没有气体 {absent}", en=f"{method.id} has no gas {absent}"),
            Text(zh=f"可用的有：{', '.join(listed)} 等", en=f"There are, among others: {', '.join(listed)}"),
        )
    kept = tuple(factor for factor in method.factors if factor.gas in wanted)
    return method.model_copy(update={"id": f"{method.id}-only", "factors": kept})


def safe(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: with an apostrophe before a steering character.

    >>> safe("=1+1"), safe("steel")
    ("'=1+1", 'steel')
    """
    return f"'{text}" if text.startswith(STEERING) else text


COMMANDS = (("scores", scores, SCORES),)
