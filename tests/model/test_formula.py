import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanji.model.formula import BadFormula, evaluate, names, resolve

VALUES = {"x": 2.0, "功率": 1.5, "η": 0.9}

HOSTILE = [
    'open("/etc/passwd").read()',
    '__import__("os").system("true")',
    "().__class__.__mro__[1].__subclasses__()",
    "x.__class__",
    "(lambda: 1)()",
    "[a for a in range(10**9)]",
    "{1: 2}[1]",
    "factorial(10**7)",
    'f"{x:1000000000}"',
    '"a" * 10**10',
    "9**9**9**9",
    "1 << 10**10",
    "10**10 * (1, 2)",
    "(y := 3)",
    "1 if x else 2",
    "while True: pass",
    "eval('1')",
    "exec('1')",
    "globals()",
    "x; x",
    "x\nx",
    "print(x)",
    "min(*[1, 2])",
    "abs(x=1)",
    "max(1, key=abs)",
    "x @ x",
    "x // 2",
    "x % 2",
    "not x",
    "~x",
    "x < 3",
    "x and 3",
    "True",
    "None",
    "...",
    "1j",
    '"1"',
    "b'1'",
    "x[0]",
    "abs",
    "await x",
    "yield",
    "1,2",
    "{x}",
    "*x",
    "\\",
    "\x00",
    "\ud800",
    "",
    " ",
    "-" * 400 + "1",
    "~" * 490 + "1",
    "-~" * 240 + "1",
    "not " * 120 + "1",
    "x" + ".x" * 240,
    "[" * 150 + "]" * 150,
    "1 if 2 else " * 40 + "1",
    "9" * 499,
    "1" * 501,
    "10²",
    "½",
    "x²",
    "٣",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_hostile_string_is_refused_at_once(text):
    begin = time.process_time()
    with pytest.raises(BadFormula) as refused:
        evaluate(text, VALUES)
    assert time.process_time() - begin < 0.2
    assert refused.value.hint is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("2 ** -1", 0.5),
        ("1e-3 * 5.", 0.005),
        ("功率 * 8", 12),
        ("x / η", 2 / 0.9),
        ("min(x, 1, 3) + max(1, 2)", 3),
        ("sqrt(16) + abs(-1) + pow(2, 3)", 13),
        ("exp(ln(5)) - log10(100)", 3),
        ("  x  ", 2),
        ("１＋２×３", 7),
        ("（功率＋０．５）÷２", 1),
        ("3 − x", 1),
        ("min(1，x)", 1),
    ],
)
def test_arithmetic_comes_out_as_on_paper(text, value):
    assert evaluate(text, VALUES) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    "text", ["1 / 0", "0 ^ -1", "ln(0)", "sqrt(-1)", "(-8) ^ 0.5", "exp(1000)", "1e308 * 10", "10^400"]
)
def test_what_has_no_finite_value_is_refused(text):
    with pytest.raises(BadFormula):
        evaluate(text, {})


def test_an_unknown_name_is_refused_by_name():
    with pytest.raises(BadFormula, match='no parameter "产量"'):
        evaluate("x / 产量", VALUES)


def test_full_width_names_are_the_same_names():
    assert evaluate("ｘ + Ａ１", {"x": 1.0, "Ａ１": 2.0}) == 3
    assert resolve({"Ｂ": "Ａ１ * 2", "c": "B + 1"}, {"Ａ１": 2.0})["c"] == 5


def test_names_are_those_of_parameters_and_not_of_functions():
    assert names("min(x, 功率 * 2) ^ η") == {"x", "功率", "η"}


def test_formulas_are_resolved_after_those_they_need():
    assert resolve({"c": "b * 2", "b": "a + 1"}, {"a": 1.0}) == {"a": 1.0, "b": 2.0, "c": 4.0}


@pytest.mark.parametrize("formulas", [{"a": "b", "b": "a"}, {"a": "a + 1"}, {"a": "b", "b": "c", "c": "b"}])
def test_formulas_that_need_each_other_are_refused(formulas):
    with pytest.raises(BadFormula, match="refer to each other"):
        resolve(formulas, {})


_PIECES = st.sampled_from(
    [
        *"0123456789.+-*/^()[]{},:;<>=!@#%&|~\"'\\ _abcxejlorn",
        "**",
        "功率",
        "η",
        "lambda ",
        " if ",
        "abs",
        "pow(",
        "\n",
        "²",
        "（",
    ]
)


@settings(max_examples=2000, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=60)))
def test_any_string_is_a_finite_number_or_refused(text):
    begin = time.process_time()
    try:
        value = evaluate(text, VALUES)
    except BadFormula:
        pass
    else:
        assert isinstance(value, float)
        assert math.isfinite(value)
    assert time.process_time() - begin < 0.5
