"""The 54 requirements that the standards ask for, and which rule of the packs works each off: none is forgotten."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanji.errors import Text
from tanji.model.ruleset import Pack, Rule
from tanji.rules.following import following


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item: what it asks, where that stands (unverified unless a pack says otherwise), and why it is elsewhere."""

    item: int
    text: Text
    source: str
    elsewhere: Text | None
    """Where it is checked, if not by a rule of a pack."""


@dataclass(frozen=True, slots=True)
class Covered:
    """An item with the rules that check it, each with its pack, and those that ask the verifier."""

    requirement: Requirement
    rules: tuple[tuple[Pack, Rule], ...]
    questions: tuple[tuple[Pack, Rule], ...]


@cache
def checklist() -> tuple[Requirement, ...]:
    """All items in order."""
    text = (files("tanji.rules") / "data" / "checklist.csv").read_text("utf-8")
    return tuple(
        Requirement(
            int(row["item"]),
            Text(zh=row["zh"], en=row["en"]),
            row["source"],
            Text(zh=row["elsewhere_zh"], en=row["elsewhere_en"]) if row["elsewhere_zh"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


def coverage(packs: Iterable[Pack]) -> tuple[Covered, ...]:
    """Every item with what the packs have for it."""
    stated = [(pack, rule) for pack in packs for rule in (*pack.rules, *following(pack, (), {}))]
    numbered = [(pack, rule) for pack, rule in stated if rule.item is not None]
    return tuple(
        Covered(
            each,
            tuple(pair for pair in numbered if pair[1].item == each.item and pair[1].question is None),
            tuple(pair for pair in numbered if pair[1].item == each.item and pair[1].question is not None),
        )
        for each in checklist()
    )
