"""How each input finds its supplier: the link rules of a release, and what finds none.

In this order: the supplier that the source names; the only process whose product it is; of several, the only one at
the same location; else the one whose process name comes first in the alphabet, reported as ambiguous. An input without
supplier stays unlinked by name: it is reported, and it never becomes zero. Waste goes the other way round: an output
of waste finds the treatment whose quantitative reference is that waste. An avoided product finds its supplier like an
input, with the opposite sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tanji.background.allocate import Allocated, Product
from tanji.background.measure import measured
from tanji.background.names import called
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, Process

RULES: Final = "tanji-link/1"


class Decision(StrEnum):
    """What decided for a supplier."""

    named = "named"
    """The source names it."""
    only = "only"
    """No other process has this product."""
    location = "location"
    """The only one at the location of the consumer."""
    first_name = "first_name"
    """The alphabetically first process name among several: ambiguous."""


class Reason(StrEnum):
    """Why an exchange is not in the system."""

    no_supplier = "no_supplier"
    """No process of the database has this product."""
    co_product_only = "co_product_only"
    """It is only a co-product of others, and co-products carry nothing in this release."""
    supplier_left_out = "supplier_left_out"
    """Its supplier has no usable quantitative reference."""
    unit_unknown = "unit_unknown"
    """Its amount can not be converted to the flow's reference unit."""
    flow_unknown = "flow_unknown"
    """Its flow is not in the package."""


@dataclass(frozen=True, slots=True)
class Link:
    """An exchange with the column that supplies it (or treats it), in the sign of lca: outputs positive."""

    process: int
    exchange: int
    """Position in its process."""
    supplier: int
    """Position among the products."""
    amount: float
    decided_by: Decision


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An exchange that is not in the system, with the reason; `amount` as in the flow's unit where that is known."""

    process: int
    exchange: int
    amount: float
    unit: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """An exchange whose flow several processes give: which were eligible, which was chosen, by what."""

    process: int
    exchange: int
    chosen: int | None
    decided_by: Decision | None
    eligible: int
    candidates: tuple[str, ...]
    """Ids of all products that give this flow, co-products included."""


@dataclass(slots=True)
class Linked:
    """All links of a package, and everything that is not a link."""

    links: list[Link] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    not_as_named: list[tuple[int, int]] = field(default_factory=list)
    """Exchanges whose named supplier is absent or lacks the product; the other rules decided instead."""
    read: int = 0


@dataclass(frozen=True, slots=True)
class _Market:
    """Who gives a flow, who treats it."""

    eligible: Mapping[tuple[str, Direction], list[int]]
    given: Mapping[tuple[str, Direction], list[Product]]
    left_out: frozenset[tuple[str, Direction]]


def link(processes: Sequence[Process], flows: Mapping[str, Flow], allocated: Allocated) -> Linked:
    """Suppliers of every input, takers of every waste, by the rules of this module.

    Products are compared by flow, and amounts in the flow's reference unit.
    """
    market = _market(processes, allocated)
    own = product_exchanges(allocated)
    linked = Linked()
    for position, process in enumerate(processes):
        if position in allocated.left_out:
            continue
        for place, exchange, flow in _needs(process, flows, own.get(position, frozenset())):
            linked.read += 1
            _decide(linked, market, (position, place), (processes, exchange, flow, allocated.products))
    return linked


def wanted(exchange: Exchange, flow: Flow) -> tuple[Direction, float]:
    """The direction in which a supplier has the flow as its product, and the sign of the exchange in A.

    A product is wanted from who gives it: -1, or +1 where production is avoided. Waste is wanted to be taken by a
    treatment: +1, or -1 where a treatment is avoided. Waste that comes in as an input is wanted from who gives it.
    """
    if flow.kind is FlowKind.waste:
        if exchange.avoided:
            return Direction.input, -1.0
        return (Direction.input, 1.0) if exchange.direction is Direction.output else (Direction.output, -1.0)
    return Direction.output, 1.0 if exchange.avoided else -1.0


