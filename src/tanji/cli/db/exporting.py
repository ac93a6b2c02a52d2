"""`tanji db export`: a release as a file of the field's formats, by the rights of its data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.formats.identify import Format

EXPORT = Text(
    zh="把发布版写成其他软件可读的文件；默认只写数值可公开的过程",
    en="Write a release as a file that other programs read; by default only processes whose values are public",
)


def export(
    ctx: typer.Context,
    release: Annotated[
        str, typer.Argument(help=both(Text(zh="数据库 或 数据库@版本", en="database or database@version")))
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help=both(Text(zh="输出文件", en="file to write")))],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=both(
                Text(
                    zh="格式：olca、ilcd、tidas、ecospold1、ecospold2、brightway 或 factors",
                    en="format: olca, ilcd, tidas, ecospold1, ecospold2, brightway or factors",
                )
            ),
        ),
    ] = "olca",
    whole: Annotated[
        bool,
        typer.Option(
            "--whole",
            help=both(
                Text(
                    zh="连不可公开的过程一并写出；仅供有权使用者自用，不得发布",
                    en="write what is not public too; for those only who may use it, not to be published",
                )
            ),
        ),
    ] = False,
) -> None:
    """Write a release."""
    from tanji.background.export import export as exported
    from tanji.cli import workspace
    from tanji.cli.draw.findings import counts, findings

    terminal: Terminal = ctx.obj
    chosen = target(form)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the release"))
        opened = workspace.release(workspace.shelf(terminal), release)
        found = exported(opened, rights=not whole, progress=steps)
        steps.begin(Text(zh="写出文件", en="Write the file"))
        chosen.write(found.package, output)
    terminal.answer(
        {
            "file": str(output),
            "format": form,
            "release": {"id": opened.ref.id, "version": opened.ref.version, "digest": opened.ref.digest},
            "whole": whole,
            "report": found.report.model_dump(mode="json", exclude_none=True),
        }
    )
    warned = Text(
        zh="! 文件含不可公开的数值：请勿发布或转交无权使用者",
        en="! The file holds values that are not public: do not publish it or hand it to those without a right to it",
    )
    terminal.show(
        Text(
            zh=f"已写出 {len(found.package.processes)} 个过程：{output}（{chosen.name.zh}）",
            en=f"Wrote {len(found.package.processes)} processes: {output} ({chosen.name.en})",
        ),
        *counts(found.report.counts, terminal.language),
        findings(found.report.findings, terminal.language),
        warned if whole else None,
    )


def target(form: str) -> Format:
    """A format that a release can be written in. Refuses WrongUse, naming all of them."""
    from tanji.formats.identify import FORMATS

    known = {each.id: each for each in FORMATS if each.writes}
    if form not in known:
        raise WrongUse(
            Text(zh=f"不能写成格式“{form}”", en=f'The format "{form}" can not be written'),
            Text(
                zh="可用：" + "；".join(f"{word}（{each.name.zh}）" for word, each in known.items()),
                en="There are: " + "; ".join(f"{word} ({each.name.en})" for word, each in known.items()),
            ),
        )
    return known[form]


COMMANDS = (("export", export, EXPORT),)
