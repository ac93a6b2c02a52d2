import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tanji.lca.nest import UnproductiveProducts, nest, reached

NAMES = ["car", "engine", "bolt", "wheel"]


def uses(*entries, size=4):
    row, col, value = zip(*entries, strict=True)
    return csr_array((value, (row, col)), shape=(size, size))


def test_a_product_is_its_own_part_and_all_that_it_uses():
    made = nest(uses((0, 1, 1.0), (0, 3, 4.0), (1, 2, 100.0), (3, 2, 5.0)), NAMES)
    assert made.solve(np.array([10.0, 5.0, 0.1, 2.0])).tolist() == pytest.approx([10 + 15 + 4 * 2.5, 15, 0.1, 2.5])
    assert len(made.levels) == 3
    assert made.cycles == ()


def test_products_that_need_each_other_are_solved_together_and_named():
    made = nest(uses((0, 1, 0.5), (1, 0, 0.2), (0, 2, 1.0), (3, 0, 2.0)), NAMES)
    own = np.array([1.0, 2.0, 3.0, 0.0])
    expected = np.linalg.solve(np.eye(4) - [[0, 0.5, 1, 0], [0.2, 0, 0, 0], [0, 0, 0, 0], [2, 0, 0, 0]], own)
    assert np.allclose(made.solve(own), expected, rtol=1e-12)
    (cycle,) = made.cycles
    assert cycle.products == (0, 1)
    assert cycle.radius == pytest.approx(0.1**0.5)


def test_a_product_may_use_a_part_of_itself():
    assert nest(uses((2, 2, 0.5)), NAMES).solve(np.array([0.0, 0.0, 1.0, 0.0])).tolist() == [0, 0, 2, 0]


@pytest.mark.parametrize(
    "entries", [[(0, 1, 2.0), (1, 0, 0.5)], [(1, 1, 1.0)], [(0, 1, 3.0), (1, 2, 1.0), (2, 0, 1.0)]]
)
def test_products_that_use_each_other_up_are_refused_by_name(entries):
    with pytest.raises(UnproductiveProducts, match="engine"):
        nest(uses(*entries), NAMES)


def test_several_numbers_at_once_are_solved_as_one_after_the_other():
    made = nest(uses((0, 1, 0.5), (1, 0, 0.2), (3, 0, 2.0)), NAMES)
    own = np.random.default_rng(0).random((4, 3))
    assert np.allclose(made.solve(own), np.array([made.solve(column) for column in own.T]).T, rtol=1e-12)


def test_what_uses_a_marked_product_through_others_is_reached():
    graph = uses((0, 1, 1.0), (1, 2, 1.0), (2, 1, 0.1))
    assert reached(graph, np.array([False, False, True, False])).tolist() == [True, True, True, False]
    assert not reached(graph, np.zeros(4, dtype=bool)).any()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.sampled_from([0.05, 0.2, 0.6]))
def test_nested_products_score_as_the_dense_system(seed, size, filled):
    rng = np.random.default_rng(seed)
    dense = rng.random((size, size)) * (rng.random((size, size)) < filled)
    dense *= 0.9 / max(1e-9, dense.sum(axis=1).max())
    own = rng.lognormal(0, 1, (size, 2))
    found = nest(csr_array(dense), range(size)).solve(own)
    assert np.allclose(found, np.linalg.solve(np.eye(size) - dense, own), rtol=1e-9)


def test_a_deep_chain_is_solved_level_by_level():
    size = 2_000
    chain = csr_array((np.ones(size - 1), (np.arange(size - 1), np.arange(1, size))), shape=(size, size))
    assert nest(chain, range(size)).solve(np.ones(size))[0] == size
