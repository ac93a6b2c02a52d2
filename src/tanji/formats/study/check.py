"""Judgements about a study as a whole that need no background data; each names the line it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import fsum
from typing import Protocol

from tanji.errors import Refusal, Text
from tanji.formats.study.columns import named, threshold
from tanji.formats.study.messages import At, Fact
from tanji.model import formula
from tanji.model.finding import Severity
from tanji.model.quantity import QuantityKind, convert, factor, find_unit
from tanji.model.study import (
    Activity,
    ActivityKind,
    Boundary,
    Output,
    OwnFactor,
    Stage,
    Step,
    StepLink,
    Study,
)

Place = Callable[[str, str], At]
"""Where a field of a line (by its id) stands; the study's own fields have the id ""."""
_WITHIN = {
    Boundary.cradle_to_gate: {Stage.raw_material, Stage.production},
    Boundary.gate_to_gate: {Stage.production},
    Boundary.cradle_to_grave: set(Stage),
}
_MATERIAL = frozenset({ActivityKind.material, ActivityKind.packaging})


class Found(Protocol):
    """How a finding is kept."""

    def __call__(self, code: str, at: At, severity: Severity | None = None, /, **facts: Fact) -> None:
        """Keep it."""


def check(study: Study, place: Place, found: Found, doubtful: frozenset[str] = frozenset()) -> None:
    """What is wrong or doubtful in a study.

    doubtful: what is not whole (`lines`, `steps`, `parameters`, `boundary`), so that nothing is said because of it.
    """
    for activity in study.activities:
        _check_activity(activity, place, found)
        if "boundary" not in doubtful:
            _check_stage(activity, study, place, found)
    if "parameters" not in doubtful:
        _check_formulas(study, place, found)
    if "steps" not in doubtful:
        _check_steps(study, place, found)
        _check_outputs(study, place, found)
    if not doubtful:
        _check_mixes(study, place, found)
        _check_mass(study, place, found)


def _check_stage(activity: Activity, study: Study, place: Place, found: Found) -> None:
    within = _WITHIN[study.boundary] | ({Stage.distribution} if activity.kind is ActivityKind.packaging else set())
    if activity.stage not in within:
        stage, boundary = named("stage", activity.stage), named("boundary", study.boundary)
        found("IMP-075", place(activity.id, "stage"), value=stage, boundary=boundary)


def _check_activity(activity: Activity, place: Place, found: Found) -> None:
    terms = activity.electricity
    if terms and terms.instrument and terms.instrument.kwh is not None and activity.amount and activity.unit:
        used = _converted(activity.amount, activity.unit, "kWh")
        if used is not None and terms.instrument.kwh < used * (1 - threshold("shares_sum") / 100):
            found("IMP-070", place(activity.id, "instrument_kwh"), value=terms.instrument.kwh, amount=used)
    if activity.kind in _MATERIAL and activity.unit and activity.unit_mass_kg is None:
        own = isinstance(activity.link, OwnFactor | StepLink)
        unit = find_unit(activity.unit)
        if unit is not None and QuantityKind.mass not in unit.kinds and not own:
            found("IMP-021", place(activity.id, "unit_mass_kg"), value=activity.unit)


def _check_steps(study: Study, place: Place, found: Found) -> None:
    steps = {step.id: step for step in study.steps}
    for activity in study.activities:
        if activity.step is not None and activity.step not in steps:
            found("IMP-058", place(activity.id, "step"), value=activity.step)
        for key in ("link", "recycled_link"):
            link = getattr(activity, key)
            if not isinstance(link, StepLink):
                continue
            if link.step not in steps:
                found("IMP-058", place(activity.id, key), value=link.step)
            elif link.output is not None and link.output not in _co_products(steps[link.step]):
                found("IMP-059", place(activity.id, key), value=link.output)


def _co_products(step: Step) -> set[str]:
    return {output.id or str(position) for position, output in enumerate(step.co_products, 1)}


def _check_formulas(study: Study, place: Place, found: Found) -> None:
    values = _values(study, place, found)
    for activity in study.activities:
        if activity.formula is None:
            continue
        at = place(activity.id, "formula")
        try:
            unknown = formula.names(activity.formula) - {parameter.name for parameter in study.parameters}
            if unknown:
                found("IMP-096", at, value=activity.formula, names=", ".join(sorted(unknown)))
            elif values is not None and (amount := formula.evaluate(activity.formula, values)) < 0:
                found("IMP-022", at, value=amount)
        except formula.BadFormula as refusal:
            found("IMP-089", at, why=refusal.message, how=refusal.hint or refusal.message)


