"""Data-quality ratings that can be followed by hand."""

from datetime import date
from math import fsum, sqrt

import pytest
from tests.assess.studies import activity, study
from tests.reports.footprints import footprint, line, listing

from tanji.assess.quality import bounds, mean, other_schemes, rate, scored_share
from tanji.assess.scheme import UnknownScheme, scheme, schemes
from tanji.assess.scoring import UnfitScore
from tanji.assess.trend import OtherScheme, trend
from tanji.model.footprint import Score
from tanji.model.source import Status
from tanji.model.study import DataSource, DataType, OwnFactor, Period, Quality

PACT = scheme("pact-3")
YEAR = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))


def rated(*lines, activities=(), by=PACT, **more):
    """The rating of a footprint of these lines in China in 2025."""
    given = footprint().model_copy(
        update={"lines": lines, "period": ("2025-01-01", "2025-12-31"), "location": "CN"} | more
    )
    return rate(study(*activities, location="CN", period=YEAR), given, by)


def scores(result, name, side):
    return next(each for each in result.lines if (each.activity, each.side) == (name, side))


def of(name, total, **more):
    given = {"amount": 1.0, "unit": "kg", "intensity": Score(total=total), "score": Score(total=total)}
    return line(name, name, name, **(given | {"data": DataSource(type=DataType.metered, year=2025)} | more))


def stated(name, **given):
    return activity(name, quality=Quality(scheme="pact-3", scores=given))


def test_every_scheme_describes_every_score_in_both_languages_and_says_what_was_opened():
    assert [each.id for each in schemes()] == ["cn-two-table", "ef-dqr", "pact-3", "pedigree"]
    for each in schemes():
        assert each.status is Status.unverified
        assert each.source.opened
        for indicator in each.indicators:
            texts = [indicator.names, *indicator.scores.values(), *indicator.advice.values()]
            assert all(set(text) == {"zh", "en"} for text in texts)
            assert set(indicator.derive) <= set(indicator.sides)


def test_an_unknown_scheme_is_refused_with_those_there_are():
    with pytest.raises(UnknownScheme, match="ef-dqr"):
        scheme("dqr")


def test_scores_are_derived_from_place_year_and_kind_of_data_and_named():
    result = rated(of("steel", 2.0, listing=listing(location="CN", year=2020)))
    amount, factor = scores(result, "steel", "activity"), scores(result, "steel", "factor")
    assert dict(amount.scores) == {"technological": 1, "geographical": 1, "temporal": 1}
    assert amount.derived == ("technological", "geographical", "temporal")
    assert dict(factor.scores) == {"geographical": 1, "temporal": 3}
    assert factor.missing == ("technological",)
    assert factor.rating is None


@pytest.mark.parametrize(
    ("place", "expected"), [("CN", 1), ("CN-ZJ", 3), ("RAS", 2), ("GLO", 4), ("US", 5), (None, None)]
)
def test_the_place_of_a_factor_is_scored_by_how_near_it_is(place, expected):
    result = rated(of("steel", 2.0, listing=listing(location=place)))
    assert scores(result, "steel", "factor").scores.get("geographical") == expected


def test_where_a_material_comes_from_goes_before_where_the_study_is():
    result = rated(of("steel", 2.0, listing=listing(location="GB")), activities=[activity("steel", origin="GB")])
    assert scores(result, "steel", "factor").scores["geographical"] == 1


def test_missing_scores_are_neither_best_nor_worst_but_unrated_with_their_share():
    result = rated(
        of("known", 1.0, listing=listing(location="CN", year=2025)),
        of("open", 3.0, data=None),
        activities=[stated("known", **{"factor:technological": 2.0})],
    )
    assert result.rated_share == pytest.approx(2 * 0.25 / 2)
    assert result.rating == pytest.approx((0.25 * 1 + 0.25 * 4 / 3) / 0.5)
    assert scores(result, "open", "activity").missing == ("technological", "geographical", "temporal")
    assert scored_share(result.lines, "technological") == pytest.approx(0.25)


def test_nothing_rated_gives_no_rating_and_no_level():
    result = rated(of("open", 3.0, data=None, listing=None), by=scheme("ef-dqr"))
    assert (result.rating, result.level, result.rated_share) == (None, None, 0.0)


