"""Rules of accounting as documents: a pack as it is written, and the rule set that packs resolve to for a product."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from tanji.model.clause import Clause
from tanji.model.content import Content
from tanji.model.document import Document, Extra, Names, Ref, Value
from tanji.model.finding import Severity
from tanji.model.source import Source


class Level(StrEnum):
    """What a pack is about: all products, a sector, one product."""

    general = "general"
    sector = "sector"
    product = "product"


class StandardKind(StrEnum):
    """What sort of document a pack stands for."""

    national = "national"
    industry = "industry"
    group = "group"
    local = "local"
    programme = "programme"
    """Rules of a scheme or an exchange network."""


class PackStatus(StrEnum):
    """How far one may rely on a pack."""

    illustrative = "illustrative"
    """Made from public facts to show how such a pack works; not the text of any standard."""
    draft = "draft"
    in_force = "in_force"
    withdrawn = "withdrawn"


class ProductCode(Value):
    """An entry point: products of this code fall under the pack."""

    system: str
    """As in `Product.codes`: `HS 2022`, `UN CPC 2.1`, `GB/T 4754-2017` …"""
    code: str
    relation: Literal["exact", "broader", "narrower"] = "exact"
    """Of the code to the pack's scope."""
    reviewer: str | None = None


Figure = bool | float | str | tuple[str, ...]


class DatedFigure(Value):
    """A value of a parameter from a day on, until the next one begins."""

    since: date
    value: Figure
    clause: Clause
    note: str | None = None
    reason: Names | None = None
    """Why, where the value is the pack author's own choice."""


class RuleParameter(Value):
    """What a standard may change without changing a rule: a limit, a period, a list."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    names: Names
    unit: str | None = None
    tighter: Literal["less", "more", "fewer", "further"] | None = None
    """Which way a pack that builds on this one may change it: it may not loosen it. Missing: either way."""
    values: tuple[DatedFigure, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [value.since for value in self.values]
        if days != sorted(set(days)):
            raise ValueError(f"the values of {self.id} must stand in the order of their days, each day once")
        return self

    def on(self, day: date) -> DatedFigure | None:
        """The value in force on a day; None before the first."""
        return next((value for value in reversed(self.values) if value.since <= day), None)


class Rule(Value):
    """One requirement: a condition in CEL, a named function, or a question that only a person can answer."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$")
    clause: Clause
    item: int | None = None
    """Number in the checklist that the base pack works off."""
    severity: Severity = Severity.error
    names: Names
    needs: Literal["study", "footprint"] = "study"
    """Whether the study is enough to judge, or its footprint is needed."""
    about: Literal["own", "others"] = "own"
    """Whose data it judges: the declarer's own, or other people's (background, suppliers), which block nothing."""
    each: str | None = None
    """CEL expression of a list: the rule is judged for every `item` of it."""
    when: str | None = None
    """CEL condition under which the rule applies at all."""
    require: str | None = None
    """CEL condition that must hold."""
    function: str | None = None
    """Name of a function of `tanji.rules.functions`, where CEL is not enough."""
    question: Names | None = None
    """For the verifier, where software can not judge."""
    message: Names
    """What is wrong where it fails; `{item.id}` and the like are filled in."""
    remedy: Names

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.require is not None, self.function is not None, self.question is not None]
        if sum(ways) != 1:
            raise ValueError(f"rule {self.id} has to have exactly one of require, function and question")
        return self


class RuleCase(Value):
    """A worked case of a rule: facts, and what the rule must say of them."""

    id: str
    rule: str
    names: Names
    expect: Literal["pass", "fail", "not_applicable", "indeterminate"]
    set: Extra = {}
    """Members that differ from the pack's base case, by path: `study.unit.amount`."""
    without: tuple[str, ...] = ()
    """Paths that are missing in this case."""
    parameters: Extra = {}
    """Values of parameters that differ from those in force."""


