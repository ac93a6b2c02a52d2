"""What stands behind the search page, the page of a method, and the list of what was taken from others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import allowed
from tanji.background.names import folded
from tanji.catalog.drafts import drafts, products
from tanji.errors import Text
from tanji.model.method import Method
from tanji.rules.pack import packs
from tanji.rules.register import registered
from tanji.web.everybody import factors
from tanji.web.everybody.policy import policy
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import said

MOST = 8


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and where more of it stands."""

    name: Text
    hits: Sequence[Hit]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found."""

    title: str
    href: str
    detail: str = ""


def everywhere(acting: Acting | None, query: str) -> Sequence[Group]:
    """Everything that fits a question, by kind; nothing for an empty one."""
    if not folded(query):
        return []
    return [group for group in _groups(acting, query) if group.hits]


def potentials(method: Method) -> Table:
    """The global warming potentials of a method, each with the place that it was read from."""
    columns = [
        Column(Text(zh="气体", en="Gas")),
        Column(Text(zh="分子式", en="Formula")),
        Column(Text(zh="潜势", en="Potential"), "figure", unit="kg CO₂e / kg"),
        Column(Text(zh="来源", en="Source")),
        Column(Text(zh="状态", en="Status"), "state"),
    ]
    rows = [
        Row([said(each.names), each.formula or "", each.value, f"{each.source}, {each.place}", each.status.value])
        for each in method.factors
    ]
    return Table(Text(zh="各气体的全球变暖潜势", en="Global warming potential of each gas"), columns, rows)


@cache
def vendored() -> Sequence[Mapping[str, Any]]:
    """What the pages take from others: name, version, licence."""
    text = (files("tanji.web") / "static" / "vendor" / "manifest.json").read_text("utf-8")
    listed: Sequence[Mapping[str, Any]] = json.loads(text)
    return listed


def _groups(acting: Acting | None, query: str) -> Iterator[Group]:
    if acting is not None:
        yield from _own(acting, query)
    listings, _ = factors.search(acting, factors.Asked(text=query))
    hits = [
        Hit(
            said(each.names),
            reverse("factor", args=[each.database, each.version, each.process]),
            " · ".join(str(part) for part in (each.location, each.year, each.unit) if part),
        )
        for each in listings[:MOST]
    ]
    yield Group(Text(zh="因子与过程", en="Factors and processes"), hits, more="factors")
    yield Group(Text(zh="核算规则", en="Accounting rules"), _rules(query))
    yield Group(Text(zh="政策", en="Policy"), _sentences(query))


def _own(acting: Acting, query: str) -> Iterator[Group]:
    words = folded(query)
    if allowed(acting, "view", "product"):
        found = [each for each in products(acting) if words in folded(f"{each.name} {each.name_en} {each.model}")]
        hits = [Hit(each.name, f"/products/{each.pk}/", each.model) for each in found[:MOST]]
        yield Group(Text(zh="产品", en="Products"), hits)
    if allowed(acting, "view", "study"):
        hits = [
            Hit(each.name, f"/studies/{each.pk}/", each.product.name)
            for each in drafts(acting)
            if words in folded(f"{each.name} {each.product.name}")
        ]
        yield Group(Text(zh="研究", en="Studies"), hits[:MOST])


def _rules(query: str) -> Sequence[Hit]:
    words = folded(query)
    held = [
        Hit(f"{each.number or each.id} {said(each.names)}", reverse("rule_pack", args=[each.id]), each.id)
        for each in packs().values()
        if words in folded(" ".join((each.id, each.number or "", *each.names.values(), *each.words)))
    ]
    real = [
        Hit(f"{each.number} {each.title}", f"{reverse('rules')}", each.adopted or "")
        for each in registered()
        if words in folded(" ".join((each.number, each.title, *each.words)))
    ]
    return [*held, *real][:MOST]


def _sentences(query: str) -> Sequence[Hit]:
    words = folded(query)
    return [
        Hit(f"{each.id} {each.text[:60]}", f"{reverse('policy')}#{each.id}", each.summary)
        for each in policy().sentences
        if words in folded(f"{each.text} {each.summary}")
    ][:MOST]
