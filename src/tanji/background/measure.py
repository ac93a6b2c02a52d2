"""Amounts of exchanges in the reference unit of their flow: where an input and its supplier meet."""

from __future__ import annotations

from functools import cache

from tanji.errors import Refusal
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange
from tanji.model.quantity import factor, find_unit, fold


def measured(exchange: Exchange, flow: Flow | None) -> float | None:
    """The amount of an exchange in its flow's reference unit; None where the conversion is not known.

    As the source gives it; else where the units are the same, or convert without knowing the flow.
    """
    if exchange.reference_amount is not None:
        return exchange.reference_amount
    if flow is None:
        return None
    per_unit = converted(exchange.unit, flow.unit)
    return None if per_unit is None else exchange.amount * per_unit


@cache
def converted(unit: str, to: str) -> float | None:
    """How many `to` one `unit` is, or None where the units are unknown or of different dimensions.

    >>> converted("g", "kg"), converted("bales", "bales"), converted("kg", "kWh")
    (0.001, 1.0, None)
    """
    if fold(unit) == fold(to):
        return 1.0
    if find_unit(unit) is None or find_unit(to) is None:
        return None
    try:
        return factor(unit, to)
    except Refusal:
        return None


def wanted(exchange: Exchange, flow: Flow) -> tuple[Direction, float]:
    """The direction in which a supplier has the flow as its product, and the sign of the exchange in A.

    A product is wanted from who gives it: -1, or +1 where production is avoided. Waste is wanted to be taken by a
    treatment: +1, or -1 where a treatment is avoided. Waste that comes in as an input is wanted from who gives it.
    """
    if flow.kind is FlowKind.waste:
        if exchange.avoided:
            return Direction.input, -1.0
        return (Direction.input, 1.0) if exchange.direction is Direction.output else (Direction.output, -1.0)
    return Direction.output, 1.0 if exchange.avoided else -1.0
