"""Whether a footprint by one rule may stand for one by another: only by a published decision, on its conditions.

The table is data (`data/equivalence.yaml`). What no authority has published is refused with the reason, and what is
applied always carries its caveats; the figure itself is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from tanji.errors import Refusal, Text
from tanji.model.document import Value
from tanji.model.source import Status
from tanji.rules.expression import Undecided, compiled


class NotEquivalent(Refusal):
    """A rule that may not stand for another: nobody published that, or a condition is not met."""

    code = "EQV-001"


class Said(Value):
    """A sentence in both languages."""

    zh: str
    en: str


class Condition(Said):
    """A condition of the recognition, in words and in CEL."""

    cel: str


class Decision(Value):
    """Who published that one rule may stand for another, where and when."""

    publisher: str
    title: str
    number: str | None = None
    date: str
    url: str | None = None


class Equivalence(Said):
    """An entry of the table; `zh` and `en` say what is known."""

    id: str
    rule: str = Field(alias="from")
    to: str
    state: Literal["published", "illustrative", "none"]
    degree: Literal["identical", "modified", "not_equivalent", "unknown"]
    status: Status
    document: Decision | None
    conditions: tuple[Condition, ...]
    caveats: tuple[Said, ...]

    @model_validator(mode="after")
    def _published_somewhere(self) -> Self:
        if self.state == "published" and (self.document is None or not self.caveats):
            raise ValueError(f"{self.id}: what is published has a document and caveats")
        return self


@dataclass(frozen=True, slots=True)
class Applied:
    """An entry whose conditions all hold; its caveats go with the figure wherever that goes."""

    entry: Equivalence


@cache
def table() -> tuple[Equivalence, ...]:
    """Every entry, in the order of the file."""
    from ruamel.yaml import YAML

    text = (files("tanji.rules") / "data" / "equivalence.yaml").read_text("utf-8")
    return tuple(Equivalence.model_validate(each) for each in YAML(typ="safe", pure=True).load(text)["entries"])


def apply(facts: Mapping[str, Any], rule: str, to: str, entries: Iterable[Equivalence] | None = None) -> Applied:
    """The entry by which a footprint of one rule may stand for one of another.

    Refuses NotEquivalent: no entry, none published, or conditions that do not hold or can not be judged, by name.
    """
    known = table() if entries is None else tuple(entries)
    found = next((each for each in known if (each.rule, each.to) == (rule, to)), None)
    if found is None:
        raise _refused(f"表中没有 {rule} → {to}", f"The table has no entry {rule} → {to}")
    if found.state != "published":
        raise _refused(f"{rule} → {to} 没有公布：{found.zh}", f"{rule} → {to} is not published: {found.en}")
    unmet = [(each, holds) for each in found.conditions if (holds := compiled(each.cel).holds(facts)) is not True]
    if unmet:
        zh = "；".join(each.zh + (f"（{why.reason}）" if isinstance(why, Undecided) else "") for each, why in unmet)
        en = "; ".join(each.en + (f" ({why.reason})" if isinstance(why, Undecided) else "") for each, why in unmet)
        raise _refused(f"{rule} → {to} 的条件不满足：{zh}", f"Conditions of {rule} → {to} are not met: {en}")
    return Applied(found)


def _refused(zh: str, en: str) -> NotEquivalent:
    return NotEquivalent(
        Text(zh=zh, en=en),
        Text(
            zh="请按目标规则重新核算；tanji rule equivalent 列出已知的条目。",
            en="Compute by the rule that is wanted; `tanji rule equivalent` lists the entries.",
        ),
    )
