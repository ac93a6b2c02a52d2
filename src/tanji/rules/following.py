"""The rules that follow from what one pack says in its typed content, apart from those of the packs it builds on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tanji.model.content import Content
from tanji.model.ruleset import Figure, Pack, Rule
from tanji.rules.generate import generated
from tanji.rules.merge import Refused, attributed, merge


def stacked(
    packs: Iterable[Pack], values: Mapping[str, Figure]
) -> tuple[Content | None, Mapping[str, tuple[Refused, ...]]]:
    """The content of packs, the lowest first, as one; and by pack what it may not change of those below it."""
    content: Content | None = None
    refused: dict[str, tuple[Refused, ...]] = {}
    for pack in packs:
        if pack.content is not None:
            content, refused[pack.id] = merge(content, attributed(pack.content, pack), values)
    return content, refused


def following(pack: Pack, below: Iterable[Pack], values: Mapping[str, Figure]) -> tuple[Rule, ...]:
    """The rules of a pack that nobody wrote: those its own content gives, where no written rule has the id."""
    lower = tuple(below)
    content, _ = stacked((*lower, pack), values)
    if pack.content is None or content is None:
        return ()
    written = {rule.id for each in (*lower, pack) for rule in each.rules}
    return tuple(each.rule for each in generated(content) if each.pack == pack.id and each.rule.id not in written)
