"""Exchanges of a process: plain trees to documents and back. Amounts are in the flow's own unit, as ILCD has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import sqrt
from typing import Any

from tanji.errors import Text
from tanji.formats.absolute import absolute
from tanji.formats.ilcd import messages
from tanji.formats.ilcd.fields import at, items, language_of, made_text, number, picked, pruned, reference, target, text
from tanji.formats.ilcd.kinds import Body
from tanji.formats.ilcd.known import Known
from tanji.formats.olca.judge import Faulty, Judge

_DIRECTIONS = {"Input": "input", "Output": "output"}
_TYPES = {"lognormal": "log-normal", "normal": "normal", "triangular": "triangular", "uniform": "uniform"}
_PRODUCT = re.compile(r"(?:([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) \* )?([^\W\d]\w*)")


class Lines:
    """Makes exchange documents of one process."""

    def __init__(self, body: Body, name: str, flows: dict[str, Known], judge: Judge) -> None:
        self._flows, self._judge, self._name = flows, judge, name
        found = items(at(body, "exchanges", "exchange"))
        if not all(isinstance(item, dict) for item in found):
            raise Faulty("ILC-105", Text(zh="有空的交换", en="It has an empty exchange"), member="exchange")
        amounts = [_amount(item) for item in found]
        self.skipped = [item for item, amount in zip(found, amounts, strict=True) if amount is None]
        self.bodies = [item for item, amount in zip(found, amounts, strict=True) if amount is not None]
        self._amounts = [amount or 0.0 for amount in amounts if amount is not None]  # never -0.0
        self.ids = self._identities()
        self._by_stated = dict(
            zip(reversed([self._stated(item) for item in self.bodies]), reversed(self.ids), strict=True)
        )
        if self.skipped:
            judge.gather("ILC-136", "warning", messages.no_amount, f"{name} ({len(self.skipped)})")

    def find(self, stated: str) -> str | None:
        """The id of the exchange that an internal id names."""
        return self._by_stated.get(stated) if stated else None

    def documents(self, reference_: str | None) -> list[dict[str, Any]]:
        """Every exchange that has an amount. Faulty: without a flow or direction, or with a number that is none."""
        return [
            self._document(item, identity, amount, is_reference=identity == reference_)
            for item, identity, amount in zip(self.bodies, self.ids, self._amounts, strict=True)
        ]

    def allocation(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The factors that exchanges state by co-product."""
        flows = {line["id"]: line["flow"] for line in lines}
        made = []
        for item, line in zip(self.bodies, lines, strict=True):
            for each in items(at(item, "allocations", "allocation")):
                product = self.find(str(at(each, "@internalReferenceToCoProduct")))
                share = number(at(each, "@allocatedFraction"), "allocatedFraction")
                if product is None or share is None:
                    self._judge.gather("ILC-123", "warning", messages.no_product, self._name)
                    continue
                made.append(
                    {"method": "causal", "product": flows[product], "exchange": line["id"], "value": share / 100}
                )
        return made

    def _identities(self) -> list[str]:
        seen: dict[str, int] = {}
        made = []
        for place, item in enumerate(self.bodies, 1):
            stated = self._stated(item) or f"line-{place}"
            seen[stated] = seen.get(stated, 0) + 1
            made.append(stated if seen[stated] == 1 else f"{stated}-{seen[stated]}")
        if len(set(made)) < len(made):
            made = [f"line-{place}" for place in range(1, len(made) + 1)]
        if max(seen.values(), default=0) > 1:
            self._judge.gather("ILC-122", "note", messages.numbered, self._name)
        return made

    def _stated(self, item: Body) -> str:
        stated = item.get("@dataSetInternalID")
        return stated[:40] if isinstance(stated, str) else ""

    def _document(self, item: Body, identity: str, amount: float, *, is_reference: bool) -> dict[str, Any]:
        flow = target(item.get("referenceToFlowDataSet"))
        if flow is None:
            raise Faulty(
                "ILC-105", Text(zh="有交换没有流", en="An exchange has no flow"), member=f"exchange {identity}"
            )
        known = self._flows.get(flow)
        name = known.name if known else picked(at(item, "referenceToFlowDataSet", "common:shortDescription")) or flow
        if known is None:
            self._judge.gather("ILC-107", "warning", messages.no_flow, f"{self._name}: {name}")
        if text(item.get("exchangeDirection")) not in _DIRECTIONS and not is_reference:
            raise Faulty("ILC-105", Text(zh="有交换没有方向", en="An exchange has no direction"), flow=name)
        if text(item.get("exchangeDirection")) not in _DIRECTIONS:
            self._judge.gather("ILC-134", "note", messages.no_direction, f"{self._name}: {name}")
        if amount == 0 and "epd" in str(item.get("common:other"))[:4000]:
            self._judge.gather("ILC-133", "warning", messages.modules, f"{self._name}: {name}")
        return {
            "id": identity,
            "flow": flow,
            "flow_name": name,
            "direction": _DIRECTIONS.get(text(item.get("exchangeDirection")), "output"),
            "amount": amount,
            "unit": known.unit if known else "",
            "reference_amount": known.convert(amount) if known else None,
            "location": text(item.get("location")) or None,
            "formula": _formula(item),
            "uncertainty": self._uncertainty(item, amount, name),
            "description": picked(item.get("generalComment")),
        }

    def _uncertainty(self, item: Body, amount: float, name: str) -> dict[str, Any] | None:
        found = uncertainty(item, amount, ("minimumAmount", "maximumAmount"))
        if found is None and text(item.get("uncertaintyDistributionType")) in _TYPES.values():
            self._judge.gather("ILC-114", "note", messages.no_distribution, f"{self._name}: {name}")
        return found


