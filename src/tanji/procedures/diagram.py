"""A procedure as a picture (Mermaid) and as a table in words."""

from __future__ import annotations

from collections.abc import Mapping

from tanji.errors import Language
from tanji.model.case import Procedure


def mermaid(procedure: Procedure, language: Language) -> str:
    """The states and actions as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {_id(state.id)}: {_name(state.names, language)}" for state in procedure.states]
    lines.append(f"    [*] --> {_id(procedure.begins)}")
    for action in procedure.actions:
        said = f"{_name(action.names, language)} [{', '.join(action.by)}]"
        lines += [f"    {_id(state)} --> {_id(action.to)}: {said}" for state in action.begins]
    lines += [f"    {_id(state.id)} --> [*]" for state in procedure.states if state.final]
    return "\n".join(lines) + "\n"


def rows(procedure: Procedure, language: Language) -> list[tuple[str, str, str, str, str]]:
    """Action, from, to, by whom, under which conditions; a row for each action."""
    names = {state.id: _name(state.names, language) for state in procedure.states}
    return [
        (
            _name(action.names, language),
            ", ".join(names[state] for state in action.begins),
            names[action.to],
            ", ".join(action.by),
            ", ".join(each.guard for each in action.guards) or "—",
        )
        for action in procedure.actions
    ]


def _id(state: str) -> str:
    return state.replace("-", "_")


def _name(names: Mapping[str, str], language: Language) -> str:
    return names.get(language) or next(iter(names.values()), "?")