def test_stated_scores_go_before_derived_ones_and_only_those_of_this_scheme():
    lines = of("steel", 2.0), of("wood", 1.0)
    by_other = activity("wood", quality=Quality(scheme="pedigree", scores={"reliability": 5.0}))
    result = rated(*lines, activities=[stated("steel", temporal=4.0), by_other])
    found = scores(result, "steel", "activity")
    assert found.scores["temporal"] == 4
    assert "temporal" not in found.derived
    assert scores(result, "wood", "activity").rating == 1
    assert other_schemes(study(by_other), PACT) == ("pedigree",)


@pytest.mark.parametrize("given", [{"temporal": 0.9}, {"temporal": 5.1}, {"reliability": 1.0}])
def test_a_score_outside_of_the_scale_or_of_an_unknown_indicator_is_refused_by_name(given):
    with pytest.raises(UnfitScore, match="steel"):
        rated(of("steel", 2.0), activities=[stated("steel", **given)])


def test_weights_are_absolute_contributions_and_add_up_to_one_a_side():
    result = rated(of("a", 3.0), of("credit", -1.0), of("nothing", 0.0))
    weights = {each.activity: each.weight for each in result.lines if each.side == "activity"}
    assert weights == {"a": 0.75, "credit": 0.25, "nothing": 0.0}


def test_uptake_of_biogenic_carbon_has_no_weight():
    wood = Score(total=1.0, fossil=1.0, biogenic_removals=-50.0, biogenic_co2=2.0)
    result = rated(of("wood", 1.0, score=wood), of("steel", 1.0))
    assert {each.weight for each in result.lines} == {0.5}


def test_a_gas_has_no_background_side():
    result = rated(of("leak", 1.0, supplier="gas", listing=None))
    assert [each.side for each in result.lines] == ["activity"]


def test_an_own_factor_is_rated_by_its_own_source():
    link = OwnFactor(value=2.0, unit="kg", location="CN", year=2019, source=DataSource(type=DataType.literature))
    result = rated(of("steel", 2.0, supplier="own_factor"), activities=[activity("steel", link=link)])
    assert dict(scores(result, "steel", "factor").scores) == {"geographical": 1, "temporal": 3}


def test_the_recycled_part_is_rated_by_the_factor_of_the_recycled_part():
    link = OwnFactor(value=1.0, unit="kg", location="US", year=2025, source=DataSource(type=DataType.literature))
    given = activity("steel", recycled_percent=50, recycled_link=link)
    result = rated(of("steel:recycled", 2.0, supplier="own_factor"), activities=[given])
    assert scores(result, "steel:recycled", "factor").scores["geographical"] == 5


def test_a_suppliers_footprint_is_of_the_very_product():
    result = rated(of("part", 2.0, supplier="footprint"))
    assert dict(scores(result, "part", "factor").scores) == {"technological": 1, "geographical": 1}


def test_the_share_of_the_period_that_data_cover_is_their_completeness():
    half = DataSource(type=DataType.metered, period=Period(start=date(2025, 1, 1), end=date(2025, 7, 31)))
    result = rated(of("power", 1.0, data=half), by=scheme("cn-two-table"))
    assert scores(result, "power", "activity").scores["completeness"] == 3


def test_the_two_sides_of_the_two_table_scheme_have_their_own_indicators():
    result = rated(of("power", 1.0, listing=listing(location="CN", year=2024)), by=scheme("cn-two-table"))
    assert set(scores(result, "power", "activity").scores) | {"completeness"} == {"source", "completeness", "temporal"}
    assert scores(result, "power", "factor").missing == ("technological",)


def test_the_level_is_the_first_whose_limit_holds_the_rating():
    best = {each.id: 1.5 for each in scheme("ef-dqr").indicators}
    given = activity("steel", quality=Quality(scheme="ef-dqr", scores=best | {f"factor:{k}": 1.5 for k in best}))
    assert rated(of("steel", 1.0), activities=[given], by=scheme("ef-dqr")).level["en"] == "excellent"


def test_there_is_no_level_while_a_missing_score_could_change_it():
    result = rated(of("steel", 1.0, listing=listing(location="CN", year=2025)), by=scheme("ef-dqr"))
    assert result.rating == pytest.approx(1.25)
    assert result.rated_share == 0.5
    assert result.level is None


