"""Formulas of openLCA, with names in any case and branches."""

import pytest

from tanji.formats.olca.formulas import resolve, value
from tanji.model.formula import BadFormula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A + b", 5.0),
        ("min(a; b)", 2.0),
        ("if(a = 2; if(b<>3; 1; 7); 0)", 7.0),
        ("2 * IF(a >= 3; 1; b) + if(0; 1; 2)", 8.0),
        ("if((a + 1) * 2 < 7; max(a; b); 0)", 3.0),
        ("b ^ a", 9.0),
    ],
)
def test_values(formula, expected):
    assert value(formula, {"a": 2.0, "b": 3.0}) == expected


@pytest.mark.parametrize(
    "formula", ["if(a; 1)", "if(a; 1; 2", "if(" * 30 + "1" + ";1;1)" * 30, "a and b", "__import__('os')", "1" * 3000]
)
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(BadFormula):
        value(formula, {"a": 2.0, "b": 3.0})


def test_parameters_are_computed_after_those_they_need():
    known, failed = resolve({"c": "b * 2", "b": "a + 1"}, {"a": 1.0})
    assert known == {"a": 1.0, "b": 2.0, "c": 4.0}
    assert not failed


def test_a_circle_and_an_unknown_name_fail_alone():
    known, failed = resolve({"x": "y", "y": "x", "z": "gone", "w": "a"}, {"a": 1.0})
    assert known == {"a": 1.0, "w": 1.0}
    assert set(failed) == {"x", "y", "z"}
