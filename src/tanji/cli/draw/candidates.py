"""Background processes as choices: each with id, name, unit, place, year, score and reason."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text as RichText

from tanji.cli.console import printable
from tanji.errors import Language
from tanji.model.listing import Candidate, Listing
from tanji.reports.words import name


def candidates(listed: Sequence[Candidate], language: Language) -> Table:
    """A row for each candidate, the best first."""
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(justify="right", no_wrap=True)
    shown.add_column(ratio=1)
    for candidate in listed:
        shown.add_row(f"{candidate.score:.2f}", described(candidate, language))
    return shown


def described(candidate: Candidate, language: Language) -> RichText:
    """A candidate in words: name, facts, id and the reason for its score."""
    reason = candidate.reason_zh if language == "zh" else candidate.reason_en
    text = listing(candidate.listing, language)
    return text.append(f" — {printable(reason)}", "dim")


def listing(each: Listing, language: Language) -> RichText:
    """A background process in a line."""
    facts = " ".join(str(part) for part in (each.location, each.year, f"/ {each.unit}") if part)
    return RichText.assemble(
        printable(name(each.names, language)),
        (f" [{printable(facts)}] ", "dim"),
        (printable(f"{each.database}:{each.process}"), "cyan"),
    )
