"""`tanji db import` and `tanji db remove`: a database read, linked and put on the shelf, with a report that adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypedDict

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

IMPORT = Text(
    zh="导入背景数据库（openLCA JSON-LD，v1 或 v2；zip、文件夹或 tar）",
    en="Import a background database (openLCA JSON-LD, v1 or v2; zip, folder or tar)",
)
REMOVE = Text(zh="删除一个发布版", en="Remove a release")
READING = Text(zh="读取数据库", en="Read the database")

Allocation = Literal["reference", "default", "physical", "economic", "causal"]


class _About(TypedDict, total=False):
    """Members of the manifest that the person gives."""

    licence: str


def import_(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(help=both(Text(zh="数据库文件或文件夹", en="file or folder of the database")))
    ],
    *,
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help=both(Text(zh="以此标识保存", en="the id to keep it under")))
    ],
    version: Annotated[str, typer.Option(help=both(Text(zh="版本号", en="version of the release")))] = "1",
    allocation: Annotated[
        Allocation,
        typer.Option(
            metavar="RULE",
            help=both(
                Text(
                    zh="多产出过程的分配：reference 全归定量基准，default 按各过程的默认方法；"
                    "或 physical、economic、causal",
                    en="of multi-output processes: reference (all to the quantitative reference), default (by the"
                    " default of each), physical, economic or causal",
                )
            ),
        ),
    ] = "reference",
    licence: Annotated[str, typer.Option(help=both(Text(zh="数据许可", en="licence of the data")))] = "",
) -> None:
    """Read, link, compile, keep; then say what was read and what became of it."""
    from tanji.background.publish import publish
    from tanji.cli.draw.findings import counts, findings
    from tanji.cli.workspace import shelf
    from tanji.formats.olca import read
    from tanji.starter.methods import DEFAULT, method

    terminal: Terminal = ctx.obj
    about: _About = {"licence": licence} if licence else {}
    with terminal.steps() as steps:
        steps.begin(READING)
        package = read(path, progress=steps)
        made = publish(
            package,
            shelf(terminal),
            database=name,
            version=version,
            names={"en": name},
            allocation=allocation,
            methods=(method(DEFAULT),),
            progress=steps,
            **about,
        )
    opened, found = made.opened, package.report + made.report
    terminal.answer(
        {
            "release": {"digest": opened.ref.digest, **opened.manifest.model_dump(mode="json", exclude_none=True)},
            "report": found.model_dump(mode="json", exclude_none=True),
        }
    )
    terminal.show(
        Text(
            zh=f"已导入 {name} {version}：{len(opened.listings)} 个过程，{opened.ref.digest}",
            en=f"Imported {name} {version}: {len(opened.listings)} processes, {opened.ref.digest}",
        ),
        Text(zh="读取：", en="Read:"),
        *counts(package.report.counts, terminal.language),
        Text(zh="连接：", en="Linked:"),
        *counts(made.report.counts, terminal.language),
        findings(found.findings, terminal.language),
        Text(
            zh=f"\n全部未连接的输入和循环：tanji db inspect {name}@{version}",
            en=f"\nAll inputs without supplier, and the loops: tanji db inspect {name}@{version}",
        ),
    )


def remove(
    ctx: typer.Context,
    release: Annotated[str, typer.Argument(help=both(Text(zh="数据库@版本", en="database@version")))],
) -> None:
    """Remove one release; the version must be given, so that nothing is removed by chance."""
    from tanji.cli.failure import WrongUse
    from tanji.cli.workspace import shelf

    terminal: Terminal = ctx.obj
    database, _, version = release.partition("@")
    if not version:
        raise WrongUse(
            Text(zh=f"请写明要删除“{database}”的哪个版本", en=f'Say which version of "{database}" to remove'),
            Text(
                zh=f"写成 {database}@版本；已有版本见 tanji db list。",
                en=f"As {database}@version; see `tanji db list`.",
            ),
        )
    shelf(terminal).remove(database, version)
    terminal.answer({"removed": f"{database}@{version}"})
    terminal.show(Text(zh=f"已删除 {database} {version}", en=f"Removed {database} {version}"))


COMMANDS = (("import", import_, IMPORT), ("remove", remove, REMOVE))
