"""Which products a process has, and which share of it each carries.

A product is the quantitative reference, any other output of a product flow that is not avoided, and any waste that is
taken in for treatment: the service is the product. Each product that carries a share becomes a column of the system.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import Final, get_args

from tanji.background.measure import measured
from tanji.background.names import called
from tanji.background.shares import Allocation, Product, shared
from tanji.errors import Refusal, Text
from tanji.model.finding import Finding, Place, error, warning
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, Process

METHODS: Final[tuple[Allocation, ...]] = get_args(Allocation)


class UnfitAllocation(Refusal):
    """A choice of allocation for a process that does not exist, or by a method that does not exist."""

    code = "ALC-001"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided for one process with several products: the method asked for, the one applied, and why."""

    process: int
    wanted: Allocation
    applied: Allocation
    products: tuple[Product, ...]
    """The reference and all co-products, with the shares that they carry."""
    why: Text | None = None
    """Why the method asked for was not applied."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """The columns of the system, the co-products that carry nothing, and what was found on the way."""

    products: tuple[Product, ...]
    dropped: tuple[Product, ...]
    findings: tuple[Finding, ...]
    left_out: frozenset[int]
    """Processes without a usable quantitative reference; they are kept but have no column."""
    decided: tuple[Decided, ...] = ()
    expanded: frozenset[tuple[int, int]] = frozenset()
    """Exchanges (process, position) that are co-products in an expanded system: they avoid production elsewhere."""


def allocate(
    processes: Sequence[Process],
    flows: Mapping[str, Flow],
    method: Allocation,
    by_process: Mapping[str, Allocation] | None = None,
) -> Allocated:
    """Products and shares of every process, by one method or by that of `by_process` (by process id).

    `reference`: the reference product carries everything, co-products are dropped. `default`: the method that each
    process names. `expansion`: a co-product avoids its production by another process. Others: `shares`. A process for
    which the file can not say the shares falls back to `reference`, with a finding. Refuses UnfitAllocation.
    """
    chosen = by_process or {}
    _known(chosen, processes)
    supplied = _waste_given(processes, flows)
    references = [_reference(position, process, flows) for position, process in enumerate(processes)]
    others = [co_products(position, process, flows, supplied) for position, process in enumerate(processes)]
    giving = _giving(references)
    products: list[Product] = []
    dropped: list[Product] = []
    expanded: set[tuple[int, int]] = set()
    findings = [found for found in references if isinstance(found, Finding)]
    decided: list[Decided] = []
    for process, reference, beside in zip(processes, references, others, strict=True):
        if isinstance(reference, Finding):
            dropped += beside
        elif not beside:
            products.append(reference)
        else:
            made = _decided(process, (reference, *beside), chosen.get(process.id, method), giving)
            decided.append(made)
            if made.why is not None:
                findings.append(_fallback(process, made.why))
            if made.applied == "expansion":
                expanded |= {(made.process, place) for product in beside for place in product.exchanges}
            whole = made.applied in {"reference", "expansion"}
            products += [reference] if whole else made.products
            dropped += beside if made.applied == "reference" else ()
    left_out = frozenset(position for position, found in enumerate(references) if isinstance(found, Finding))
    products.sort(key=lambda product: product.id)
    return Allocated(
        tuple(products), tuple(dropped), _in_order(findings), left_out, tuple(decided), frozenset(expanded)
    )


def read_allocations(path: Path) -> dict[str, Allocation]:
    """The method chosen for single processes, from a CSV with the columns `process` and `method`.

    Refuses UnfitAllocation, naming lines whose method does not exist.
    """
    found: dict[str, Allocation] = {}
    known = {name: name for name in METHODS}
    faults = []
    reader = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    for row in reader:
        process, name = (row.get("process") or "").strip(), (row.get("method") or "").strip()
        if not process or name not in known or process in found:
            faults.append(reader.line_num)
        else:
            found[process] = known[name]
    if faults:
        lines = ", ".join(map(str, faults[:10]))
        raise UnfitAllocation(
            Text(zh=f"{path.name} 的第 {lines} 行有误", en=f"Lines {lines} of {path.name} are faulty"),
            Text(
                zh=f"每行写过程标识和方法，过程不可重复；方法有：{'、'.join(METHODS)}",
                en=f"A line gives a process id, once, and a method: {', '.join(METHODS)}",
            ),
        )
    return found


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
        if flow is None or exchange.avoided or _is_reference(exchange, reference):
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


def _is_reference(exchange: Exchange, reference: Exchange | None) -> bool:
    return reference is not None and (exchange.flow, exchange.direction) == (reference.flow, reference.direction)


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
    merged = reference.direction is Direction.output or flow.kind is FlowKind.waste
    same = [
        place
        for place, exchange in enumerate(process.exchanges)
        if exchange is reference
        or (
            (merged and exchange.flow == reference.flow and exchange.direction is reference.direction)
            and not exchange.avoided
        )
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


def _decided(
    process: Process, products: tuple[Product, ...], wanted: Allocation, giving: Mapping[tuple[str, bool], set[int]]
) -> Decided:
    method = _named_method(process) or "reference" if wanted == "default" else wanted
    position = products[0].process
    plain = tuple(products)
    if method == "reference":
        return Decided(position, wanted, "reference", plain)
    if method == "expansion":
        alone = [each for each in products[1:] if not giving.get((each.flow.id, each.takes_in), set()) - {position}]
        if alone:
            names = ", ".join(called(each.flow.names) or each.flow.id for each in alone[:3])
            why = Text(zh=f"没有其他过程提供 {names}", en=f"no other process gives {names}")
            return Decided(position, wanted, "reference", plain, why)
        return Decided(position, wanted, "expansion", plain)
    found = shared(process, products, method)
    if isinstance(found, Text):
        return Decided(position, wanted, "reference", plain, found)
    return Decided(position, wanted, method, tuple(found))


def _giving(references: Iterable[Product | Finding]) -> Mapping[tuple[str, bool], set[int]]:
    """Which processes have a flow as their reference, by flow and whether they treat it."""
    found: dict[tuple[str, bool], set[int]] = {}
    for each in references:
        if isinstance(each, Product):
            found.setdefault((each.flow.id, each.takes_in), set()).add(each.process)
    return found


def _named_method(process: Process) -> Allocation | None:
    named = (process.default_allocation or "").lower()
    return next((method for method in ("physical", "economic", "causal", "mass", "energy") if method in named), None)


def _known(chosen: Mapping[str, Allocation], processes: Sequence[Process]) -> None:
    ids = {process.id for process in processes} if chosen else set()
    absent = sorted(chosen.keys() - ids)
    wrong = sorted(f"{process}: {method}" for process, method in chosen.items() if method not in METHODS)
    if absent or wrong:
        listed = ", ".join((absent + wrong)[:5])
        raise UnfitAllocation(
            Text(zh=f"所选分配方法与数据不符：{listed}", en=f"Chosen allocations that fit nothing: {listed}"),
            Text(zh=f"方法有：{'、'.join(METHODS)}", en=f"The methods are {', '.join(METHODS)}"),
        )


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.place.process or "")))


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
