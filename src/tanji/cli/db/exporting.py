"""`tanji db export`: a release as a file of the field's formats, by the rights of its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.model.package import Package

EXPORT = Text(
    zh="把发布版写成其他软件可读的文件；默认只写数值可公开的过程",
    en="Write a release as a file that other programs read; by default only processes whose values are public",
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a release can be written in: its name, and where its writer is."""

    name: Text
    module: str
    """Its `write(package, path)` is taken."""


FORMATS: Final[Mapping[str, Format]] = {
    "olca": Format(
        Text(zh="openLCA JSON-LD 第 2 版（zip）", en="openLCA JSON-LD, schema 2 (zip)"), "tanji.formats.olca"
    ),
}
"""Every format by the word on the command line; a new one is a row here."""


def export(
    ctx: typer.Context,
    release: Annotated[
        str, typer.Argument(help=both(Text(zh="数据库 或 数据库@版本", en="database or database@version")))
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help=both(Text(zh="输出文件", en="file to write")))],
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help=both(Text(zh="格式：olca", en="format: olca"))),
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
    write = writer(form)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the release"))
        opened = workspace.release(workspace.shelf(terminal), release)
        found = exported(opened, rights=not whole, progress=steps)
        steps.begin(Text(zh="写出文件", en="Write the file"))
        write(found.package, output)
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
            zh=f"已写出 {len(found.package.processes)} 个过程：{output}（{FORMATS[form].name.zh}）",
            en=f"Wrote {len(found.package.processes)} processes: {output} ({FORMATS[form].name.en})",
        ),
        *counts(found.report.counts, terminal.language),
        findings(found.report.findings, terminal.language),
        warned if whole else None,
    )


def writer(form: str) -> Callable[[Package, Path], None]:
    """The writer of a format. Refuses WrongUse, naming the formats that there are."""
    if form not in FORMATS:
        raise WrongUse(
            Text(zh=f"没有格式“{form}”", en=f'There is no format "{form}"'),
            Text(
                zh="可用：" + "；".join(f"{word}（{each.name.zh}）" for word, each in FORMATS.items()),
                en="There are: " + "; ".join(f"{word} ({each.name.en})" for word, each in FORMATS.items()),
            ),
        )
    write: Callable[[Package, Path], None] = import_module(FORMATS[form].module).write
    return write


COMMANDS = (("export", export, EXPORT),)
