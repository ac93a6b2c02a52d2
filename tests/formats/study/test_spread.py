"""Uncertainties as people write them in cells."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanji.formats.study.spread import COVERED, NoSpread, centred, scaled, spelled_spread, spread_of
from tanji.model.process import Uncertainty


def parts(text, figure=100.0):
    return spread_of(text, figure).model_dump(exclude_none=True)


@pytest.mark.parametrize("text", ["±5%", "± 5 %", "+/-5%", "±５％"])
def test_plus_minus_is_a_normal_distribution_that_holds_95_percent(text):
    assert parts(text) == {"kind": "normal", "relative": True, "mean": 1, "sd": pytest.approx(0.05 / COVERED)}


def test_plus_minus_in_the_own_unit_is_about_the_figure():
    assert parts("±3") == {"kind": "normal", "mean": 100, "sd": pytest.approx(3 / COVERED)}


@pytest.mark.parametrize("text", ["U=5% k=2", "U = 5%, k = 2", "U 5% (k=2)", "Ｕ＝５％ ｋ＝２", "U=5%；k=2"])
def test_an_expanded_uncertainty_is_divided_by_its_coverage_factor(text):
    assert parts(text) == {"kind": "normal", "relative": True, "mean": 1, "sd": 0.025}


@pytest.mark.parametrize("text", ["u=2%", "sd 2%", "标准不确定度 2%", "normal 2%", "正态 2%"])
def test_a_standard_uncertainty_is_the_standard_deviation(text):
    assert parts(text) == {"kind": "normal", "relative": True, "mean": 1, "sd": 0.02}


@pytest.mark.parametrize(
    "text", ["GSD 1.2", "gsd=1.2", "GSD² 1.44", "GSD2 1.44", "GSD^2=1.44", "几何标准差 1.2", "lognormal 1.2"]
)
def test_a_geometric_standard_deviation_has_the_figure_as_median(text):
    assert parts(text) == {"kind": "lognormal", "relative": True, "median": 1, "gsd": pytest.approx(1.2)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tri(90, 100, 120)", {"kind": "triangular", "minimum": 90, "mode": 100, "maximum": 120}),
        ("三角（90，100，120）", {"kind": "triangular", "minimum": 90, "mode": 100, "maximum": 120}),
        ("tri(90%,100%,120%)", {"kind": "triangular", "relative": True, "minimum": 0.9, "mode": 1, "maximum": 1.2}),
        ("× uni(0.9, 1.1)", {"kind": "uniform", "relative": True, "minimum": 0.9, "maximum": 1.1}),
        ("相对 均匀(0.9；1.1)", {"kind": "uniform", "relative": True, "minimum": 0.9, "maximum": 1.1}),
        ("pert(90, 100, 130)", {"kind": "pert", "minimum": 90, "mode": 100, "maximum": 130}),
        ("normal(100, 2) [95, ]", {"kind": "normal", "mean": 100, "sd": 2, "minimum": 95}),
        (
            "lognormal(100, 1.2)[50, 200]",
            {"kind": "lognormal", "median": 100, "gsd": 1.2, "minimum": 50, "maximum": 200},
        ),
        ("disc(90:0.3, 110:0.7)", {"kind": "discrete", "values": (90, 110), "weights": (0.3, 0.7)}),
        ("离散(90, 110)", {"kind": "discrete", "values": (90, 110), "weights": (1, 1)}),
        ("disc(90%:1, 120%:3)", {"kind": "discrete", "relative": True, "values": (0.9, 1.2), "weights": (1, 3)}),
    ],
)
def test_distributions_are_written_with_their_numbers(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("5%", "none of the known forms"),
        ("U=5%", "coverage factor"),
        ("U=5% k=0", "above 0"),
        ("GSD 0.8", "at least 1"),
        ("GSD 0", "at least 1"),
        ("lognormal(100, 0.5)", "at least 1"),
        ("lognormal(0, 1.2)", "not 0"),
        ("normal(100, -1)", "not negative"),
        ("tri(120, 100, 90)", "below"),
        ("uni(5, 5)", "below"),
        ("tri(90, 150, 120)", "between the ends"),
        ("tri(-10%, 0%, 10%)", "multiples"),
        ("tri(90%, 100, 120)", "mixes"),
        ("tri(90, 120)", "takes 3 numbers"),
        ("tri(a, b, c)", "takes 3 numbers"),
        ("gamma(1, 2)", "no distribution"),
        ("disc(1:-1, 2:1)", "positive"),
        ("disc()", "disc(value:weight"),
        ("normal(100, 2) [a, b]", "truncation"),
        ("uni(1, 2) [0, 3]", "truncation"),
        ("=1+1", "none of the known forms"),
        ("±" + "1" * 400, "too large"),
        ("GSD 1e999", "too large"),
        ("uni(1, 1e999)", "takes 2 numbers"),
        ("x" * 500, "none of the known forms"),
    ],
)
def test_what_is_no_uncertainty_says_why(text, why):
    found = spread_of(text, 100.0)
    assert isinstance(found, NoSpread)
    assert why in found.why.en


def test_without_a_known_figure_it_must_be_relative():
    assert "percent" in spread_of("±3", None).why.en
    assert spread_of("±3%", None).relative


def test_a_figure_outside_of_its_distribution_is_noticed():
    assert not centred(spread_of("uni(4, 6)", 100.0), 100.0)
    assert not centred(spread_of("disc(1:1, 2:1)", 100.0), 100.0)
    assert centred(spread_of("tri(90%,100%,120%)", 100.0), 100.0)


def test_numbers_of_another_unit_are_scaled_and_relative_ones_stay():
    assert scaled(spread_of("tri(1, 2, 3)", 2.0), 1000.0).mode == 2000
    assert scaled(spread_of("disc(1:1, 2:1)", 2.0), 10.0).values == (10, 20)
    assert scaled(spread_of("GSD 1.2", 2.0), 1000.0).median == 1


numbers = st.floats(min_value=-1e9, max_value=1e9).filter(lambda value: abs(value) > 1e-9)
widths = st.floats(min_value=1e-3, max_value=1e6)


@given(low=numbers, first=widths, second=widths, kind=st.sampled_from(["triangular", "uniform", "pert"]))
def test_what_is_spelled_reads_back_the_same(low, first, second, kind):
    low, mode, high = (float(f"{value:.12g}") for value in (low, low + first, low + first + second))
    if not low < mode < high:
        return
    given_ = Uncertainty(kind=kind, minimum=low, maximum=high, mode=None if kind == "uniform" else mode)
    assert spread_of(spelled_spread(given_), None) == given_


@given(mean=numbers, sd=widths, low=st.one_of(st.none(), numbers))
def test_a_truncated_normal_reads_back_the_same(mean, sd, low):
    mean, sd = float(f"{mean:.12g}"), float(f"{sd:.12g}")
    given_ = Uncertainty(kind="normal", mean=mean, sd=sd, minimum=low and float(f"{low:.12g}"))
    assert spread_of(spelled_spread(given_), None) == given_


def test_the_square_of_a_gsd_is_its_square():
    assert spread_of("GSD² 2", None).gsd == pytest.approx(sqrt(2))
