"""A plain table: a head, rows, nothing drawn around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.box import Box
from rich.console import RenderableType
from rich.table import Table

from tanji.errors import Language, Text

LINE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
"""Only a rule below the head."""


class Column(NamedTuple):
    """A column: its head, and how its cells stand."""

    head: Text | str | None
    right: bool = False
    style: str = ""
    ratio: int | None = None
    """Takes this part of the width that is left; its cells fold. A column without keeps its cells on one line."""
    least: int | None = None


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[RenderableType | None]],
    language: Language,
    title: Text | None = None,
) -> Table:
    """A table of rows; None is an empty cell."""
    shown = Table(
        box=LINE,
        title=title.of(language) if title else None,
        title_justify="left",
        title_style="bold",
        header_style="dim",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        expand=any(column.ratio for column in columns),
        show_header=any(column.head for column in columns),
        show_edge=False,
    )
    for column in columns:
        shown.add_column(
            column.head.of(language) if isinstance(column.head, Text) else column.head or "",
            justify="right" if column.right else "left",
            style=column.style,
            ratio=column.ratio,
            no_wrap=column.ratio is None,
            overflow="fold" if column.ratio else "ellipsis",
            min_width=column.least,
        )
    for row in rows:
        shown.add_row(*("" if cell is None else cell for cell in row))
    return shown
