"""A contribution tree on the terminal: number, share, bar, score, name, and why a branch ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tanji.cli.branches import ENDINGS, HIDES, Branch, rows
from tanji.cli.console import printable
from tanji.cli.draw.result import ADDS, SHARE, TAKES, UNIT
from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.reports.figures import bar, percent, significant
from tanji.reports.words import name

if TYPE_CHECKING:
    from tanji.background.withhold import PublicFootprint

BAR = 6
WITHHELD = Text(zh="不公开", en="withheld")


def tree(branches: Sequence[Branch], language: Language) -> RenderableType:
    """The whole tree as a table whose last column holds the names with their guides."""
    most = max((abs(branch.share or 0) for top in branches for branch in rows(top)), default=0.0)
    cells = [row for top in branches for row in _rows(top, language, most, ("", ""))]
    columns = (
        Column(UNIT, right=True),
        Column(Text(zh="直接", en="Direct"), right=True, style="dim"),
        Column(SHARE, right=True),
        Column(None, least=BAR),
        Column(Text(zh="从何而来", en="Where it comes from"), ratio=1),
    )
    shown: Table = table(columns, cells, language)
    parts: list[RenderableType] = [shown]
    if hidden := next((b for top in branches for b in rows(top) if b.end in HIDES), None):
        text = Text(
            zh=f"→ 展开某一行：--expand {hidden.number}（编号见行首）；调整 --cutoff、--depth；--all 显示全部。",
            en=f"→ To expand a row: --expand {hidden.number} (its number); --cutoff, --depth; --all for everything.",
        )
        parts.append(RichText(f"\n{text.of(language)}", "cyan"))
    return Padding(Group(*parts), (1, 0, 0, 0))


def public_heading(view: PublicFootprint, language: Language) -> RenderableType:
    """What a public view is of, and its total where that is shown."""
    total = WITHHELD.of(language) if view.score.total is None else f"{significant(view.score.total)} {UNIT}"
    title = RichText(printable(name(view.names, language)), style="bold")
    return Padding(Group(title, RichText(f"{total} / {printable(view.unit.unit)}", "bold")), (1, 0, 0, 0))


def _rows(
    branch: Branch, language: Language, most: float, guides: tuple[str, str]
) -> Iterator[tuple[RenderableType, ...]]:
    first, following = guides
    label = Table.grid()
    label.add_column(no_wrap=True)
    label.add_column(ratio=1)
    label.add_row(RichText(f"{first}{branch.number} ", "dim"), _name(branch, language))
    share = branch.share or 0.0
    drawn = RichText(bar(share / most, BAR) if share and most else "", TAKES if share < 0 else ADDS)
    shown = "—" if branch.share is None else percent(branch.share)
    direct = significant(branch.direct, digits=2) if branch.direct else ""
    score = WITHHELD.of(language) if branch.score is None else significant(branch.score)
    yield score, direct, shown, drawn, label
    for place, below in enumerate(branch.below, 1):
        ahead = ("└ ", "  ") if place == len(branch.below) else ("├ ", "│ ")
        yield from _rows(below, language, most, (following + ahead[0], following + ahead[1]))


def _name(branch: Branch, language: Language) -> RichText:
    top = "." not in branch.number
    text = RichText(printable(name(branch.names, language)), "bold" if top else "")
    if branch.amount is not None:
        text.append(f"  {significant(branch.amount, trim=True)} {printable(branch.unit or '')}", "dim")
    if branch.end is not None:
        text.append(f"  ■ {ENDINGS[branch.end].of(language)}", "magenta")
    return text
