"""What the matching queue shows: lines with their candidates, and what must be seen before one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.catalog import drafts, matching
from tanji.errors import Text
from tanji.model.source import Status
from tanji.web.frame.parts import Link, paged
from tanji.web.practitioner.products.shown import HOME

SIZE = 10
SUGGESTED = 0.9
STATUS = {
    Status.verified: Text(zh="来源已核对", en="source verified"),
    Status.unverified: Text(zh="来源未核对", en="source not verified"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate in words."""

    key: str
    value: str
    names: Mapping[str, str]
    database: str
    unit: str
    place: str | None
    year: int | None
    technology: str | None
    status: Text
    uncertainty: str | None
    licence: str | None
    source: str | None
    score: float
    reason: Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the queue in words."""

    id: str
    names: Mapping[str, str]
    material: str | None
    part_no: str | None
    amount: float | None
    unit: str | None
    mass: float | None
    """kg of it in one output of the study."""
    weight: float | None
    others: int
    choices: Sequence[Choice]


def crumbs(draft: Any) -> list[Link]:
    """Where the queue is."""
    product = Link(draft.product.name, reverse("product", args=[draft.product_id]))
    study = Link(draft.name, reverse("study", args=[draft.id]))
    return [HOME, product, study, Link(Text(zh="匹配背景数据", en="Match background data"), "")]


def shown_queue(acting: Acting, draft: Any, asked: QueryDict) -> dict[str, Any]:
    """One page of the queue with its counts."""
    queue = matching.queue(acting, draft)
    waiting, pages = paged(queue.waiting, asked=asked.get("page"), size=SIZE)
    threshold = _score(asked.get("threshold"))
    undo = drafts.changes(acting, draft, 1)
    return {
        "queue": queue, "lines": [_line(each.proposal, each.others) for each in waiting], "pages": pages,
        "missing": [_line(each, 0) for each in queue.missing], "threshold": threshold,
        "reaching": queue.reaching(threshold), "last": undo[0] if undo else None,
    }  # fmt: skip


def shown_search(acting: Acting, proposal: Any, hits: Sequence[Any]) -> dict[str, Any]:
    """A line with what a search found for it."""
    del acting
    return {"shown": _line(proposal, 0), "hits": [_choice("", hit) for hit in hits]}


def _score(text: str | None) -> float:
    try:
        found = float(text or "")
    except ValueError:
        return SUGGESTED
    return found if 0.5 <= found <= 1 else SUGGESTED


def _line(proposal: Any, others: int) -> Shown:
    activity, amount = proposal.activity, proposal.amount
    mass = None
    if activity.unit_mass_kg is not None and amount.value is not None:
        mass = amount.value * activity.unit_mass_kg
    return Shown(
        id=activity.id,
        names=activity.names,
        material=activity.material,
        part_no=activity.part_no,
        amount=amount.value,
        unit=amount.unit,
        mass=mass,
        weight=proposal.weight,
        others=others,
        choices=[_choice(str(place), each) for place, each in enumerate(proposal.candidates, 1)],
    )


def _choice(key: str, candidate: Any) -> Choice:
    listing = candidate.listing
    return Choice(
        key=key,
        value=f"{listing.database}|{listing.process}",
        names=listing.names,
        database=f"{listing.database} {listing.version}",
        unit=listing.unit,
        place=listing.location,
        year=listing.year,
        technology=listing.technology,
        status=STATUS.get(listing.status, Text(zh=str(listing.status), en=str(listing.status))),
        uncertainty=listing.uncertainty,
        licence=listing.licence,
        source=listing.source,
        score=candidate.score,
        reason=Text(zh=candidate.reason_zh, en=candidate.reason_en),
    )
