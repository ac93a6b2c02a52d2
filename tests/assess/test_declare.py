"""What a company claims: frozen with its digests, refused while an error of its own data is left."""

from datetime import date

import pytest

from tanji.assess.comparable import Incomparable, comparability, gap
from tanji.assess.declare import Basis, Declaration, NotDeclarable, declare
from tanji.model.document import digest, read_as, write
from tanji.model.footprint import Footprint
from tanji.model.statement import Statement
from tanji.model.study import Study
from tanji.rules.check import check
from tanji.rules.pack import packs
from tanji.rules.resolve import resolve

BASE = packs()["gbt-24067-2024"].base_case
STUDY = Study.model_validate(BASE["study"])
FOOTPRINT = Footprint.model_validate(BASE["footprint"])
WHEN = Declaration(by="张三", on=date(2026, 5, 1))


def basis(study: Study = STUDY, footprint: Footprint = FOOTPRINT) -> Basis:
    """Documents that name each other, as the doors make them."""
    own = footprint.model_copy(update={"study": footprint.study.model_copy(update={"digest": digest(study)})})
    rules = resolve(packs().values(), study.product, on=date(2026, 5, 1))
    return Basis(study, own, rules, check(study, rules, own, engine="test"))


def statement(**changes) -> Statement:
    return Statement.model_validate(declare(basis(), WHEN).model_dump(mode="json") | changes)


def test_a_statement_names_everything_it_rests_on():
    given = basis()
    made = declare(given, WHEN)
    assert made.study.digest == digest(given.study)
    assert made.footprint.digest == digest(given.footprint)
    assert made.ruleset.digest == digest(given.ruleset)
    assert made.conformity.digest == digest(given.conformity)
    assert made.score == FOOTPRINT.score
    assert made.declared_by == "张三"
    assert read_as(Statement, write(made)) == made


def test_what_the_verifier_has_to_judge_stands_as_open():
    assert {point.outcome for point in declare(basis(), WHEN).open_points} == {"verifier"}


def test_an_error_of_own_data_keeps_it_from_being_made():
    study = STUDY.model_copy(update={"goal": None})
    with pytest.raises(NotDeclarable, match="goal"):
        declare(basis(study), WHEN)


def test_an_own_rule_that_can_not_be_judged_blocks_as_well():
    footprint = FOOTPRINT.model_copy(update={"biogenic_carbon_kg": None})
    given = basis(footprint=footprint)
    undecided = given.conformity.verdicts[0].model_copy(update={"outcome": "indeterminate", "severity": "error"})
    conformity = given.conformity.model_copy(update={"verdicts": (undecided,)})
    with pytest.raises(NotDeclarable):
        declare(Basis(given.study, given.footprint, given.ruleset, conformity), WHEN)


def test_other_peoples_data_block_nothing_but_are_told():
    coverage = FOOTPRINT.coverage.model_copy(update={"linked_mass_share": 0.5})
    made = declare(basis(footprint=FOOTPRINT.model_copy(update={"coverage": coverage})), WHEN)
    assert "cutoff.linked-mass" in {point.rule for point in made.open_points if point.outcome == "fail"}


def test_an_estimate_is_made_in_spite_of_errors_and_says_so():
    study = STUDY.model_copy(update={"goal": None})
    made = declare(basis(study), Declaration(by="张三", on=date(2026, 5, 1), estimate=True))
    assert made.estimate
    assert "goal.stated" in {point.rule for point in made.open_points}


def test_documents_of_different_studies_do_not_make_a_statement():
    given = basis()
    other = given.study.model_copy(update={"goal": "另一个目的"})
    with pytest.raises(NotDeclarable, match="study"):
        declare(Basis(other, given.footprint, given.ruleset, given.conformity), WHEN)
    without = check(given.study, given.ruleset, None, engine="test")
    with pytest.raises(NotDeclarable, match="footprint"):
        declare(Basis(given.study, given.footprint, given.ruleset, without), WHEN)


def test_a_study_without_maker_is_nobodys_claim():
    product = STUDY.product.model_copy(update={"maker": None})
    with pytest.raises(NotDeclarable, match="maker"):
        declare(basis(STUDY.model_copy(update={"product": product})), WHEN)


def test_two_statements_of_one_kind_are_directly_comparable():
    found = comparability(statement(), statement())
    assert found.verdict == "direct"
    assert gap(statement(), statement()).difference == 0.0


def unit(amount: float, name: str) -> dict:
    return {"unit": {"kind": "functional", "amount": amount, "unit": name, "description": {"zh": "一台机柜使用十年"}}}


@pytest.mark.parametrize(
    ("change", "verdict", "aspect"),
    [
        ({"product": {"zh": "轮胎"}}, "incomparable", "product"),
        ({"boundary": "cradle_to_gate"}, "incomparable", "boundary"),
        (unit(1.0, "kg"), "incomparable", "unit_dimension"),
        (unit(2.0, "件"), "converted", "unit_amount"),
        ({"stages_covered": ["use"]}, "reference", "stages"),
        ({"packs": []}, "reference", "rules"),
        ({"electricity": "contract"}, "reference", "electricity"),
        ({"allocation": ["mass"]}, "reference", "allocation"),
        ({"period": ["2015-01-01", "2015-12-31"]}, "reference", "years_apart"),
        ({"period": None}, "reference", "years_apart"),
        ({"quality": 4.0}, "reference", "quality"),
        ({"quality_scheme": "pedigree@1"}, "reference", "quality"),
        ({"estimate": True}, "incomparable", "estimate"),
    ],
)
def test_each_difference_comes_to_its_verdict_with_a_reason(change, verdict, aspect):
    found = comparability(statement(), statement(**change))
    assert found.verdict == verdict
    assert aspect in {each.aspect for each in found.aspects if each.verdict == verdict}


def test_unlike_things_get_no_difference():
    with pytest.raises(Incomparable, match="system boundary"):
        gap(statement(), statement(boundary="cradle_to_gate"))


def test_a_difference_after_conversion_is_per_unit_of_the_first():
    one = statement(**unit(1.0, "kg"))
    per_tonne = statement(**unit(1.0, "t"))
    found = gap(one, per_tonne)
    assert found.verdict == "converted"
    assert found.second == pytest.approx(0.144)
    assert found.uncertainty is not None


def test_codes_decide_about_the_product_before_names_do():
    code = [{"system": "HS 2022", "code": "4011.10"}]
    broader = [{"system": "HS 2022", "code": "4011"}]
    other = [{"system": "HS 2022", "code": "8507.60"}]
    assert comparability(statement(codes=code), statement(codes=broader, product={"zh": "另名"})).verdict == "direct"
    assert comparability(statement(codes=code), statement(codes=other)).verdict == "incomparable"
