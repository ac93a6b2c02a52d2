import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanji.lca import portfolio
from tanji.lca.portfolio import Bills, UnfitPortfolio, by_stage, spread, totals

TWO = Bills.of([0, 2, 3, 3], [0, 1, 1], [2.0, 1.0, 3.0], [0, 2, 2])


def made_up(products, lines, processes, seed=1):
    rng = np.random.default_rng(seed)
    count = rng.integers(0, 2 * lines, products)
    indptr = np.concatenate(([0], np.cumsum(count)))
    n = indptr[-1]
    return Bills.of(indptr, rng.integers(0, processes, n), rng.lognormal(0, 2, n), rng.integers(0, 6, n)), rng


def test_a_product_scores_the_sum_of_its_lines_and_one_without_lines_nothing():
    assert totals(TWO, np.array([10.0, 1.0])).tolist() == [21.0, 3.0, 0.0]


def test_several_indicators_give_a_column_each():
    assert totals(TWO, np.array([[10.0, 1.0], [0.0, 2.0]])).tolist() == [[21.0, 2.0], [3.0, 6.0], [0.0, 0.0]]


def test_sums_by_stage_add_up_to_the_total():
    staged = by_stage(TWO, np.array([10.0, 1.0]), 3)
    assert staged.tolist() == [[20.0, 0.0, 1.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]
    assert staged.sum(axis=1).tolist() == totals(TWO, np.array([10.0, 1.0])).tolist()


@pytest.mark.parametrize("threads", [1, 2])
def test_the_compiled_loop_gives_the_same_bits_as_numpy_on_any_number_of_threads(monkeypatch, threads):
    bills, rng = made_up(5_000, 10, 300)
    intensities, samples = rng.lognormal(0, 2, 300), rng.lognormal(0, 1, (40, 300))
    levels = (0.025, 0.5, 0.975)
    monkeypatch.setattr(portfolio, "CHUNK", 1_000)
    plain, compiled = [], []
    for found, small in ((plain, 10**9), (compiled, 0)):
        monkeypatch.setattr(portfolio, "SMALL", small)
        found += [totals(bills, intensities, threads=threads), by_stage(bills, intensities, 6, threads=threads)]
        found += list(spread(bills, samples, levels, threads=threads))
    for one, other in zip(plain, compiled, strict=True):
        assert np.array_equal(one, other)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.data())
def test_a_product_has_the_same_bits_in_whatever_part_of_the_portfolio_it_is_computed(seed, products, data):
    bills, rng = made_up(products, 4, 9, seed)
    intensities = rng.normal(size=9)
    cut = data.draw(st.integers(0, products))
    at = int(bills.indptr[cut])
    first = Bills.of(bills.indptr[: cut + 1], bills.process[:at], bills.amount[:at])
    second = Bills.of(bills.indptr[cut:] - at, bills.process[at:], bills.amount[at:])
    apart = np.concatenate([totals(first, intensities), totals(second, intensities)])
    assert np.array_equal(apart, totals(bills, intensities))


def test_quantiles_are_those_of_numpy_and_constant_draws_have_no_spread():
    bills, rng = made_up(50, 5, 20)
    samples = rng.lognormal(0, 1, (101, 20))
    found = spread(bills, samples, (0.025, 0.5, 0.975))
    drawn = np.array([totals(bills, row) for row in samples])
    assert np.allclose(found.quantiles, np.quantile(drawn, (0.025, 0.5, 0.975), axis=0).T, rtol=1e-12)
    assert np.allclose(found.mean, drawn.mean(axis=0), rtol=1e-12)
    assert np.allclose(found.deviation, drawn.std(axis=0, ddof=1), rtol=1e-12)
    still = spread(bills, np.ones((3, 20)), (0.5,))
    assert np.allclose(still.deviation, 0.0, atol=1e-12 * still.mean.max())
    assert spread(bills, samples[:1], (0.5,)).deviation.tolist() == [0.0] * 50


@pytest.mark.parametrize(
    ("arrays", "intensities"),
    [
        (([0, 1], [2], [1.0]), np.ones(2)),
        (([0, 1], [-1], [1.0]), np.ones(2)),
        (([0, 1], [0], [np.nan]), np.ones(2)),
        (([0, 2], [0], [1.0]), np.ones(2)),
        (([0, 1], [0], [1.0, 2.0]), np.ones(2)),
    ],
)
def test_lines_that_make_no_portfolio_are_refused(arrays, intensities):
    with pytest.raises(UnfitPortfolio):
        totals(Bills.of(*arrays), intensities)


def test_a_stage_that_is_not_there_is_refused():
    with pytest.raises(UnfitPortfolio):
        by_stage(TWO, np.ones(2), 2)
    with pytest.raises(UnfitPortfolio):
        spread(TWO, np.ones((0, 2)), (0.5,))
