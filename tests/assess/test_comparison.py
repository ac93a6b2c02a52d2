"""Measurement comparisons: En, z and zeta scores and Algorithm A, derived by hand."""

from math import sqrt
from statistics import fmean

import pytest

from tanji.assess.comparison import Result, UnfitComparison, algorithm_a, compare_results

CREOSOTE = [24.140, 20.155, 19.500, 20.300, 20.705, 17.570, 20.100, 20.940, 21.185]
"""Group means of the creosote example of ISO 5725-5, as the documentation of the R package metRology repeats them."""


def test_algorithm_a_without_outliers_is_mean_and_scaled_standard_deviation():
    assert algorithm_a([-1.0, 0.0, 1.0]).sd == pytest.approx(1.134)


def test_algorithm_a_with_outliers_reaches_the_fixed_point_of_its_equation():
    """−L, three −1, 0, three 1, L, with L drawn in to 1.5 s.

    s² = 1.134²·(2·2.25 s² + 6)/8, so s² = 1.134²·6/(8 − 4.5·1.134²).
    """
    expected = sqrt(1.134**2 * 6 / (8 - 4.5 * 1.134**2))
    for far in (10.0, 1e6):
        found = algorithm_a([-far, -1, -1, -1, 0, 1, 1, 1, far])
        assert (found.mean, found.sd) == pytest.approx((0.0, expected), abs=1e-9)


def test_algorithm_a_of_the_creosote_data_satisfies_its_definition():
    found = algorithm_a(CREOSOTE)
    drawn = [min(max(value, found.mean - 1.5 * found.sd), found.mean + 1.5 * found.sd) for value in CREOSOTE]
    assert found.mean == pytest.approx(fmean(drawn))
    assert found.sd == pytest.approx(1.134 * sqrt(sum((value - found.mean) ** 2 for value in drawn) / 8))
    assert round(found.mean, 2) == 20.41


def test_shifting_and_scaling_the_values_shifts_and_scales_the_robust_figures():
    one, other = algorithm_a(CREOSOTE), algorithm_a([3 + 2 * value for value in CREOSOTE])
    assert other.mean == pytest.approx(3 + 2 * one.mean)
    assert other.sd == pytest.approx(2 * one.sd)


def test_equal_values_have_no_spread():
    found = algorithm_a([5.0, 5.0, 5.0])
    assert (found.mean, found.sd) == (5, 0)


def test_more_than_half_equal_values_do_not_stop_it():
    assert algorithm_a([5.0, 5.0, 5.0, 5.2]).sd > 0


REFERENCE = Result("ref", 10.0, 0.3)
BODIES = [REFERENCE, Result("a", 10.4, 0.4), Result("b", 11.0, 0.4), Result("c", 10.1)]


def test_en_and_zeta_against_a_reference_laboratory():
    found = {each.body: each for each in compare_results(BODIES, reference="ref").bodies}
    assert found["a"].en == pytest.approx(0.4 / 0.5)
    assert found["a"].zeta == pytest.approx(0.4 / 0.25)
    assert (found["a"].grade, found["b"].grade) == ("satisfactory", "unsatisfactory")
    assert found["b"].en == pytest.approx(2.0)
    assert found["b"].outlier
    assert (found["c"].en, found["c"].grade) == (None, "not_scored")
    assert found["ref"].grade == "not_scored"


def test_the_outlier_is_flagged_by_name():
    findings = compare_results(BODIES, reference="ref").findings
    assert [finding.code for finding in findings] == ["CPN-101", "CPN-102"]
    assert '"b"' in findings[0].message.en


def test_z_scores_take_sigma_and_become_z_prime_where_the_assigned_value_is_uncertain():
    plain = compare_results(BODIES, reference="ref", sigma=1.0)
    assert not plain.prime
    assert plain.bodies[2].z == pytest.approx(1.0)
    prime = compare_results(BODIES, reference="ref", sigma=0.4)
    assert prime.prime
    assert prime.bodies[2].z == pytest.approx(1.0 / sqrt(0.4**2 + 0.15**2))


@pytest.mark.parametrize(("value", "grade"), [(12.0, "satisfactory"), (12.5, "questionable"), (13.0, "unsatisfactory")])
def test_z_is_satisfactory_to_2_and_unsatisfactory_from_3(value, grade):
    results = [Result("ref", 10.0, 0.0001), Result("a", value)]
    assert compare_results(results, reference="ref", sigma=1.0).bodies[1].grade == grade


def test_the_consensus_is_the_robust_mean_with_its_uncertainty():
    results = [Result(str(number), value) for number, value in enumerate(CREOSOTE)]
    found = compare_results(results)
    robust = algorithm_a(CREOSOTE)
    assert found.assigned == robust.mean
    assert found.u == pytest.approx(1.25 * robust.sd / 3)
    assert found.bodies[0].grade == "unsatisfactory"
    assert {"CPN-103", "CPN-104"} <= {finding.code for finding in found.findings}


@pytest.mark.parametrize(
    ("results", "given"),
    [
        (BODIES[:1], {}),
        ([*BODIES, BODIES[0]], {}),
        (BODIES, {"reference": "nobody"}),
        (BODIES, {"reference": "c"}),
        (BODIES, {"sigma": 0.0}),
        ([*BODIES, Result("x", float("nan"))], {}),
        ([*BODIES, Result("x", 1.0, 0.1, k=0.0)], {}),
        (BODIES[:2], {}),
    ],
)
def test_unfit_comparisons_are_refused(results, given):
    with pytest.raises(UnfitComparison):
        compare_results(results, **given)
