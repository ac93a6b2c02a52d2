"""Conditions that CEL can not say well, by name. Each takes the facts and the parameters, and judges.

A function returns what fails: nothing where the rule is kept, `Undecided` where it can not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose
from typing import Any, Final

from tanji.errors import Refusal, Text
from tanji.rules.expression import Undecided

Facts = Mapping[str, Any]
Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """One item for which a function's condition does not hold, with figures for the message."""

    item: str
    values: Mapping[str, Any]


Judged = Sequence[Failure] | Undecided
Function = Callable[[Facts, Parameters], Judged]


class UnknownFunction(Refusal):
    """A rule that names a function that there is not."""

    code = "RUL-002"


CARBON_TO_CO2: Final = 44.0 / 12.0
"""Mass of CO2 by mass of carbon, by molar masses rounded to whole numbers as the field does (IPCC 2006 GL, vol. 4)."""
AGREEMENT: Final = 1e-9


def splits_add_up(facts: Facts, _: Parameters) -> Judged:
    """Fossil, land use and biogenic lines other than CO2 sum to the total, and the stages do too."""
    score = facts["footprint"]["score"]
    failed = []
    for name in ("split_sum", "stage_sum"):
        value = facts["derived"].get(name)
        if value is None:
            return Undecided(f"missing: derived.{name}")
        if not isclose(value, score["total"], rel_tol=AGREEMENT, abs_tol=AGREEMENT):
            failed.append(Failure(name, {"sum": value, "total": score["total"]}))
    return failed


def biogenic_closes(facts: Facts, parameters: Parameters) -> Judged:
    """Carbon in the product × 44/12 does not exceed what was taken up, within the tolerance of the pack."""
    carbon = facts["footprint"].get("biogenic_carbon_kg")
    if carbon is None:
        return Undecided("missing: footprint.biogenic_carbon_kg")
    uptake = -facts["footprint"]["score"]["biogenic_removals"]
    held = carbon * CARBON_TO_CO2
    tolerance = float(parameters.get("biogenic_carbon_tolerance_percent", 0.0)) / 100
    if held > uptake * (1 + tolerance) + AGREEMENT:
        return [Failure("product", {"held": held, "uptake": uptake})]
    return []


def shares_add_up(facts: Facts, _: Parameters) -> Judged:
    """The outputs of every step with co-products carry what is allocated by, so that shares are defined."""
    key = {"mass": "mass_kg", "energy": "energy_mj", "economic": "value"}
    study = facts["study"]
    failed = []
    for step in [*study.get("steps", []), study | {"id": "product"}]:
        by = key.get(step.get("allocation", "none"))
        outputs = [step["output"], *step.get("co_products", [])]
        if len(outputs) == 1:
            continue
        sizes = [output.get(by) if by else None for output in outputs]
        mass = by == "mass_kg" and all(output["unit"] in {"kg", "t", "g"} for output in outputs)
        if not mass and (None in sizes or not fsum(size or 0.0 for size in sizes) > 0):
            failed.append(Failure(step["id"], {"allocation": step.get("allocation", "none")}))
    return failed


FUNCTIONS: Final[Mapping[str, Function]] = {
    "biogenic-closes": biogenic_closes,
    "shares-add-up": shares_add_up,
    "splits-add-up": splits_add_up,
}


def function(name: str) -> Function:
    """The function of a name. Refuses UnknownFunction, naming those there are."""
    if name not in FUNCTIONS:
        raise UnknownFunction(
            Text(zh=f"没有名为“{name}”的规则函数", en=f"There is no rule function {name!r}"),
            Text(zh=f"已有：{'、'.join(FUNCTIONS)}", en=f"There are: {', '.join(FUNCTIONS)}"),
        )
    return FUNCTIONS[name]
