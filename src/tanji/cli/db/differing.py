"""`tanji db diff`: what differs between two releases of a database, and what that does to intensities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tanji.background.diff import Difference, ProcessChange

DIFF = Text(
    zh="比较同一数据库的两个发布版：新增、删除、修改的过程，以及各过程强度的变化，大者在前",
    en="Compare two releases of a database: processes added, removed, changed, and how intensities move, largest first",
)
FATES = {
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删除", en="removed"),
    "changed": Text(zh="修改", en="changed"),
    "upstream": Text(zh="仅上游变化", en="upstream only"),
    "unchanged": Text(zh="不变", en="unchanged"),
}
SHOWN = 20


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help=both(Text(zh="旧版：数据库@版本", en="the earlier: database@version")))],
    after: Annotated[str, typer.Argument(help=both(Text(zh="新版：数据库@版本", en="the later: database@version")))],
    *,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=both(Text(zh="把全部差异写成 CSV", en="write all differences as CSV"))),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=both(Text(zh="全部列出", en="list everything")))] = False,
) -> None:
    """Show the difference of two releases."""
    from tanji.background.diff import diff as difference_of
    from tanji.background.diff import rows
    from tanji.cli import offered, workspace
    from tanji.cli.db.written import write_csv

    terminal: Terminal = ctx.obj
    kept, chosen = workspace.shelf(terminal), offered.method(terminal.home, method)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the releases"))
        old, new = workspace.release(kept, before), workspace.release(kept, after)
        found = difference_of(old, new, method=chosen, progress=steps)
    if output is not None:
        write_csv(output, rows(found))
    terminal.answer(_body(found))
    if not terminal.json:
        terminal.show(*_shown(found, terminal, most=None if every else SHOWN))
        if output is not None:
            terminal.show(Text(zh=f"\n全部差异：{output}", en=f"\nAll differences: {output}"))


def _body(found: Difference) -> dict[str, Any]:
    from dataclasses import asdict

    def change(each: ProcessChange) -> dict[str, Any]:
        effect = None
        if each.effect is not None:
            values = {key: getattr(each.effect, key) for key in ("unit", "before", "after", "relative")}
            effect = {"names": dict(each.effect.names), **values}
        fields, exchanges = [asdict(field) for field in each.fields], [asdict(one) for one in each.exchanges]
        return {
            "process": each.process,
            "change": each.fate,
            "effect": effect,
            "fields": fields,
            "exchanges": exchanges,
        }

    return {
        "before": found.before.model_dump(),
        "after": found.after.model_dump(),
        "method": found.method,
        "counts": dict(found.counts),
        "changes": [change(each) for each in found.changes],
        "report": found.report.model_dump(mode="json", exclude_none=True),
    }


def _shown(found: Difference, terminal: Terminal, *, most: int | None) -> Iterator[RenderableType | Text | None]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.table import Column, table
    from tanji.reports.words import name

    language = terminal.language
    yield RichText(f"{found.before.id} {found.before.version} → {found.after.version}", "bold")
    counted = "，" if language == "zh" else ", "
    yield RichText(counted.join(f"{FATES[fate].of(language)} {count}" for fate, count in found.counts.items()))
    rows: list[tuple[RenderableType, ...]] = []
    for change in found.changes[:most]:
        effect = change.effect
        label = RichText(printable(name(effect.names, language) if effect else change.process))
        label.append(f"\n{printable(_what(change, terminal))}", "dim")
        values = ("—", "—", "—")
        if effect is not None:
            values = (_number(effect.before), _number(effect.after), _moved(effect.relative))
        unit = effect.unit if effect else ""
        rows.append((label, FATES[change.fate].of(language), *values, printable(unit)))
    columns = (
        Column(Text(zh="过程", en="Process"), ratio=1),
        Column(Text(zh="变化", en="Change")),
        Column(Text(zh="原", en="Before"), right=True),
        Column(Text(zh="新", en="After"), right=True),
        Column(Text(zh="相对", en="Relative"), right=True),
        Column(Text(zh="kg CO₂e 每", en="kg CO₂e per")),
    )
    if rows:
        yield RichText("")
        yield table(columns, rows, language)
    if most is not None and len(found.changes) > most:
        more = len(found.changes) - most
        yield Text(zh=f"另有 {more} 项（--all 列出，-o 写成表）", en=f"{more} more (--all lists them, -o writes them)")
    yield findings(found.report.findings, language)


def _what(change: ProcessChange, terminal: Terminal) -> str:
    """Which members and exchanges differ, in a line."""
    fields = ", ".join(field.member for field in change.fields[:4])
    exchanges = Text(zh=f"{len(change.exchanges)} 条交换", en=f"{len(change.exchanges)} exchanges")
    parts = [change.process, fields, terminal.text(exchanges) if change.exchanges else ""]
    return " · ".join(part for part in parts if part)


def _number(value: float | None) -> str:
    from tanji.reports.figures import significant

    return "—" if value is None else significant(value)


def _moved(value: float | None) -> str:
    from tanji.reports.figures import percent

    return "—" if value is None else ("+" if value > 0 else "") + percent(value)


COMMANDS = (("diff", diff, DIFF),)
