"""The order of elements in the schema of EcoSpold 1, and the words of its codes.

Source: EcoSpold01Dataset.xsd, EcoSpold01MetaInformation.xsd, EcoSpold01FlowData.xsd, version 1.1 (ecoinvent Centre).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from tanji.formats.ecospold.body import Order


@cache
def order() -> Order:
    """The children of each element, in the order of the schema."""
    return {row["parent"]: tuple(row["children"].split()) for row in _rows("order.csv")}


@cache
def access() -> dict[str, str]:
    """To whom a dataset is open, by code."""
    return {row["accessRestrictedTo"]: row["words"] for row in _rows("access.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("tanji.formats.ecospold1") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
