"""The results of a DCC as calibration points: where, correction, U, k.

A list with an error of indication (`basic_measurementError`) gives correction = −error with the error's U; one with
reference value and indication gives error = indication − reference; other quantities with uncertainty give a
point without a correction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tanji.errors import Text
from tanji.formats.dsi import Real, UnfitDsi, UnknownDsiUnit, ours, reals
from tanji.formats.xml import Element
from tanji.model import quantity as registry
from tanji.model.finding import Finding, Place, warning

ERROR, REFERENCE, MEASURED = "basic_measurementError", "basic_referenceValue", "basic_measuredValue"
SI = "https://ptb.de/si"
MOST = 10_000
"""Points of a certificate at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity of a result: what it is for, its names, its values."""

    kinds: tuple[str, ...]
    names: dict[str, str]
    reals: tuple[Real, ...]

    def has(self, kind: str) -> bool:
        """Whether it is of a kind, or of a finer one."""
        return any(each == kind or each.startswith(f"{kind}_") for each in self.kinds)


def points(root: Element, at: Place, findings: list[Finding]) -> tuple[list[dict[str, Any]], int]:
    """The points of all results, and how many quantities could not be read (each has a finding)."""
    made: list[dict[str, Any]] = []
    before = len(findings)
    for result in _results(root):
        for table in _tables(result):
            made += _of_table(list(quantities(table, at, findings)))
    failed = len(findings) - before
    if len(made) > MOST:
        findings.append(
            warning(
                "DCC-107",
                Text(zh=f"校准点超过 {MOST} 个，其余未读取", en=f"Points beyond {MOST} were not read"),
                place=at,
            )
        )
        failed += len(made) - MOST
    return made[:MOST], failed


def quantities(element: Element | None, at: Place, findings: list[Finding]) -> Iterator[Found]:
    """The readable quantities that stand directly in an element; each other one is a finding."""
    for each in element.all("quantity") if element is not None else ():
        inside = next((child for child in each.children if child.namespace == SI), None)
        if inside is None:
            continue  # a text or a chart: no quantity
        try:
            values = tuple(reals(inside, at.file or ""))
        except UnfitDsi as refusal:
            findings.append(warning("DCC-101", refusal.message, refusal.hint, at))
            continue
        yield Found(tuple((each.get("refType") or "").split()), _names(each), values)


def _results(root: Element) -> Iterator[Element]:
    whole = root.find("measurementResults")
    for result in whole.all("measurementResult") if whole is not None else ():
        inner = result.find("results")
        yield from inner.all("result") if inner is not None else ()


def _tables(result: Element) -> Iterator[Element]:
    """The data of a result and the lists within it: quantities of one of them belong together."""
    data = result.find("data")
    if data is not None:
        yield from (element for element in data.walk() if element.local in {"data", "list"} and _own(element))


def _own(element: Element) -> bool:
    return any(child.local == "quantity" for child in element.children)


def _of_table(found: Sequence[Found]) -> list[dict[str, Any]]:
    errors = next((each for each in found if each.has(ERROR)), None)
    reference = next((each for each in found if each.has(REFERENCE)), None)
    measured = next((each for each in found if each.has(MEASURED)), None)
    where = reference or measured
    if errors is not None:
        return [_point(real, _nth(where, place), -real.value) for place, real in enumerate(errors.reals)]
    if reference is not None and measured is not None and len(reference.reals) == len(measured.reals):
        pairs = list(zip(reference.reals, measured.reals, strict=True))
        if all(one.unit == other.unit for one, other in pairs):
            return [_point(_uncertain(other, one), one, one.value - other.value) for one, other in pairs]
    return [_point(real, real, None) for each in found for real in each.reals if real.expanded is not None]


def _uncertain(first: Real, second: Real) -> Real:
    """Of indication and reference the one that carries the uncertainty."""
    return first if first.expanded is not None or second.expanded is None else second


def _nth(found: Found | None, place: int) -> Real | None:
    return found.reals[place] if found is not None and place < len(found.reals) else None


def _point(real: Real, where: Real | None, correction: float | None) -> dict[str, Any]:
    unit, times = _unit(real.unit)
    at_unit, at_times = _unit(where.unit) if where is not None else (None, 1.0)
    return {
        "at": where.value * at_times if where is not None else None,
        "at_unit": at_unit,
        "correction": None if correction is None else correction * times,
        "expanded": None if real.expanded is None else real.expanded * times,
        "k": real.k,
        "coverage": real.coverage,
        "unit": unit,
        "distribution": real.distribution,
    }


def _unit(text: str) -> tuple[str, float]:
    """Our symbol for a unit, and what values are multiplied by; a unit that we lack stays as it is written.

    An error without unit is a ratio, which is kept as %.
    """
    try:
        symbol = ours(text)
    except UnknownDsiUnit:
        return text, 1.0
    return ("%", registry.factor("1", "%")) if symbol == "1" else (symbol, 1.0)


def _names(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    name = element.find("name")
    for content in name.all("content") if name is not None else ():
        if content.words:
            found.setdefault((content.get("lang") or "und")[:8], content.words[:500])
    return found
