"""`tanji compare`: what makes the difference between two footprints, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.assess.compare import Comparison
    from tanji.cli.pairing import Pairing
    from tanji.model.footprint import Footprint

ABOUT = Text(
    zh="逐行解释两个碳足迹之差：数量、因子、增加、减少",
    en="Explain the difference between two footprints line by line: amount, factor, added, removed",
)
CAUSES = {
    "same": Text(zh="不变", en="unchanged"),
    "amount": Text(zh="数量", en="amount"),
    "factor": Text(zh="因子", en="factor"),
    "both": Text(zh="数量与因子", en="amount and factor"),
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="移除", en="removed"),
}


def compare(
    ctx: typer.Context,
    before: Annotated[Path, typer.Argument(help=both(Text(zh="原来的碳足迹", en="the footprint to begin from")))],
    after: Annotated[Path, typer.Argument(help=both(Text(zh="与之相比的碳足迹", en="the footprint to end at")))],
    *,
    every: Annotated[
        bool, typer.Option("--all", help=both(Text(zh="也列出不变的行", en="list unchanged lines too")))
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="SVG",
            help=both(
                Text(
                    zh="把逐次之差的直方图写到此文件（两者都须带不确定度）",
                    en="write the histogram of the paired differences here (both must carry an uncertainty)",
                )
            ),
        ),
    ] = None,
) -> None:
    """Compare two footprint documents, and draw by draw where both carry an uncertainty."""
    from tanji.assess.compare import compare as compared
    from tanji.cli import pairing
    from tanji.cli.workspace import document
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    first, second = document(before, Footprint), document(after, Footprint)
    found = compared(first, second)
    pairs = pairing.pairing(first, second, terminal)
    if plot is not None:
        pairing.plot(pairs, (first, second), plot, terminal)
    terminal.answer({**_body(found), **pairs.body()})
    if not terminal.json:
        terminal.show(*_shown(found, first, second, terminal, every=every), *_paired(pairs, terminal))
    if plot is not None:
        terminal.show(Text(zh=f"已写出：{plot}", en=f"Written: {plot}"))


def _body(found: Comparison) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "before": found.before,
        "after": found.after,
        "difference": found.difference,
        "by_amount": found.by_amount,
        "by_factor": found.by_factor,
        "notes": [asdict(note) for note in found.notes],
        "changes": [
            {
                "activity": change.activity,
                "names": dict(change.names),
                "stage": change.stage,
                "cause": change.cause,
                "before": change.before,
                "after": change.after,
                "difference": change.difference,
                "by_amount": change.by_amount,
                "by_factor": change.by_factor,
                "factor_before": change.factor_before,
                "factor_after": change.factor_after,
            }
            for change in found.changes
        ],
    }


def _shown(
    found: Comparison, first: Footprint, second: Footprint, terminal: Terminal, *, every: bool
) -> list[RenderableType]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.result import ADDS, BAR, TAKES, UNIT
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import bar, percent, significant
    from tanji.reports.words import name, unit_of_analysis

    language = terminal.language
    listed = [change for change in found.changes if every or change.cause != "same"]
    most = max((abs(change.difference) for change in listed), default=0.0)
    rows: list[Sequence[RenderableType]] = []
    for change in listed:
        label = RichText(printable(name(change.names, language)))
        if change.factor_before != change.factor_after and change.factor_before and change.factor_after:
            label.append(f"\n{printable(change.factor_before)} → {printable(change.factor_after)}", "dim")
        share = change.difference / most if most else 0.0
        values = ["—" if value is None else significant(value) for value in (change.before, change.after)]
        drawn = RichText(bar(share, BAR) if share else "", TAKES if share < 0 else ADDS)
        rows.append((label, CAUSES[change.cause].of(language), *values, _signed(change.difference), drawn))
    columns = (
        Column(Text(zh="活动", en="Line"), ratio=1),
        Column(Text(zh="原因", en="Cause")),
        Column(Text(zh="原", en="Before"), right=True),
        Column(Text(zh="新", en="After"), right=True),
        Column(Text(zh="差", en="Difference"), right=True),
        Column(None, least=BAR),
    )
    relative = f" ({percent(found.difference / found.before)})" if found.before else ""
    total = f"{significant(found.before)} → {significant(found.after)} {UNIT}: {_signed(found.difference)}{relative}"
    parts: list[RenderableType] = [
        RichText(f"{printable(name(first.names, language))} → {printable(name(second.names, language))}", "bold"),
        RichText(f"{total} / {printable(unit_of_analysis(first))}"),
        RichText(""),
        table(columns, rows, language),
        RichText(
            f"\n{UNIT}: {CAUSES['amount'].of(language)} {_signed(found.by_amount)},"
            f" {CAUSES['factor'].of(language)} {_signed(found.by_factor)}"
        ),
    ]
    same = len(found.changes) - len(listed)
    if same:
        text = Text(zh=f"另有 {same} 行不变（--all 列出）", en=f"{same} more lines are unchanged (--all lists them)")
        parts.append(RichText(text.of(language), "dim"))
    return [*parts, *(RichText(f"! {note.of(language)}", "yellow") for note in found.notes)]


def _paired(pairs: Pairing, terminal: Terminal) -> list[RenderableType]:
    from rich.text import Text as RichText

    from tanji.cli.draw.uncertainty import paired

    if pairs.found is not None:
        return list(paired(pairs.found, terminal.language))
    if pairs.refused is None:
        return []
    why, hint = pairs.refused.message, pairs.refused.hint
    text = Text(zh=f"\n! 未逐次比较：{why.zh}", en=f"\n! Not compared draw by draw: {why.en}")
    parts: list[RenderableType] = [RichText(text.of(terminal.language), "yellow")]
    return [*parts, RichText(f"→ {hint.of(terminal.language)}", "cyan")] if hint else parts


def _signed(value: float) -> str:
    from tanji.reports.figures import significant

    return f"+{significant(value)}" if value > 0 else significant(value)


COMMANDS = (("compare", compare, ABOUT),)
