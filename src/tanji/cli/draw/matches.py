"""Names that were matched by themselves or accepted, each with what it was matched with, score and reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tanji.assess.connect import Match
from tanji.cli.draw.candidates import described
from tanji.errors import Language, Text
from tanji.reports.words import name

OUTCOMES = {"exact": Text(zh="自动", en="by itself"), "accepted": Text(zh="已接受", en="accepted")}


def matches(found: Iterable[Match], language: Language) -> RenderableType | None:
    """The matched names, equal lines counted once; None where none was."""
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(ratio=2)
    shown.add_column(justify="right", no_wrap=True)
    shown.add_column(no_wrap=True, style="dim")
    shown.add_column(ratio=5)
    groups: dict[tuple[str, str, str], list[Match]] = defaultdict(list)
    for match in found:
        if match.outcome in OUTCOMES and match.candidates:
            listing = match.candidates[0].listing
            groups[name(match.names, language), match.outcome, f"{listing.database}:{listing.process}"].append(match)
    for (called, outcome, _), alike in groups.items():
        best, how = alike[0].candidates[0], OUTCOMES[outcome].of(language)
        times = f" × {len(alike)}" if len(alike) > 1 else ""
        shown.add_row(f"{called}{times}", f"{best.score:.2f}", how, described(best, language))
    if not shown.rows:
        return None
    title = RichText(
        Text(zh="按名称匹配的行（分值与理由）", en="Lines matched by name (score and reason)").of(language), "bold"
    )
    return Padding(Group(title, Padding(shown, (0, 0, 0, 2))), (1, 0, 0, 0))
