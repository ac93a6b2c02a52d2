"""The sums of a series by month, and the register, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.model.meter import Series
from tanji.reports.figures import percent, significant


def sums(series: Series, language: Language) -> RenderableType:
    """One row a month, and the whole."""
    columns = (
        Column(Text(zh="时段", en="Period")),
        Column(Text(zh=f"用量（{series.unit}）", en=f"Amount, {series.unit}"), right=True),
        Column(Text(zh="其中补缺", en="of it filled"), right=True),
        Column(Text(zh="有读数", en="Covered"), right=True),
    )
    rows = [
        (
            each.start.strftime("%Y-%m"),
            significant(each.amount, digits=7),
            significant(each.filled, digits=4) if each.filled else None,
            percent(each.covered),
        )
        for each in series.sums
    ]
    rows.append(
        (
            Text(zh="合计", en="Total").of(language),
            significant(series.amount, digits=7),
            None,
            percent(1 - series.gap_share),
        )
    )
    return table(columns, rows, language)


def listed(rows: Iterable[tuple[str, ...]], language: Language) -> RenderableType:
    """The meters: id, name, class, last certificate, due, level."""
    columns = (
        Column(Text(zh="标识", en="Id"), style="bold"),
        Column(Text(zh="名称", en="Name"), ratio=1),
        Column(Text(zh="等级", en="Class"), right=True),
        Column(Text(zh="证书", en="Certificate")),
        Column(Text(zh="有效期至", en="Due")),
        Column(Text(zh="溯源等级", en="Level"), right=True),
    )
    return table(columns, list(rows), language)