def product_exchanges(allocated: Allocated) -> Mapping[int, frozenset[int]]:
    """Positions of the exchanges that are products, by process; they want no supplier."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for product in (*allocated.products, *allocated.dropped):
        found[product.process].update(product.exchanges)
    return {position: frozenset(ids) for position, ids in found.items()}


def _needs(
    process: Process, flows: Mapping[str, Flow], own: frozenset[int]
) -> Iterator[tuple[int, Exchange, Flow | None]]:
    """Exchanges that want a supplier: neither elementary, nor a product of the process itself."""
    for place, exchange in enumerate(process.exchanges):
        flow = flows.get(exchange.flow)
        elementary = flow is not None and flow.kind is FlowKind.elementary
        if place not in own and not elementary:
            yield place, exchange, flow


def _decide(
    linked: Linked,
    market: _Market,
    where: tuple[int, int],
    what: tuple[Sequence[Process], Exchange, Flow | None, Sequence[Product]],
) -> None:
    """One exchange: linked, ambiguous, or unlinked with its reason."""
    processes, exchange, flow, products = what
    position, place = where
    if flow is None:
        linked.unlinked.append(Unlinked(position, place, exchange.amount, exchange.unit, Reason.flow_unknown))
        return
    amount = measured(exchange, flow)
    if amount is None:
        linked.unlinked.append(Unlinked(position, place, exchange.amount, exchange.unit, Reason.unit_unknown))
        return
    direction, sign = wanted(exchange, flow)
    key = (flow.id, direction)
    eligible = market.eligible.get(key, [])
    chosen, decision, named = _choose(eligible, (position, exchange), processes, products)
    if exchange.provider is not None and not named:
        linked.not_as_named.append(where)
    if chosen is None or decision is None:
        reason = Reason.co_product_only if market.given.get(key) else Reason.no_supplier
        reason = Reason.supplier_left_out if reason is Reason.no_supplier and key in market.left_out else reason
        linked.unlinked.append(Unlinked(position, place, amount, flow.unit, reason))
    else:
        linked.links.append(Link(position, place, chosen, sign * amount, decision))
    given = market.given.get(key, [])
    if len(given) > 1:
        listed = tuple(product.id for product in given)
        linked.ambiguous.append(Ambiguous(position, place, chosen, decision, len(eligible), listed))


def _choose(
    eligible: Sequence[int],
    consumer: tuple[int, Exchange],
    processes: Sequence[Process],
    products: Sequence[Product],
) -> tuple[int | None, Decision | None, bool]:
    """The supplier among eligible columns, what decided, and whether it is the one the source names."""
    position, exchange = consumer
    for column in eligible:
        if exchange.provider in {processes[products[column].process].id, products[column].id}:
            return column, Decision.named, True
    others = [column for column in eligible if products[column].process != position] or list(eligible)
    if not others:
        return None, None, False
    if len(others) == 1:
        return others[0], Decision.only, False
    location = exchange.location or processes[position].location
    near = [column for column in others if location and processes[products[column].process].location == location]
    if len(near) == 1:
        return near[0], Decision.location, False
    return (
        min(near or others, key=lambda column: _alphabetical(processes, products[column])),
        Decision.first_name,
        False,
    )


def _alphabetical(processes: Sequence[Process], product: Product) -> tuple[str, str]:
    return called(processes[product.process].names), product.id


def _market(processes: Sequence[Process], allocated: Allocated) -> _Market:
    eligible: defaultdict[tuple[str, Direction], list[int]] = defaultdict(list)
    given: defaultdict[tuple[str, Direction], list[Product]] = defaultdict(list)
    for column, product in enumerate(allocated.products):
        eligible[product.flow.id, product.direction].append(column)
        given[product.flow.id, product.direction].append(product)
    for product in allocated.dropped:
        given[product.flow.id, product.direction].append(product)
    references = (processes[position].reference_exchange() for position in allocated.left_out)
    left_out = frozenset((reference.flow, reference.direction) for reference in references if reference)
    return _Market(eligible, given, left_out)
