"""Rules by which inputs find their suppliers, as data with an id: `data/link_rules/<id>.yaml`.

The content of a set of rules never changes under its id; a release says which set made it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from tanji.errors import Refusal, Text
from tanji.model.document import Value
from tanji.model.process import ProcessKind

DEFAULT: Final = "tanji-link/1"


class UnknownLinkRules(Refusal):
    """Link rules that do not exist, or a file of rules that does not say what rules must say."""

    code = "LNK-001"


class Criterion(StrEnum):
    """What ranks the suppliers of one flow; each keeps the best and hands them to the next."""

    location = "location"
    """The same location code as the consumer, letter by letter."""
    geography = "geography"
    """The nearest place: same, country, region, world, then others (`places`)."""
    year = "year"
    """The nearest year; where the consumer states none, the newest."""
    technology = "technology"
    """The words of its technology that are most like those of the consumer."""
    process_type = "process_type"
    """Unit processes and results in the order of `process_types`."""
    name = "name"
    """The process name that comes first in the alphabet, then the id."""
    id = "id"
    """The smallest process id."""


class LinkRules(Value):
    """One set of rules: who may supply, and in which order suppliers are ranked."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9.-]+$")
    zh: str
    en: str
    source: str = Field(min_length=1)
    named: bool
    """Whether the supplier that the source names goes before all others."""
    own: Literal["last", "never"]
    """Whether a process may take its own product: where nobody else gives it, or never."""
    direction: Literal["matched", "any"] = "matched"
    """Whether a supplier must give what is taken in (and treat what is given off), or its reference may go either way:
    ILCD files of some makers have a product that goes in as their reference."""
    exchange_location: bool
    """Whether the location of an exchange, where it states one, goes before that of its process."""
    rank: tuple[Criterion, ...] = Field(min_length=1)
    process_types: tuple[ProcessKind, ...] = tuple(ProcessKind)

    @model_validator(mode="after")
    def _decide(self) -> Self:
        if self.rank[-1] not in {Criterion.name, Criterion.id} or len(set(self.rank)) < len(self.rank):
            raise ValueError("a rank names each criterion once and ends with name or id, so that one supplier is left")
        return self


def link_rules(identity: str) -> LinkRules:
    """The rules of an id. Refuses UnknownLinkRules, naming those there are.

    >>> [criterion.value for criterion in link_rules("tanji-link/1").rank]
    ['location', 'name']
    """
    known = _all()
    if identity not in known:
        listed = sorted(known)
        raise UnknownLinkRules(
            Text(zh=f"没有连接规则“{identity}”", en=f'There are no link rules "{identity}"'),
            Text(zh=f"已有：{'、'.join(listed)}", en=f"There are: {', '.join(listed)}"),
        )
    return known[identity]


def rule_sets() -> tuple[LinkRules, ...]:
    """All sets of rules that come with Tanji, by id."""
    return tuple(rules for _, rules in sorted(_all().items()))


def read_rules(path: Path) -> LinkRules:
    """The rules of a file of one's own. Refuses UnknownLinkRules where it is not such a file."""
    try:
        return _parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        why = problem.errors()[0]["msg"] if isinstance(problem, ValidationError) else str(problem).split("\n", 1)[0]
        raise UnknownLinkRules(
            Text(zh=f"{path.name} 不是连接规则文件：{why}", en=f"{path.name} is not a file of link rules: {why}"),
            Text(
                zh="请以 background/data/link_rules 中的文件为样本",
                en="Take a file in background/data/link_rules as a pattern",
            ),
        ) from None


@cache
def _all() -> dict[str, LinkRules]:
    folder = files("tanji.background") / "data" / "link_rules"
    read = [_parsed(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {rules.id: rules for rules in read}


def _parsed(text: str) -> LinkRules:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return LinkRules.model_validate(YAML(typ="safe", pure=True).load(text))
    except YAMLError as problem:
        raise ValueError(str(problem)) from None