class Pack(Document):
    """One accounting rule as code, with its parameters, rules, texts and cases."""

    schema_name: ClassVar[str] = "tanji/pack/1"

    number: str | None = None
    """Number of the standard: `GB/T 24067-2024`."""
    names: Names
    level: Level
    kind: StandardKind
    status: PackStatus
    issuer: str | None = None
    place: str | None = None
    """Where it holds, as an ISO 3166 or GB/T 2260 code; missing: everywhere."""
    published: date | None = None
    effective: date | None = None
    until: date | None = None
    """The last day it may be used."""
    supersedes: tuple[str, ...] = ()
    converted_from: str | None = None
    """The standard of a lower kind that it was converted from."""
    builds_on: tuple[str, ...] = ()
    """Ids of the packs that it adds to."""
    adopted: str | None = None
    """Number of the list that recommends it (采信清单), where one does."""
    codes: tuple[ProductCode, ...] = ()
    words: tuple[str, ...] = ()
    """Names of the products it is for, as people write them."""
    sources: tuple[Source, ...] = ()
    parameters: tuple[RuleParameter, ...] = ()
    content: Content | None = None
    """What it says, section by section; conditions follow from it by themselves."""
    rules: tuple[Rule, ...] = ()
    base_case: Extra = {}
    """Facts that every rule of the pack passes, or to which it does not apply."""
    cases: tuple[RuleCase, ...] = ()
    texts: Extra = {}
    """Chapters of the rule for people, by chapter: `{"scope": {"zh": …, "en": …}}`."""
    disclaimer: Names | None = None


def cited(pack: Pack, clause: Clause) -> Names | None:
    """The document of a clause as people cite it: its number, else its title; None without such a source."""
    source = next((each for each in pack.sources if each.id == clause.source), None)
    if source is None:
        return None
    return {"zh": source.document_no, "en": source.document_no} if source.document_no else source.title


class ResolvedParameter(Value):
    """A parameter with the value in force, and the pack that it comes from."""

    id: str
    names: Names
    unit: str | None = None
    value: Figure
    clause: Clause
    pack: str
    document: Names | None = None
    """What the clause stands in, as people cite it."""
    tighter: Literal["less", "more", "fewer", "further"] | None = None
    reason: Names | None = None
    """Why, where the value is a pack author's own choice."""


class ResolvedRule(Value):
    """A rule and the pack that it comes from."""

    pack: str
    rule: Rule
    document: Names | None = None
    """What the rule's clause stands in, as people cite it: `ISO 14067:2018`."""


class Ruleset(Document):
    """What holds for one product at one place and day: general, then sector, then product."""

    schema_name: ClassVar[str] = "tanji/ruleset/1"

    names: Names
    on: date
    place: str | None = None
    packs: tuple[Ref, ...]
    parameters: tuple[ResolvedParameter, ...] = ()
    content: Content | None = None
    """What its packs say together, section by section, with the values in force; each clause names its pack."""
    rules: tuple[ResolvedRule, ...] = ()
    why: tuple[Names, ...] = ()
    """In words, step by step, why these packs and no others."""
    conflicts: tuple[Names, ...] = ()
    disclaimers: tuple[Names, ...] = ()
    """What its packs say of themselves: that they are illustrations, not the text of a standard."""

    def values(self) -> dict[str, Figure]:
        """The parameters by id."""
        return {parameter.id: parameter.value for parameter in self.parameters}


class Verdict(Value):
    """What one rule says of one subject (or of one item of it)."""

    rule: str
    pack: str
    severity: Severity
    about: Literal["own", "others"] = "own"
    outcome: Literal["pass", "fail", "not_applicable", "indeterminate", "verifier"]
    names: Names
    clause: Clause
    item: str | None = None
    """What of the study it is about, where the rule is judged item by item."""
    message: Names | None = None
    remedy: Names | None = None
    reason: str | None = None
    """Why it could not be judged."""
    document: Names | None = None
    """What the clause stands in, as people cite it."""


class Conformity(Document):
    """Clause by clause, what a rule set says of a study and its footprint."""

    schema_name: ClassVar[str] = "tanji/conformity/1"

    study: Ref
    footprint: Ref | None = None
    ruleset: Ref
    verdicts: tuple[Verdict, ...]
    engine: str

    def count(self, outcome: str) -> int:
        """How many verdicts have this outcome."""
        return sum(verdict.outcome == outcome for verdict in self.verdicts)
