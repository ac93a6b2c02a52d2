"""The distribution of a total against closed forms, correlation of what is one quantity, seeds and reasons."""

from math import exp, log, sqrt

import numpy as np
import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import drawn, factor, lognormal, normal, parameter, sd
from tests.background.packages import method

from tanji.assess.calculate import calculate
from tanji.assess.uncertainty import propagate as module
from tanji.assess.uncertainty.formulas import BadDraw
from tanji.assess.uncertainty.propagate import WrongDraws, propagate
from tanji.assess.uncertainty.spread import UnfitUncertainty
from tanji.model.document import digest
from tanji.model.process import Uncertainty
from tanji.model.study import ActivityKind, FootprintLink, Product, Quality, StudyLink

Z = 1.959963984540054


def test_independent_normals_add_their_variances():
    made = study(
        activity("a", 10.0, uncertainty=normal(0.3), link=factor(1.0)),
        activity("b", 20.0, uncertainty=normal(0.2), link=factor(1.0)),
    )
    result = drawn(made, draws=50_000).result
    assert result.first_order_sd == pytest.approx(5.0)
    assert result.sd == pytest.approx(5.0, rel=0.02)
    assert result.mean == pytest.approx(30.0, abs=0.1)
    assert result.interval.low == pytest.approx(30 - Z * 5, abs=0.2)
    assert result.interval.high == pytest.approx(30 + Z * 5, abs=0.2)
    assert [(share.source, round(share.share, 3)) for share in result.shares] == [("line:b", 0.64), ("line:a", 0.36)]


def test_a_product_of_lognormals_is_lognormal():
    made = study(activity("a", 10.0, uncertainty=lognormal(1.2), link=factor(2.0, uncertainty=_absolute(1.3, 2.0))))
    result = drawn(made, draws=100_000).result
    sigma = sqrt(log(1.2) ** 2 + log(1.3) ** 2)
    assert result.nominal == 20.0
    assert result.median == pytest.approx(20.0, rel=0.005)
    assert result.mean == pytest.approx(20 * exp(sigma**2 / 2), rel=0.005)
    assert result.interval.high == pytest.approx(20 * exp(Z * sigma), rel=0.02)
    assert result.interval.low == pytest.approx(20 * exp(-Z * sigma), rel=0.02)


def _absolute(gsd, median):
    return Uncertainty(kind="lognormal", gsd=gsd, median=median)


@pytest.mark.parametrize("count", [1, 4, 25])
def test_the_uncertainty_of_readings_of_one_meter_grows_like_their_number(count):
    lines = [activity(f"{n}", 10.0, uncertainty=normal(0.02), meter="m1", link=factor()) for n in range(count)]
    first, second = sd(study(*lines))
    assert first == pytest.approx(0.2 * count)
    assert second == pytest.approx(0.2 * count, rel=0.03)


def test_the_uncertainty_of_readings_of_different_meters_grows_like_the_root_of_their_number():
    lines = [activity(f"{n}", 10.0, uncertainty=normal(0.02), meter=f"m{n}", link=factor()) for n in range(25)]
    assert sd(study(*lines))[0] == pytest.approx(0.2 * 5)


def test_a_meter_is_one_source_with_the_variance_of_all_its_lines():
    lines = [activity(f"{n}", 10.0, uncertainty=normal(0.02), meter="m1", link=factor()) for n in range(3)]
    (share,) = drawn(study(*lines), draws=1000).result.shares
    assert (share.source, share.kind, share.share) == ("meter:m1", "meter", 1.0)


def test_a_parameter_is_drawn_once_for_all_formulas():
    both = (
        activity("a", None, formula="x * 2", link=factor()),
        activity("b", None, formula="10 - x", link=factor()),
    )
    x = parameter("x", 3.0, normal(0.1))
    assert sd(study(both[0], parameters=(x,)))[0] == pytest.approx(0.6)
    assert sd(study(*both, parameters=(x,)))[0] == pytest.approx(0.3)


