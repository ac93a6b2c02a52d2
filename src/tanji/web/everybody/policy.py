"""The policy text, sentence by sentence, and which page serves which demand of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ruamel.yaml import YAML

from tanji.errors import Text

State = Literal["served", "later", "policy_only"]
_STATES: tuple[tuple[str, State], ...] = (("page", "served"), ("later", "later"), ("policy_only", "policy_only"))


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a sentence asks for: served by a page, or why not."""

    id: str
    what: Text
    state: State
    page: str = ""
    """Name of the address that serves it."""
    page_name: Text | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the document, unchanged, with a summary of ours in English."""

    id: str
    text: str
    summary: str
    demands: Sequence[Demand]


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its head."""

    head: Text
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of the document."""

    head: Text
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class Policy:
    """The document: title, number, date, who issued it, and its parts."""

    title: Text
    number: str
    issued: date
    publishers: Sequence[str]
    addressees: str
    parts: Sequence[Part]

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Every sentence in its order."""
        return [each for part in self.parts for article in part.articles for each in article.sentences]

    def counts(self) -> Mapping[State, int]:
        """How many demands are served, come later, or ask for no software."""
        demands = [demand for sentence in self.sentences for demand in sentence.demands]
        return {state: sum(demand.state == state for demand in demands) for _, state in _STATES}


@cache
def policy() -> Policy:
    """The policy that Tanji serves."""
    body = YAML(typ="safe", pure=True).load((files("tanji.web") / "data" / "policy.yaml").read_text("utf-8"))
    about = body["document"]
    return Policy(
        title=_text(about),
        number=about["number"],
        issued=about["issued"],
        publishers=about["publishers"],
        addressees=about["addressees"],
        parts=[_part(part, body) for part in body["parts"]],
    )


def _part(part: Mapping[str, Any], body: Mapping[str, Any]) -> Part:
    return Part(_text(part), [_article(article, body) for article in part["articles"]])


def _article(article: Mapping[str, Any], body: Mapping[str, Any]) -> Article:
    sentences = []
    for each in article["sentences"]:
        demands = [_demand(demand, body) for demand in each["demands"]]
        sentences.append(Sentence(each["id"], each["zh"], each["en"], demands))
    return Article(_text(article), sentences)


def _demand(demand: Mapping[str, Any], body: Mapping[str, Any]) -> Demand:
    key, state = next((key, state) for key, state in _STATES if key in demand)
    if state == "served":
        function = body["functions"][demand[key]]
        return Demand(demand["id"], _text(demand), state, function["page"], _text(function))
    return Demand(demand["id"], _text(demand), state, reason=_text(body["reasons"][demand[key]]))


def _text(said: Mapping[str, Any]) -> Text:
    return Text(zh=said["zh"], en=said["en"])
