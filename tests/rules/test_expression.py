"""Conditions in CEL: names are checked when they are compiled, and what is missing is undecided."""

import pytest

from tanji.rules.expression import BadExpression, Undecided, compiled

FACTS = {"study": {"unit": {"amount": 2.0}, "activities": [{"id": "a", "amount": 1.0}, {"id": "b"}]}}


def test_a_condition_holds_or_not():
    assert compiled("study.unit.amount > 1.0").holds(FACTS) is True
    assert compiled("study.unit.amount > 2.0").holds(FACTS) is False


def test_a_missing_member_is_undecided_and_named():
    found = compiled("study.period.start == '2025-01-01'").holds(FACTS)
    assert found == Undecided("missing: study.period.start")
    assert compiled("study.activities.all(a, a.amount > 0.0)").holds(FACTS) == Undecided(
        "missing: study.activities.*.amount"
    )


def test_asking_whether_something_is_there_is_decided():
    assert compiled("has(study.period)").holds(FACTS) is False


def test_a_missing_member_does_not_matter_where_the_rest_decides():
    assert compiled("study.unit.amount > 5.0 && study.period.start == 'x'").holds(FACTS) is False


def test_what_is_no_condition_is_undecided_never_true():
    assert isinstance(compiled("study.unit.amount").holds(FACTS), Undecided)
    assert isinstance(compiled("'yes'").holds(FACTS), Undecided)


@pytest.mark.parametrize("text", ["stdy.unit", "1 +", "open('/etc/passwd')", "import os", "study.unit.amount > ", ""])
def test_what_is_not_cel_or_names_nothing_is_refused_when_compiled(text):
    with pytest.raises(BadExpression):
        compiled(text)


def test_an_expression_that_is_too_long_is_refused():
    with pytest.raises(BadExpression, match="4000"):
        compiled("true || " * 1000 + "true")


def test_an_endless_expression_is_stopped_and_undecided():
    many = {"study": {"activities": [1.0] * 1000}}
    text = "study.activities.all(a, study.activities.all(b, study.activities.all(c, a + b + c > 0.0)))"
    assert isinstance(compiled(text).holds(many), Undecided)


def test_deep_nesting_is_refused():
    with pytest.raises(BadExpression):
        compiled("(" * 300 + "true" + ")" * 300)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (
            "study.a.b > 0.5 && study.list.all(i, i.b.c > parameter.p)",
            "study.a.b study.list study.list.*.b.c parameter.p",
        ),
        ("study.list.map(i, i.b).exists(x, x > 2.5)", "study.list study.list.*.b"),
        ("study.list[0].k == 'x'", "study.list study.list.*.k"),
        ("[study.q, 2.0].exists(x, x > study.r)", "study.q study.r"),
        ("study.list.filter(i, i.k == 'a').size() > 0", "study.list study.list.*.k"),
        ("item.amount > 0.0 ? study.b : study.c", "item.amount study.b study.c"),
        (
            "study.list.all(i, i.inner.exists(j, j.z == i.y))",
            "study.list study.list.*.inner study.list.*.inner.*.z study.list.*.y",
        ),
    ],
)
def test_an_expression_says_what_it_reads(text, reads):
    assert {str(path) for path in compiled(text).reads} == set(reads.split())
