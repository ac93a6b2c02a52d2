"""One action on a case: the next case with its event, or a refusal that says what hinders; and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tanji.errors import Refusal, Text
from tanji.model.case import Action, Actor, Case, Event, Procedure
from tanji.model.document import Document, digest, ref
from tanji.procedures.guards import Attempt, guard

SYSTEM = Actor(id="system", organisation="system", role="system")
"""Who acts when a period is over."""


class NotAllowed(Refusal):
    """An action that this actor may not take in this case now."""

    code = "PRC-002"


class OtherProcedure(Refusal):
    """A case that began under another procedure, or another version of it."""

    code = "PRC-003"


class UnfitSubject(Refusal):
    """A document that the procedure is not about."""

    code = "PRC-004"


def begin(procedure: Procedure, subject: Document | None, owner: Actor, *, on: date, id: str) -> Case:  # noqa: A002 - a document's id
    """A new case, about a document or (None) about one that is still a draft.

    Refuses UnfitSubject, and NotAllowed for a role that the procedure has not.
    """
    _fit(procedure, subject)
    if owner.role not in procedure.roles:
        raise _refused(Text(zh=f"没有角色“{owner.role}”", en=f"there is no role {owner.role!r}"), procedure.names)
    about = None if subject is None else ref(subject)
    return Case(id=id, procedure=ref(procedure), subject=about, owner=owner, state=procedure.begins, opened=on)


def _fit(procedure: Procedure, subject: Document | None) -> None:
    if subject is not None and subject.schema_name not in procedure.subject:
        raise UnfitSubject(
            Text(
                zh=f"“{_said(procedure.names, 'zh')}”不适用于 {subject.schema_name}",
                en=f"{_said(procedure.names, 'en')} is not about {subject.schema_name}",
            ),
            Text(zh=f"适用于：{'、'.join(procedure.subject)}", en=f"It is about: {', '.join(procedure.subject)}"),
        )


def advance(
    procedure: Procedure,
    case: Case,
    action: str,
    actor: Actor,
    *,
    on: date,
    ground: str | None = None,
    note: str | None = None,
    given: Mapping[str, Any] | None = None,
    subject: Document | None = None,
) -> Case:
    """The case after an action, its last event being that action; from then on about `subject` where one is given.

    Refuses OtherProcedure, UnfitSubject; NotAllowed: no such action, another state, another role, a day before the
    last event, a ground that is missing or unknown, a guard that holds it back.
    """
    if case.procedure.digest != digest(procedure):
        raise OtherProcedure(
            Text(
                zh=f"案卷按 {case.procedure.id}@{case.procedure.version} 开始",
                en=f"The case began under {case.procedure.id}@{case.procedure.version}",
            ),
            Text(zh="请用该版本的流程办理。", en="Go on with that version."),
        )
    chosen = procedure.find(action)
    if chosen is None:
        known = ", ".join(each.id for each in procedure.actions if case.state in each.begins)
        raise _refused(
            Text(zh=f"没有操作“{action}”，现可：{known}", en=f"there is no {action!r}; now: {known}"), procedure.names
        )
    attempt = Attempt(case, chosen, actor, on, dict(given or {}))
    hindered = hindrance(attempt, ground)
    if hindered is not None:
        raise _refused(hindered, chosen.names)
    event = Event.model_validate(
        {
            "number": len(case.events) + 1,
            "action": chosen.id,
            "from": case.state,
            "to": chosen.to,
            "actor": actor,
            "on": on,
            "ground": ground,
            "note": note,
            "given": dict(given or {}),
            "emits": chosen.emits,
        }
    )
    _fit(procedure, subject)
    about = case.subject if subject is None else ref(subject)
    return case.model_copy(update={"state": chosen.to, "events": (*case.events, event), "subject": about})


def hindrance(attempt: Attempt, ground: str | None = None) -> Text | None:
    """What keeps an action from being taken, the first thing found; None where nothing does."""
    case, action, actor = attempt.case, attempt.action, attempt.actor
    if case.state not in action.begins:
        return Text(
            zh=f"案卷处于“{case.state}”，该操作只在 {'、'.join(action.begins)} 可用",
            en=f"the case stands at {case.state}; this is for {', '.join(action.begins)}",
        )
    if actor.role not in action.by:
        return Text(zh=f"角色“{actor.role}”无权", en=f"the role {actor.role!r} may not; {', '.join(action.by)} may")
    latest = case.events[-1].on if case.events else case.opened
    if attempt.on < latest:
        return Text(zh=f"日期早于上一步（{latest}）", en=f"the day lies before the last event ({latest})")
    if (wrong := _ground(action, ground)) is not None:
        return wrong
    for each in action.guards:
        if (held := guard(each.guard, each.settings)(attempt, each.settings)) is not None:
            return held
    return None


def _ground(action: Action, ground: str | None) -> Text | None:
    codes = [each.code for each in action.grounds]
    if not codes and ground is None:
        return None
    if ground in codes:
        return None
    if not codes:
        return Text(zh="该操作不需要事由", en="this action takes no ground")
    listed = ", ".join(codes)
    return Text(zh=f"须注明事由：{listed}", en=f"a ground has to be given, one of: {listed}")


def _refused(why: Text, names: Mapping[str, str]) -> NotAllowed:
    return NotAllowed(
        Text(zh=f"不能“{_said(names, 'zh')}”：{why.zh}", en=f"{_said(names, 'en')} is not possible: {why.en}")
    )


def _said(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "?")
