"""What a pack stands on, and the rules that follow from its content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tanji.model.ruleset import Pack, Rule
from tanji.rules.casebook import values_on
from tanji.rules.following import following
from tanji.rules.pack import packs


def below(one: Pack, others: Sequence[Pack] = ()) -> tuple[Pack, ...]:
    """All packs that one builds on, the deepest first; those that there are not are left to the linter."""
    known = {**packs(), **{each.id: each for each in others}}
    found: dict[str, Pack] = {}

    def take(identity: str, above: tuple[str, ...]) -> None:
        if identity in known and identity not in above:
            for lower in known[identity].builds_on:
                take(lower, (*above, identity))
            found.setdefault(identity, known[identity])

    for lower in one.builds_on:
        take(lower, (one.id,))
    return tuple(found.values())


def unwritten(one: Pack, on: date) -> tuple[Rule, ...]:
    """The rules of a pack that follow from its content."""
    lower = below(one)
    return following(one, lower, values_on((*lower, one), on))