def test_a_parameter_reaches_lines_through_other_parameters():
    chain = (parameter("x", 3.0, normal(0.1)), parameter("y", formula="2 * x"), parameter("z", formula="y + 1"))
    made = study(activity("a", None, formula="z", link=factor()), parameters=chain)
    result = drawn(made).result
    assert result.first_order_sd == pytest.approx(0.6)
    assert [(row.activity, row.what) for row in result.unquantified] == [("a", "factor")]


def test_the_same_own_factor_of_two_lines_is_one_quantity():
    same = factor(2.0, uncertainty=Uncertainty(kind="normal", sd=0.2))
    other = same.model_copy(update={"location": "elsewhere"})
    assert sd(study(activity("a", 1.0, link=same), activity("b", 1.0, link=same)))[0] == pytest.approx(0.4)
    two = study(activity("a", 1.0, link=same), activity("b", 1.0, link=other))
    assert sd(two)[0] == pytest.approx(0.2 * sqrt(2))


def test_nominal_value_is_the_total_of_the_footprint():
    made = study(activity("a", 1 / 3, uncertainty=lognormal(1.5), link=factor(0.7)))
    assert drawn(made, draws=100).result.nominal == calculate(made, {}, method(), engine="x").score.total


def test_the_mean_above_the_nominal_value_is_explained_by_the_lognormal_that_lifts_it():
    made = study(
        activity("a", 10.0, uncertainty=lognormal(2.0), link=factor()),
        activity("b", 10.0, uncertainty=normal(0.1), link=factor()),
    )
    why = drawn(made, draws=50_000).result.why
    assert why["en"].startswith("The mean is 14 % above the nominal value: a lognormal distribution has the nominal")
    assert "a (+14 %)" in why["en"]
    assert "b (" not in why["en"]
    assert "中位数" in why["zh"]


def test_mean_and_nominal_value_that_agree_are_said_to():
    made = study(activity("a", 10.0, uncertainty=normal(0.1), link=factor()))
    assert "agree" in drawn(made).result.why["en"]


def test_what_comes_of_formulas_is_said_to_come_of_them():
    made = study(
        activity("a", None, formula="1 / x", link=factor()), parameters=(parameter("x", 2.0, normal(0.2, minimum=0.2)),)
    )
    assert "products, ratios and formulas" in drawn(made, draws=50_000).result.why["en"]


def test_nothing_drawn_is_not_said_to_be_certain():
    result = drawn(study(activity("a", 0.7, link=factor(1 / 3))), draws=1000).result
    assert (result.sd, result.stated_share, result.shares) == (0.0, 0.0, ())
    assert result.mean == pytest.approx(result.nominal, rel=1e-8)
    assert "does not mean that the result is exact" in result.why["en"]


def test_lines_without_stated_uncertainty_are_named_with_what_they_lack():
    made = study(
        activity("a", 1.0, link=factor(5.0)),
        activity("b", 1.0, uncertainty=normal(0.1), link=factor(9.0)),
        activity("c", 1.0, link=factor(1.0), factor_uncertainty=normal(0.1)),
        activity("d", 1.0, uncertainty=normal(0.1), link=factor(5.0), factor_uncertainty=normal(0.1)),
    )
    result = drawn(made, draws=100).result
    assert [(row.activity, row.what, row.score) for row in result.unquantified] == [
        ("b", "factor", 9.0),
        ("a", "both", 5.0),
        ("c", "amount", 1.0),
    ]
    assert result.stated_share == 0.25


def test_scores_of_quality_stand_in_where_no_uncertainty_is_stated_and_say_so():
    indicators = ("reliability", "completeness", "temporal", "geographical", "technological")
    scored = Quality(scheme="pedigree", scores=dict.fromkeys(indicators, 3.0))
    result = drawn(study(activity("a", 1.0, quality=scored, link=factor())), draws=100).result
    assert result.shares[0].names["en"] == "a (derived from quality scores)"
    assert result.shares[0].share == 1.0


