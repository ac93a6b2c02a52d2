"""From a study to its lines: how much of each input one unit of analysis takes, through all steps of the maker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tanji.assess.amounts import Amount, BadStudy, amounts, called, step_of
from tanji.errors import Text
from tanji.lca import Index, Triples, factorize, inspect, system
from tanji.model.quantity import ENERGY, UnitMismatch, convert, find_unit
from tanji.model.study import Activity, ActivityKind, Link, Output, Step, StepLink, Study

MAIN = ""
"""What the study's own output is called among the steps."""

_SHARE_OF = {
    "mass": Text(zh="质量", en="mass"),
    "energy": Text(zh="能量", en="energy"),
    "economic": Text(zh="价值", en="value"),
}


class Node(NamedTuple):
    """One output of one step."""

    step: str
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One input from outside the maker's own steps, or one emission, per unit of analysis.

    `amount` is None where the study does not say it; it is then reported, not counted as 0.
    """

    id: str
    activity: Activity
    step: str | None
    amount: float | None
    unit: str | None
    link: Link | None


def expand(study: Study) -> tuple[Line, ...]:
    """The lines of a study; assemblies and flows between its own steps are no lines, they are in the amounts.

    A line's amount = amount per output of its step × runs of that step per unit of analysis; a step runs
    demand ÷ (output × yield), times the share that allocation gives to what is demanded.
    Refuses BadStudy: unknown steps, a loop of steps that uses up what it makes, co-products without allocation.
    """
    per_step = amounts(study)
    by_id = {activity.id: activity for activity in study.activities}
    runs = _runs(study, per_step, by_id)
    lines: list[Line] = []
    for activity in study.activities:
        if activity.kind is ActivityKind.assembly or isinstance(activity.link, StepLink):
            continue
        step = step_of(activity, by_id)
        value, unit = per_step[activity.id]
        amount = None if value is None else value * runs[step or MAIN]
        lines += _parts(Line(activity.id, activity, step, amount, unit, activity.link))
    return tuple(lines)


def share(outputs: tuple[Output, ...], allocation: str, where: Text) -> tuple[float, ...]:
    """The part of a step's burden that each of its outputs carries; they sum to 1.

    Refuses BadStudy: several outputs without allocation, an output without the figure that is allocated by.
    """
    if len(outputs) == 1:
        return (1.0,)
    if allocation == "none":
        raise BadStudy(
            Text(zh=f"{where.zh}有共生产品，但没有分配方法", en=f"{where.en} has co-products but no allocation"),
            Text(zh="请选择按质量、能量或经济价值分配。", en="Choose allocation by mass, energy or economic value."),
        )
    sizes = [_size(output, allocation) for output in outputs]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or not sum(known) > 0:
        by = _SHARE_OF[allocation]
        raise BadStudy(
            Text(
                zh=f"{where.zh}按{by.zh}分配，但有产出缺少{by.zh}",
                en=f"{where.en} is allocated by {by.en}, which an output lacks",
            ),
            Text(zh=f"请为每个产出填写{by.zh}。", en=f"Give the {by.en} of every output."),
        )
    return tuple(size / sum(known) for size in known)


def amount_in(amount: float, unit: str, target: str, unit_mass_kg: float | None = None) -> float:
    """An amount in another unit, by way of the mass of one piece (or other unit) where that is given.

    Refuses UnknownUnit, UnitMismatch.
    """
    try:
        return convert(amount, unit, target)
    except UnitMismatch:
        if unit_mass_kg is None:
            raise
        return convert(amount * unit_mass_kg, "kg", target)


def _size(output: Output, allocation: str) -> float | None:
    if allocation == "economic":
        return output.value
    unit = find_unit(output.unit)
    if allocation == "mass":
        if output.mass_kg is None and unit is not None and "mass" in unit.kinds:
            return convert(output.amount, output.unit, "kg")
        return output.mass_kg
    if output.energy_mj is None and unit is not None and set(unit.kinds) & ENERGY:
        return convert(output.amount, output.unit, "MJ")
    return output.energy_mj


def _parts(line: Line) -> list[Line]:
    """A line, or the primary and the recycled part of it where each has a supplier of its own."""
    return [
        Line(id_, line.activity, line.step, None if line.amount is None else line.amount * part, line.unit, link)
        for id_, part, link in parts(line.activity)
    ]


def parts(activity: Activity) -> tuple[tuple[str, float, Link | None], ...]:
    """The lines that an activity is cut into: id, share of the amount, link. One, or the primary and recycled part."""
    if not activity.recycled_percent or activity.recycled_link is None:
        return ((activity.id, 1.0, activity.link),)
    recycled = activity.recycled_percent / 100
    cut = ((activity.id, 1 - recycled, activity.link), (f"{activity.id}:recycled", recycled, activity.recycled_link))
    return tuple(part for part in cut if part[1] > 0)


def _runs(study: Study, per_step: Mapping[str, Amount], by_id: Mapping[str, Activity]) -> dict[str, float]:
    """How often each step runs per unit of analysis, with what of it the product carries."""
    nodes = nodes_of(study)
    if not study.steps and not any(isinstance(activity.link, StepLink) for activity in study.activities):
        return {MAIN: study.reference_flow * nodes[Node(MAIN)]}  # nothing to solve
    steps = {step.id: step for step in study.steps}
    index = Index(key(node) for node in nodes)
    entries = [(k, k, 1.0) for k in range(len(nodes))]
    for activity in study.activities:
        if isinstance(activity.link, StepLink):
            entries += orders(activity, per_step[activity.id], (nodes, index, steps), step_of(activity, by_id))
    empty = Triples([], [], [])
    made = system(
        Triples.of(entries), empty, empty, processes=index, flows=Index([]), indicators=Index([]),
        names=[node.step or "（产品）" for node in nodes],
    )  # fmt: skip
    loops = inspect(made).unproductive
    if loops:
        listed = ", ".join(place.name for place in loops[0].processes)
        raise BadStudy(
            Text(
                zh=f"工序循环消耗的不少于产出：{listed}",
                en=f"Steps that take from each other use up what they make: {listed}",
            ),
            Text(zh="请检查这些工序之间的用量。", en="Check the amounts between these steps."),
        )
    wanted = np.zeros(len(nodes))
    wanted[index.at(key(Node(MAIN)))] = study.reference_flow
    demand = factorize(made).solve(wanted)
    runs = dict.fromkeys([MAIN, *steps], 0.0)
    for position, (node, run) in enumerate(nodes.items()):
        runs[node.step] += float(demand[position]) * run
    return runs


def nodes_of(study: Study) -> dict[Node, float]:
    """Every output of every step, with the runs that one unit of it takes: share ÷ (amount × yield)."""
    main = Step(id="-", output=study.output, co_products=study.co_products, allocation=study.allocation)
    nodes: dict[Node, float] = {}
    for name, step in [(MAIN, main), *((step.id, step) for step in study.steps)]:
        outputs = (step.output, *step.co_products)
        where = Text(zh=f"工序“{name}”" if name else "产品", en=f"Step {name!r}" if name else "The product")
        good = step.yield_percent / 100
        for position, (output, part) in enumerate(zip(outputs, share(outputs, step.allocation, where), strict=True)):
            node = Node(name, (output.id or str(position)) if position else None)
            nodes[node] = part / (output.amount * good)
    return nodes


def orders(
    activity: Activity,
    amount: Amount,
    known: tuple[Mapping[Node, float], Index, Mapping[str, Step]],
    step: str | None,
) -> list[tuple[int, int, float]]:
    """What an input from one of the maker's own steps asks of it, per unit of each output of the step that takes it."""
    nodes, index, steps = known
    link = activity.link
    assert isinstance(link, StepLink)  # noqa: S101 - the caller has looked
    taken = Node(link.step, link.output)
    name = called(activity)
    if taken not in nodes or (step or MAIN) not in {node.step for node in nodes}:
        missing = link.step if taken not in nodes else step
        raise BadStudy(
            Text(
                zh=f"{name.zh}引用的工序或产出“{missing}”不存在",
                en=f"{name.en} names a step or output {missing!r} that is missing",
            ),
            Text(zh="请改正工序名称，或补上该工序。", en="Correct the name of the step, or add the step."),
        )
    if amount.value is None or amount.unit is None:
        raise BadStudy(
            Text(
                zh=f"{name.zh}来自自有工序，但没有数量或单位",
                en=f"{name.en} comes from an own step but has no amount or unit",
            ),
            Text(zh="请填写数量和单位。", en="Give its amount and unit."),
        )
    supplier = steps[link.step]
    output = supplier.output if link.output is None else _co_product(supplier, link.output)
    in_unit = amount_in(amount.value, amount.unit, output.unit, activity.unit_mass_kg)
    row = index.at(key(taken))
    return [(row, index.at(key(n)), -in_unit * run) for n, run in nodes.items() if n.step == (step or MAIN)]


def _co_product(step: Step, name: str) -> Output:
    return next(o for k, o in enumerate(step.co_products, 1) if (o.id or str(k)) == name)


def key(node: Node) -> str:
    """What an output of a step is called in an index."""
    return f"{node.step}\n{node.output or ''}"
