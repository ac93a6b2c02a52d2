"""The total of a study in many draws at once: the arithmetic of `amounts` and `expand` over arrays.

An amount is its own figure × loss × its assemblies × the runs of its step; the runs are solved anew in each draw where
what steps take from each other is drawn. What is not drawn stays one float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tanji.assess.amounts import Amount, called, parameters, stated, step_of
from tanji.assess.expand import MAIN, Line, Node, key, nodes_of, orders
from tanji.assess.uncertainty.formulas import BadDraw, Drawn, evaluate, resolve
from tanji.assess.uncertainty.source import Source
from tanji.assess.uncertainty.spread import Spread
from tanji.errors import Text
from tanji.lca import Index
from tanji.lca.system import Floats
from tanji.model.formula import spelled
from tanji.model.study import Activity, StepLink, Study

MOSTLY = 0.5
"""Share of a factor from which on its uncertainty counts as stated. A convention of Tanji."""


@dataclass(frozen=True, slots=True)
class Background:
    """One unit of a process of a release that states its own uncertainty."""

    source: Source
    database: str
    place: int
    """Column of the process."""
    nominal: float
    """kg CO2e of one unit."""
    share: float
    """Which part of the emissions of its supply chain states an uncertainty."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the total: which part of an activity, and what supplies one unit of it."""

    line: Line
    part: float
    nominal: float
    """kg CO2e of one unit of the line."""
    spread: Spread | None = None
    background: Background | None = None
    demand: float = 1.0
    """Of a background process or another study: units of it per unit of the line."""
    study: Stated | None = None
    amount_stated: bool = False
    factor_share: float = 0.0
    """Which part of the factor somebody says the uncertainty of: all, nothing, or that of a supply chain."""

    @property
    def factor_stated(self) -> bool:
        """Whether that is half of it at least."""
        return self.factor_share >= MOSTLY


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an amount, such as what one meter read: its share of the whole, and what it varies with."""

    share: float
    spreads: tuple[Spread, ...]

    def varied(self, value: Drawn, draws: Draws) -> Drawn:
        """This part of an amount in each draw."""
        part = value * self.share
        for spread in self.spreads:
            part = spread.applied(part, draws.of(spread))
        return part


@dataclass(frozen=True, slots=True)
class Stated:
    """A study with the uncertainties that it states, or that its suppliers state for it."""

    study: Study
    rows: tuple[Row, ...]
    parameters: Mapping[str, Spread] = field(default_factory=dict)
    """By name."""
    amounts: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    """By activity; several where an amount was read from several meters."""


class Draws:
    """Where values come from: `of` and `intensity` give the values of one source, in each draw."""

    def of(self, spread: Spread) -> Drawn:
        """Values of a distribution."""
        return spread.nominal

    def intensity(self, background: Background) -> Drawn:
        """Kg CO2e of one unit of a process."""
        return background.nominal

    def changed(self, study: Study, shown: str, value: Drawn) -> Drawn:
        """A parameter (`parameter:<name>`) or an amount (`line:<id>`) of a study, as it is to be taken."""
        del study, shown
        return value


def total(stated_: Stated, draws: Draws) -> Drawn:
    """Kg CO2e per unit of analysis. Refuses BadDraw."""
    return sum((score for _, score in scores(stated_, draws)), start=0.0)


def scores(given: Stated, draws: Draws) -> list[tuple[Row, Drawn]]:
    """The score of every line."""
    values = _parameters(given, draws)
    per_step = _amounts(given, values, draws)
    by_id = {activity.id: activity for activity in given.study.activities}
    runs = _runs(given.study, per_step, by_id)
    found: list[tuple[Row, Drawn]] = []
    for row in given.rows:
        activity = row.line.activity
        amount = per_step[activity.id] * runs[step_of(activity, by_id) or MAIN] * row.part
        found.append((row, amount * _intensity(row, draws)))
    return found


def _intensity(row: Row, draws: Draws) -> Drawn:
    if row.background is not None:
        return draws.intensity(row.background) * row.demand
    if row.study is not None:
        inner = total(row.study, draws) * row.demand
        return inner if row.spread is None else row.spread.applied(inner, draws.of(row.spread))
    return row.nominal if row.spread is None else row.spread.applied(row.nominal, draws.of(row.spread))


def _parameters(given: Stated, draws: Draws) -> dict[str, Drawn]:
    """Every parameter by its name as parsed."""

    def varied(name: str, value: Drawn) -> Drawn:
        spread = given.parameters.get(name)
        if spread is not None:
            value = spread.applied(value, draws.of(spread))
        return draws.changed(given.study, f"parameter:{name}", value)

    known: dict[str, Drawn] = {}
    formulas: dict[str, str] = {}
    for parameter in given.study.parameters:
        if parameter.value is not None:
            known[spelled(parameter.name)] = varied(parameter.name, parameter.value)
        elif parameter.formula is not None:
            formulas[parameter.name] = parameter.formula
    resolve(formulas, known, varied)
    return known


def _amounts(given: Stated, values: Mapping[str, Drawn], draws: Draws) -> dict[str, Drawn]:
    """The amount of every activity that has one, per output of its step."""
    nominal = parameters(given.study)
    own: dict[str, Drawn] = {}
    for activity in given.study.activities:
        if by_formula(activity):
            value: Drawn | None = evaluate(activity.formula or "", values)
        else:
            value = stated(activity, nominal).value
        if value is None:
            continue
        terms = given.amounts.get(activity.id, ())
        if terms:
            value = sum((term.varied(value, draws) for term in terms), start=0.0)
        loss = (activity.loss_percent or 0.0) / 100
        value = value * (1 + loss) if given.study.loss_basis == "net" else value / (1 - loss)
        own[activity.id] = draws.changed(given.study, f"line:{activity.id}", value)
    by_id = {activity.id: activity for activity in given.study.activities}
    return {id_: _with_parents(by_id[id_], by_id, own) for id_ in own if _whole(by_id[id_], by_id, own)}


def by_formula(activity: Activity) -> bool:
    """Whether the amount of an activity is what its formula gives."""
    terms = (activity.transport, activity.refrigerant, activity.use)
    return activity.formula is not None and all(part is None for part in terms)


def _whole(activity: Activity, by_id: Mapping[str, Activity], own: Mapping[str, Drawn]) -> bool:
    """Whether all assemblies of an activity have an amount."""
    while activity.parent is not None:
        if activity.parent not in own:
            return False
        activity = by_id[activity.parent]
    return True


def _with_parents(activity: Activity, by_id: Mapping[str, Activity], own: Mapping[str, Drawn]) -> Drawn:
    value = own[activity.id]
    while activity.parent is not None:
        activity = by_id[activity.parent]
        value = value * own[activity.id]
    return value


def _runs(study: Study, per_step: Mapping[str, Drawn], by_id: Mapping[str, Activity]) -> dict[str, Drawn]:
    """How often each step runs per unit of analysis; see `tanji.assess.expand`."""
    nodes = nodes_of(study)
    linked = [activity for activity in study.activities if isinstance(activity.link, StepLink)]
    if not study.steps and not linked:
        return {MAIN: study.reference_flow * nodes[Node(MAIN)]}
    steps = {step.id: step for step in study.steps}
    index = Index(key(node) for node in nodes)
    draws = max((np.size(per_step[activity.id]) for activity in linked), default=1)
    matrix = np.zeros((draws, len(nodes), len(nodes)))
    matrix[:, range(len(nodes)), range(len(nodes))] = 1.0
    for activity in linked:
        unit = _unit(activity)
        one = orders(activity, Amount(1.0, unit), (nodes, index, steps), step_of(activity, by_id))
        for row, column, value in one:
            matrix[:, row, column] += value * np.asarray(per_step[activity.id])
    wanted = np.zeros((len(nodes), 1))
    wanted[index.at(key(Node(MAIN)))] = study.reference_flow
    demand = _solved(matrix, wanted, called(linked[0]) if linked else Text(zh="工序", en="steps"))
    runs: dict[str, Drawn] = dict.fromkeys([MAIN, *steps], 0.0)
    for position, (node, run) in enumerate(nodes.items()):
        each = demand[:, position] * run
        runs[node.step] = runs[node.step] + (each if draws > 1 else float(each[0]))
    return runs


def _unit(activity: Activity) -> str | None:
    return stated(activity.model_copy(update={"formula": None}), {}).unit


def _solved(matrix: Floats, wanted: Floats, where: Text) -> Floats:
    """Demand on each output in each draw, (draws, outputs)."""
    try:
        solved: Floats = np.asarray(np.linalg.solve(matrix, wanted)[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        solved = np.full(matrix.shape[:2], np.nan)
    off_diagonal = matrix - np.einsum("dii->di", matrix)[:, :, None] * np.eye(matrix.shape[1])
    bad = ~np.isfinite(solved).all(axis=1)
    if (off_diagonal <= 0).all():  # what steps make of each other can not be less than nothing
        bad |= (solved < -1e-9 * np.abs(solved).max(axis=1, keepdims=True)).any(axis=1)
    if count := int(np.count_nonzero(bad)):
        raise BadDraw(
            Text(
                zh=f"在 {count} 次抽样中，工序之间相互消耗不少于产出（{where.zh}等）",
                en=f"In {count} draws the steps use up what they make ({where.en} and others)",
            ),
            Text(
                zh="请截断工序之间用量的分布（最小值、最大值）。",
                en="Truncate the distributions of what the steps take from each other (minimum, maximum).",
            ),
        )
    return solved
