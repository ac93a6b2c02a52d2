"""To-dos of cases (待办): kept as the procedure says after each step, never by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils import timezone

from tanji.accounts.tables import rows
from tanji.model.case import Action, Actor, Case, Event, Procedure
from tanji.procedures.advance import hindrance
from tanji.procedures.guards import Attempt
from tanji.procedures.waiting import due
from tanji.registry.models import CaseRow, Task

SOMEBODY = "somebody"
"""Stands for whoever of an organisation takes an action; no person has this id."""


class Wanted(NamedTuple):
    """An action that people of an organisation in a role are waited for."""

    organisation: str
    role: str
    action: str


@cache
def addresses() -> Mapping[tuple[str, str, str], str]:
    """(procedure, state, action) that people are reminded of, with the address where it is taken."""
    found = rows("tasks.csv", "tanji.registry")
    return {(row["procedure"], row["state"], row["action"]): row["address"] for row in found}


def wanted(flow: Procedure, case: Case, taking_part: Mapping[str, frozenset[str]], *, on: date) -> Iterator[Wanted]:
    """What is waited for now. `taking_part`: organisations with the roles in which they take part."""
    for action in flow.actions:
        if (flow.id, case.state, action.id) not in addresses():
            continue
        for organisation, roles in taking_part.items():
            for role in action.by:
                if role in roles and _open(case, action, Actor(id=SOMEBODY, organisation=organisation, role=role), on):
                    yield Wanted(organisation, role, action.id)


def settle(row: CaseRow, flow: Procedure, case: Case, *, on: date) -> None:
    """Close the to-dos of a case that are no longer waited for, and make those that are; inside a transaction."""
    asked = set() if row.archived else set(wanted(flow, case, taking_part(row, flow), on=on))
    end = due(flow, case, on=on)
    until = None if end is None else end.end
    there = set()
    for task in Task.objects.filter(case=row, done=None):
        is_ = Wanted(str(task.organisation_id), task.role, task.action)
        if is_ in asked:
            there.add(is_)
        else:
            Task.objects.filter(pk=task.pk).update(done=timezone.now())
    Task.objects.bulk_create(_task(row, flow, case.state, each, until=until) for each in sorted(asked - there))


def taking_part(row: CaseRow, flow: Procedure) -> Mapping[str, frozenset[str]]:
    """Organisations of a case with their roles in it: its owner in every one, the others as they were invited."""
    found = {str(row.organisation_id): frozenset(flow.roles)}
    for party in row.parties.all():
        found[str(party.organisation_id)] = found.get(str(party.organisation_id), frozenset()) | {party.role}
    return found


def _open(case: Case, action: Action, actor: Actor, on: date) -> bool:
    """Whether somebody like this may take the action now, and has not done so already."""
    members = {name: "-" for each in action.guards if each.guard == "given" for name in each.settings["members"]}
    ground = action.grounds[0].code if action.grounds else None
    if hindrance(Attempt(case, action, actor, on, members), ground) is not None:
        return False
    if any(each.guard == "once" for each in action.guards):
        return all(
            event.action != action.id or event.actor.organisation != actor.organisation for event in _lately(case)
        )
    if action.id == "answer" and case.state == action.to:
        asked = {event.number for event in case.events if event.action == "comment"}
        return bool(asked - {event.given.get("comment") for event in case.events if event.action == "answer"})
    return True


def _lately(case: Case) -> tuple[Event, ...]:
    moved = [place for place, event in enumerate(case.events) if event.begins != event.to]
    return case.events[moved[-1] + 1 :] if moved else case.events


def _task(row: CaseRow, flow: Procedure, state: str, each: Wanted, *, until: date | None) -> Task:
    action = flow.find(each.action)
    names = {} if action is None else action.names
    return Task(
        organisation_id=each.organisation,
        role=each.role,
        action=each.action,
        case=row,
        about=row.about,
        title={language: f"{names.get(language, each.action)}：{row.title}" for language in ("zh", "en")},
        address=addresses()[flow.id, state, each.action].format(about=row.about, case=row.pk),
        due=until,
    )
