"""By how much a footprint follows each parameter and each line, whether or not anybody says how uncertain they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tanji.assess.amounts import Amount, amounts, parameters
from tanji.assess.supply import Suppliers
from tanji.assess.uncertainty.background import Sampled
from tanji.assess.uncertainty.formulas import Drawn
from tanji.assess.uncertainty.state import Given, state, suppliers
from tanji.assess.uncertainty.vary import Draws, total
from tanji.background.opened import Opened
from tanji.model.document import Document
from tanji.model.method import Method
from tanji.model.study import Study

STEP = 0.01
"""Relative change of a figure."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What 1 % more of one figure does to the total, in kg CO2e per unit of analysis, all others unchanged."""

    source: str
    """`parameter:<name>` or `line:<activity>`."""
    kind: Literal["parameter", "line"]
    names: Mapping[str, str]
    value: float | None
    unit: str | None
    effect: float
    """Of +1 %."""
    elasticity: float | None
    """Relative change of the total per relative change of the figure; missing where the total is 0."""


class _Changed(Draws):
    """Column 0 is nominal; then two columns for each figure: 1 % more and 1 % less."""

    def __init__(self, study: Study, sources: Sequence[str]) -> None:
        self._study = study
        self._at = {shown: 1 + 2 * place for place, shown in enumerate(sources)}
        self._columns = 1 + 2 * len(sources)

    def changed(self, study: Study, shown: str, value: Drawn) -> Drawn:
        """A parameter wherever it stands; an amount in the study alone, not in those of suppliers."""
        at = self._at.get(shown)
        if at is None or (shown.startswith("line:") and study is not self._study):
            return value
        factors = np.ones(self._columns)
        factors[at : at + 2] = 1 + STEP, 1 - STEP
        return value * factors


def sensitivity(
    study: Study,
    background: Mapping[str, Opened],
    method: Method,
    *,
    inputs: Mapping[str, Document] | None = None,
) -> tuple[Sensitivity, ...]:
    """Every parameter with a value and every activity with an amount, the most influential first.

    Amounts are varied before all that stands on them: an assembly moves its parts, an input from a step moves the step.
    Refuses what `calculate` refuses.
    """
    given = Given(suppliers(Suppliers(background, method, inputs or {})), Sampled({}, method, 0))
    stated = state(study, given)
    values, per_step = parameters(study), amounts(study)
    named = {f"parameter:{p.name}": p for p in study.parameters if p.value is not None}
    lines = {f"line:{a.id}": a for a in study.activities if per_step[a.id].value is not None}
    columns = np.broadcast_to(total(stated, _Changed(study, [*named, *lines])), 1 + 2 * (len(named) + len(lines)))
    nominal = float(columns[0])
    found = []
    for place, shown in enumerate([*named, *lines]):
        up, down = columns[1 + 2 * place : 3 + 2 * place]
        if shown in named:
            about: tuple[Mapping[str, str], Amount] = (
                {"zh": named[shown].name, "en": named[shown].name},
                Amount(values[named[shown].name], named[shown].unit),
            )
        else:
            about = lines[shown].names, per_step[lines[shown].id]
        elasticity = float((up - down) / (2 * STEP * nominal)) if nominal else None
        kind: Literal["parameter", "line"] = "parameter" if shown in named else "line"
        found.append(Sensitivity(shown, kind, about[0], about[1].value, about[1].unit, float(up - nominal), elasticity))
    return tuple(sorted(found, key=lambda each: -abs(each.effect)))
