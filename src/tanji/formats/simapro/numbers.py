"""Numbers and formulas as a SimaPro file spells them, with its decimal sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.olca import formulas
from tanji.formats.olca.judge import Judge

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,4})?")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_IF = re.compile(r"\biff\s*\(", re.IGNORECASE)
_SQUARE = re.compile(r"\bsqr\s*\(", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d]\w*")
_LENGTH = 2000


class Amount(NamedTuple):
    """A value, and the formula that gave it where it was one."""

    value: float
    formula: str | None = None


class Numbers:
    """Reads the numbers of one file."""

    def __init__(self, decimal: str, judge: Judge) -> None:
        self.decimal, self._judge = decimal, judge

    def is_number(self, text: str) -> bool:
        """Whether a text is a plain number, with either decimal sign."""
        return _NUMBER.fullmatch(text.strip()) is not None

    def number(self, text: str) -> float | None:
        """The finite value of a plain number, else None. The other decimal sign than the stated one is said."""
        bare = text.strip()
        if not _NUMBER.fullmatch(bare):
            return None
        other = "," if self.decimal == "." else "."
        if other in bare:
            self._judge.gather("SIM-112", "warning", _other_sign, bare)
        value = float(bare.replace(",", "."))
        return value if isfinite(value) else None

    def formula(self, text: str) -> str:
        """A formula with points as decimal signs, without a leading equals sign.

        >>> Numbers(",", Judge()).formula("=1034*0,6684")
        '1034*0.6684'
        """
        bare = text.strip().removeprefix("=").strip()
        return _COMMA.sub(".", bare) if self.decimal == "," else bare

    def amount(self, text: str, values: Mapping[str, float]) -> Amount:
        """The value of a number or formula; names of `values` are lower case.

        Refuses BadFormula: an empty text, unknown names or functions, a value that is not finite.
        """
        plain = self.number(text)
        if plain is not None:
            return Amount(plain)
        formula = self.formula(text)
        return Amount(compute(formula, values), formula)


def compute(formula: str, values: Mapping[str, float]) -> float:
    """The value of a formula of SimaPro: those of openLCA, with `iff` and `sqr` too. Refuses BadFormula.

    >>> compute("sqr(a + 1) * iff(a > 1; 10; 20)", {"a": 2.0})
    90.0
    """
    return formulas.value(spelled(formula), values)


def spelled(formula: str) -> str:
    """A formula of SimaPro with the functions of openLCA."""
    return _squares(_IF.sub("if(", formula[:_LENGTH]))


def names(formula: str) -> set[str]:
    """The words of a formula in lower case: names and functions."""
    return set(_NAME.findall(formula.lower()))


def declared(formula: str, known: Mapping[str, str]) -> str:
    """A formula with its names as they were declared; `known` has them by lower case (SimaPro tells no cases apart).

    >>> declared("A * b1", {"a": "a", "b1": "B1"})
    'a * B1'
    """
    return _NAME.sub(lambda found: known.get(found[0].lower(), found[0]), formula)


def _squares(formula: str) -> str:
    while found := _SQUARE.search(formula):
        depth = 1
        for place in range(found.end(), len(formula)):
            depth += (formula[place] == "(") - (formula[place] == ")")
            if depth == 0:
                break
        else:
            return formula  # a parenthesis is missing: evaluating says so
        formula = f"{formula[: found.start()]}(({formula[found.end() : place]})^2){formula[place + 1 :]}"
    return formula


def _other_sign(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个数值的小数点与文件头所述不同，按小数点读取：{shown}",
        en=f"{number} numbers have another decimal sign than the header states; it is taken for one: {shown}",
    )
