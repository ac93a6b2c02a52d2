"""`tanji methods`: the sets of global warming potentials."""

from __future__ import annotations

import typer

from tanji.cli.terminal import Terminal
from tanji.errors import Text

ABOUT = Text(
    zh="列出可用的增温潜势方法（AR4、AR5、AR6；20、100、500 年）",
    en="List the methods: sets of global warming potentials (AR4, AR5, AR6; 20, 100, 500 years)",
)
SHOWN = ("methane-fossil", "methane-biogenic", "nitrous-oxide", "sulfur-hexafluoride")
"""Gases that tell the methods apart at a glance."""


def methods(ctx: typer.Context) -> None:
    """List methods with the potentials of some gases and their digests."""
    from tanji.cli.draw.table import Column, table
    from tanji.model.document import digest
    from tanji.reports.figures import short_digest, significant
    from tanji.starter.methods import DEFAULT
    from tanji.starter.methods import methods as offered

    terminal: Terminal = ctx.obj
    listed = offered()
    terminal.answer(
        [
            {
                "id": each.id,
                "version": each.version,
                "names": dict(each.names),
                "report": each.report,
                "horizon": each.horizon,
                "gases": len(each.factors),
                "digest": digest(each),
                "default": each.id == DEFAULT,
            }
            for each in listed.values()
        ]
    )
    columns = (
        Column(Text(zh="方法", en="Method"), style="bold"),
        Column(Text(zh="气体数", en="Gases"), right=True),
        Column(Text(zh="CH₄ 化石", en="CH₄ fossil"), right=True),
        Column(Text(zh="CH₄ 生物", en="CH₄ biog."), right=True),
        Column(Text(zh="N₂O 值", en="N₂O"), right=True),
        Column(Text(zh="SF₆ 值", en="SF₆"), right=True),
        Column(Text(zh="摘要", en="Digest"), style="dim"),
    )
    rows = []
    for each in listed.values():
        found = [each.find(gas) for gas in SHOWN]
        values = ["—" if factor is None else significant(factor.value, trim=True) for factor in found]
        mark = " *" if each.id == DEFAULT else ""
        rows.append((each.id + mark, str(len(each.factors)), *values, short_digest(digest(each))[7:]))
    terminal.show(
        table(columns, rows, terminal.language),
        Text(zh="* 默认方法。单位：kg CO₂e/kg。", en="* by default. In kg CO₂e per kg."),
    )


COMMANDS = (("methods", methods, ABOUT),)
