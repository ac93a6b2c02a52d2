"""Which products a process has, and which share of it each carries.

A product is the quantitative reference, any other output of a product flow that is not avoided, and any waste that is
taken in for treatment: the service is the product. Each product that carries a share becomes a column of the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from typing import Literal

from tanji.background.measure import measured
from tanji.background.names import called
from tanji.errors import Text
from tanji.model.finding import Finding, Place, error, warning
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import AllocationFactor, Direction, Process

Allocation = Literal["reference", "default", "physical", "economic", "causal"]

ROUNDING = 1e-3
"""How far the factors of a source may be from 1 in sum, because it rounds them; they are then scaled to 1."""


@dataclass(frozen=True, slots=True)
class Product:
    """One column of the system: a product of a process with its share of everything that is not a product.

    `amount` is in the reference unit of the flow, per run of the process; negative inside lca where it is taken in.
    """

    id: str
    process: int
    flow: Flow
    direction: Direction
    amount: float
    exchanges: tuple[int, ...]
    """Positions of the exchanges that are this product; ids may repeat in a source."""
    is_reference: bool
    share: float = 1.0
    by_exchange: Mapping[int, float] = field(default_factory=dict)
    """Of a causal allocation: the share of single exchanges, where it is not `share`."""

    @property
    def takes_in(self) -> bool:
        """Whether the product is a treatment: an input, or (as some sources write it) an output below zero."""
        return (self.direction is Direction.input) != (self.amount < 0)

    def share_of(self, exchange: int) -> float:
        """Which part of the exchange at a position this product carries."""
        return self.by_exchange.get(exchange, self.share)


@dataclass(frozen=True, slots=True)
class Allocated:
    """The columns of the system, the co-products that carry nothing, and what was found on the way."""

    products: tuple[Product, ...]
    dropped: tuple[Product, ...]
    findings: tuple[Finding, ...]
    left_out: frozenset[int]
    """Processes without a usable quantitative reference; they are kept but have no column."""


def allocate(processes: Sequence[Process], flows: Mapping[str, Flow], method: Allocation) -> Allocated:
    """Products and shares of every process, by one method.

    `reference`: the reference product carries everything, co-products are dropped. `default`: the method that each
    process names. A process whose factors are missing or do not add up to 1 falls back to `reference`, with a finding.
    """
    products: list[Product] = []
    dropped: list[Product] = []
    findings: list[Finding] = []
    left_out: set[int] = set()
    supplied = _waste_given(processes, flows)
    for position, process in enumerate(processes):
        found = _reference(position, process, flows)
        if isinstance(found, Finding):
            findings.append(found)
            left_out.add(position)
        others = co_products(position, process, flows, supplied)
        if isinstance(found, Finding):
            dropped += others
            continue
        shared = _shared(process, [found, *others], method) if others else None
        if isinstance(shared, Finding):
            findings.append(shared)
        if isinstance(shared, list):
            products += shared
        else:
            products.append(found)
            dropped += others
    products.sort(key=lambda product: product.id)
    return Allocated(tuple(products), tuple(dropped), tuple(findings), frozenset(left_out))


def co_products(
    position: int, process: Process, flows: Mapping[str, Flow], supplied: frozenset[str]
) -> tuple[Product, ...]:
    """Products of a process beside its reference, each flow once.

    Waste that is taken in counts as one unless some process delivers this waste as its reference (`supplied`).
    """
    reference = process.reference_exchange()
    merged: dict[str, list[int]] = {}
    for place, exchange in enumerate(process.exchanges):
        flow = flows.get(exchange.flow)
        if flow is None or exchange.avoided or (reference is not None and exchange.flow == reference.flow):
            continue
        gives = flow.kind is FlowKind.product and exchange.direction is Direction.output
        treats = flow.kind is FlowKind.waste and exchange.direction is Direction.input and flow.id not in supplied
        if gives or treats:
            merged.setdefault(exchange.flow, []).append(place)
    return tuple(
        Product(
            id=f"{process.id}::{flow}",
            process=position,
            flow=flows[flow],
            direction=process.exchanges[listed[0]].direction,
            amount=fsum(measured(process.exchanges[place], flows[flow]) or 0.0 for place in listed),
            exchanges=tuple(listed),
            is_reference=False,
            share=0.0,
        )
        for flow, listed in merged.items()
    )


def _waste_given(processes: Iterable[Process], flows: Mapping[str, Flow]) -> frozenset[str]:
    references = [reference for process in processes if (reference := process.reference_exchange())]
    return frozenset(
        reference.flow
        for reference in references
        if reference.direction is Direction.output
        and reference.flow in flows
        and flows[reference.flow].kind is FlowKind.waste
    )


def _reference(position: int, process: Process, flows: Mapping[str, Flow]) -> Product | Finding:
    """The reference product, or why there is none."""
    reference = process.reference_exchange()
    if reference is None:
        return _no_reference(process, Text(zh="没有定量参考", en="it has no quantitative reference"))
    flow = flows.get(reference.flow)
    if flow is None:
        return _no_reference(process, Text(zh="参考流不在数据包中", en="its reference flow is not in the package"))
    if flow.kind is FlowKind.elementary:
        return _no_reference(process, Text(zh="参考流是基本流", en="its reference is an elementary flow"))
    same = [
        place
        for place, exchange in enumerate(process.exchanges)
        if exchange.flow == reference.flow and exchange.direction is reference.direction and not exchange.avoided
    ]
    amounts = [measured(process.exchanges[place], flow) for place in same]
    amount = fsum(value for value in amounts if value is not None)
    if None in amounts or amount == 0:
        return _no_reference(process, Text(zh="参考产品的数量未知或为零", en="its reference amount is unknown or zero"))
    return Product(
        id=process.id,
        process=position,
        flow=flow,
        direction=reference.direction,
        amount=amount,
        exchanges=tuple(same),
        is_reference=True,
    )


def _no_reference(process: Process, why: Text) -> Finding:
    name = called(process.names) or process.id
    return error(
        "BGD-101",
        Text(
            zh=f"过程“{name}”不进入计算体系：{why.zh}",
            en=f'The process "{name}" is left out of the system: {why.en}',
        ),
        Text(zh="请在来源数据中补充定量参考后重新导入", en="Give it one in the source and import again"),
        Place(process=name),
    )


def _shared(process: Process, products: list[Product], method: Allocation) -> list[Product] | Finding | None:
    """The products with their shares; None where the reference carries everything by decision."""
    wanted = _named_method(process) if method == "default" else method
    if wanted is None or wanted == "reference":
        return None
    if any(product.amount == 0 for product in products):
        return _fallback(process, Text(zh="共生产品的数量未知或为零", en="the amount of a co-product is missing"))
    factors = [factor for factor in process.allocation if factor.method == wanted]
    if wanted == "causal":
        return _causal(process, products, factors)
    shares = {product.flow.id: _whole(factors, product.flow.id) for product in products}
    known = [share for share in shares.values() if share is not None]
    total = fsum(known)
    if len(known) < len(shares) or abs(total - 1) > ROUNDING:
        return _fallback(process, _unfit(wanted, len(shares) - len(known), total))
    return [replace(product, share=(shares[product.flow.id] or 0.0) / total) for product in products]


def _causal(
    process: Process, products: list[Product], factors: Sequence[AllocationFactor]
) -> list[Product] | Finding | None:
    """Shares exchange by exchange; each exchange's must be there and add up to 1."""
    own = {place for product in products for place in product.exchanges}
    given: dict[tuple[str, str], float] = {}
    for factor in factors:
        key = (factor.product, factor.exchange or "")
        given[key] = given.get(key, 0.0) + factor.value
    shares: dict[str, dict[int, float]] = {product.id: {} for product in products}
    for place, exchange in enumerate(process.exchanges):
        if place in own:
            continue
        found = [
            given.get((product.flow.id, exchange.id), given.get((product.flow.id, exchange.flow)))
            for product in products
        ]
        known = [value for value in found if value is not None]
        total = fsum(known)
        if not known or abs(total - 1) > ROUNDING:
            return _fallback(process, _unfit("causal", len(found) - len(known), total))
        for product, value in zip(products, found, strict=True):
            shares[product.id][place] = (value or 0.0) / total
    return [replace(product, share=0.0, by_exchange=shares[product.id]) for product in products]


def _whole(factors: Iterable[AllocationFactor], product: str) -> float | None:
    found = [factor.value for factor in factors if factor.product == product and factor.exchange is None]
    return fsum(found) if found else None


def _named_method(process: Process) -> Allocation | None:
    named = (process.default_allocation or "").lower()
    known: tuple[Allocation, ...] = ("physical", "economic", "causal")
    return next((method for method in known if method in named), None)


def _unfit(method: str, missing: int, total: float) -> Text:
    if missing:
        return Text(
            zh=f"缺少 {missing} 个 {method} 分配系数", en=f"{missing} of its {method} allocation factors are missing"
        )
    return Text(zh=f"{method} 分配系数之和为 {total:.6g}", en=f"its {method} allocation factors add up to {total:.6g}")


def _fallback(process: Process, why: Text) -> Finding:
    name = called(process.names) or process.id
    return warning(
        "BGD-109",
        Text(
            zh=f"过程“{name}”无法分配，由参考产品承担全部负荷：{why.zh}",
            en=f'The process "{name}" is not allocated, its reference product carries everything: {why.en}',
        ),
        Text(zh="请检查来源的分配系数", en="Check the allocation factors of the source"),
        Place(process=name),
    )