def _amount(item: Body) -> float | None:
    """The resulting amount, else the mean amount where no variable changes it."""
    resulting = number(item.get("resultingAmount"), "resultingAmount")
    mean = number(item.get("meanAmount"), "meanAmount")
    if resulting is None and not text(item.get("referenceToVariable")):
        return mean
    return resulting


def _formula(item: Body) -> str | None:
    variable, mean = text(item.get("referenceToVariable")), number(item.get("meanAmount"), "meanAmount")
    if not variable:
        return None
    return variable if mean is None else f"{mean!r} * {variable}"


def uncertainty(item: Body, amount: float | None, bounds: tuple[str, str]) -> dict[str, Any] | None:
    """The distribution of an amount; None where none of ours is stated whole and sound.

    `relativeStandardDeviation95In` is the square of the geometric standard deviation of a lognormal, and twice the
    standard deviation of a normal distribution, in the unit of the amount. The amount is a lognormal's median and a
    triangular's mode. Source: ILCD data format 1.1, annotation of that element.
    """
    kind, spread = (
        text(item.get("uncertaintyDistributionType")),
        number(item.get("relativeStandardDeviation95In"), "sd95"),
    )
    low, high = (number(item.get(bound), bound) for bound in bounds)
    if amount is None:
        return None
    if kind == "log-normal" and spread is not None and spread >= 1:
        return {"kind": "lognormal", "median": amount, "gsd": sqrt(spread)}
    if kind == "normal" and spread is not None and spread > 0:
        return {"kind": "normal", "mean": amount, "sd": spread / 2}
    if kind == "triangular" and low is not None and high is not None and low <= amount <= high:
        return {"kind": "triangular", "minimum": low, "mode": amount, "maximum": high}
    if kind == "uniform" and low is not None and high is not None and low < high:
        return {"kind": "uniform", "minimum": low, "maximum": high}
    return None


def made_uncertainty(given: Body | None, amount: float | None, bounds: tuple[str, str]) -> Body:
    """The elements that state a distribution of an amount; none where ILCD has no words for it."""
    found = absolute(given, amount)
    if found is None:
        return {}
    made: Body = {"uncertaintyDistributionType": _TYPES[found["kind"]]}
    if found["kind"] == "lognormal":
        made["relativeStandardDeviation95In"] = rounded(found["gsd"] ** 2)
    elif found["kind"] == "normal":
        made["relativeStandardDeviation95In"] = found["sd"] * 2.0
    else:
        made |= {bounds[0]: float(found["minimum"]), bounds[1]: float(found["maximum"])}
    return made


def rounded(value: float) -> float:
    """A number as a person would have stated it: a square root squared gives what it was taken of."""
    return float(f"{value:.15g}")


def build_line(line: Body, number_: str, amount: float, shares: Iterable[tuple[str, float]] = ()) -> Body:
    """The plain tree that says what an exchange says, with its number, its amount and its shares by co-product."""
    formula = _PRODUCT.fullmatch(line.get("formula") or "")
    mean = amount if formula is None else float(formula[1]) if formula[1] else None
    name = line["flow_name"]
    made: Body = {
        "@dataSetInternalID": number_,
        "referenceToFlowDataSet": reference("flow data set", line["flow"], {language_of(name): name} if name else None),
        "location": line.get("location"),
        "exchangeDirection": line["direction"].capitalize(),
        "referenceToVariable": formula[2] if formula else None,
        "meanAmount": mean,
        "resultingAmount": amount,
        **made_uncertainty(line.get("uncertainty"), amount, ("minimumAmount", "maximumAmount")),
    }
    made = {key: value for key, value in made.items() if value is not None and value != ""}
    allocations = [
        {"@internalReferenceToCoProduct": product, "@allocatedFraction": rounded(share * 100)}
        for product, share in shares
    ]
    if allocations:
        made["allocations"] = pruned({"allocation": allocations})
    if comment := pruned(made_text(line.get("description"))):
        made["generalComment"] = comment
    return made


def numbers(ids: Iterable[str]) -> dict[str, str]:
    """An internal number for each id: itself where it is one."""
    listed = list(ids)
    own = {identity for identity in listed if is_number(identity)}
    free = max((int(identity) for identity in own), default=-1)
    made = {}
    for identity in listed:
        free += identity not in own
        made[identity] = identity if identity in own else str(free)
    return made


def is_number(identity: str) -> bool:
    """Whether an id can be an internal id of ILCD."""
    return identity.isascii() and identity.isdecimal() and len(identity) < 10 and str(int(identity)) == identity
