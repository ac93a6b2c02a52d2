"""`tanji db check`: whether the files of releases are whole, every dataset has a source, and its rights agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.opened import Opened
    from tanji.cli.steps import Steps
    from tanji.model.finding import Report

CHECK = Text(
    zh="核查发布版：各表摘要是否与清单一致，每个数据集是否有来源和许可，权利声明是否自洽",
    en="Check releases: digests of all tables, a source and a licence for every dataset, rights that agree",
)


def check(
    ctx: typer.Context,
    release: Annotated[
        list[str] | None,
        typer.Argument(help=both(Text(zh="数据库 或 数据库@版本；默认全部", en="database or database@version; all"))),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help=both(Text(zh="全部列出", en="list everything")))] = False,
) -> None:
    """Check releases; exit code 1 where there are errors."""
    from tanji.cli import workspace
    from tanji.cli.draw.findings import counts, findings

    terminal: Terminal = ctx.obj
    kept = workspace.shelf(terminal)
    named = release or [f"{each.id}@{each.version}" for each in kept.databases()]
    answers, faulty = [], False
    with terminal.steps() as steps:
        opened = [workspace.release(kept, name) for name in named]
        reports = [(each, _report(each, steps)) for each in opened]
    for each, report in reports:
        faulty = faulty or bool(report.errors)
        ref = {"id": each.ref.id, "version": each.ref.version, "digest": each.ref.digest}
        answers.append({"release": ref, "report": report.model_dump(mode="json", exclude_none=True)})
        terminal.show(
            Text(
                zh=f"{each.ref.id} {each.ref.version}：{'有错误' if report.errors else '无错误'}",
                en=f"{each.ref.id} {each.ref.version}: {'errors' if report.errors else 'no errors'}",
            ),
            *counts(report.counts, terminal.language),
            findings(report.findings, terminal.language, every=every),
        )
    terminal.answer(answers)
    if faulty:
        raise typer.Exit(int(Exit.not_as_hoped))


def _report(opened: Opened, steps: Steps) -> Report:
    from tanji.background.rights import audit

    name = f"{opened.ref.id} {opened.ref.version}"
    steps.begin(Text(zh=f"核对摘要 {name}", en=f"Check the digests of {name}"))
    whole = opened.check()
    if whole.errors:  # what is damaged can not be judged
        return whole
    steps.begin(Text(zh=f"核对来源和权利 {name}", en=f"Check sources and rights of {name}"))
    return whole + audit(opened)


COMMANDS = (("check", check, CHECK),)
