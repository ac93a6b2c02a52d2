"""The order of elements in the schema of EcoSpold 2, and the words of its codes.

Source: EcoSpold02.xsd, EcoSpold02Activity.xsd, EcoSpold02FlowData.xsd, EcoSpold02MetaInformation.xsd, version 2.0.14
(ecoinvent Centre).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from tanji.formats.ecospold.body import Order
from tanji.formats.ecospold.facts import made_id


@cache
def order() -> Order:
    """The children of each element, in the order of the schema."""
    return {row["parent"]: tuple(row["children"].split()) for row in _rows("order.csv")}


@cache
def access() -> dict[str, str]:
    """To whom a dataset is open, by code."""
    return {row["accessRestrictedTo"]: row["words"] for row in _rows("access.csv")}


@cache
def _unit_ids() -> dict[str, str]:
    return {row["unit"]: row["unitId"] for row in _rows("units.csv")}


def unit_id(unit: str) -> str:
    """The id of a unit: that of the master data where it is known, else one made of its name."""
    return _unit_ids().get(unit) or made_id("ecospold2", "unit", unit)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("tanji.formats.ecospold2") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
