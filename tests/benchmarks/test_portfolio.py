"""The benchmark of portfolios in small, so that it can not rot; the peer is only there where it is installed."""

import numpy as np
import pytest

from benchmarks import portfolio
from tanji.lca.portfolio import totals


def test_lines_and_demands_of_the_peer_are_the_same():
    bills, demands = portfolio.drawn(100, 50)
    intensity = np.random.default_rng(0).random(100)
    expected = [sum(amount * intensity[process] for process, amount in each.items()) for each in demands]
    assert totals(bills, intensity) == pytest.approx(expected, rel=1e-12)
    assert all(len(each) == portfolio.LINES for each in demands)


def test_the_whole_way_from_parquet_to_parquet_is_measured():
    (row,) = portfolio.end_to_end(200)
    assert row.ours_s > 0
    assert row.task == "portfolio: 200 × 20 lines, Parquet to Parquet"
