"""`tanji public`: a footprint as everybody may see it, without the values that its databases do not permit to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.background.withhold import PublicFootprint

ABOUT = Text(
    zh="生成碳足迹的公开视图：略去数据库不允许公开的数值，保留的合计不能反推单个数值",
    en="Make the public view of a footprint: without values that may not be shown, or be computed from what is",
)
WITHHELD = Text(zh="不公开", en="withheld")


def public(
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="碳足迹文档", en="the footprint document")))],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=both(Text(zh="输出文件（JSON）", en="file to write (JSON)")))
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--withhold",
            metavar="ACTIVITY",
            help=both(Text(zh="此活动也不公开，可重复", en="withhold this activity too; repeatable")),
        ),
    ] = None,
) -> None:
    """Make the public view. Refuses WrongUse, where an activity to withhold is not one of the footprint."""
    from tanji.background.withhold import public as view_of
    from tanji.cli import workspace
    from tanji.cli.failure import WrongUse
    from tanji.cli.origin import releases_of
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开背景数据库", en="Open the background"))
        given = workspace.document(footprint, Footprint)
        if unknown := sorted(set(also or ()) - {line.activity for line in given.lines}):
            raise WrongUse(
                Text(zh=f"碳足迹没有活动“{unknown[0]}”", en=f'The footprint has no activity "{unknown[0]}"'),
                Text(zh="标识见 tanji explain --json。", en="The ids are those of the study's lines."),
            )
        background = releases_of(workspace.shelf(terminal), given)
        view = view_of(given, background, also=frozenset(also or ()))
    if output is not None:
        output.write_text(view.model_dump_json(exclude_none=True, indent=1) + "\n", encoding="utf-8")
    terminal.answer(view.model_dump(mode="json", exclude_none=True))
    if not terminal.json:
        terminal.show(*_shown(view, terminal))
        if output is not None:
            terminal.show(Text(zh=f"\n已写出：{output}", en=f"\nWrote {output}"))


def _shown(view: PublicFootprint, terminal: Terminal) -> Iterator[RenderableType | Text | None]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant
    from tanji.reports.words import STAGES, name

    language = terminal.language

    def figure(value: float | None) -> RenderableType:
        return RichText(WITHHELD.of(language), "dim") if value is None else significant(value)

    yield RichText(printable(name(view.product, language)), "bold")
    rows: list[tuple[RenderableType, ...]] = [(Text(zh="总量", en="Total").of(language), figure(view.score.total))]
    rows += [(f"  {STAGES[stage].of(language)}", figure(each.total)) for stage, each in view.stages.items()]
    for line in view.lines:
        value = line.score.total if line.score is not None else None
        rows.append((f"    {printable(name(line.names, language))}", figure(value)))
    columns = (
        Column(None, ratio=1),
        Column(f"kg CO₂e / {view.unit.unit}", right=True),
    )
    yield table(columns, rows, language)
    yield findings(view.findings, language)


COMMANDS = (("public", public, ABOUT),)