def test_the_same_seed_gives_the_same_draws_whatever_the_size_of_blocks(monkeypatch):
    made = study(activity("a", 1.0, uncertainty=lognormal(1.3), link=factor()))
    whole = drawn(made, draws=2500)
    monkeypatch.setattr(module, "BLOCK", 700)
    assert np.array_equal(drawn(made, draws=2500).totals, whole.totals)
    assert not np.array_equal(drawn(made, draws=2500, seed=2).totals, whole.totals)
    assert np.array_equal(drawn(made, draws=1000).totals, whole.totals[:1000])


def test_another_line_does_not_change_the_draws_of_the_first():
    a = activity("a", 1.0, uncertainty=lognormal(1.3), link=factor())
    b = activity("b", 1.0, link=factor())
    assert np.allclose(drawn(study(a, b), draws=100).totals - 1, drawn(study(a), draws=100).totals, rtol=1e-14)


def test_a_person_who_stops_keeps_what_was_drawn():
    made = study(activity("a", 1.0, uncertainty=normal(0.1), link=factor()))
    found = propagate(made, {}, method(), draws=10_000, stop=lambda: True)
    assert found.result.draws == len(found.totals) == module.BLOCK
    assert found.result.stopped["en"] == "stopped by the user; the 1000 draws that were done count"


def test_adaptive_draws_end_when_the_result_is_stable_and_say_so():
    made = study(activity("a", 1.0, uncertainty=normal(0.1), link=factor()))
    result = drawn(made, draws=None).result
    assert 10_000 <= result.draws < module.MOST
    assert "7.9" in result.stopped["en"]
    assert result.sd == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (99, 1), (10**9, 1), (1000, -1)])
def test_numbers_of_draws_that_say_nothing_are_refused(draws, seed):
    with pytest.raises(WrongDraws):
        drawn(study(activity("a", 1.0, link=factor())), draws=draws, seed=seed)


def test_a_distribution_without_its_width_is_refused_by_the_name_of_the_line():
    made = study(activity("a", 1.0, uncertainty=Uncertainty(kind="lognormal"), link=factor()))
    with pytest.raises(UnfitUncertainty, match="gsd is missing") as refused:
        drawn(made)
    assert '"a"' in refused.value.message.en


def test_a_formula_that_leaves_the_numbers_in_some_draws_is_refused_with_their_count():
    made = study(activity("a", None, formula="sqrt(x)", link=factor()), parameters=(parameter("x", 1.0, normal(1.0)),))
    with pytest.raises(BadDraw, match="draws the formula"):
        drawn(made)


def test_a_study_of_a_supplier_is_drawn_with_the_same_parameters():
    x = parameter("x", 2.0, normal(0.1))
    inner = study(activity("in", None, formula="x", link=factor(3.0)), parameters=(x,)).model_copy(
        update={"id": "inner", "product": Product(names={"en": "part"})}
    )
    link = StudyLink(study={"digest": digest(inner), "id": "inner", "version": "1"})
    parts = activity("part", 2.0, "item", kind=ActivityKind.material, link=link)
    made = study(parts, activity("own", None, formula="x", link=factor(1.0)), parameters=(x,))
    given = {digest(inner): inner}
    result = drawn(made, inputs=given).result
    assert result.nominal == 14.0
    assert result.first_order_sd == pytest.approx((2 * 3 + 1) * 0.2)  # all of it is the one x
    assert [row.activity for row in result.unquantified] == ["part", "own"]


def test_a_footprint_of_a_supplier_keeps_its_interval():
    inner = study(activity("in", 10.0, uncertainty=lognormal(1.4), link=factor()))
    footprint = calculate(inner, {}, method(), engine="x")
    known = drawn(inner, draws=100_000).result
    footprint = footprint.model_copy(update={"uncertainty": known})
    link = FootprintLink(footprint={"digest": digest(footprint), "id": "chair", "version": "1"})
    made = study(activity("part", 3.0, "item", link=link))
    result = drawn(made, draws=100_000, inputs={digest(footprint): footprint}).result
    assert result.nominal == 30.0
    assert result.interval.low == pytest.approx(3 * known.interval.low, rel=0.01)
    assert result.interval.high == pytest.approx(3 * known.interval.high, rel=0.01)
    assert result.shares[0].kind == "factor"


