"""Formulas over arrays of draws: the arithmetic of `tanji.model.formula`, each operation on all draws at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from tanji.errors import Refusal, Text
from tanji.lca.system import Floats
from tanji.model.formula import BadFormula, names, parsed, spelled

Drawn = Floats | float


class BadDraw(Refusal):
    """Draws in which a study cannot be computed: a formula without finite value, steps that use up what they make."""

    code = "CAL-007"


_BINARY: Mapping[type[ast.operator], Callable[..., Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs,
    "min": lambda *given: reduce(np.minimum, given),
    "max": lambda *given: reduce(np.maximum, given),
    "sqrt": np.sqrt,
    "exp": np.exp,
    "ln": np.log,
    "log10": np.log10,
    "pow": np.power,
}


def evaluate(formula: str, values: Mapping[str, Drawn]) -> Drawn:
    """The value of a formula in each draw; a float where nothing in it is drawn. Names are spelled as parsed.

    Refuses BadFormula as `tanji.model.formula.evaluate` does, and BadDraw where some draws have no finite value.
    """
    with np.errstate(all="ignore"):
        value = _value(parsed(formula), values, formula)
    bad = int(np.count_nonzero(~np.isfinite(value)))
    if bad:
        raise BadDraw(
            Text(
                zh=f"公式“{formula[:60]}”在 {bad} 次抽样中没有有限的结果（共 {np.size(value)} 次）",
                en=f'In {bad} of {np.size(value)} draws the formula "{formula[:60]}" has no finite value',
            ),
            Text(
                zh="某个参数的分布伸到了公式不成立的范围（如除以 0、负数开方）；请用最小值、最大值截断该分布。",
                en="The distribution of a parameter reaches where the formula does not hold (a division by 0, the root"
                " of a negative number); truncate it with a minimum and a maximum.",
            ),
        )
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)


def resolve(formulas: Mapping[str, str], known: dict[str, Drawn], change: Callable[[str, Drawn], Drawn]) -> None:
    """Add to the known values each formula's, after those it needs; `change` may vary what a formula gave.

    The nominal study was computed before, so there are no circles.
    """
    waiting = dict(formulas)
    while waiting:
        open_ = {spelled(name) for name in waiting}
        ready = [name for name, formula in waiting.items() if not names(formula) & open_]
        for name in ready:
            known[spelled(name)] = change(name, evaluate(waiting.pop(name), known))


def _value(node: ast.expr, values: Mapping[str, Drawn], formula: str) -> Any:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _value(left, values, formula), _value(right, values, formula)
            return _BINARY[type(op)](np.float64(first) if np.ndim(first) == 0 else first, second)
        case ast.UnaryOp(op=op, operand=operand):
            inner = _value(operand, values, formula)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*(_value(argument, values, formula) for argument in arguments))
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.Constant(value=int() | float() as number):
            return float(number)
    raise BadFormula(
        Text(zh=f"公式“{formula[:60]}”无效", en=f'The formula "{formula[:60]}" is refused'),
        Text(zh="其中有未定义的参数。", en="It names a parameter that there is not."),
    )
