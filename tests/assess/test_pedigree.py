"""Uncertainty from pedigree scores, by hand."""

from math import exp, log, sqrt

import pytest
from tests.assess.studies import activity

from tanji.assess.pedigree import UnfitPedigree, derived_uncertainty, pedigree_gsd
from tanji.assess.scheme import scheme
from tanji.model.process import Uncertainty
from tanji.model.study import ActivityKind, Quality

BEST = dict.fromkeys(("reliability", "completeness", "temporal", "geographical", "technological"), 1.0)


def test_variances_of_the_scores_add_up_with_the_basic_one():
    scores = {"reliability": 2, "completeness": 3, "temporal": 1, "geographical": 3, "technological": 2}
    variance = log(1.05) ** 2 + 0.0006 + 0.0006 + 0 + 0.0001 + 0.0006
    assert pedigree_gsd(scores, 1.05) == pytest.approx(exp(sqrt(variance)))


def test_the_best_scores_leave_the_basic_uncertainty():
    assert pedigree_gsd(BEST, 1.5) == 1.5
    assert pedigree_gsd(BEST) == 1


def test_the_empirical_table_gives_squares_of_the_geometric_standard_deviation():
    found = pedigree_gsd({**BEST, "reliability": 2.0}, table="empirical-2013")
    assert found**2 == pytest.approx(1.54)


def test_both_tables_rise_with_the_scores_and_begin_at_nothing():
    for table in scheme("pedigree").spread.tables:
        for indicator in BEST:
            steps = [table.variance(indicator, score) for score in range(1, 6)]
            assert steps[0] == 0
            assert steps == sorted(steps)


@pytest.mark.parametrize(
    "scores",
    [{**BEST, "temporal": 6.0}, {**BEST, "temporal": 1.5}, {k: v for k, v in BEST.items() if k != "temporal"}],
)
def test_scores_that_are_missing_broken_or_out_of_range_are_refused_by_indicator(scores):
    with pytest.raises(UnfitPedigree, match="temporal"):
        pedigree_gsd(scores)


def test_a_basic_deviation_below_one_and_an_unknown_table_are_refused():
    with pytest.raises(UnfitPedigree, match=r"0\.9"):
        pedigree_gsd(BEST, 0.9)
    with pytest.raises(UnfitPedigree, match="empirical-2013"):
        pedigree_gsd(BEST, table="mine")


def of(scores, **more):
    return activity("a", quality=Quality(scheme="pedigree", scores=scores), **more)


def test_a_line_with_all_scores_and_no_uncertainty_gets_a_relative_lognormal():
    found = derived_uncertainty(of(BEST))
    assert (found.kind, found.relative, found.median) == ("lognormal", True, 1)
    assert found.gsd == pytest.approx(exp(sqrt(0.0006)))


def test_transport_has_a_larger_basic_uncertainty():
    assert derived_uncertainty(of(BEST, kind=ActivityKind.transport)).gsd == pytest.approx(exp(sqrt(0.12)))


def test_scores_of_the_factor_are_those_with_the_prefix():
    scores = {f"factor:{name}": 1.0 for name in BEST}
    assert derived_uncertainty(of(scores)) is None
    assert derived_uncertainty(of(scores), "factor") is not None


def test_nothing_is_derived_where_an_uncertainty_is_stated_or_a_score_is_missing():
    stated = Uncertainty(kind="normal", relative=True, mean=1, sd=0.1)
    assert derived_uncertainty(of(BEST, uncertainty=stated)) is None
    assert derived_uncertainty(of({"reliability": 1.0})) is None
    assert derived_uncertainty(activity("a")) is None
    assert derived_uncertainty(activity("a", quality=Quality(scheme="pact-3", scores={"temporal": 1.0}))) is None
