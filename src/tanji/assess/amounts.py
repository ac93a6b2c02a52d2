"""How much of each activity one output of its step takes: terms, formulas, readings, losses, assemblies."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import NamedTuple

from tanji.errors import Refusal, Text
from tanji.model import formula
from tanji.model.quantity import convert, find_unit
from tanji.model.study import Activity, RefrigerantTerms, Study, UseTerms


class BadStudy(Refusal):
    """A study that cannot be computed: a formula, a reference to a parent or step, an allocation that do not hold."""

    code = "CAL-001"


class Amount(NamedTuple):
    """So much of a unit; None where the study does not say it."""

    value: float | None
    unit: str | None


def parameters(study: Study) -> dict[str, float]:
    """Every parameter of a study by name, formulas evaluated. Refuses BadStudy, BadFormula."""
    given = {p.name: p.value for p in study.parameters if p.value is not None}
    formulas = {p.name: p.formula for p in study.parameters if p.value is None and p.formula is not None}
    empty = [p.name for p in study.parameters if p.value is None and p.formula is None]
    if empty:
        listed = "、".join(empty)
        raise BadStudy(
            Text(
                zh=f"参数没有数值也没有公式：{listed}",
                en=f"Parameters with neither value nor formula: {', '.join(empty)}",
            ),
            Text(zh="请填写数值或公式，或删除该参数。", en="Give a value or a formula, or remove the parameter."),
        )
    return formula.resolve(formulas, given)


def amounts(study: Study) -> dict[str, Amount]:
    """The amount of every activity by id, per `output` of its step, with losses and all its assemblies multiplied in.

    Refuses BadStudy: a parent that is not there, parents in a circle, a formula that cannot be computed.
    """
    by_id = {activity.id: activity for activity in study.activities}
    values = parameters(study)
    own = {activity.id: _own(activity, values, study.loss_basis) for activity in study.activities}
    return {activity.id: _with_parents(activity, by_id, own) for activity in study.activities}


def step_of(activity: Activity, by_id: Mapping[str, Activity]) -> str | None:
    """The step that an activity belongs to: its own, or that of the assembly it is part of."""
    seen: set[str] = set()
    while activity.step is None and activity.parent is not None and activity.id not in seen:
        seen.add(activity.id)
        activity = by_id[activity.parent]
    return activity.step


def called(activity: Activity) -> Text:
    """What messages call an activity: its name, and where it stood."""
    zh = activity.names.get("zh") or next(iter(activity.names.values()), activity.id)
    en = activity.names.get("en") or next(iter(activity.names.values()), activity.id)
    if activity.place is None:
        return Text(zh=f"“{zh}”", en=f'"{en}"')
    where = activity.place.text()
    return Text(zh=f"“{zh}”（{where.zh}）", en=f'"{en}" ({where.en})')


def _own(activity: Activity, values: Mapping[str, float], loss_basis: str) -> Amount:
    """Of one activity alone, with its loss."""
    value, unit = stated(activity, values)
    if value is None:
        return Amount(None, unit)
    loss = (activity.loss_percent or 0.0) / 100
    return Amount(value * (1 + loss) if loss_basis == "net" else value / (1 - loss), unit)


def stated(activity: Activity, values: Mapping[str, float]) -> Amount:
    """Of one activity alone, before its loss. Refuses BadStudy where its formula cannot be computed."""
    if activity.transport is not None:
        return Amount(convert(activity.transport.mass_kg, "kg", "t") * activity.transport.distance_km, "t.km")
    if activity.refrigerant is not None:
        return Amount(leakage(activity.refrigerant), "kg")
    if activity.use is not None:
        return _in_use(activity.use, activity.unit)
    if activity.formula is not None:
        try:
            return Amount(formula.evaluate(activity.formula, values), activity.unit)
        except formula.BadFormula as refusal:
            name = called(activity)
            raise BadStudy(
                Text(zh=f"{name.zh}：{refusal.message.zh}", en=f"{name.en}: {refusal.message.en}"), refusal.hint
            ) from None
    if activity.amount is None and activity.readings:
        return Amount(fsum(reading.amount for reading in activity.readings), activity.unit)
    return Amount(activity.amount, activity.unit)


def leakage(terms: RefrigerantTerms) -> float:
    """Mass in kg of refrigerant lost over the service life and at its end, of one charge that is not topped up.

    charge × (years × leak + (1 − years × leak) × (1 − recovered)), the first part at most the whole charge.
    """
    leaked = min(1.0, terms.years * terms.leak_percent_per_year / 100)
    return terms.charge_kg * (leaked + (1 - leaked) * (1 - terms.recovered_percent / 100))


def _in_use(terms: UseTerms, unit: str | None) -> Amount:
    if terms.per_year is not None:
        return Amount(terms.per_year * terms.years, unit)
    energy = (terms.power_kw or 0.0) * (terms.hours_per_year or 0.0) * terms.years  # the model has seen that both stand
    return Amount(convert(energy, "kWh", unit) if unit is not None and find_unit(unit) else energy, unit or "kWh")


def _with_parents(activity: Activity, by_id: Mapping[str, Activity], own: Mapping[str, Amount]) -> Amount:
    value, unit = own[activity.id]
    chain = [activity.id]
    while activity.parent is not None:
        if activity.parent not in by_id:
            name = called(activity)
            raise BadStudy(
                Text(
                    zh=f"{name.zh}的上级“{activity.parent}”不存在",
                    en=f"The parent {activity.parent!r} of {name.en} is missing",
                ),
                Text(
                    zh="请改正上级编号，或补上该组件的一行。",
                    en="Correct the parent's number, or add a line for that assembly.",
                ),
            )
        if activity.parent in chain:
            circle = " → ".join([*chain, activity.parent])
            raise BadStudy(
                Text(zh=f"上级关系成环：{circle}", en=f"Parents go round in a circle: {circle}"),
                Text(zh="请改正其中一行的上级编号。", en="Correct the parent of one of these lines."),
            )
        activity = by_id[activity.parent]
        chain.append(activity.id)
        above = own[activity.id].value
        value = None if value is None or above is None else value * above
    return Amount(value, unit)
