"""Formulas of parameters and amounts: floats, + − * / ** and a few functions; nothing else.

The text is parsed to a syntax tree, every node is on an allow-list, and the tree is evaluated over floats only, so
that no string can read a file, call anything or run for long. (asteval, simpleeval, numexpr and sympy each failed
one of the attack strings in `tests/model/test_formula.py`.)
"""

from __future__ import annotations

import ast
import math
import operator
import unicodedata
import warnings
from collections.abc import Callable, Mapping

from tanji.errors import Refusal, Text

_LENGTH = 500
# Full-width ASCII and the signs of arithmetic, nothing else: NFKC would make 102 of 10².
_SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    {"\u3000": " ", "×": "*", "÷": "/", "−": "-", "–": "-"}
)
_DEPTH = 30
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    "abs": (abs, 1, 1),
    "min": (min, 2, 20),
    "max": (max, 2, 20),
    "sqrt": (math.sqrt, 1, 1),
    "exp": (math.exp, 1, 1),
    "ln": (math.log, 1, 1),
    "log10": (math.log10, 1, 1),
    "pow": (math.pow, 2, 2),
}


class BadFormula(Refusal):
    """A formula that is not arithmetic over known names, or whose result is not a finite number."""

    code = "FRM-001"


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """The finite value of a formula over named floats. `^` is a power, as in spreadsheets and openLCA.

    >>> evaluate("装机功率 * 8 ^ 2 / (1 + η)", {"装机功率": 2.0, "η": 0.0})
    128.0

    Refuses BadFormula: anything but numbers, names, + − * / ** ^, parentheses and the listed functions;
    unknown names; division by zero; results that are not finite.
    """
    tree = parsed(formula)
    known = {spelled(name): value for name, value in values.items()}
    try:
        value = _value(tree, known, formula)
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        raise _bad(formula, Text(zh=f"计算失败（{error}）", en=f"it can not be computed ({error})")) from None
    if not math.isfinite(value):
        raise _bad(formula, Text(zh="结果不是有限数", en="its result is not finite"))
    return value


def names(formula: str) -> frozenset[str]:
    """The names that a formula needs, full-width letters folded."""
    nodes = list(ast.walk(parsed(formula)))
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and node not in called)


def resolve(formulas: Mapping[str, str], values: Mapping[str, float]) -> dict[str, float]:
    """All values, with each formula evaluated after the ones it needs. Refuses BadFormula for a circle."""
    known = dict(values)
    waiting = dict(formulas)
    while waiting:
        open_ = {spelled(name) for name in waiting}
        ready = [name for name, formula in waiting.items() if not names(formula) & open_]
        if not ready:
            name, formula = next(iter(waiting.items()))
            circle = "、".join(waiting)
            raise _bad(
                formula, Text(zh=f"参数互相引用：{circle}", en=f"parameters refer to each other: {', '.join(waiting)}")
            )
        for name in ready:
            known[name] = evaluate(waiting.pop(name), known)
    return known


def parsed(formula: str) -> ast.expr:
    """The syntax tree of a formula, every node of it on the allow-list. Refuses BadFormula."""
    if len(formula) > _LENGTH:
        raise _bad(formula, Text(zh=f"长度超过 {_LENGTH} 字符", en=f"it is longer than {_LENGTH} characters"))
    try:
        with warnings.catch_warnings(action="ignore"):  # Python's opinion of "1if x" is of no use to anybody here
            tree = ast.parse(_arithmetic(formula), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # MemoryError: too many nested parentheses
        raise _bad(formula, Text(zh="不是算式", en="it is not arithmetic")) from None
    _allowed(tree, formula, 0)
    return tree


def _arithmetic(formula: str) -> str:
    """The text that is parsed: full-width characters and × ÷ − as ASCII, a power as Python writes it."""
    return formula.translate(_SIGNS).strip().replace("^", "**")


def spelled(name: str) -> str:
    """A name as Python's parser gives it back: full-width letters and the like folded."""
    return unicodedata.normalize("NFKC", name)


def _allowed(node: ast.expr, formula: str, depth: int) -> None:
    if depth > _DEPTH:
        raise _bad(formula, Text(zh="嵌套过深", en="it is nested too deeply"))
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            children = [left, right]
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            children = [operand]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            _, least, most = _FUNCTIONS[name]
            if not least <= len(arguments) <= most:
                raise _bad(formula, Text(zh=f"{name} 的参数个数不对", en=f"{name} has the wrong number of arguments"))
            children = arguments
        case ast.Name() | ast.Constant(value=int() | float()) if not isinstance(getattr(node, "value", None), bool):
            children = []
        case _:
            piece = (ast.get_source_segment(_arithmetic(formula), node) or "")[:40]
            raise _bad(formula, Text(zh=f"不允许使用“{piece}”", en=f'"{piece}" is not allowed'))
    for child in children:
        _allowed(child, formula, depth + 1)


def _value(node: ast.expr, values: Mapping[str, float], formula: str) -> float:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, values, formula), _value(right, values, formula))
        case ast.UnaryOp(op=op, operand=operand):
            inner = _value(operand, values, formula)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return float(_FUNCTIONS[name][0](*(_value(argument, values, formula) for argument in arguments)))
        case ast.Name(id=name):
            if name not in values:
                raise _bad(formula, Text(zh=f"没有名为“{name}”的参数", en=f'there is no parameter "{name}"'))
            return float(values[name])
        case ast.Constant(value=int() | float() as number):
            return float(number)
    raise _bad(formula, Text(zh="不是算式", en="it is not arithmetic"))


def _bad(formula: str, why: Text) -> BadFormula:
    shown = formula if len(formula) <= 60 else formula[:60] + "…"
    return BadFormula(
        Text(zh=f"公式“{shown}”无效：{why.zh}", en=f'The formula "{shown}" is refused: {why.en}'),
        Text(
            zh=f"可用：数字、参数名、+ - * / ^ 和 {'、'.join(_FUNCTIONS)}。",
            en=f"Allowed: numbers, parameter names, + - * / ^ and {', '.join(_FUNCTIONS)}.",
        ),
    )
