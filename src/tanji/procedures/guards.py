"""Conditions of actions, by name: each looks at the case, the actor and what was given, and says what hinders.

A guard returns nothing where the action may be taken, else the reason in words. It reads only what it is given: day and
actor come in as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tanji.errors import Refusal, Text
from tanji.model.case import Action, Actor, Case, Event


class UnknownGuard(Refusal):
    """A procedure that names a guard that there is not, or gives it settings that it does not take."""

    code = "PRC-001"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An action about to be taken."""

    case: Case
    action: Action
    actor: Actor
    on: date
    given: Mapping[str, Any]


Check = Callable[[Attempt, Mapping[str, Any]], Text | None]


def owner(attempt: Attempt, _: Mapping[str, Any]) -> Text | None:
    """Only somebody of the organisation that opened the case."""
    if attempt.actor.organisation == attempt.case.owner.organisation:
        return None
    return Text(zh="只有提交单位可以这样做", en="only the organisation that opened the case may do this")


def independent(attempt: Attempt, _: Mapping[str, Any]) -> Text | None:
    """Nobody of the organisation that opened the case (no conflict of interest)."""
    if attempt.actor.organisation != attempt.case.owner.organisation:
        return None
    return Text(
        zh="与提交单位有利益关系，须回避", en="of the organisation that opened the case: a conflict of interest"
    )


def separate(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """Nobody who has taken one of the named actions in this case (separation of duties)."""
    taken = {event.actor.id for event in attempt.case.events if event.action in settings["actions"]}
    if attempt.actor.id not in taken:
        return None
    named = ", ".join(settings["actions"])
    return Text(
        zh=f"已在本案中执行过 {named}，须由他人办理", en=f"has already done {named} in this case; somebody else must"
    )


def once(attempt: Attempt, _: Mapping[str, Any]) -> Text | None:
    """The same person takes this action once while a case stands in one state."""
    events = _lately(attempt.case)
    if all(event.action != attempt.action.id or event.actor.id != attempt.actor.id for event in events):
        return None
    return Text(zh="同一人只能提交一次", en="the same person does this once")


def quorum(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """People of at least so many different organisations have taken an action since the state began."""
    wanted, action = int(settings["least"]), str(settings["action"])
    people = {event.actor.organisation for event in _lately(attempt.case) if event.action == action}
    if len(people) >= wanted:
        return None
    return Text(
        zh=f"需要至少 {wanted} 个不同单位的 {action}，现有 {len(people)} 个",
        en=f"{action} by at least {wanted} different organisations is needed; there are {len(people)}",
    )


def agreed(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """More than half of the given answers to an action say what is asked for, in a member of what was given."""
    member, value = str(settings["member"]), settings["value"]
    said = [event.given.get(member) for event in _lately(attempt.case) if event.action == settings["action"]]
    if said and sum(each == value for each in said) * 2 > len(said):
        return None
    return Text(
        zh=f"意见未过半：{sum(each == value for each in said)}/{len(said)}",
        en=f"no majority: {sum(each == value for each in said)} of {len(said)}",
    )


def given(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """Members that have to be given with the action, none of them empty."""
    missing = [name for name in settings["members"] if attempt.given.get(name) in (None, "", [], {})]
    if not missing:
        return None
    return Text(zh=f"缺少：{'、'.join(missing)}", en=f"missing: {', '.join(missing)}")


def passed(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """So many days have gone by in the present state (a public notice, say)."""
    end = attempt.case.since + timedelta(days=int(settings["days"]))
    if attempt.on >= end:
        return None
    return Text(zh=f"须等到 {end}", en=f"not before {end}")


def closed(attempt: Attempt, settings: Mapping[str, Any]) -> Text | None:
    """Every comment of this case has an answer: as many answers as comments, each naming its comment."""
    asked = {event.number for event in attempt.case.events if event.action == settings["comment"]}
    answered = {event.given.get("comment") for event in attempt.case.events if event.action == settings["answer"]}
    left = sorted(asked - answered)
    if not left:
        return None
    numbers = ", ".join(map(str, left))
    return Text(zh=f"意见还没有答复：第 {numbers} 条", en=f"comments without an answer: {numbers}")


GUARDS: Final[Mapping[str, tuple[Check, frozenset[str]]]] = {
    "owner": (owner, frozenset()),
    "independent": (independent, frozenset()),
    "separate": (separate, frozenset({"actions"})),
    "once": (once, frozenset()),
    "quorum": (quorum, frozenset({"action", "least"})),
    "agreed": (agreed, frozenset({"action", "member", "value"})),
    "given": (given, frozenset({"members"})),
    "passed": (passed, frozenset({"days"})),
    "closed": (closed, frozenset({"comment", "answer"})),
}
"""Guards with the settings that each needs."""


def guard(name: str, settings: Mapping[str, Any]) -> Check:
    """The guard of a name. Refuses UnknownGuard, also where its settings are others than it needs."""
    if name not in GUARDS:
        raise UnknownGuard(
            Text(zh=f"没有名为“{name}”的条件", en=f"There is no guard {name!r}"),
            Text(zh=f"已有：{'、'.join(GUARDS)}", en=f"There are: {', '.join(GUARDS)}"),
        )
    check, needed = GUARDS[name]
    if set(settings) != needed:
        raise UnknownGuard(
            Text(
                zh=f"条件“{name}”需要设置：{'、'.join(sorted(needed)) or '无'}",
                en=f"{name} takes {sorted(needed) or 'nothing'}",
            ),
            Text(zh="请改正流程文件。", en="Correct the file of the procedure."),
        )
    return check


def _lately(case: Case) -> tuple[Event, ...]:
    """Events since the case came into its present state."""
    moved = [place for place, event in enumerate(case.events) if event.begins != event.to]
    return case.events[moved[-1] + 1 :] if moved else case.events
