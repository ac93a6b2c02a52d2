"""The stored result that an address names, its tabs, and the sentence that says what matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.accounts.middleware import signed_in
from tanji.catalog import drafts
from tanji.catalog.documents import load_as
from tanji.errors import Text
from tanji.model.footprint import Footprint, LineScore
from tanji.registry import studies
from tanji.registry.studies import Draft, Version
from tanji.reports.figures import percent, significant
from tanji.web.frame.parts import Link
from tanji.web.practitioner.study.desk import desk, per

UNIT: Final = "kg CO₂e"
TABS: Final = (
    ("study_results", Text(zh="贡献", en="Contributions")),
    ("results_stages", Text(zh="阶段", en="Stages")),
    ("results_tree", Text(zh="物料树", en="Bill of materials")),
    ("results_uncertainty", Text(zh="不确定性", en="Uncertainty")),
    ("results_peers", Text(zh="对标", en="Peers")),
    ("results_quality", Text(zh="数据质量", en="Data quality")),
    ("results_conformity", Text(zh="规则符合性", en="Conformity")),
)


def asked(request: HttpRequest, acting: Acting, draft: Draft) -> Version | None:
    """The version that an address names by `footprint`, else the one that the draft stands by. Refuses NotFound."""
    digest = request.GET.get("footprint")
    return studies.version(acting, draft, digest) if digest else studies.latest(acting, draft)


def result(request: HttpRequest, pk: UUID, tab: str, place: str = "study_results") -> dict[str, Any]:
    """The context of a page of results; without a result `found` is None."""
    acting = signed_in(request)
    page = desk(request, pk, place)
    draft: Draft = page["draft"]
    found = asked(request, acting, draft)
    query = f"?{urlencode({'footprint': found.digest})}" if found and request.GET.get("footprint") else ""
    links = [Link(name, reverse(view, args=[draft.id]) + query, current=view == tab) for view, name in TABS]
    page |= {"found": found, "results": links, "query": query, "unit": UNIT}
    if found is not None:
        page |= {
            "finding": finding(found.footprint),
            "per": per(found.footprint),
            "interval": interval(found.footprint),
        }
        page["older"] = found.digest != draft.footprint
        page["lead"] = lead(found.footprint)
    return page


def both(names: Mapping[str, str]) -> Text:
    """Names as a Text; one language stands in for the other."""
    zh, en = names.get("zh"), names.get("en")
    first = zh or en or next(iter(names.values()), "—")
    return Text(zh=zh or first, en=en or first)


def largest(footprint: Footprint) -> LineScore | None:
    """The line that adds most to the total."""
    return max(footprint.lines, key=lambda line: line.score.total, default=None)


def finding(footprint: Footprint) -> Text:
    """One sentence that says what matters: the largest line, and how much of the total it is."""
    top = largest(footprint)
    if top is None or top.share is None:
        return Text(zh="没有计入任何一行。", en="No line is counted.")
    name, share = both(top.names), percent(top.share)
    return Text(zh=f"{name.zh}占 {share}", en=f"{name.en} makes {share}")


def lead(footprint: Footprint) -> Text:
    """What matters, in one sentence: the largest line, the interval, what is not counted."""
    top, sure, lacking = finding(footprint), interval(footprint), len(footprint.coverage.unlinked)
    zh, en = [top.zh.rstrip("。")], [top.en.rstrip(".")]
    if sure is not None:
        zh, en = [*zh, sure.zh], [*en, sure.en]
    if lacking:
        zh, en = [*zh, f"{lacking} 行未计入"], [*en, f"not counted: {lacking} line{'s' if lacking > 1 else ''}"]
    return Text(zh="；".join(zh) + "。", en="; ".join(en) + ".")


def better(acting: Acting, draft: Draft, footprint: Footprint) -> Text | None:
    """The computed scenario of a study with the lowest total, and by how much it is lower; None without one."""
    best: tuple[float, str] | None = None
    for each in drafts.drafts(acting, draft.product):
        if each.scenario_of_id != draft.id or not each.footprint:
            continue
        other = load_as(Footprint, acting, each.footprint)
        if other.unit == footprint.unit and other.method == footprint.method:
            best = min(best or (other.score.total, each.name), (other.score.total, each.name))
    if best is None or not footprint.score.total or best[0] >= footprint.score.total:
        return None
    share = percent(1 - best[0] / footprint.score.total)
    return Text(zh=f"按情景“{best[1]}”可降 {share}。", en=f"By the scenario {best[1]} it would be {share} less.")


def interval(footprint: Footprint) -> Text | None:
    """The coverage interval in words; None before it is drawn, or where nothing is uncertain."""
    spread = footprint.uncertainty
    if spread is None or spread.sd <= 1e-9 * max(abs(spread.mean), 1e-30):
        return None
    low, high, share = (
        significant(spread.interval.low),
        significant(spread.interval.high),
        percent(spread.interval.coverage),
    )
    return Text(zh=f"{share} 区间 {low} – {high} {UNIT}", en=f"{share} interval {low} to {high} {UNIT}")
