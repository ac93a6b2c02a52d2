"""None of the requirements of the standards is forgotten: a rule, a question, or the place where it is checked."""

import pytest

from tanji.rules.checklist import checklist, coverage
from tanji.rules.pack import packs


def test_every_item_of_the_checklist_stands_once():
    assert [each.item for each in checklist()] == list(range(1, 55))


@pytest.mark.parametrize("each", coverage(packs().values()), ids=lambda each: str(each.requirement.item))
def test_each_item_has_a_rule_a_question_or_a_reason(each):
    assert each.rules or each.questions or each.requirement.elsewhere
    assert not (each.requirement.elsewhere and (each.rules or each.questions))


def test_the_base_pack_and_the_exchange_pack_are_enough():
    found = coverage([packs()["gbt-24067-2024"], packs()["pact-v3"]])
    assert [each.requirement.item for each in found if not each.rules and not each.questions] == [53]
    assert sum(bool(each.rules) for each in found) == 33
