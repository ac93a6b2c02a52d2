"""How each input finds its supplier, by a set of link rules, and what finds none.

First the supplier that the publisher's overrides name, then the one that the source names, then the only process whose
product it is; of several, the one that the rules rank first (`link_rules`, `rank`). An input without supplier stays
unlinked by name: it is reported, and it never becomes zero. Waste goes the other way round: an output of waste finds
the treatment whose quantitative reference is that waste. An avoided product, and a co-product in an expanded system,
finds its supplier like an input, with the opposite sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tanji.background.allocate import Allocated
from tanji.background.link_rules import DEFAULT, LinkRules, link_rules
from tanji.background.measure import converted, measured, wanted
from tanji.background.overrides import Override, Overrides
from tanji.background.rank import Choice, Consumer, Decision, choose
from tanji.background.shares import Product
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, Process


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
    amount: float
    unit: str
    reason: str
    """What each criterion left: `geography 2 of 5; year 1 of 2`."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """An exchange that took its supplier from the publisher's overrides, and what the rules would have taken."""

    process: int
    exchange: int
    override: Override
    instead: str | None


@dataclass(slots=True)
class Linked:
    """All links of a package, and everything that is not a link."""

    links: list[Link] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    overridden: list[Overridden] = field(default_factory=list)
    not_as_named: list[tuple[int, int]] = field(default_factory=list)
    """Exchanges whose named supplier is absent or lacks the product; the other rules decided instead."""
    read: int = 0


@dataclass(frozen=True, slots=True)
class _Market:
    """Who gives a flow, who treats it, and how one of several is chosen."""

    processes: Sequence[Process]
    products: Sequence[Product]
    eligible: Mapping[tuple[str, Direction], list[int]]
    given: Mapping[tuple[str, Direction], list[Product]]
    left_out: frozenset[tuple[str, Direction]]
    rules: LinkRules
    overrides: Overrides

    def choose(self, key: tuple[str, Direction], consumer: Consumer) -> Choice:
        """The supplier that the rules choose."""
        eligible = self.eligible.get(key, [])
        return choose(eligible, consumer, self.products, processes=self.processes, rules=self.rules)


def link(
    processes: Sequence[Process],
    flows: Mapping[str, Flow],
    allocated: Allocated,
    *,
    rules: LinkRules | None = None,
    overrides: Sequence[Override] = (),
) -> Linked:
    """Suppliers of every input, takers of every waste, by a set of rules (`tanji-link/1` where none is given).

    Products are compared by flow, and amounts in the flow's reference unit. Refuses UnfitOverrides.
    """
    fitting = Overrides(overrides, processes, flows, allocated.products)
    market = _market(processes, allocated, rules or link_rules(DEFAULT), fitting)
    own = product_exchanges(allocated)
    linked = Linked()
    for position, process in enumerate(processes):
        if position in allocated.left_out:
            continue
        for place, exchange, flow in _needs(process, flows, own.get(position, frozenset())):
            linked.read += 1
            expanded = (position, place) in allocated.expanded
            consumer = Consumer(position, process, _avoided(exchange) if expanded else exchange, expanded)
            _decide(linked, market, consumer, (place, flow))
    return linked


def product_exchanges(allocated: Allocated) -> Mapping[int, frozenset[int]]:
    """Positions of the exchanges that are products, by process; they want no supplier."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for product in (*allocated.products, *allocated.dropped):
        found[product.process].update(product.exchanges)
    return {position: frozenset(ids) for position, ids in found.items()}


def _avoided(exchange: Exchange) -> Exchange:
    return exchange.model_copy(update={"avoided": True})


def _needs(
    process: Process, flows: Mapping[str, Flow], own: frozenset[int]
) -> Iterator[tuple[int, Exchange, Flow | None]]:
    """Exchanges that want a supplier: neither elementary, nor a product of the process itself."""
    for place, exchange in enumerate(process.exchanges):
        flow = flows.get(exchange.flow)
        elementary = flow is not None and flow.kind is FlowKind.elementary
        if place not in own and not elementary:
            yield place, exchange, flow


def _decide(linked: Linked, market: _Market, consumer: Consumer, what: tuple[int, Flow | None]) -> None:
    """One exchange: linked, ambiguous, or unlinked with its reason."""
    place, flow = what
    position, exchange = consumer.position, consumer.exchange
    if flow is None:
        linked.unlinked.append(Unlinked(position, place, exchange.amount, exchange.unit, Reason.flow_unknown))
        return
    amount = measured(exchange, flow)
    if amount is None:
        linked.unlinked.append(Unlinked(position, place, exchange.amount, exchange.unit, Reason.unit_unknown))
        return
    direction, sign = wanted(exchange, flow)
    key = (flow.id, direction)
    choice = market.choose(key, consumer)
    if exchange.provider is not None and choice.decision is not Decision.named and market.rules.named:
        linked.not_as_named.append((position, place))
    given = market.given.get(key, [])
    scale = 1.0
    override = market.overrides.find(consumer.process.id, exchange.id, flow.id)
    if override is not None:
        linked.overridden.append(Overridden(position, place, override, _id(market, choice.column)))
        column = market.overrides.column(override)
        choice = Choice(column, Decision.override, f"line {override.line}: {override.reason}")
        scale = converted(flow.unit, market.products[column].flow.unit) or scale
    if choice.column is None or choice.decision is None:
        reason = Reason.co_product_only if given else Reason.no_supplier
        reason = Reason.supplier_left_out if reason is Reason.no_supplier and key in market.left_out else reason
        linked.unlinked.append(Unlinked(position, place, amount, flow.unit, reason))
    else:
        linked.links.append(Link(position, place, choice.column, sign * amount * scale, choice.decision))
    if len(given) > 1:
        linked.ambiguous.append(_ambiguous(market, consumer, choice, (place, key, amount)))


def _ambiguous(
    market: _Market, consumer: Consumer, choice: Choice, what: tuple[int, tuple[str, Direction], float]
) -> Ambiguous:
    place, key, amount = what
    given = market.given[key]
    return Ambiguous(
        process=consumer.position,
        exchange=place,
        chosen=choice.column,
        decided_by=choice.decision,
        eligible=len(market.eligible.get(key, [])),
        candidates=tuple(product.id for product in given),
        amount=amount,
        unit=given[0].flow.unit,
        reason=choice.reason,
    )


def _id(market: _Market, column: int | None) -> str | None:
    return None if column is None else market.products[column].id


def _market(processes: Sequence[Process], allocated: Allocated, rules: LinkRules, overrides: Overrides) -> _Market:
    eligible: defaultdict[tuple[str, Direction], list[int]] = defaultdict(list)
    given: defaultdict[tuple[str, Direction], list[Product]] = defaultdict(list)
    for column, product in enumerate(allocated.products):
        for direction in tuple(Direction) if rules.direction == "any" else (product.direction,):
            eligible[product.flow.id, direction].append(column)
            given[product.flow.id, direction].append(product)
    for product in allocated.dropped:
        given[product.flow.id, product.direction].append(product)
    references = (processes[position].reference_exchange() for position in allocated.left_out)
    left_out = frozenset((reference.flow, reference.direction) for reference in references if reference)
    return _Market(processes, allocated.products, eligible, given, left_out, rules, overrides)
