"""`tanji portfolio template`: the tables of a portfolio, with a few made-up products or as many as wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanji.cli.failure import NoAccess
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

TEMPLATE = Text(
    zh="写出样例组合：各产品的行（lines）和产品表（products），Parquet 或 CSV",
    en="Write an example portfolio: the lines of products, and a table of products, as Parquet or CSV",
)
FEW = 3
LINES = 20


def template(
    ctx: typer.Context,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=both(Text(zh="写到哪个文件夹", en="folder to write to")))
    ] = Path("portfolio"),
    example: Annotated[
        int, typer.Option(min=1, help=both(Text(zh="虚构的产品数", en="how many made-up products")))
    ] = FEW,
    lines: Annotated[int, typer.Option(min=1, help=both(Text(zh="每个产品的行数", en="lines of a product")))] = LINES,
    nested: Annotated[
        float,
        typer.Option(
            min=0, max=0.5, help=both(Text(zh="被其他产品使用的产品占比", en="share of products that others use"))
        ),
    ] = 0.0,
    seed: Annotated[int, typer.Option(min=0, help=both(Text(zh="随机种子", en="seed")))] = 1,
    release: Annotated[
        str,
        typer.Option(metavar="DB[@VERSION]", help=both(Text(zh="取哪个数据库的过程", en="whose processes to take"))),
    ] = "starter",
    csv: Annotated[bool, typer.Option("--csv", help=both(Text(zh="写 CSV", en="write CSV")))] = False,
) -> None:
    """Write the example; a folder that has one is left as it is."""
    from tanji.cli import workspace
    from tanji.formats.portfolio.example import Shape, write_example
    from tanji.model.process import FactorKind

    terminal: Terminal = ctx.obj
    if (output / "lines").exists():
        raise NoAccess(
            Text(zh=f"“{output}”中已有 lines，未改动", en=f'"{output}" has lines already and was left as it is'),
            Text(zh="请换一个文件夹（-o）。", en="Choose another folder (-o)."),
        )
    with terminal.steps() as steps:
        opened = workspace.release(workspace.shelf(terminal), release)
        database = opened.manifest.id
        items = [
            (f"{database}:{each.process}", each.unit)
            for each in opened.listings
            if each.factor_kind is FactorKind.life_cycle
        ]
        shape = Shape(example, lines=lines, nested=nested, seed=seed, csv=csv)
        written = write_example(output, items, shape, progress=steps)
    terminal.answer({"lines": str(written[0]), "products": str(written[1])})
    then = f"tanji portfolio run {written[0]} --products {written[1]} -o {output / 'results'}"
    terminal.show(
        Text(
            zh=f"已写出 {written[0]} 和 {written[1]}（虚构数据）。计算：{then}",
            en=f"Wrote {written[0]} and {written[1]} (made-up data). Compute: {then}",
        )
    )


COMMANDS = (("template", template, TEMPLATE),)
