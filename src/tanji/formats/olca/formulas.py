"""Formulas of openLCA over `model.formula`: names in any case, `;` between arguments, and `if(condition; yes; no)`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

from tanji.errors import Refusal, Text
from tanji.model.formula import BadFormula, evaluate

_NAME = re.compile(r"[^\W\d]\w*")
_IF = re.compile(r"\bif\s*\(")
_COMPARE = re.compile(r"<=|>=|<>|!=|==|=|<|>")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "!=": operator.ne,
    "==": operator.eq,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}
_DEPTH = 20
_LENGTH = 2000


def value(formula: str, values: Mapping[str, float], depth: int = 0) -> float:
    """The value of an openLCA formula; the names of `values` are lower case.

    >>> value("IF(Zeit = 0; kurz; 2*lang)", {"zeit": 1.0, "kurz": 5.0, "lang": 4.0})
    8.0

    Refuses BadFormula.
    """
    text = formula.strip().lower()
    if depth > _DEPTH or len(text) > _LENGTH:
        raise _bad(formula)
    while found := _IF.search(text):
        condition, yes, no, end = _branches(text, found.end())
        chosen = yes if _holds(condition, values, depth) else no
        text = f"{text[: found.start()]}({value(chosen, values, depth + 1)!r}){text[end:]}"
    return evaluate(text.replace(";", ","), values)


def resolve(formulas: Mapping[str, str], values: Mapping[str, float]) -> tuple[dict[str, float], dict[str, str]]:
    """All values that can be known, and the formulas that can not be computed with the reason. Names are lower case."""
    known, waiting, failed = dict(values), dict(formulas), dict[str, str]()
    while waiting:
        ready = [name for name, formula in waiting.items() if not _names(formula) & waiting.keys()]
        for name in ready or list(waiting):
            formula = waiting.pop(name)
            try:
                known[name] = value(formula, known)
            except Refusal as refusal:
                failed[name] = refusal.message.en
    return known, failed


def _names(formula: str) -> set[str]:
    return set(_NAME.findall(formula.lower()))


def _branches(text: str, start: int) -> tuple[str, str, str, int]:
    """Condition and both branches of an if whose parenthesis opens before `start`, and where it ends."""
    depth, parts, begun = 1, [], start
    for place in range(start, len(text)):
        sign = text[place]
        depth += (sign == "(") - (sign == ")")
        if depth == 0 or (depth == 1 and sign in ";,"):
            parts.append(text[begun:place])
            begun = place + 1
        if depth == 0:
            if len(parts) == 3:
                return parts[0], parts[1], parts[2], place + 1
            break
    raise _bad(text)


def _holds(condition: str, values: Mapping[str, float], depth: int) -> bool:
    found = _COMPARE.search(condition)
    if found is None:
        return value(condition, values, depth + 1) != 0
    left, right = condition[: found.start()], condition[found.end() :]
    return _COMPARISONS[found.group()](value(left, values, depth + 1), value(right, values, depth + 1))


def _bad(formula: str) -> BadFormula:
    return BadFormula(
        Text(zh=f"公式“{formula[:60]}”无法计算", en=f'The formula "{formula[:60]}" can not be computed'),
        Text(zh="保留文件中的数值。", en="The amount stated in the file is kept."),
    )