def test_the_quadratic_mean_weighs_bad_scores_more():
    strict = PACT.model_copy(update={"mean": "quadratic"})
    given = {"technological": 1.0, "geographical": 1.0, "temporal": 5.0}
    assert strict.rating(given, "activity") == pytest.approx(sqrt(27 / 3))
    assert PACT.rating(given, "activity") == pytest.approx(7 / 3)


def test_improvements_are_sorted_by_gain_which_is_the_fall_of_the_rating():
    factor = {"factor:technological": 3.0, "factor:geographical": 1.0, "factor:temporal": 5.0}
    lines = of("a", 3.0), of("b", 1.0)
    result = rated(*lines, activities=[stated("a", **factor), stated("b", **factor)])
    first = result.improvements[0]
    assert (first.activity, first.indicator, first.score) == ("a", "temporal", 5)
    better = rated(*lines, activities=[stated("a", **(factor | {"factor:temporal": 1.0})), stated("b", **factor)])
    assert result.rating - better.rating == pytest.approx(first.gain)
    gains = [each.gain for each in result.improvements]
    assert gains == sorted(gains, reverse=True)


def test_missing_scores_stand_in_the_list_after_those_with_a_gain_the_weightiest_first():
    result = rated(of("small", 1.0, data=None, listing=None), of("large", 3.0, data=None, listing=None))
    assert [(each.activity, each.score, each.gain) for each in result.improvements[:2]] == [("large", None, 0.0)] * 2


def test_the_primary_share_is_that_of_the_absolute_contributions():
    guess = DataSource(type=DataType.assumption)
    assert rated(of("a", 3.0), of("b", -1.0, data=guess)).primary_share == 0.75


def test_the_rating_can_be_computed_again_from_the_lines():
    lines = of("a", 3.0, listing=listing(location="US", year=2010)), of("b", 1.0, listing=listing(location="CN"))
    factor = {"factor:technological": 3.0}
    result = rated(*lines, activities=[stated("a", **factor), stated("b", **factor)])
    again = [(each.weight, fsum(each.scores.values()) / 3) for each in result.lines]
    assert result.rating == pytest.approx(fsum(w * r for w, r in again) / fsum(w for w, _ in again))
    assert mean(result.lines, "activity") == 1
    assert mean(result.lines, "factor") == pytest.approx((0.75 * (3 + 5 + 5) + 0.25 * (3 + 1 + 1)) / 3)


def test_without_the_study_only_what_the_footprint_repeats_is_rated():
    found = rate(None, footprint(), PACT)
    assert scores(found, "B1", "activity").scores["technological"] == 1
    assert scores(found, "E1", "activity").missing == ("technological", "geographical", "temporal")


def test_a_trend_shows_ratings_side_by_side_and_the_lines_that_moved():
    before = rated(of("a", 1.0), activities=[stated("a", temporal=5.0)])
    after = rated(of("a", 1.0), activities=[stated("a", temporal=2.0)])
    found = trend([before, before, after])
    assert found.ratings == (before.rating, before.rating, after.rating)
    assert found.difference == pytest.approx(-1)
    assert found.indicators["temporal"] == (5, 2)
    assert [(each.activity, each.side) for each in found.moved] == [("a", "activity")]


def test_a_trend_says_which_lines_came_and_went():
    found = trend([rated(of("old", 1.0)), rated(of("new", 1.0))])
    moved = {each.activity: (each.before, each.after) for each in found.moved}
    assert moved == {"old": (1, None), "new": (None, 1)}


def test_ratings_by_different_schemes_have_no_trend():
    with pytest.raises(OtherScheme, match="ef-dqr"):
        trend([rated(of("a", 1.0)), rated(of("a", 1.0), by=scheme("ef-dqr"))])


def test_what_is_missing_bounds_the_rating_from_below_and_above():
    result = rated(of("steel", 2.0, data=None, listing=listing(location="CN", year=2025)))
    assert bounds(result.lines, PACT) == pytest.approx(((1 + 1) / 2, (5 + 7 / 3) / 2))
    assert bounds((), PACT) is None
