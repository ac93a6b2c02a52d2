"""Shares of the products of an activity, from its master allocation property: amount × property, divided by the sum.

EcoSpold 2 states no shares, only the property that divides: the price, the dry mass. Source: EcoSpold02Activity.xsd,
field masterAllocationPropertyId.
"""

from __future__ import annotations

from math import fsum
from typing import Any

from tanji.formats.ecospold.judge import Judge, Where
from tanji.formats.ecospold2.exchanges import Lines

_MONEY = ("price", "revenue")


def shares(lines: Lines, stated: str | None, judge: Judge, where: Where) -> tuple[str | None, list[dict[str, Any]]]:
    """The method and the factors; none where there is one product only or no property."""
    products = [
        place
        for place, (line, group) in enumerate(zip(lines.documents, lines.groups, strict=True))
        if group.direction == "output"
        and group.code in {"0", "2"}
        and line["direction"] == "output"
        and line["amount"] > 0
    ]
    if not stated or len(products) < 2:
        return None, []
    found = [lines.measures[place].get(stated) for place in products]
    worth = [
        lines.documents[place]["amount"] * item["amount"] for place, item in zip(products, found, strict=True) if item
    ]
    total = fsum(worth)
    if len(worth) < len(products) or total <= 0 or min(worth) < 0:
        judge.gather(140, where)
        return None, []
    judge.gather(139, where)
    name = next((item["name"] for item in found if item), "").strip().lower()
    method = "economic" if name.startswith(_MONEY) else "physical"
    flows: dict[str, float] = {}
    for place, part in zip(products, worth, strict=True):
        flow = lines.documents[place]["flow"]
        flows[flow] = flows.get(flow, 0.0) + part / total
    return method, [{"method": method, "product": flow, "value": part} for flow, part in flows.items()]
