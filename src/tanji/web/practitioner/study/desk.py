"""What every page of a study shows: product, tabs, state, whether the result is stale."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.model.footprint import Footprint
from tanji.registry.studies import Draft
from tanji.reports.figures import significant
from tanji.web.frame.parts import Link
from tanji.web.practitioner.products.shown import HOME, state_code

TABS: Final = (
    ("study", Text(zh="概览", en="Overview")),
    ("study_rules", Text(zh="产品与规则", en="Product and rules")),
    ("study_data", Text(zh="数据", en="Data")),
    ("study_compute", Text(zh="计算", en="Compute")),
    ("study_results", Text(zh="结果", en="Result")),
    ("study_scenarios", Text(zh="情景", en="Scenarios")),
    ("study_report", Text(zh="报告", en="Report")),
    ("study_statement", Text(zh="声明", en="Statement")),
    ("study_history", Text(zh="历史", en="History")),
)


def desk(request: HttpRequest, pk: UUID, tab: str, **more: Any) -> dict[str, Any]:
    """The context of a page of a study: the draft in reach with all that surrounds it. Refuses NotFound."""
    acting = signed_in(request)
    draft = drafts.get_draft(acting, pk)
    both = Text(zh=draft.product.name, en=draft.product.name_en or draft.product.name)
    return {
        "draft": draft,
        "product": draft.product,
        "title": title(draft),
        "crumbs": [HOME, Link(both, reverse("product", args=[draft.product_id])), Link(title(draft), "")],
        "tabs": tabs(draft, tab),
        "state": state_code(draft),
        "stale": bool(draft.footprint) and draft.frozen_revision != draft.revision,
        "may_edit": allowed(acting, "edit", "study") and not draft.statement and draft.archived is None,
        "may_compute": allowed(acting, "compute", "study") and not draft.statement and draft.archived is None,
        **more,
    }


def tabs(draft: Draft, current: str) -> list[Link]:
    """The places of a study, with this one marked."""
    return [Link(name, reverse(view, args=[draft.id]), current=view == current) for view, name in TABS]


def title(draft: Draft) -> Text:
    """The name of a study in both languages, as far as it has them."""
    names = draft.body.get("names")
    english = names.get("en") if isinstance(names, dict) else None
    return Text(zh=draft.name, en=english or draft.name)


def per(footprint: Footprint) -> str:
    """The unit that figures are per: `1 item`."""
    return f"{significant(footprint.unit.amount, trim=True)} {footprint.unit.unit}"
