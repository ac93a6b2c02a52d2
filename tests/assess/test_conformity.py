"""Decisions against a limit, against closed forms.

The figures of the diode, the container and the oil are those that JCGM 106:2012 is known to use as examples (7.3, 7.4);
its text was not at hand, so the probabilities are computed here from the normal distribution.
"""

from math import asin, exp, pi, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from tanji.assess.conformity import UnfitDecision, decide, decide_result, decide_samples, global_risks
from tanji.model.uncertain import Interval, UncertaintyResult

PHI = NormalDist().cdf
Z95 = NormalDist().inv_cdf(0.95)


@pytest.mark.parametrize(
    ("estimate", "u", "limits", "probability"),
    [
        (-5.47, 0.05, {"upper": -5.40}, PHI(1.4)),
        (507.0, 8.0, {"lower": 490.0}, PHI(17 / 8)),
        (13.6, 1.8, {"lower": 12.5, "upper": 16.3}, PHI(1.5) - PHI(-1.1 / 1.8)),
    ],
)
def test_the_conformance_probability_is_that_of_the_normal_distribution(estimate, u, limits, probability):
    found = decide(estimate, u, **limits)
    assert found.conform == pytest.approx(probability)
    assert found.if_accepted == pytest.approx(1 - probability)
    assert found.if_rejected == pytest.approx(probability)


def test_the_guard_band_of_one_limit_is_z_times_u():
    found = decide(40.0, 2.0, upper=50.0)
    assert found.guard == pytest.approx(Z95 * 2)
    assert found.acceptance == (None, pytest.approx(50 - Z95 * 2))
    assert decide(40.0, 2.0, lower=30.0).acceptance == (pytest.approx(30 + Z95 * 2), None)


@pytest.mark.parametrize(
    ("estimate", "verdict", "simple"),
    [
        (46.0, "accept", "accept"),
        (49.0, "undecided", "accept"),
        (51.0, "undecided", "reject"),
        (54.0, "reject", "reject"),
    ],
)
def test_the_verdict_is_open_where_either_decision_could_be_wrong(estimate, verdict, simple):
    found = decide(estimate, 2.0, upper=50.0)
    assert (found.verdict, found.simple) == (verdict, simple)


def test_at_the_acceptance_limit_the_risk_is_just_what_is_allowed():
    limit = decide(0.0, 2.0, upper=50.0).acceptance[1]
    assert decide(limit, 2.0, upper=50.0).if_accepted == pytest.approx(0.05)


def test_the_guard_band_of_two_limits_holds_for_both_ends():
    found = decide(5.0, 1.0, lower=0.0, upper=10.0)
    edge = found.acceptance[1]
    assert decide(edge, 1.0, lower=0.0, upper=10.0).conform == pytest.approx(0.95)
    assert found.acceptance[0] == pytest.approx(10 - edge)
    assert decide(5.0, 4.0, lower=0.0, upper=10.0).guard is None  # no value at all conforms so probably


def test_draws_give_the_same_as_the_normal_distribution_they_are_of():
    drawn = np.random.default_rng(1).normal(49, 2, 400_000)
    found, exact = decide_samples(drawn, upper=50.0), decide(49.0, 2.0, upper=50.0)
    assert found.conform == pytest.approx(exact.conform, abs=0.003)
    assert found.guard == pytest.approx(exact.guard, abs=0.03)
    assert found.verdict == exact.verdict


def _result(**given):
    low, high = given.pop("ends")
    return UncertaintyResult(
        draws=1000,
        seed=1,
        generator="g",
        stopped={"en": "s"},
        why={"en": "w"},
        interval=Interval(low=low, high=high, coverage=0.95),
        **given,
    )


def test_of_a_symmetric_result_the_normal_distribution_is_taken():
    result = _result(nominal=49.0, mean=49.0, median=49.0, sd=2.0, ends=(45.08, 52.92))
    found = decide_result(result, upper=50.0)
    assert found.conform == pytest.approx(PHI(0.5))
    assert found.distribution.en == "normal distribution"


def test_of_a_skewed_result_the_lognormal_distribution_is_taken():
    sigma, z = 0.3, NormalDist().inv_cdf(0.975)
    mean = exp(sigma**2 / 2)
    sd = mean * sqrt(exp(sigma**2) - 1)
    result = _result(nominal=1.0, mean=mean, median=1.0, sd=sd, ends=(exp(-sigma * z), exp(sigma * z)))
    found = decide_result(result, upper=1.5)
    assert found.conform == pytest.approx(PHI(np.log(1.5) / sigma))
    assert "lognormal" in found.distribution.en
    assert found.simple == "accept"


def test_a_result_of_which_too_little_states_its_uncertainty_is_not_decided():
    result = _result(nominal=40.0, mean=40.0, median=40.0, sd=2.0, ends=(36.08, 43.92), stated_share=0.5)
    found = decide_result(result, upper=50.0)
    assert (found.verdict, found.incomplete, found.simple) == ("undecided", True, "accept")
    assert decide_result(result, upper=50.0, least_stated=0.5).verdict == "accept"


def test_global_risks_with_limit_and_acceptance_at_the_mean_are_those_of_the_orthant():
    """P(X > 0, Y < 0) of a bivariate normal is ¼ − arcsin(ρ)/2π (Sheppard); ρ = s/√(s² + u²)."""
    found = global_risks((0.0, 3.0), 1.0, upper=0.0, acceptance=0.0)
    expected = 0.25 - asin(3 / sqrt(10)) / (2 * pi)
    assert found.consumer == pytest.approx(expected, abs=1e-9)
    assert found.producer == pytest.approx(expected, abs=1e-9)


def test_a_guard_band_trades_the_consumers_risk_for_the_producers():
    plain = global_risks((45.0, 3.0), 1.0, upper=50.0, acceptance=50.0)
    guarded = global_risks((45.0, 3.0), 1.0, upper=50.0, acceptance=48.0)
    assert guarded.consumer < plain.consumer
    assert guarded.producer > plain.producer


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        ((1.0, 1.0), {}),
        ((1.0, 0.0), {"upper": 2.0}),
        ((1.0, 1.0), {"upper": 1.0, "lower": 2.0}),
        ((float("nan"), 1.0), {"upper": 2.0}),
    ],
)
def test_decisions_without_limit_or_uncertainty_are_refused(given, limits):
    with pytest.raises(UnfitDecision):
        decide(*given, **limits)


def test_a_coverage_of_one_or_a_half_is_refused():
    for coverage in (0.5, 1.0):
        with pytest.raises(UnfitDecision):
            decide(1.0, 1.0, upper=2.0, coverage=coverage)
