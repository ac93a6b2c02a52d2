"""CEL behind one adapter: compiled with a check of every name, evaluated to true, false or undecided.

Undecided is what touches a member that is missing, or fails in any other way; it is never taken for true or false.
Every number of the facts is a floating-point number, so rules write `2.0`, not `2`. The engine bounds depth and
iterations by itself. Source of the language: github.com/google/cel-spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tanji.errors import Refusal, Text
from tanji.rules.tree import Path, checked_expression, paths

ROOTS = ("study", "footprint", "derived", "parameter", "item")
"""What an expression may name: parts of the facts, parameters by id, and the item that a rule is judged for."""
LONGEST = 4_000
"""Characters of an expression; one that is longer belongs into a function."""


class BadExpression(Refusal):
    """An expression that is not CEL, or names something that there is not."""

    code = "RUL-001"


@dataclass(frozen=True, slots=True)
class Undecided:
    """Why an expression has no value: what is missing, or what the engine says."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression; `reads` are the members of the facts that it looks at."""

    text: str
    reads: tuple[Path, ...]
    _compiled: Any
    _environment: Any

    def holds(self, facts: Mapping[str, Any]) -> bool | Undecided:
        """Whether the condition holds of these facts; undecided unless the value is a true or false."""
        value = self._evaluated(facts)
        if isinstance(value, Undecided):
            return value
        if isinstance(value, bool):
            return value
        return Undecided(f"not a condition but {type(value).__name__}")

    def items(self, facts: Mapping[str, Any]) -> list[Any] | Undecided:
        """The list that the expression gives."""
        value = self._evaluated(facts)
        if isinstance(value, list | Undecided):
            return value
        return Undecided(f"not a list but {type(value).__name__}")

    def _evaluated(self, facts: Mapping[str, Any]) -> Any:
        from cel_expr_python import cel

        wanted = {path.parts[0] for path in self.reads}
        given = {name: value for name, value in facts.items() if name in wanted}
        absent = sorted(wanted - set(given))
        if absent:
            return Undecided(f"missing: {', '.join(absent)}")
        try:
            found = self._compiled.eval(data=given)
        except RuntimeError as problem:
            return Undecided(_plain(str(problem)))
        if found.type() == cel.Type.ERROR or found.type() == cel.Type.UNKNOWN:
            return Undecided(self._lacking(given) or _plain(str(found.value())))
        return found.plain_value()

    def _lacking(self, facts: Mapping[str, Any]) -> str | None:
        """The first member that is read without being there."""
        for path in self.reads:
            if not path.tested and not _there(facts, path.parts):
                return f"missing: {path}"
        return None


def _there(value: Any, parts: tuple[str, ...]) -> bool:
    """Whether a chain of members leads somewhere; through a list, whether it does for every element."""
    if not parts:
        return True
    if parts[0] == "*":
        inner = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
        return all(_there(each, parts[1:]) for each in inner)
    return isinstance(value, Mapping) and parts[0] in value and _there(value[parts[0]], parts[1:])


@cache
def compiled(text: str) -> Expression:
    """An expression made ready. Refuses BadExpression: not CEL, unknown roots or functions, longer than LONGEST."""
    if len(text) > LONGEST:
        raise BadExpression(
            Text(zh=f"表达式长 {len(text)} 个字符，上限 {LONGEST}", en=f"{len(text)} characters; at most {LONGEST}"),
            Text(zh="请拆成几条规则，或改用命名函数。", en="Split the rule, or use a named function."),
        )
    environment = _environment()
    try:
        made = environment.compile(text)
    except RuntimeError as problem:
        said = _plain(str(problem))
        raise BadExpression(
            Text(zh=f"不是有效的 CEL 表达式：{text}（{said}）", en=f"Not a valid CEL expression: {text} ({said})"),
            Text(
                zh=f"可用的名称：{'、'.join(ROOTS)}；数值写作 2.0。",
                en=f"Names that there are: {', '.join(ROOTS)}; numbers are written 2.0.",
            ),
        ) from None
    return Expression(text, paths(checked_expression(made.serialize())), made, environment)


@cache
def _environment() -> Any:
    from cel_expr_python import cel

    return cel.NewEnv(variables=dict.fromkeys(ROOTS, cel.Type.DYN))


def _plain(message: str) -> str:
    """The engine's message on one line, without its drawing of the place."""
    lines = [line.strip() for line in message.splitlines() if line.strip() and not line.lstrip().startswith("|")]
    kept = " ".join(lines).removeprefix("INVALID_ARGUMENT: ").removesuffix("[INVALID_ARGUMENT]").strip()
    if "Key not found in map" in kept:
        return f"missing: {kept.rsplit(':', 1)[-1].strip().strip(chr(34))}"
    return kept.removeprefix("ERROR: ").removeprefix("<input>:")
