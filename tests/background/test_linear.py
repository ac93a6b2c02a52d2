"""Formulas that follow some of their names linearly."""

import pytest

from tanji.background.linear import Linear, linear, spread_out
from tanji.model.formula import BadFormula

KNOWN = {"x": Linear(0.0, {0: 1.0}), "y": Linear(1.0, {1: 2.0}), "k": Linear(3.0), "odd": None}


@pytest.mark.parametrize(
    ("formula", "constant", "slopes"),
    [
        ("x", 0.0, {0: 1.0}),
        ("k * x - y / 2", -0.5, {0: 3.0, 1: -1.0}),
        ("-(x + k^2)", -9.0, {0: -1.0}),
        ("sqrt(k + 1) * (x + y)", 2.0, {0: 2.0, 1: 4.0}),
        ("k / 2", 1.5, {}),
    ],
)
def test_sums_and_multiples_are_linear(formula, constant, slopes):
    assert linear(formula, KNOWN) == Linear(constant, slopes)


@pytest.mark.parametrize("formula", ["x * y", "1 / x", "x ^ 2", "max(x, 1)", "odd + 1", "exp(y)"])
def test_all_else_is_not(formula):
    assert linear(formula, KNOWN) is None


def test_unknown_names_and_texts_are_refused():
    with pytest.raises(BadFormula):
        linear("x + nobody", KNOWN)
    with pytest.raises(BadFormula):
        linear("x +", KNOWN)


def test_parameters_that_take_each_other_are_spread_out():
    found = spread_out({"b": "a * 2", "a": "x + 1", "c": "c + 1", "d": "1 +"}, {"x": Linear(0.0, {0: 1.0})})
    assert found["b"] == Linear(2.0, {0: 2.0})
    assert found["c"] is None
    assert found["d"] is None
