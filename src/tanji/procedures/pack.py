"""Procedures as YAML files, checked when they are read: states, roles, guards and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tanji.errors import Refusal, Text
from tanji.model.case import Procedure
from tanji.procedures.guards import UnknownGuard, guard


class BadProcedure(Refusal):
    """A file that is not a procedure, or one whose parts do not fit together."""

    code = "PRC-005"


class UnknownProcedure(Refusal):
    """A procedure that does not come with Tanji."""

    code = "PRC-006"


def procedures() -> Mapping[str, Procedure]:
    """All procedures that come with Tanji, by id."""
    return _all()


def procedure(identity: str) -> Procedure:
    """One of them. Refuses UnknownProcedure, naming those there are."""
    known = _all()
    if identity not in known:
        raise UnknownProcedure(
            Text(zh=f"没有流程“{identity}”", en=f"There is no procedure {identity!r}"),
            Text(zh=f"已有：{'、'.join(known)}", en=f"There are: {', '.join(known)}"),
        )
    return known[identity]


def read(path: Path) -> Procedure:
    """The procedure of a file. Refuses BadProcedure, naming what does not fit."""
    try:
        return parsed(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise _bad(path.name, str(problem)) from None


def parsed(text: str, name: str) -> Procedure:
    """The procedure of a YAML text. Refuses BadProcedure."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        found = Procedure.model_validate(YAML(typ="safe", pure=True).load(text))
    except (YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = "" if mark is None else f"line {mark.line + 1}: "
        raise _bad(name, where + str(problem).split("\n", 1)[0]) from None
    except ValidationError as problem:
        first: Mapping[str, Any] = dict(problem.errors()[0])
        where = ".".join(str(part) for part in first["loc"])
        raise _bad(name, f"{where}: {first['msg'].removeprefix('Value error, ')}".removeprefix(": ")) from None
    for action in found.actions:
        for each in action.guards:
            try:
                guard(each.guard, each.settings)
            except UnknownGuard as refusal:
                raise _bad(name, f"{action.id}: {refusal.message.en}") from None
    return found


@cache
def _all() -> dict[str, Procedure]:
    folder = files("tanji.procedures") / "packs"
    read_ = [parsed(each.read_text("utf-8"), each.name) for each in folder.iterdir() if each.name.endswith(".yaml")]
    return {each.id: each for each in sorted(read_, key=lambda each: each.id)}


def _bad(name: str, why: str) -> BadProcedure:
    return BadProcedure(
        Text(zh=f"流程文件“{name}”有误：{why}", en=f"The procedure {name}: {why}"),
        Text(zh="请对照 docs/reference/schemas 改正。", en="Correct it by docs/reference/schemas."),
    )
