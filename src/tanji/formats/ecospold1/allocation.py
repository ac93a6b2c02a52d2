"""Allocation blocks of EcoSpold 1: so many percent of each exchange listed go to one co-product.

Every factor is for one exchange, so all are causal ones here; the method that a block names stays in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Any

from tanji.formats.ecospold.body import Body, Taken
from tanji.formats.ecospold.facts import number
from tanji.formats.ecospold.judge import Judge, Where
from tanji.formats.ecospold1.exchanges import Lines

_ROUNDING = 1e-3


def read(blocks: list[Taken], lines: Lines, judge: Judge, where: Where) -> tuple[list[dict[str, Any]], Body]:
    """The factors of a dataset, and for `extra` what of the blocks they do not hold.

    The schema wants percent. Where the factors of every exchange add up to 1 they are shares already, which is said.
    """
    factors: list[dict[str, Any]] = []
    details: Body = {}
    others = []
    for block in blocks:
        whole = block.left()
        product, fraction = lines.find(block.attribute("referenceToCoProduct")), number(block.attribute("fraction"))
        targets = [lines.find(found.text()) for found in block.take("referenceToInputOutput")]
        if product is None or fraction is None or not targets or any(target is None for target in targets):
            others.append(whole)
            judge.gather(125, where)
            continue
        details[str(len(factors))] = block.left() or {}
        factors += [
            {"method": "causal", "product": product["flow"], "exchange": target["id"], "value": fraction}
            for target in targets
            if target is not None
        ]
    scale = _scale(factors, judge, where)
    for factor in factors:
        factor["value"] *= scale
    kept = {"blocks": details, "percent": scale != 1} if details else {}
    return factors, kept | ({"others": others} if others else {})


def _scale(factors: list[dict[str, Any]], judge: Judge, where: Where) -> float:
    sums: dict[str, list[float]] = {}
    for factor in factors:
        sums.setdefault(factor["exchange"], []).append(factor["value"])
    totals = {exchange: fsum(values) for exchange, values in sums.items()}
    if totals and all(abs(total - 1) <= _ROUNDING for total in totals.values()):
        judge.gather(123, where)
        return 1.0
    for exchange, total in totals.items():
        if abs(total - 100) > 100 * _ROUNDING:
            judge.gather(124, where, f"{where.words}: {exchange} = {total:g}")
    return 0.01


def write(
    factors: Sequence[Mapping[str, Any]],
    kept: Mapping[str, Any],
    numbers: Mapping[str, str],
    flows: Mapping[str, str],
) -> Iterator[Body]:
    """The blocks of a process; numbers: of its exchanges by id; flows: the number of a product by its flow."""
    blocks: Mapping[str, Any] = kept.get("blocks", {})
    scale = 100 if kept.get("percent", True) else 1
    open_block: tuple[str, float] | None = None
    body: Body = {}
    for place, factor in enumerate(factors):
        product, target = flows.get(factor["product"]), numbers.get(factor.get("exchange") or "")
        if product is None or target is None:
            continue
        told = (product, factor["value"])
        if told != open_block or str(place) in blocks:
            if body:
                yield body
            left = blocks.get(str(place), {})
            fraction = _fraction(factor["value"], scale)
            body = {"@referenceToCoProduct": product, "@fraction": fraction, "referenceToInputOutput": []}
            body |= left if isinstance(left, dict) else {}
            open_block = told
        body["referenceToInputOutput"].append(target)
    if body:
        yield body
    yield from (other for other in kept.get("others", ()) if isinstance(other, dict))


def _fraction(value: float, scale: int) -> str:
    """The percentage that reads back as the same share."""
    for digits in (12, 15, 17):
        text = f"{value * scale:.{digits}g}"
        if float(text) * (0.01 if scale == 100 else 1.0) == value:
            return text
    return repr(value * scale)
