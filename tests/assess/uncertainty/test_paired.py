"""Two scenarios draw by draw: what both share does not blur their difference."""

import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import drawn, factor, lognormal, normal
from tests.background.packages import method

from tanji.assess.compare import NotComparable
from tanji.assess.uncertainty.again import again
from tanji.assess.uncertainty.paired import NotPaired, compared
from tanji.model.process import Uncertainty
from tanji.model.study import UnitOfAnalysis

UNSURE = factor(1.0, uncertainty=Uncertainty(kind="lognormal", median=1.0, gsd=1.5))


def scenario(amount, **more):
    line = activity("a", amount, uncertainty=normal(0.001), link=UNSURE)
    return study(line, activity("b", 5.0, uncertainty=lognormal(1.5), link=factor()), **more)


def test_a_scenario_that_takes_less_of_the_same_is_lower_in_every_draw():
    before, after = drawn(scenario(10.0)), drawn(scenario(9.0), apart=True)
    found = compared(before, after)
    assert found.shared.lower == 1.0
    assert found.shared.mean == pytest.approx(-1.0, rel=0.12)


def test_the_same_difference_with_datasets_drawn_apart_is_much_wider():
    found = compared(drawn(scenario(10.0)), drawn(scenario(9.0), apart=True))
    assert found.apart is not None
    assert found.apart.sd > 5 * found.shared.sd
    assert 0.5 < found.apart.lower < 0.7


def test_two_normals_differ_with_the_probability_of_the_closed_form():
    # A ~ N(10, 1), B ~ N(11, 1), independent: P(B < A) = Φ(−1/√2) = 0.23975
    one = study(activity("a", 10.0, uncertainty=normal(0.1), link=factor()))
    other = study(activity("b", 11.0, uncertainty=Uncertainty(kind="normal", sd=1.0), link=factor()))
    found = compared(drawn(one, draws=100_000), drawn(other, draws=100_000))
    assert found.shared.lower == pytest.approx(0.23975, abs=0.005)
    assert found.apart is None


def test_a_study_compared_with_itself_does_not_differ():
    found = compared(drawn(scenario(10.0)), drawn(scenario(10.0)))
    assert (found.shared.lower, found.shared.higher, found.shared.sd) == (0.0, 0.0, 0.0)


def test_another_unit_of_analysis_is_scaled():
    ten = UnitOfAnalysis(kind="declared", amount=10, unit="item")
    found = compared(drawn(scenario(10.0)), drawn(scenario(10.0, unit=ten, reference_flow=10.0)))
    assert found.shared.mean == pytest.approx(0.0, abs=1e-12)


def test_other_seeds_and_other_units_are_refused():
    with pytest.raises(NotPaired, match="different seeds"):
        compared(drawn(scenario(10.0)), drawn(scenario(9.0), seed=2))
    with pytest.raises(NotComparable):
        compared(drawn(scenario(10.0)), drawn(scenario(9.0, unit=UnitOfAnalysis(kind="declared", amount=1, unit="kg"))))


@pytest.mark.parametrize("how", [{"draws": 500}, {"draws": 5000, "stop": lambda: True}, {"draws": None}])
def test_a_claimed_uncertainty_is_drawn_again_to_the_same_document(how):
    claimed = drawn(scenario(10.0), **how).result
    assert again(claimed, scenario(10.0), {}, method()).result == claimed


def test_a_changed_digit_of_a_claimed_uncertainty_is_not_drawn_again():
    claimed = drawn(scenario(10.0), draws=500).result
    forged = claimed.model_copy(update={"sd": claimed.sd * 1.000001})
    assert again(forged, scenario(10.0), {}, method()).result != forged
