"""The matrices of a package: its exchanges, links and shares as coefficients of A and B.

Signs are those of `tanji.lca.system`: outputs positive, inputs negative; a treatment has a negative diagonal. In B an
exchange keeps the amount of its document; which way it went is part of the row: an elementary flow that is an input
in one process and an output in another has two rows. What an aircraft emits has rows of its own, and so has what an
exchange says to take place somewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tanji.background.allocate import Allocated
from tanji.background.link import Linked, Reason, Unlinked
from tanji.background.measure import measured
from tanji.background.row import Row
from tanji.background.shares import Product
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Process


@dataclass(slots=True)
class Coefficients:
    """Entries of a matrix in coordinates; those of one place are added up by lca."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    exchange: list[int] = field(default_factory=list)
    """Position, in its process, of the exchange that an entry comes from."""

    def add(self, row: int, column: int, value: float, exchange: int) -> None:
        """One entry; nothing where it is zero."""
        if value != 0.0:
            self.row.append(row)
            self.column.append(column)
            self.value.append(value)
            self.exchange.append(exchange)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A, B and the inputs that are in neither, by column of the system."""

    technosphere: Coefficients
    biosphere: Coefficients
    rows: tuple[Row, ...]
    unlinked: tuple[Unlinked, ...]
    """All that is in neither: what found no supplier, and elementary exchanges whose unit is unknown."""
    gaps: Coefficients
    """Row: position in `unlinked`. Value: amount per run, in the sign of the document."""


def compile(  # noqa: A001 - the word of the design: link, allocate, compile
    processes: Sequence[Process], flows: Mapping[str, Flow], allocated: Allocated, linked: Linked
) -> Compiled:
    """A and B of all products, with one column each, and all that is in neither."""
    columns = _columns(allocated.products)
    technosphere, gaps = Coefficients(), Coefficients()
    for position, product in enumerate(allocated.products):
        sign = 1.0 if product.direction is Direction.output else -1.0
        for exchange, amount in _parts(product, processes[product.process]):
            technosphere.add(position, position, sign * amount, exchange)
    for link in linked.links:
        for column in columns[link.process]:
            share = allocated.products[column].share_of(link.exchange)
            technosphere.add(link.supplier, column, link.amount * share, link.exchange)
    rows, biosphere, unmeasured = _biosphere(processes, flows, allocated)
    unlinked = (*linked.unlinked, *unmeasured)
    for place, missing in enumerate(unlinked):
        for column in columns[missing.process]:
            share = allocated.products[column].share_of(missing.exchange)
            gaps.add(place, column, missing.amount * share, missing.exchange)
    return Compiled(technosphere, biosphere, rows, unlinked, gaps)


def _biosphere(
    processes: Sequence[Process], flows: Mapping[str, Flow], allocated: Allocated
) -> tuple[tuple[Row, ...], Coefficients, list[Unlinked]]:
    columns = _columns(allocated.products)
    unmeasured: list[Unlinked] = []
    places: dict[Row, int] = {}
    found = Coefficients()
    for position, process in enumerate(processes):
        if position in allocated.left_out:
            continue
        for place, exchange in enumerate(process.exchanges):
            flow = flows.get(exchange.flow)
            if flow is None or flow.kind is not FlowKind.elementary:
                continue
            amount = measured(exchange, flow)
            if amount is None:
                unmeasured.append(Unlinked(position, place, exchange.amount, exchange.unit, Reason.unit_unknown))
                continue
            key = Row(exchange.flow, exchange.direction, process.aircraft, exchange.location or "")
            row = places.setdefault(key, len(places))
            for column in columns[position]:
                found.add(row, column, amount * allocated.products[column].share_of(place), place)
    rows = list(places)
    order = sorted(range(len(rows)), key=rows.__getitem__)
    sorted_place = {old: new for new, old in enumerate(order)}
    biosphere = Coefficients([sorted_place[row] for row in found.row], found.column, found.value, found.exchange)
    return tuple(rows[old] for old in order), biosphere, unmeasured


def _parts(product: Product, process: Process) -> list[tuple[int, float]]:
    """The exchanges that are a product, each with its amount in the flow's unit; together the product's amount."""
    if len(product.exchanges) == 1:
        return [(product.exchanges[0], product.amount)]
    amounts = [(place, measured(process.exchanges[place], product.flow)) for place in product.exchanges]
    return [(place, amount) for place, amount in amounts if amount is not None]


def _columns(products: Sequence[Product]) -> Mapping[int, Sequence[int]]:
    """The columns of each process."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for position, product in enumerate(products):
        found[product.process].append(position)
    return found
