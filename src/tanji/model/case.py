"""Procedure and case: a workflow as data, and one run of it over a subject document."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from pydantic import ConfigDict, Field, model_validator

from tanji.model.document import Document, Extra, Names, Ref, Value
from tanji.model.source import Source, Status

NAME = r"^[a-z][a-z0-9_-]*$"


class State(Value):
    """Where a case may stand."""

    id: str = Field(pattern=NAME)
    names: Names
    final: bool = False
    """Nothing leads out of it."""
    public: bool = False
    """Everybody may know that a case stands here."""


class Guard(Value):
    """A condition of an action: a named function of `tanji.procedures.guards` with its settings."""

    guard: str = Field(pattern=NAME)
    settings: Extra = {}


class Ground(Value):
    """A reason that an action may be taken for, with where it is laid down."""

    code: str
    names: Names
    clause: str | None = None
    status: Status = Status.unverified


class Action(Value):
    """One verb of a procedure: from which states to which, by whom, under which guards."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: str = Field(pattern=NAME)
    names: Names
    begins: tuple[str, ...] = Field(min_length=1, alias="from")
    """States it may be taken in."""
    to: str
    by: tuple[str, ...] = Field(min_length=1)
    """Roles that may take it."""
    guards: tuple[Guard, ...] = ()
    grounds: tuple[Ground, ...] = ()
    """Where there are any, one has to be given."""
    emits: tuple[str, ...] = ()
    """Names of events beside that of the action itself."""


class Period(Value):
    """How long a case may stand in a state."""

    state: str
    days: int = Field(gt=0)
    clause: str | None = None
    status: Status = Status.unverified
    action: str | None = None
    """What `system` does when it is over; otherwise it is only late."""


class Procedure(Document):
    """A workflow: states, actions, roles, periods. A case keeps the version under which it began."""

    schema_name: ClassVar[str] = "tanji/procedure/1"

    names: Names
    subject: tuple[str, ...]
    """Schemas of documents that a case may be about: `tanji/study/1`."""
    roles: tuple[str, ...]
    begins: str
    """The state in which a case begins."""
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    periods: tuple[Period, ...] = ()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        states, roles = {state.id for state in self.states}, {*self.roles, "system"}
        final = {state.id for state in self.states if state.final}
        named = {self.begins, *(period.state for period in self.periods), *(action.to for action in self.actions)}
        named |= {state for action in self.actions for state in action.begins}
        if unknown := sorted(named - states):
            raise ValueError(f"states that there are not: {', '.join(unknown)}")
        if unknown := sorted({role for action in self.actions for role in action.by} - roles):
            raise ValueError(f"roles that there are not: {', '.join(unknown)}")
        if out := sorted({action.id for action in self.actions if set(action.begins) & final}):
            raise ValueError(f"actions that lead out of a final state: {', '.join(out)}")
        reached = self._reached()
        if lost := sorted(states - reached):
            raise ValueError(f"states that nothing leads to: {', '.join(lost)}")
        if len({action.id for action in self.actions}) < len(self.actions) or len(states) < len(self.states):
            raise ValueError("ids of states and actions stand once each")
        actions = {action.id for action in self.actions}
        if unknown := sorted({period.action for period in self.periods if period.action} - actions):
            raise ValueError(f"periods end with actions that there are not: {', '.join(unknown)}")
        return self

    def _reached(self) -> set[str]:
        reached, more = {self.begins}, True
        while more:
            new = {action.to for action in self.actions if set(action.begins) & reached} - reached
            reached |= new
            more = bool(new)
        return reached

    def find(self, action: str) -> Action | None:
        """The action of an id, if the procedure has it."""
        return next((each for each in self.actions if each.id == action), None)


class Actor(Value):
    """Who acts: a person of an organisation, in a role."""

    id: str
    organisation: str
    role: str


class Event(Value):
    """What happened, by whom, when; it never changes."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    number: int = Field(ge=1)
    action: str
    begins: str = Field(alias="from")
    to: str
    actor: Actor
    on: date
    ground: str | None = None
    note: str | None = None
    given: Extra = {}
    """What the action was given: evidence, opinion, reviewer …"""
    emits: tuple[str, ...] = ()


class Case(Document):
    """One run of a procedure over a subject: where it stands, and all that happened."""

    schema_name: ClassVar[str] = "tanji/case/1"

    procedure: Ref
    subject: Ref | None = None
    """What it is about; missing while that is still a draft."""
    owner: Actor
    """Who opened it."""
    state: str
    opened: date
    events: tuple[Event, ...] = ()

    @property
    def since(self) -> date:
        """The day since which it stands where it stands."""
        moved = [event.on for event in self.events if event.begins != event.to]
        return moved[-1] if moved else self.opened
