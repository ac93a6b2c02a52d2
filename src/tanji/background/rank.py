"""One supplier chosen among several, criterion by criterion, and what each criterion left.

Each criterion keeps the suppliers that it finds best and hands them to the next; the one that leaves a single supplier
has decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from tanji.background.link_rules import Criterion, LinkRules
from tanji.background.names import called, folded
from tanji.background.places import nearness
from tanji.background.search import bigrams
from tanji.background.shares import Product
from tanji.model.process import Exchange, Process


class Decision(StrEnum):
    """What decided for a supplier."""

    override = "override"
    """The mapping of the publisher names it."""
    named = "named"
    """The source names it."""
    only = "only"
    """No other process has this product."""
    location = "location"
    """The only one at the location of the consumer."""
    geography = "geography"
    """The nearest place."""
    year = "year"
    """Of the nearest, that of the nearest year."""
    technology = "technology"
    """Of those, the one whose technology is most like that of the consumer."""
    process_type = "process_type"
    """Of those, a unit process."""
    first_name = "first_name"
    """The alphabetically first process name among several: ambiguous."""
    first_id = "first_id"
    """The smallest process id among several: ambiguous."""


ARBITRARY = frozenset({Decision.first_name, Decision.first_id})
"""Decisions that say nothing of the thing itself."""

_DECISIONS: Final[Mapping[Criterion, Decision]] = {
    Criterion.location: Decision.location,
    Criterion.geography: Decision.geography,
    Criterion.year: Decision.year,
    Criterion.technology: Decision.technology,
    Criterion.process_type: Decision.process_type,
    Criterion.name: Decision.first_name,
    Criterion.id: Decision.first_id,
}


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who wants a supplier: the position of the process, the process, and its exchange."""

    position: int
    process: Process
    exchange: Exchange
    never_itself: bool = False


class Choice(NamedTuple):
    """The column that was chosen, what decided, and how many suppliers each step left: `geography 2 of 5`."""

    column: int | None
    decision: Decision | None
    reason: str


def choose(
    eligible: Sequence[int],
    consumer: Consumer,
    products: Sequence[Product],
    *,
    processes: Sequence[Process],
    rules: LinkRules,
) -> Choice:
    """The supplier among eligible columns by a set of rules."""
    if rules.named and consumer.exchange.provider is not None:
        for column in eligible:
            if consumer.exchange.provider in {processes[products[column].process].id, products[column].id}:
                return Choice(column, Decision.named, f"named 1 of {len(eligible)}")
    left = [column for column in eligible if products[column].process != consumer.position]
    if not left and rules.own == "last" and not consumer.never_itself:
        left = list(eligible)
    if len(left) <= 1:
        return Choice(left[0], Decision.only, f"only 1 of {len(eligible)}") if left else Choice(None, None, "")
    said = []
    for criterion in rules.rank:
        suppliers = {column: processes[products[column].process] for column in left}
        ranked = [_distance(criterion, each, consumer, rules) for each in suppliers.values()]
        if criterion in {Criterion.name, Criterion.id}:
            ranked = [(rank, products[column].id) for rank, column in zip(ranked, left, strict=True)]
        before, best = len(left), min(ranked)
        left = [column for column, rank in zip(left, ranked, strict=True) if rank == best]
        said.append(f"{criterion.value} {len(left)} of {before}")
        if len(left) == 1:
            return Choice(left[0], _DECISIONS[criterion], "; ".join(said))
    return Choice(left[0], Decision.first_id, "; ".join(said))


def year_of(process: Process) -> int | None:
    """The year for which a process stands: that in which its validity ends, else begins."""
    valid = process.valid_until or process.valid_from
    return None if valid is None else valid.year


def _distance(criterion: Criterion, supplier: Process, consumer: Consumer, rules: LinkRules) -> Any:
    """How far a supplier is from what is wanted, by one criterion; the smallest is the best."""
    stated = consumer.exchange.location if rules.exchange_location else None
    place = stated or consumer.process.location
    match criterion:
        case Criterion.location:
            found: Any = not place or supplier.location != place
        case Criterion.geography:
            found = nearness(supplier.location, place)
        case Criterion.year:
            found = _years(year_of(supplier), year_of(consumer.process))
        case Criterion.technology:
            found = -round(_alike(consumer.process.technology, supplier.technology), 1)
        case Criterion.process_type:
            kinds = rules.process_types
            found = kinds.index(supplier.kind) if supplier.kind in kinds else len(kinds)
        case Criterion.name:
            found = called(supplier.names)
        case Criterion.id:
            found = supplier.id
    return found


def _years(there: int | None, wanted: int | None) -> tuple[bool, int]:
    """Years apart; the newest first where none is wanted; a year that is not stated comes last."""
    if there is None:
        return True, 0
    return False, -there if wanted is None else abs(there - wanted)


def _alike(one: str | None, other: str | None) -> float:
    """The share of common pairs of letters of two texts (Dice); 0 where one is missing."""
    if not one or not other:
        return 0.0
    first, second = bigrams(folded(one)), bigrams(folded(other))
    return 2 * len(first & second) / (len(first) + len(second))
