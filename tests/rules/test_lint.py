"""Packs before anybody uses them: every kind of fault has its finding."""

from datetime import date

import pytest
from tests.rules.contents import entry, made, parameter, process

from tanji.model.content import Content
from tanji.model.finding import Severity
from tanji.model.ruleset import Level, Pack
from tanji.rules.casebook import values_on
from tanji.rules.following import following
from tanji.rules.lint import UnsoundPack, lint, sound
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
    follows = following(one, below(one), values_on((*below(one), one), ON))
    assert {rule.id for rule in (*one.rules, *follows) if rule.question is None} <= failing


def test_the_general_pack_says_something_of_every_section():
    assert list(pack("gbt-24067-2024").content.sections()) == list(Content.model_fields)


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
        (changed("period.stated", require="study.metod in parameter.gwp_methods"), "RUL-106"),
        (changed("period.stated", require="study.method in parameter.gwp_metods"), "RUL-106"),
        (changed("period.stated", require="study.method in"), "RUL-104"),
        (changed("period.stated", require="item.method == 'x'"), "RUL-105"),
        (changed("period.stated", require="true"), "RUL-107"),
        (changed("offsets.none", require="item.percent <= 1.0"), "RUL-106"),
        (changed("period.stated", message={"zh": "{study.x} 不对", "en": "{study.x} is wrong"}), "RUL-106"),
        (changed("period.stated", message={"zh": "只有中文"}), "RUL-111"),
        (changed("period.stated", require=None, function="nobody-wrote-this"), "RUL-101"),
        (changed("period.stated", require="study.method != 'ar4-gwp100'"), "RUL-110"),
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


def said(one: Pack, *lower: Pack) -> dict[str, list[str]]:
    """Codes of what is found, with the places."""
    found: dict[str, list[str]] = {}
    for each in lint(one, lower, on=ON).findings:
        found.setdefault(each.code, []).append("" if each.place is None else each.place.member or "")
    return found


def conditional(when: str) -> Pack:
    return made("one", boundary={"processes": [process("ore", "conditional", when=when)]})


@pytest.mark.parametrize(
    ("one", "code", "place"),
    [
        (conditional("study.boundary =="), "RUL-104", "content.boundary.processes.ore.when"),
        (conditional("study.bondary == 'x'"), "RUL-106", "content.boundary.processes.ore.when"),
        (conditional("parameter.nothing > 1.0"), "RUL-106", "content.boundary.processes.ore.when"),
        (conditional("item.id == 'x'"), "RUL-105", "content.boundary.processes.ore.when"),
        (made("one", cut_off={"item_percent": "nothing"}), "RUL-106", "content.cut_off.item_percent"),
        (made("one", gwp={"methods": "nothing"}), "RUL-106", "content.gwp.methods"),
        (made("one", results={"splits": ["fossil", "fosil"]}), "RUL-106", "content.results.splits"),
        (
            made("one", boundary={"processes": [process("ore"), process("ore", "optional")]}),
            "RUL-119",
            "content.boundary.processes",
        ),
        (made("one", report={"items": [entry("goal"), entry("goal")]}), "RUL-119", "content.report.items"),
        (
            made("one", boundary={"processes": [process("ore"), process("ore", "excluded")]}),
            "RUL-120",
            "content.boundary.processes.ore",
        ),
        (
            made("one", boundary={"processes": [process("a", words=["Ore"]), process("b", "excluded", words=["ore"])]}),
            "RUL-120",
            "content.boundary.processes.b",
        ),
        (made("one", report={"items": [entry("goal", rule="no.rule")]}), "RUL-121", "content.report.items.goal.rule"),
        (made("one", unit={"clause": {"source": "x", "clause": "1"}}), "RUL-112", "content.unit"),
        (
            made("one", unit={"clauses": {"units": {"source": "x", "clause": "1"}}, "units": ["t"]}),
            "RUL-112",
            "content.unit.units",
        ),
        (made("one", unit={"clause": {"source": "s", "clause": "?"}}), "RUL-118", "content.unit"),
        (
            made("one", report={"items": [{**entry("goal"), "names": {"zh": "目的"}}]}),
            "RUL-111",
            "content.report.items.goal.names",
        ),
        (made("one", unit={"remark": {"en": "only English"}}), "RUL-111", "content.unit.remark"),
        (made("one", unit={"units": ["t"]}), "RUL-108", "rules.unit.of-the-product.cases"),
        (made("one", unit={"units": ["t"]}), "RUL-123", "content"),
        (made("one"), "RUL-123", "content"),
    ],
)
def test_a_fault_of_content_is_found_by_code_and_place(one, code, place):
    assert place in said(one).get(code, [])


@pytest.mark.parametrize(
    ("lower", "upper", "place"),
    [
        (
            made("below", cut_off={"item_percent": 1.0}),
            made("above", cut_off={"item_percent": 3.0}),
            "content.cut_off.item_percent",
        ),
        (
            made("below", cut_off={"override": "fixed", "item_percent": 1.0}),
            made("above", cut_off={"item_percent": 0.5}),
            "content.cut_off.item_percent",
        ),
        (
            made("below", parameters=[parameter("most", 1.0, tighter="less")]),
            made("above", parameters=[parameter("most", 3.0)]),
            "parameters.most",
        ),
        (
            made("below", boundary={"processes": [process("ore")]}),
            made("above", boundary={"processes": [process("ore", "excluded")]}),
            "content.boundary.processes.ore.need",
        ),
    ],
)
def test_what_is_looser_than_the_pack_below_is_found_and_what_is_tighter_is_not(lower, upper, place):
    assert said(upper, lower)["RUL-122"] == [place]
    assert "RUL-122" not in said(lower, made("below"))
    assert "RUL-122" not in said(lower, lower)


def test_processes_that_are_told_apart_are_no_contradiction():
    apart = [process("a", words=["ore"]), process("b", "excluded", words=["dust"])]
    other = [process("a", words=["ore"]), process("b", "excluded", words=["ore"], stage="production")]
    kinds = [process("a", words=["ore"], kinds=["material"]), process("b", "excluded", words=["ore"], kinds=["waste"])]
    for processes in (apart, other, kinds):
        assert "RUL-120" not in said(made("one", boundary={"processes": processes}))


def test_what_no_pack_of_a_product_states_is_noted_and_what_the_one_below_states_is_not():
    general = pack("gbt-24067-2024")
    assert "RUL-123" not in said(made("one", unit={"remark": {"zh": "一", "en": "a"}}), general)
    noted = [each for each in lint(made("one"), on=ON).findings if each.code == "RUL-123"]
    assert noted[0].severity is Severity.note


def test_a_limit_counts_as_a_use_of_its_parameter():
    used = made("one", parameters=[parameter("most", 3.0)], cut_off={"total_percent": "most"})
    assert "RUL-103" not in said(used)
    assert "RUL-103" in said(made("one", parameters=[parameter("most", 3.0)]))


def test_a_pack_whose_content_can_not_be_judged_is_refused_for_checks():
    with pytest.raises(UnsoundPack, match="bondary"):
        sound(conditional("study.bondary == 'x'"))
    assert sound(conditional("study.boundary == 'x'")).id == "one"
