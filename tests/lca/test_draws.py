import math
import subprocess
import sys

import numpy as np
import pytest

from tanji.lca.draws import (
    GENERATOR,
    Ending,
    Stopping,
    UnfitDraws,
    block_size,
    numerical_tolerance,
    shortest,
    stable,
    stream,
    summary,
    symmetric,
)


def test_a_stream_is_named_by_its_key_and_not_by_what_else_is_drawn():
    first = stream(7, "meter:electricity").standard_normal(5)
    stream(7, "meter:gas").standard_normal(3)
    assert np.array_equal(first, stream(7, "meter:electricity").standard_normal(5))
    assert not np.array_equal(first, stream(7, "meter:gas").standard_normal(5))
    assert not np.array_equal(first, stream(8, "meter:electricity").standard_normal(5))


def test_the_generator_is_the_one_that_results_name():
    assert type(stream(1, "x").bit_generator).__name__ == GENERATOR


def test_a_stream_is_the_same_in_another_program():
    code = "from tanji.lca.draws import stream; print(stream(1, '电力').integers(0, 2**63, 3).tolist())"
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert there.strip() == str(stream(1, "电力").integers(0, 2**63, 3).tolist())


def test_streams_of_many_keys_do_not_depend_on_each_other():
    drawn = np.array([stream(1, f"line {k}").standard_normal(400) for k in range(60)])
    between = np.corrcoef(drawn)[np.triu_indices(60, 1)]
    assert np.abs(between).max() < 4.5 / math.sqrt(400)
    assert abs(drawn.mean()) < 4 / math.sqrt(drawn.size)


def test_the_symmetric_interval_leaves_out_as_many_below_as_above():
    # JCGM 101:2008, 7.7.2 with M = 1000, p = 0.95: q = 950, r = 25: the 25th and the 975th draw.
    assert symmetric(np.random.default_rng(0).permutation(np.arange(1, 1001))) == (25, 975)
    # M = 101, p = 0.9: q = 91 (90.9 rounded), r = (101 - 91) / 2 = 5: the 5th and the 96th.
    assert symmetric(np.arange(1, 102), 0.9) == (5, 96)
    # M = 100, p = 0.95: q = 95, r = whole part of (100 - 95 + 1) / 2 = 3.
    assert symmetric(np.arange(1, 101), 0.95) == (3, 98)


def test_the_shortest_interval_of_skewed_draws_begins_at_their_lowest():
    # An exponential's density falls from 0 on: its shortest 95 % interval is [0, -ln 0.05].
    probability = (np.arange(100_000) + 0.5) / 100_000
    low, high = shortest(-np.log1p(-probability))
    assert low == pytest.approx(0, abs=1e-4)
    assert high == pytest.approx(-math.log(0.05), rel=1e-3)


def test_both_intervals_agree_where_draws_are_symmetric():
    from scipy.stats import norm

    y = norm.ppf((np.arange(99_999) + 0.5) / 99_999)
    found = summary(y)
    assert (found.low, found.high) == pytest.approx((-1.95996, 1.95996), abs=1e-3)
    assert (found.shortest_low, found.shortest_high) == pytest.approx((-1.95996, 1.95996), abs=5e-3)
    assert (found.mean, found.median, found.sd) == pytest.approx((0, 0, 1), abs=1e-3)
    assert found.n == 99_999


def test_few_draws_are_covered_whole():
    found = summary([3.0, 1.0])
    assert (found.low, found.high, found.shortest_low, found.shortest_high) == (1, 3, 1, 3)


@pytest.mark.parametrize(
    ("draws", "coverage"), [([1.0], 0.95), ([], 0.95), ([1, np.nan], 0.95), ([1, np.inf], 0.95), ([1, 2], 1.0)]
)
def test_draws_that_say_nothing_are_refused(draws, coverage):
    with pytest.raises(UnfitDraws):
        summary(draws, coverage)


