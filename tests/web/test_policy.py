"""The policy reader: the whole text, unchanged, and no sentence without what serves it or why nothing does."""

import re

import pytest
from django.urls import NoReverseMatch, reverse
from tests.conftest import ROOT, demanded

from tanji.web.everybody.policy import policy

SENTENCES = policy().sentences


def test_the_text_is_that_of_the_document_sentence_by_sentence():
    path = ROOT.parent / "shared" / "reference" / "policy.txt"
    if not path.exists():
        demanded(f"the text of the policy is not at {path}")
    lines = [line.strip() for line in path.read_text("utf-8").strip().split("\n")]
    ours = policy()
    heads = [part.head.zh for part in ours.parts[1:]] + [a.head.zh for part in ours.parts[1:] for a in part.articles]
    said = "".join(each.text for each in SENTENCES)
    rest = "".join(lines[1:-6])
    for head in heads:
        assert head in rest
        rest = rest.replace(head, "", 1)
    assert rest == said
    assert ours.addressees == lines[0]
    assert lines[-6:-1] == list(ours.publishers)
    assert lines[-1] == f"{ours.issued.year}年{ours.issued.month}月{ours.issued.day}日"


def test_the_articles_four_to_fifteen_hold_42_sentences_in_order():
    numbered = [each.id for each in SENTENCES if each.id.startswith("S")]
    assert numbered == [f"S{number}" for number in range(1, 43)]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.id)
def test_every_sentence_says_what_serves_it_or_why_nothing_does(sentence):
    assert sentence.demands
    assert sentence.summary
    for demand in sentence.demands:
        if demand.state == "served":
            assert demand.page
            try:
                reverse(demand.page)
            except NoReverseMatch:
                pytest.fail(f"{demand.id}: there is no page {demand.page}")
        else:
            assert demand.reason
            assert demand.reason.zh != demand.reason.en


def test_every_demand_of_the_requirements_stands_under_its_sentence():
    path = ROOT.parent / "shared" / "reference" / "requirements.md"
    if not path.exists():
        demanded(f"the requirements are not at {path}")
    asked = set(re.findall(r"^\| (S\d+[a-f]?|G\d) ", path.read_text("utf-8"), re.MULTILINE))
    held = {demand.id for each in SENTENCES for demand in each.demands}
    assert asked <= held
    for each in SENTENCES:
        if each.id.startswith("S"):
            assert all(re.fullmatch(rf"{each.id}[a-f]?", demand.id) for demand in each.demands)
