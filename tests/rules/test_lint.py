"""Packs before anybody uses them: every kind of fault has its finding."""

from datetime import date

import pytest

from tanji.model.finding import Severity
from tanji.model.ruleset import Level, Pack
from tanji.rules.lint import lint
from tanji.rules.pack import pack, packs

ON = date(2026, 1, 1)


def below(one: Pack) -> list[Pack]:
    found: list[Pack] = []
    for name in one.builds_on:
        found += [*below(pack(name)), pack(name)]
    return found


@pytest.mark.parametrize("name", sorted(packs()))
def test_packs_that_come_with_tanji_are_without_fault_and_their_cases_green(name):
    found = lint(pack(name), below(pack(name)), on=ON)
    assert [f.message.en for f in found.findings if f.severity is Severity.error] == []


@pytest.mark.parametrize("name", sorted(packs()))
def test_every_rule_has_a_case_that_fails(name):
    one = pack(name)
    failing = {case.rule for case in one.cases if case.expect == "fail"}
    assert {rule.id for rule in one.rules if rule.question is None} <= failing


def changed(rule: str | None = None, **members) -> Pack:
    """The general pack with one rule changed, or with other members."""
    one = pack("gbt-24067-2024")
    if rule is None:
        return one.model_copy(update=members)
    rules = tuple(r.model_copy(update=members) if r.id == rule else r for r in one.rules)
    return one.model_copy(update={"rules": rules})


def codes(one: Pack) -> set[str]:
    return {found.code for found in lint(one, on=ON).findings}


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (changed("gwp.latest", require="study.metod in parameter.gwp_methods"), "RUL-106"),
        (changed("gwp.latest", require="study.method in parameter.gwp_metods"), "RUL-106"),
        (changed("gwp.latest", require="study.method in"), "RUL-104"),
        (changed("gwp.latest", require="item.method == 'x'"), "RUL-105"),
        (changed("gwp.latest", require="true"), "RUL-107"),
        (changed("cutoff.item", require="item.percent <= 1.0"), "RUL-106"),
        (changed("gwp.latest", message={"zh": "{study.x} 不对", "en": "{study.x} is wrong"}), "RUL-106"),
        (changed("gwp.latest", message={"zh": "只有中文"}), "RUL-111"),
        (changed("gwp.latest", require=None, function="nobody-wrote-this"), "RUL-101"),
        (changed("gwp.latest", require="study.method != 'ar4-gwp100'"), "RUL-110"),
        (changed(cases=()), "RUL-108"),
        (changed(sources=()), "RUL-112"),
        (changed(builds_on=("nothing",)), "RUL-114"),
        (changed(level=Level.product), "RUL-115"),
        (changed(level=Level.product), "RUL-116"),
        (changed(disclaimer=None), "RUL-117"),
        (changed(rules=pack("gbt-24067-2024").rules * 2), "RUL-102"),
    ],
)
def test_a_fault_is_found_by_its_code(one, code):
    assert code in codes(one)


def test_a_case_of_a_rule_that_there_is_not_is_found():
    one = pack("gbt-24067-2024")
    stray = one.cases[0].model_copy(update={"rule": "no.such-rule"})
    assert "RUL-110" in codes(one.model_copy(update={"cases": (*one.cases, stray)}))
