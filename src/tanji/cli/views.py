"""`tanji views`: one footprint as several methods count it, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Refusal, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.assess.views import Seen

ABOUT = Text(
    zh="同一碳足迹在 GB/T 24067、PACT v3、类 PEF 口径下各是多少，差在哪些行",
    en="One footprint as GB/T 24067, PACT v3 and a PEF-like method count it, and which lines make the difference",
)
UNVERIFIED = Text(
    zh="标 * 的口径依公开描述编写，未与方法原文核对；任何口径都不是合格声明。",
    en="Views with * were written from public descriptions and not checked in the methods' texts;"
    " no view is a statement of conformity.",
)


def views(
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="碳足迹 footprint.json", en="the footprint")))],
    *,
    only: Annotated[str, typer.Option("--view", help=both(Text(zh="只看这一口径", en="this view only")))] = "",
    differences: Annotated[
        bool, typer.Option("--methods", help=both(Text(zh="列出各方法的要求", en="list what the methods ask")))
    ] = False,
) -> None:
    """Compute each view; one whose conditions do not hold is told with the reason."""
    from tanji.assess.views import aspects, seen, view
    from tanji.assess.views import views as known
    from tanji.cli.workspace import document
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    result = document(footprint, Footprint)
    found: list[Seen] = []
    refused: list[tuple[str, Refusal]] = []
    for each in [view(only)] if only else known():
        try:
            found.append(seen(result, each))
        except Refusal as refusal:
            if only:
                raise
            refused.append((each.id, refusal))
    terminal.answer(
        {
            "per": f"{result.unit.amount:g} {result.unit.unit}",
            "views": [_body(each) for each in found],
            "refused": [{"view": name, "zh": why.message.zh, "en": why.message.en} for name, why in refused],
            "methods": [each.model_dump(mode="json") for each in aspects()] if differences else None,
        }
    )
    terminal.show(*_shown(found, terminal))
    terminal.show(*(Text(zh=f"! {why.message.zh}", en=f"! {why.message.en}") for _, why in refused))
    if differences:
        terminal.show(*_methods(terminal))
    terminal.show(UNVERIFIED)


def _body(each: Seen) -> dict[str, object]:
    return {
        "view": each.view.id,
        "status": each.view.status,
        "source": each.view.source,
        "value": each.value,
        "caveats": [caveat.model_dump() for caveat in each.view.caveats],
        "remarks": [{"zh": remark.zh, "en": remark.en} for remark in each.remarks],
        "lines": [
            {
                "activity": line.activity,
                "total": line.total,
                "counted": line.counted,
                "reason": None if line.reason is None else {"zh": line.reason.zh, "en": line.reason.en},
            }
            for line in each.lines
        ],
    }


def _shown(found: list[Seen], terminal: Terminal) -> Iterator[RenderableType]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant
    from tanji.reports.words import name

    language = terminal.language
    columns = (
        Column(Text(zh="口径", en="View")),
        Column("kg CO2e", right=True),
        Column(Text(zh="与第一个之差", en="Less the first"), right=True),
        Column(Text(zh="说明", en="Caveats"), ratio=1),
    )
    rows = []
    for each in found:
        caveats = " ".join(Text(zh=c.zh, en=c.en).of(language) for c in each.view.caveats)
        label = Text(zh=each.view.zh, en=each.view.en).of(language) + ("" if each.view.status == "verified" else " *")
        rows.append((label, significant(each.value), significant(each.value - found[0].value), caveats))
    yield table(columns, rows, language)
    for each in found:
        for remark in each.remarks:
            yield RichText(f"! {Text(zh=each.view.zh, en=each.view.en).of(language)}: {remark.of(language)}", "yellow")
    for each in found[1:]:
        changed = [line for line in each.lines if line.counted != line.total]
        if changed:
            yield RichText(f"\n{Text(zh=each.view.zh, en=each.view.en).of(language)}", "bold")
        for line in changed:
            reason = "" if line.reason is None else line.reason.of(language)
            figures = f"{significant(line.total)} → {significant(line.counted)}"
            yield RichText(f"  {printable(name(line.names, language))}: {figures}  {reason}")


def _methods(terminal: Terminal) -> Iterator[RenderableType]:
    from tanji.assess.views import aspects
    from tanji.cli.draw.table import Column, table
    from tanji.reports.words import name

    language = terminal.language
    listed = aspects()
    methods = list(listed[0].methods)
    columns = (Column(Text(zh="方面", en="Aspect")), *(Column(method, ratio=1) for method in methods))
    rows = [(name(a.aspect, language), *(name(a.methods[m], language) for m in methods)) for a in listed]
    yield table(columns, rows, language)


COMMANDS = (("views", views, ABOUT),)
