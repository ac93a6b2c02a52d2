"""Parameters and mathematical relations of EcoSpold 2; variable names are the same in any case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanji.errors import Refusal
from tanji.formats.ecospold.body import Taken
from tanji.formats.ecospold.facts import number
from tanji.formats.ecospold.judge import Faulty, Judge, Where
from tanji.formats.ecospold2 import spread
from tanji.formats.ecospold2.words import chosen, names
from tanji.formats.olca.formulas import value
from tanji.formats.xml import Element

_AGREE = 1e-5
"""Amounts are written with six digits or more."""


def read(taken: list[Taken], judge: Judge, where: Where) -> tuple[list[dict[str, Any]], list[Any]]:
    """The parameters of a dataset, and for each what it says besides. Faulty: a value that is no number."""
    documents: list[dict[str, Any]] = []
    rests: list[Any] = []
    for item in taken:
        name, stated = item.attribute("variableName"), item.attribute("amount")
        amount = number(stated)
        if amount is None and stated is not None:
            raise Faulty(106, where.at(member=f"parameter {name}"), name="amount", value=stated)
        unit = names(item, "unitName")
        spoken = next((child.text for child in item.element.all("name")), "")
        if not name:
            name = item.element.get("parameterId") or f"parameter-{len(documents) + 1}"
            judge.gather(142, where.at(member=name))
        found, unsound = spread.distribution(item.element)
        if unsound:
            judge.gather(114, where.at(member=name))
        documents.append(
            {
                "name": name,
                "value": amount,
                "formula": item.attribute("mathematicalRelation") or None,
                "unit": chosen(unit) or None,
                "description": spoken or None,
                "uncertainty": found,
            }
        )
        rests.append(item.left())
    return documents, rests


def check(exchanges: list[Element], parameters: list[Element], judge: Judge, where: Where) -> None:
    """Compute every formula from the stated amounts, and say where the stated amount is another. It is kept."""
    values: dict[str, float] = {}
    for name, amount in _variables([*exchanges, *parameters]):
        if values.setdefault(name.strip().lower(), amount) != amount:
            judge.say(143, where, name=name)
    for item in (*exchanges, *parameters):
        formula, stated = item.get("mathematicalRelation"), number(item.get("amount"))
        if not formula or stated is None:
            continue
        told = next((child.text for child in item.all("name")), "")
        try:
            computed = value(formula, values)
        except Refusal as refusal:
            judge.gather(113, where.at(flow=told), f"{where.words}: {told} ({refusal.message.en})")
            continue
        if abs(computed - stated) > _AGREE * max(abs(computed), abs(stated)):
            judge.say(112, where.at(flow=told), formula=formula[:200], computed=f"{computed:g}", stated=f"{stated:g}")


def _variables(items: list[Element]) -> Iterator[tuple[str, float]]:
    for item in items:
        for name, amount in (
            (item.get("variableName"), number(item.get("amount"))),
            (item.get("productionVolumeVariableName"), number(item.get("productionVolumeAmount"))),
            *((found.get("variableName"), number(found.get("amount"))) for found in item.all("property")),
        ):
            if name and amount is not None:
                yield name, amount