def test_intervals_cover_the_truth_as_often_as_they_say():
    # what is measured is the truth with a relative error; the interval about what was measured must hold the truth
    generator = np.random.default_rng(20)
    covered, trials = 0, 400
    for _ in range(trials):
        errors = generator.normal(1, 0.05, 2)
        measured = study(
            activity("a", 10.0 * errors[0], uncertainty=Uncertainty(kind="normal", sd=0.5), link=factor()),
            activity("b", 20.0 * errors[1], uncertainty=Uncertainty(kind="normal", sd=1.0), link=factor()),
        )
        interval = drawn(measured, draws=1000, seed=int(generator.integers(2**31))).result.interval
        covered += interval.low <= 30.0 <= interval.high
    assert 0.92 <= covered / trials <= 0.98  # 95 % within three standard deviations of 400 trials


def test_the_uncertainty_of_a_factor_that_is_not_relative_is_refused():
    given = Uncertainty(kind="normal", mean=5.0, sd=0.5)
    with pytest.raises(UnfitUncertainty, match="not relative"):
        drawn(study(activity("a", 1.0, link=factor(5.0), factor_uncertainty=given)))
    fine = Uncertainty(kind="lognormal", gsd=1.1)
    assert sd(study(activity("a", 1.0, link=factor(5.0), factor_uncertainty=fine)))[0] > 0.4


@pytest.mark.parametrize(
    ("given", "mean", "u"),
    [
        (Uncertainty(kind="discrete", values=(4.0, 6.0), weights=(3.0, 1.0)), 4.5, sqrt(0.75)),
        (Uncertainty(kind="uniform", relative=True, minimum=0.8, maximum=1.2), 5.0, 2 / sqrt(12)),
        (Uncertainty(kind="triangular", minimum=4.0, maximum=7.0), 16 / 3, sqrt((1 + 2 + 4) / 18)),
        (Uncertainty(kind="normal", mean=5.5, sd=0.5), 5.5, 0.5),
    ],
)
def test_every_kind_of_distribution_gives_its_mean_and_standard_uncertainty(given, mean, u):
    result = drawn(study(activity("a", 5.0, uncertainty=given, link=factor()))).result
    assert result.nominal == 5.0
    assert (result.first_order_mean, result.first_order_sd) == (pytest.approx(mean), pytest.approx(u))
    assert result.mean == pytest.approx(mean, rel=0.01)
    assert result.sd == pytest.approx(u, rel=0.03)


def test_primary_and_recycled_part_have_factors_of_their_own():
    own = factor(1.0, uncertainty=Uncertainty(kind="normal", sd=0.1))
    recycled = factor(0.5, uncertainty=Uncertainty(kind="normal", sd=0.1))
    result = drawn(study(activity("a", 10.0, link=own, recycled_percent=30, recycled_link=recycled))).result
    assert result.first_order_sd == pytest.approx(sqrt(0.7**2 + 0.3**2))
    assert {share.source for share in result.shares} == {"factor:a", "factor:a:recycled"}


def test_the_warming_potential_of_carbon_dioxide_is_exact_and_that_of_others_is_not():
    co2 = activity("co2", 1.0, kind=ActivityKind.direct_emission, gas="carbon-dioxide-fossil", uncertainty=normal(0.1))
    ch4 = activity("ch4", 1.0, kind=ActivityKind.direct_emission, gas="methane-fossil", uncertainty=normal(0.1))
    result = drawn(study(co2, ch4), draws=200).result
    assert [(row.activity, row.what) for row in result.unquantified] == [("ch4", "factor")]


def test_a_line_without_amount_is_not_drawn():
    made = study(activity("a", None, uncertainty=normal(0.1), link=factor()), activity("b", 1.0, link=factor()))
    assert drawn(made, draws=200).result.nominal == 1.0
