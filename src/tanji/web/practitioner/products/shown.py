"""Products and studies as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from tanji.accounts.acting import Acting
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.registry.studies import Draft, Product
from tanji.web.frame.parts import Column, Link, Row, Table

HOME = Link(Text(zh="产品", en="Products"), "/products/")


def state_code(draft: Draft) -> str:
    """How a draft stands, as a code of frame/states.py."""
    if draft.statement:
        return "declared"
    if draft.archived is not None:
        return "archived"
    if not draft.footprint:
        return "draft"
    return "calculated" if draft.frozen_revision == draft.revision else "changed"


def product_table(acting: Acting, products: Sequence[Product]) -> Table:
    """Products with how many studies each has and when one was changed last."""
    columns = (
        Column(Text(zh="产品", en="Product")),
        Column(Text(zh="型号", en="Model")),
        Column(Text(zh="分类代码", en="Codes")),
        Column(Text(zh="研究", en="Studies"), "figure"),
        Column(Text(zh="最近修改", en="Last changed"), "date"),
    )
    counted: dict[object, list[Draft]] = {}
    for draft in drafts.drafts(acting):
        counted.setdefault(draft.product_id, []).append(draft)
    rows = []
    for each in products:
        own = counted.get(each.id, [])
        codes = "，".join(f"{code['system']} {code['code']}" for code in each.codes)
        changed = own[0].changed.date() if own else each.created.date()
        name = Text(zh=each.name, en=each.name_en or each.name)
        link = reverse("product", args=[each.id])
        rows.append(Row((name, each.model or None, codes or None, str(len(own)), changed), href=link))
    empty = Text(zh="还没有产品。", en="There are no products yet.")
    return Table(Text(zh="产品", en="Products"), columns, rows, hide_caption=True, empty=empty)


def study_table(found: Sequence[Draft]) -> Table:
    """Studies and scenarios of a product with their state."""
    columns = (
        Column(Text(zh="研究", en="Study")),
        Column(Text(zh="类型", en="Sort")),
        Column(Text(zh="状态", en="State"), "state"),
        Column(Text(zh="最近修改", en="Last changed"), "date"),
    )
    rows = [
        Row(
            (each.name, SCENARIO if each.scenario_of_id else STUDY, state_code(each), each.changed.date()),
            href=reverse("study", args=[each.id]),
        )
        for each in found
    ]
    empty = Text(zh="还没有研究。", en="There are no studies yet.")
    return Table(Text(zh="研究与情景", en="Studies and scenarios"), columns, rows, hide_caption=True, empty=empty)


STUDY = Text(zh="研究", en="Study")
SCENARIO = Text(zh="情景", en="Scenario")
