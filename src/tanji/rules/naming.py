"""Names in conditions and messages: whether the facts can have what they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tanji.errors import Refusal, Text
from tanji.model.finding import Finding, Place, error
from tanji.rules.expression import Expression, compiled
from tanji.rules.facts import missing_member


@dataclass(frozen=True, slots=True)
class Known:
    """Parameters that there are, and those that something reads."""

    parameters: frozenset[str]
    used: set[str] = field(default_factory=set)

    def reads(self, path: tuple[str, ...]) -> None:
        """Take note of the parameter that a path reads."""
        if path[0] == "parameter":
            self.used.update(path[1:2])


def expression(text: str, place: Place, known: Known, *, each: str | None = None) -> Iterator[Finding]:
    """What is wrong with a condition; `each` is the list that its `item` is of, where it has one."""
    try:
        made: Expression = compiled(text)
    except Refusal as refusal:
        yield error("RUL-104", refusal.message, refusal.hint, place)
        return
    for path in made.reads:
        known.reads(path.parts)
        if path.parts[0] == "item" and each is None:
            yield error(
                "RUL-105",
                Text(zh="“item”只能用在有 each 的规则中", en="`item` is only there where the rule has `each`"),
                Text(zh="请补上 each，或改用其他名称。", en="Add `each`, or name something else."),
                place,
            )
            continue
        yield from named(path.parts, place, known.parameters, each=each)


def named(
    path: tuple[str, ...], place: Place, parameters: frozenset[str], *, each: str | None = None, free: bool = False
) -> Iterator[Finding]:
    """Whether the facts can have what a path names; a function fills in an `item` that is `free` of the facts."""
    unknown = None
    if path[0] == "parameter":
        unknown = None if len(path) < 2 or path[1] in parameters else path[1]
    elif path[0] == "item":
        items = compiled(each).reads if each is not None else ()
        lists = [read.parts for read in items if read.parts[0] != "parameter"]
        if not free and lists and len(path) > 1:
            misses = [missing_member((*longest, "*", *path[1:])) for longest in lists]
            unknown = None if None in misses else misses[0]
    else:
        unknown = missing_member(path)
    if unknown is not None:
        full = ".".join(path)
        yield error(
            "RUL-106",
            Text(zh=f"“{full}”中的“{unknown}”不存在", en=f"There is no {unknown!r} in {full}"),
            Text(
                zh="可用的成员见 docs/reference/schemas（study、footprint）及参数表。",
                en="See docs/reference/schemas (study, footprint) and the pack's parameters for what there is.",
            ),
            place,
        )
