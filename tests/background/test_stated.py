"""What a statement of uncertainty becomes beside its amount."""

import json

import numpy as np
import polars as pl
import pytest

from tanji.background.stated import DRAWN, stated


def _one(amount, **said):
    return stated([amount], pl.Series([json.dumps(said)])).row(0, named=True)


@pytest.mark.parametrize(
    ("amount", "said", "verdict"),
    [
        (2.0, {"kind": "lognormal", "median": 2.0, "gsd": 1.2}, "taken"),
        (2.0, {"kind": "lognormal", "gsd": 1.2}, "taken"),
        (-2.0, {"kind": "lognormal", "median": -2.0, "gsd": 1.2}, "taken"),
        (2.1, {"kind": "lognormal", "median": 2.0, "gsd": 1.2}, "taken"),
        (2000.0, {"kind": "lognormal", "median": 2.0, "gsd": 1.2}, "moved"),
        (2.0, {"kind": "lognormal", "median": -2.0, "gsd": 1.2}, "opposite"),
        (2.0, {"kind": "lognormal", "median": 2.0, "gsd": 1.0}, "no_spread"),
        (2.0, {"kind": "lognormal", "median": 2.0, "gsd": 0.3}, "unfit"),
        (2.0, {"kind": "lognormal", "median": 2.0}, "incomplete"),
        (2.0, {"kind": "lognormal", "median": 2.0, "gsd": 50.0}, "absurd"),
        (2.0, {"kind": "normal", "mean": 2.0, "sd": 0.0}, "no_spread"),
        (2.0, {"kind": "normal", "mean": 2.0, "sd": 0.1}, "taken"),
        (2.0, {"kind": "normal", "mean": 3.0, "sd": 0.1}, "moved"),
        (2.0, {"kind": "normal", "mean": 2.0, "sd": 90.0}, "absurd"),
        (2.0, {"kind": "normal", "mean": 2.0, "sd": 0.1, "minimum": 2.5}, "unfit"),
        (2.0, {"kind": "triangular", "minimum": 1.0, "mode": 2.0, "maximum": 4.0}, "taken"),
        (2.0, {"kind": "triangular", "minimum": 4.0, "mode": 2.0, "maximum": 1.0}, "reversed"),
        (2.0, {"kind": "triangular", "minimum": 1.0, "mode": 7.0, "maximum": 4.0}, "unfit"),
        (2.0, {"kind": "uniform", "minimum": 0.0, "maximum": 3.0}, "taken"),
        (2.0, {"kind": "uniform", "minimum": 0.0, "maximum": 3000.0}, "absurd"),
        (2.0, {"kind": "uniform", "minimum": 20.0, "maximum": 30.0}, "moved"),
        (2.0, {"kind": "uniform", "minimum": 2.0, "maximum": 2.0}, "no_spread"),
        (2.0, {"kind": "pert", "minimum": 1.0, "mode": 2.0, "maximum": 3.0}, "taken"),
        (2.0, {"kind": "discrete", "values": [1.0, 3.0], "weights": [1.0, 1.0]}, "taken"),
        (2.0, {"kind": "discrete", "values": [1.0, 3.0], "weights": [1.0]}, "incomplete"),
        (2.0, {"kind": "discrete", "values": [1.0, 3.0], "weights": [-1.0, 2.0]}, "unfit"),
        (0.0, {"kind": "uniform", "minimum": -1.0, "maximum": 1.0}, "opposite"),
    ],
)
def test_each_statement_finds_its_verdict(amount, said, verdict):
    assert _one(amount, **said)["verdict"] == verdict


def test_what_is_moved_keeps_its_spread_in_proportion():
    moved = _one(10.0, kind="normal", mean=2.0, sd=0.1)
    assert (moved["a"], moved["b"]) == pytest.approx((10.0, 0.5))
    ends = _one(10.0, kind="uniform", minimum=1.0, maximum=3.0)
    assert (ends["a"], ends["b"]) == pytest.approx((5.0, 15.0))
    list_ = _one(10.0, kind="discrete", values=[1.0, 3.0], weights=[1.0, 1.0])
    assert list_["values"] == [5.0, 15.0]


def test_multiples_are_of_the_amount():
    found = _one(-4.0, kind="triangular", relative=True, minimum=0.9, maximum=1.2)
    assert (found["a"], found["b"], found["c"], found["verdict"]) == (-4.8, -4.0, -3.6, "taken")
    assert _one(4.0, kind="normal", relative=True, mean=1.0, sd=0.02)["b"] == 0.08


def test_ends_of_an_unbounded_one_truncate_it():
    found = _one(2.0, kind="lognormal", gsd=1.5, minimum=1.0)
    assert (found["low"], found["high"]) == (1.0, np.inf)


def test_it_is_known_between_what_each_lies():
    def reach(**said):
        found = _one(2.0, **said)
        return pytest.approx((found["least"], found["most"]))

    assert reach(kind="normal", mean=2.0, sd=0.1) == (1.5, 2.5)
    assert reach(kind="normal", mean=2.0, sd=1.0, minimum=0.5) == (0.5, 7.0)
    assert reach(kind="uniform", minimum=0.0, maximum=3.0) == (0.0, 3.0)
    assert reach(kind="lognormal", gsd=2.0) == (2.0 / 32, 64.0)
    assert reach(kind="discrete", values=[3.0, 1.0], weights=[1.0, 1.0]) == (1.0, 3.0)
    negative = _one(-2.0, kind="lognormal", gsd=2.0)
    assert (negative["least"], negative["most"]) == pytest.approx((-64.0, -2.0 / 32))


def test_nothing_stated_gives_an_empty_table():
    assert len(stated([], pl.Series([], dtype=pl.String))) == 0
    assert "taken" in DRAWN
