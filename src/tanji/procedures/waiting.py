"""What may be done with a case and by whom, what hinders, and what is late: the to-do lists of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tanji.errors import Text
from tanji.model.case import Action, Actor, Case, Period, Procedure
from tanji.procedures.advance import SYSTEM, advance, hindrance
from tanji.procedures.guards import Attempt


@dataclass(frozen=True, slots=True)
class Possible:
    """An action of the present state, and what keeps this actor from it; None where nothing does."""

    action: Action
    hindered: Text | None


@dataclass(frozen=True, slots=True)
class Due:
    """When a case has to leave its state."""

    period: Period
    end: date
    late_days: int
    """0 until the day after."""


def possible(procedure: Procedure, case: Case, actor: Actor, *, on: date) -> tuple[Possible, ...]:
    """Actions of the present state that the actor's role may take, each with what hinders.

    A ground or members that have to be given are not asked for here: they come with the action.
    """
    found = []
    for action in procedure.actions:
        if case.state in action.begins and actor.role in action.by:
            ground = action.grounds[0].code if action.grounds else None
            members = {
                name: "-" for each in action.guards if each.guard == "given" for name in each.settings["members"]
            }
            found.append(Possible(action, hindrance(Attempt(case, action, actor, on, members), ground)))
    return tuple(found)


def due(procedure: Procedure, case: Case, *, on: date) -> Due | None:
    """The end of the period of the present state, if it has one."""
    period = next((each for each in procedure.periods if each.state == case.state), None)
    if period is None:
        return None
    end = case.since + timedelta(days=period.days)
    return Due(period, end, max(0, (on - end).days))


def lapse(procedure: Procedure, case: Case, *, on: date) -> Case:
    """The case after its period is over and has an action: `system` takes it, once; else the case as it is."""
    found = due(procedure, case, on=on)
    if found is None or not found.late_days or found.period.action is None:
        return case
    return advance(procedure, case, found.period.action, SYSTEM, on=on)
