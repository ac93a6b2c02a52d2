"""Data-quality scores as people write them in cells."""

import pytest

from tanji.assess.scheme import schemes
from tanji.formats.study.scores import NoScores, joined, orders, scores_of, spelled_scores
from tanji.model.study import Quality


def test_the_known_orders_are_those_of_the_schemes():
    known = {order.scheme: order for order in orders().values()}
    assert set(known) == {scheme.id for scheme in schemes()}
    for scheme in schemes():
        order = known[scheme.id]
        assert order.activity == tuple(indicator.id for indicator in scheme.of_side("activity"))
        assert order.factor == tuple(indicator.id for indicator in scheme.of_side("factor"))
        assert (order.least, order.most) == (scheme.best, scheme.worst)


@pytest.mark.parametrize(
    "text",
    [
        "pedigree: 2,1,3,1,2",
        "谱系：2、1、3、1、2",
        "pedigree(2;1;3;1;2)",
        "Pedigree matrix: 2 1 3 1 2",
        "pedigree: 2/1/3/1/2",
    ],
)
def test_scores_stand_in_the_order_of_the_indicators(text):
    found = scores_of(text)
    assert found.scheme == "pedigree"
    assert list(found.scores.values()) == [2, 1, 3, 1, 2]


def test_a_missing_score_is_left_out():
    assert dict(scores_of("ef-dqr: 2,-,1,不可得").scores) == {"TeR": 2, "TiR": 1}


def test_scores_may_be_named_and_signed():
    found = scores_of("pact: technological=2.5, temporal=1 | 质量部")
    assert found == Quality(scheme="pact-3", scores={"technological": 2.5, "temporal": 1}, by="质量部")


def test_scores_of_the_factor_have_its_prefix_and_its_order():
    assert dict(scores_of("cn-two-table: 1,2,3", factor=True).scores) == {
        "factor:temporal": 1,
        "factor:geographical": 2,
        "factor:technological": 3,
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2,1,3,1,2", "scheme is missing"),
        ("高", "scheme is missing"),
        ("pedigree: 2,1,3", "5 scores"),
        ("pedigree: 2,1,3,1,6", "1–5"),
        ("pedigree: 2,1,3,1,0.5", "1–5"),
        ("pedigree: a,b,c,d,e", "no score"),
        ("pedigree: -,-,-,-,-", "no score"),
        ("pedigree: colour=2", "there is no"),
        ("pedigree: temporal=2 good", "name=score"),
        ("house: 1,2,3", "order"),
        ("x: " + "a-" * 5000, "too long"),
    ],
)
def test_what_holds_no_scores_says_why(text, why):
    found = scores_of(text)
    assert isinstance(found, NoScores)
    assert why in found.why.en


@pytest.mark.parametrize(
    "quality",
    [
        Quality(scheme="pedigree", scores={"reliability": 2, "technological": 1.5}),
        Quality(scheme="ef-dqr", scores={"P": 2, "TeR": 1}),
        Quality(scheme="house", scores={"b": 1, "a": 2}, by="甲"),
    ],
)
def test_what_is_spelled_reads_back_the_same(quality):
    assert scores_of(spelled_scores(quality)) == quality


def test_both_cells_of_a_row_are_one_quality_by_one_scheme():
    amount, factor = scores_of("pact: 1,2,3"), scores_of("pact: 2,2,2", factor=True)
    assert len(joined(amount, factor).scores) == 6
    assert isinstance(joined(amount, scores_of("ef: 1,1,1,1", factor=True)), NoScores)
    assert joined(None, factor) is factor