def test_draws_of_two_quantities_are_not_taken_for_one():
    with pytest.raises(UnfitDraws, match="2-d"):
        summary(np.zeros((5, 2)))


def test_a_negative_seed_is_refused():
    with pytest.raises(UnfitDraws):
        stream(-1, "x")


@pytest.mark.parametrize(
    ("u", "digits", "tolerance"),
    [
        # JCGM 101:2008, 7.9.2: u = c x 10^l with c of so many digits, tolerance 10^l / 2.
        (0.35, 2, 0.005),
        (0.35, 1, 0.05),
        (32, 2, 0.5),
        (32, 1, 5),
        (9.96, 2, 0.5),
        (0.00995, 1, 0.005),
        (1e-12, 2, 5e-14),
        (0.0, 2, 0.0),
    ],
)
def test_the_numerical_tolerance_is_half_a_unit_of_the_last_digit(u, digits, tolerance):
    assert numerical_tolerance(u, digits) == pytest.approx(tolerance, rel=1e-12)


def test_a_block_holds_a_hundred_draws_outside_the_interval_and_at_least_ten_thousand():
    assert (block_size(0.95), block_size(0.9), block_size(0.995), block_size(0.999)) == (10_000, 10_000, 20_000, 10**5)


def test_drawing_stops_when_four_averages_are_within_the_tolerance_and_says_their_numbers():
    rule = Stopping(digits=1)
    while rule.stability.ending is Ending.OPEN:
        rule.feed(stream(1, f"draws {rule.stability.draws}").normal(100, 30, rule.block))
    found = rule.stability
    assert found.ending is Ending.STABLE
    assert found.blocks >= 2
    assert found.draws == found.blocks * 10_000 == len(rule.samples)
    assert found.tolerance == 5
    assert found.spread is not None
    assert max(found.spread) <= found.tolerance


def test_more_digits_need_more_draws():
    def needed(digits):
        rule = Stopping(digits=digits, block=1000, most=3_000_000)
        while rule.stability.ending is Ending.OPEN:
            rule.feed(stream(3, f"draws {rule.stability.draws}").standard_normal(50_000))
        return rule.stability

    one, two = needed(1), needed(2)
    assert one.ending is two.ending is Ending.STABLE
    assert one.draws < two.draws


def test_the_end_does_not_depend_on_how_the_draws_are_handed_over():
    y = stream(5, "y").lognormal(0, 0.3, 100_000)
    whole = Stopping(digits=1)
    whole.feed(y)
    pieces = Stopping(digits=1)
    for start in range(0, len(y), 777):
        pieces.feed(y[start : start + 777])
    assert whole.stability == pieces.stability == stable(y, digits=1)
    assert np.array_equal(whole.samples, pieces.samples)


def test_drawing_ends_at_its_limit_and_says_that_it_is_not_stable():
    rule = Stopping(digits=4, most=35_000)
    while rule.stability.ending is Ending.OPEN:
        rule.feed(stream(2, f"draws {rule.stability.draws}").standard_normal(rule.block))
    assert rule.stability.ending is Ending.LIMIT
    assert rule.stability.draws == 30_000
    assert max(rule.stability.spread) > rule.stability.tolerance


def test_what_is_exact_is_stable_after_two_blocks():
    assert stable(np.full(20_000, 3.25)).ending is Ending.STABLE


def test_too_few_draws_are_open():
    found = stable(np.arange(15_000.0))
    assert (found.ending, found.blocks, found.spread) == (Ending.OPEN, 1, None)


def test_the_tolerance_is_kept_by_the_mean():
    # 200 runs that stopped at one digit (tolerance 0.05 of u = 1): few means may be further off than that.
    off = []
    for run in range(200):
        rule = Stopping(digits=2, block=500)
        while rule.stability.ending is Ending.OPEN:
            rule.feed(stream(run, f"draws {rule.stability.draws}").standard_normal(rule.block))
        off.append(abs(float(rule.samples.mean())) > rule.stability.tolerance)
    assert np.mean(off) < 0.1
