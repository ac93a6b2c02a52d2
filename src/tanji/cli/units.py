"""`tanji units`: the units that studies and databases may use."""

from __future__ import annotations

from typing import Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

ABOUT = Text(
    zh="列出可用的单位及其写法；给出文字时只列相关的",
    en="List the units that may be used, with their spellings; with TEXT, those that it fits",
)


def units(
    ctx: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            help=both(Text(zh="单位或量的一部分，如 kWh、吨、质量", en="part of a unit or kind: kWh, mass"))
        ),
    ] = "",
) -> None:
    """List units by kind with their aliases."""
    from tanji.cli.draw.table import Column, table
    from tanji.model.quantity import aliases, find_unit, fold, kind_names, reference_unit
    from tanji.model.quantity import units as registry

    terminal: Terminal = ctx.obj
    spellings: dict[str, list[str]] = {symbol: [] for symbol in registry()}
    for spelling, symbol in aliases().items():
        if spelling != symbol:
            spellings[symbol].append(spelling)
    wanted = fold(text).lower()
    known = find_unit(text) if text else None
    exact = known.symbol if known else None
    found = []
    for symbol, unit in registry().items():
        kinds = [kind_names()[kind] for kind in unit.kinds]
        words = [symbol, *spellings[symbol], *(kind.zh for kind in kinds), *(kind.en for kind in kinds)]
        if symbol == exact or (exact is None and any(wanted in word.lower() for word in words)):
            found.append((symbol, unit, kinds, spellings[symbol]))
    terminal.answer(
        [
            {"unit": symbol, "kinds": list(unit.kinds), "aliases": also, "source": unit.source}
            for symbol, unit, _, also in found
        ]
    )
    columns = (
        Column(Text(zh="单位", en="Unit"), style="bold"),
        Column(Text(zh="量", en="Measures"), ratio=2),
        Column(Text(zh="参考单位", en="Kept in")),
        Column(Text(zh="也可写作", en="Also written"), ratio=3),
    )
    rows = [
        (
            symbol,
            " / ".join(terminal.text(kind) for kind in kinds),
            reference_unit(unit.kinds[0]),
            ", ".join(also),
        )
        for symbol, unit, kinds, also in found
    ]
    if rows:
        terminal.show(table(columns, rows, terminal.language))
    else:
        terminal.show(Text(zh=f"没有单位符合“{text}”", en=f'No unit fits "{text}"'))


COMMANDS = (("units", units, ABOUT),)
