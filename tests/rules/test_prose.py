"""Rules in words: every condition of every pack is said in Chinese and English, and says what it says."""

import pytest

from tanji.model.ruleset import Rule
from tanji.rules.following import following
from tanji.rules.grammar import Unreadable, parsed
from tanji.rules.pack import packs
from tanji.rules.prose import asked, blanks, condition, requirement

NAMES = {each.id: each.names for pack in packs().values() for each in pack.parameters}
RULES = [rule for pack in packs().values() for rule in pack.rules]
FOLLOW = [rule for pack in packs().values() for rule in following(pack, (), {})]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_of_every_pack_is_said_without_code(rule: Rule):
    said = requirement(rule, NAMES)
    for sign in ("&&", "||", "==", "has(", ".all(", "study.", "footprint.", "derived.", "parameter."):
        assert sign not in said.zh + said.en, said.en
    message = blanks(rule, rule.message, NAMES)
    assert "{" not in message.zh + message.en
    assert "the member" not in said.en + message.en


@pytest.mark.parametrize("rule", FOLLOW, ids=lambda rule: rule.id)
def test_every_rule_that_follows_from_content_is_said_without_code(rule: Rule):
    said = asked(rule, NAMES)
    for sign in ("&&", "||", "==", "has(", ".all(", "study.", "footprint.", "derived.", "parameter.", "*."):
        assert sign not in said.zh + said.en, said.en
    message = blanks(rule, rule.message, NAMES)
    assert "{" not in message.zh + message.en
    assert "the member" not in said.en + message.en


def test_a_limit_reads_as_a_sentence():
    rule = next(rule for rule in FOLLOW if rule.id == "cutoff.item")
    said = requirement(rule, NAMES)
    assert said.zh == (
        "对每一项取舍项：如已给出该项的估计占比（%），则要求：该项的估计占比（%）不大于“单项取舍上限”的规定值。"
    )
    assert "is not more than the value set for" in said.en


def test_or_inside_and_keeps_its_brackets():
    said = condition('has(study.goal) && (study.boundary == "cradle_to_gate" || has(study.period))', {})
    assert said.en == (
        "the goal of the study is given, and"
        " (the system boundary is cradle to gate, or the period of the data is given)"
    )
    assert "（系统边界为从摇篮到大门，或者已给出数据统计期）" in said.zh


def test_sums_keep_their_brackets():
    assert "(1 − " in condition("(1.0 - study.reference_flow) * 100.0 <= 5.0", {}).en


@pytest.mark.parametrize("text", ["a.b(", "1 +", "{'a': 1}", "a ? b", "'open", "study.x.map(a, a.b) == [1]"])
def test_what_is_beyond_the_words_is_shown_as_it_is_written(text: str):
    assert text in condition(text, {}).en


def test_depth_is_bounded():
    with pytest.raises(Unreadable):
        parsed("(" * 500 + "a" + ")" * 500)