def _values(study: Study, place: Place, found: Found) -> Mapping[str, float] | None:
    """The values of the parameters, if they can be computed."""
    given = {p.name: p.value for p in study.parameters if p.value is not None}
    formulas = {p.name: p.formula for p in study.parameters if p.value is None and p.formula is not None}
    try:
        return formula.resolve(formulas, given)
    except formula.BadFormula as refusal:
        found("IMP-089", place("", "parameters"), why=refusal.message, how=refusal.hint or refusal.message)
        return None


def _check_outputs(study: Study, place: Place, found: Found) -> None:
    """Co-products need an allocation, and every output what it divides by."""
    main = Step(id="-", output=study.output, co_products=study.co_products, allocation=study.allocation)
    for step, at in [(main, place("", "allocation")), *((s, place("", f"steps.{s.id}")) for s in study.steps)]:
        if step.co_products and step.allocation == "none":
            found("IMP-091", at)
        elif step.co_products:
            for output in (step.output, *step.co_products):
                if not _has_size(output, step.allocation):
                    name = next(iter(output.names.values()), output.id or step.id)
                    found("IMP-092", at, by=named("allocation", step.allocation), name=name)


def _has_size(output: Output, by: str) -> bool:
    unit = find_unit(output.unit)
    kinds = unit.kinds if unit else ()
    if by == "mass":
        return output.mass_kg is not None or QuantityKind.mass in kinds
    if by == "energy":
        return output.energy_mj is not None or any(kind.startswith("energy") for kind in kinds)
    return output.value is not None


def _check_mixes(study: Study, place: Place, found: Found) -> None:
    """The inputs of a mix from its sources add up to its output."""
    for step in study.steps:
        if not step.mix:
            continue
        inputs = [a for a in study.activities if a.step == step.id and a.unit]
        factors = [(a.amount, _converted(1.0, a.unit or "", step.output.unit)) for a in inputs]
        shares = [(amount, by) for amount, by in factors if by is not None]
        if not shares or any(amount is None for amount, _ in shares):
            continue
        total = fsum((amount or 0.0) * by for amount, by in shares)
        if abs(total - step.output.amount) > step.output.amount * threshold("shares_sum") / 100:
            at = place("", f"steps.{step.id}")
            found("IMP-082", at, name=step.id, sum=total, total=step.output.amount)


def _converted(amount: float, unit: str, to: str) -> float | None:
    try:
        return amount * factor(unit, to)
    except Refusal:
        return None


def mass_kg(activity: Activity) -> float | None:
    """Mass of the amount of a line before loss, by its unit or by the mass of one unit; None where it is not known."""
    if activity.amount is None or activity.unit is None:
        return None
    unit = find_unit(activity.unit)
    if unit is not None and QuantityKind.mass in unit.kinds:
        return convert(activity.amount, activity.unit, "kg")
    return None if activity.unit_mass_kg is None else activity.amount * activity.unit_mass_kg


def _check_mass(study: Study, place: Place, found: Found) -> None:
    """The materials of the bill, multiplied through its tree, against the net mass of the product."""
    product = study.product.mass_kg
    by_id = {activity.id: activity for activity in study.activities}
    materials = [a for a in study.activities if a.kind is ActivityKind.material and not _elsewhere(a)]
    parts = [activity for activity in materials if activity.step is None]
    if product is None or not materials:
        return
    if len(parts) < len(materials):
        found("IMP-097", place("", "mass_kg"), count=str(len(materials) - len(parts)))
        return
    masses = [mass_through(activity, by_id) for activity in parts]
    known = [mass for mass in masses if mass is not None]
    missing = len(masses) - len(known)
    if missing:
        found("IMP-081", place("", "mass_kg"), count=str(missing))
    total = fsum(known) / study.output.amount
    apart = (total - product) / product * 100
    if abs(apart) <= threshold("mass_note") or (missing and total <= product):
        return
    severity = Severity.note if abs(apart) <= threshold("mass_warning") else Severity.warning
    if apart > threshold("mass_error"):
        severity = Severity.error
    sign = "多" if apart > 0 else "缺"
    words = Text(zh=sign, en="too much" if apart > 0 else "missing")
    found("IMP-080", place("", "mass_kg"), severity, sum=total, mass=product, sign=words, percent=f"{abs(apart):.1f}")


def _elsewhere(activity: Activity) -> bool:
    """Whether a line is an own step's output, whose materials are lines themselves."""
    return isinstance(activity.link, StepLink)


def mass_through(activity: Activity, by_id: Mapping[str, Activity]) -> float | None:
    """Mass of a line in one output of the study: its amount times those of all assemblies above it, before loss."""
    mass = mass_kg(activity)
    seen = {activity.id}
    while mass is not None and activity.parent is not None:
        above = by_id.get(activity.parent)
        if above is None or above.id in seen or above.amount is None:
            return None
        seen.add(above.id)
        mass *= above.amount
        activity = above
    return mass
