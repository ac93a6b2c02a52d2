"""Formulas as sums of multiples of some of their names: how an amount follows uncertain parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from tanji.model.formula import BadFormula, evaluate, names, parsed


@dataclass(frozen=True, slots=True)
class Linear:
    """`constant` + Σ slope × variable; the variables by number."""

    constant: float
    slopes: Mapping[int, float] = field(default_factory=dict)

    def plus(self, other: Linear, times: float = 1.0) -> Linear:
        """The sum with a multiple of another."""
        variables = {*self.slopes, *other.slopes}
        slopes = {each: self.slopes.get(each, 0.0) + times * other.slopes.get(each, 0.0) for each in variables}
        return Linear(self.constant + times * other.constant, slopes)

    def times(self, factor: float) -> Linear:
        """A multiple."""
        return Linear(factor * self.constant, {each: factor * slope for each, slope in self.slopes.items()})

    def at(self, values: Mapping[int, float]) -> float:
        """Its value where the variables have theirs."""
        return self.constant + sum(slope * values[each] for each, slope in self.slopes.items())


def linear(formula: str, known: Mapping[str, Linear | None]) -> Linear | None:
    """A formula over names that are linear themselves; None where it is not linear, or takes a name that is not.

    `known` is by name as parsed. Refuses BadFormula, as `evaluate` does.

    >>> linear("2 * (a + 3) / 4 + max(b, 1)", {"a": Linear(0.0, {7: 1.0}), "b": Linear(5.0)})
    Linear(constant=6.5, slopes={7: 0.5})
    """
    return _of(parsed(formula), known)


def _of(node: ast.expr, known: Mapping[str, Linear | None]) -> Linear | None:
    text = ast.unparse(node)
    taken = {name: known[name] for name in names(text) if name in known}
    if not any(each is None or each.slopes for each in taken.values()):
        return Linear(evaluate(text, {name: each.constant for name, each in taken.items() if each is not None}))
    match node:
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _of(operand, known)
            return None if inner is None else inner.times(-1.0)
        case ast.UnaryOp(operand=operand):
            return _of(operand, known)
        case ast.BinOp(left=left, op=op, right=right):
            return _both(op, _of(left, known), _of(right, known))
    return None


def _both(op: ast.operator, left: Linear | None, right: Linear | None) -> Linear | None:
    if left is None or right is None:
        return None
    if isinstance(op, ast.Add | ast.Sub):
        return left.plus(right, 1.0 if isinstance(op, ast.Add) else -1.0)
    if isinstance(op, ast.Mult) and not left.slopes:
        return right.times(left.constant)
    if isinstance(op, ast.Mult) and not right.slopes:
        return left.times(right.constant)
    if isinstance(op, ast.Div) and not right.slopes and right.constant != 0:
        return left.times(1 / right.constant)
    return None


def spread_out(formulas: Mapping[str, str], known: Mapping[str, Linear | None]) -> dict[str, Linear | None]:
    """All names, with each formula after those that it takes; what is in a circle, or is no formula, is None."""
    found = dict(known)
    waiting = dict(formulas)
    while waiting:
        ready = [name for name, formula in waiting.items() if not _needs(formula) & waiting.keys()]
        for name in ready or list(waiting):
            formula = waiting.pop(name)
            try:
                found[name] = linear(formula, found) if ready else None
            except BadFormula:
                found[name] = None
    return found


def _needs(formula: str) -> frozenset[str]:
    try:
        return names(formula)
    except BadFormula:
        return frozenset()
