"""`tanji template`: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanji.cli.failure import NoAccess
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

ABOUT = Text(
    zh="写出中英双语的 Excel 模板，供填写产品、BOM、能源、运输、使用与废弃",
    en="Write the bilingual Excel template for product, BOM, energy, transport, use and waste",
)


def template(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=both(Text(zh="写到哪里", en="where to write it")))
    ] = Path("bom.xlsx"),
    factors: Annotated[
        bool,
        typer.Option(
            "--factors",
            help=both(
                Text(zh="写因子表模板（供 tanji db import）", en="a table of factors instead, for `tanji db import`")
            ),
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=both(Text(zh="覆盖已有文件", en="overwrite a file that is there")))
    ] = False,
) -> None:
    """Write the template; an existing file is kept unless told otherwise."""
    from tanji.formats import factors as table
    from tanji.formats import study

    terminal: Terminal = ctx.obj
    if output.exists() and not force:
        raise NoAccess(
            Text(zh=f"“{output}”已存在，未改动", en=f'"{output}" is there already and was left as it is'),
            Text(
                zh="换一个文件名（-o），或用 --force 覆盖。",
                en="Choose another name (-o), or overwrite it with --force.",
            ),
        )
    (table if factors else study).write_template(output)
    then = f"tanji db import {output} --as …" if factors else f"tanji calc {output}"
    terminal.answer({"file": str(output)})
    terminal.show(
        Text(
            zh=f"已写出模板 {output}。填写后运行：{then}",
            en=f"Wrote the template {output}. Fill it in, then run: {then}",
        )
    )


COMMANDS = (("template", template, ABOUT),)
