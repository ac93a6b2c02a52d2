"""A study against the general pack: what passes, what fails and why, what can not be judged."""

from datetime import date

import pytest

from tanji.assess.calculate import calculate
from tanji.model.footprint import Footprint
from tanji.model.study import Boundary, Product, Study
from tanji.rules.check import check
from tanji.rules.pack import pack, packs
from tanji.rules.resolve import resolve
from tanji.starter.methods import method

BASE = pack("gbt-24067-2024").base_case
STUDY = Study.model_validate(BASE["study"])
FOOTPRINT = Footprint.model_validate(BASE["footprint"])
RULES = resolve([pack("gbt-24067-2024")], Product(names={"zh": "机柜"}), on=date(2026, 1, 1))


def outcomes(study: Study, footprint: Footprint | None = FOOTPRINT) -> dict[str, str]:
    found = check(study, RULES, footprint, engine="test")
    return {verdict.rule: verdict.outcome for verdict in found.verdicts}


@pytest.mark.parametrize("name", [name for name, one in packs().items() if one.base_case])
def test_the_worked_case_of_a_pack_recalculates_to_its_printed_numbers(name):
    body = pack(name).base_case
    again = calculate(Study.model_validate(body["study"]), {}, method("ar6-gwp100"), engine="tanji")
    said = Footprint.model_validate(body["footprint"])
    assert again.score == said.score
    assert again.stages == said.stages
    assert [line.score for line in again.lines] == [line.score for line in said.lines]


def test_the_base_case_passes_every_rule_that_applies():
    assert set(outcomes(STUDY).values()) == {"pass", "not_applicable", "verifier"}


def test_every_rule_gives_a_verdict():
    assert set(outcomes(STUDY)) == {resolved.rule.id for resolved in RULES.rules}


def test_without_a_footprint_its_rules_are_undecided_and_never_pass():
    found = outcomes(STUDY, None)
    needing = {resolved.rule.id for resolved in RULES.rules if resolved.rule.needs == "footprint"}
    assert needing
    assert {found[rule] for rule in needing if found[rule] != "verifier"} == {"indeterminate"}


def test_a_failure_says_what_where_and_what_to_do():
    study = STUDY.model_copy(update={"cut_offs": (STUDY.cut_offs[0].model_copy(update={"share_percent": 3.0}),)})
    found = [v for v in check(study, RULES, FOOTPRINT, engine="test").verdicts if v.outcome == "fail"]
    (one,) = found
    assert one.rule == "cutoff.item"
    assert one.item == "标签"
    assert one.message is not None
    assert one.message["en"] == "The cut-off 标签 is 3 %, above the limit of 1 %"
    assert one.remedy is not None
    assert (one.clause.source, one.clause.clause) == ("practice-cn", "取舍准则")


def test_a_partial_footprint_needs_a_declared_unit():
    study = STUDY.model_copy(update={"boundary": Boundary.cradle_to_gate})
    assert outcomes(study)["unit.partial-is-declared"] == "fail"


def test_the_result_names_study_footprint_and_rules_by_digest():
    found = check(STUDY, RULES, FOOTPRINT, engine="test")
    assert found.ruleset.id == "gbt-24067-2024"
    assert found.footprint is not None
    assert found.study.digest.startswith("sha256:")
    assert found.count("fail") == 0
