import numpy as np
import pytest
from scipy.sparse import csc_array
from tests.lca.systems import random_loops

from tanji.lca.direct import Dependent
from tanji.lca.krylov import ELIMINATED, Krylov, iteration, krylov
from tanji.lca.sweep import Sweeps

F = np.random.default_rng(0).random((300, 2))


def signed(a, share):
    signs = np.where(np.random.default_rng(2).random(a.shape) < share, -1, 1)
    np.fill_diagonal(signs, 1)
    return a * signs


def hollow(a):
    a[17, 17] = 0
    return a


@pytest.mark.parametrize(
    "a",
    [
        random_loops(300, seed=1, radius=1.3).toarray(),
        signed(random_loops(300, seed=2, radius=1.5).toarray(), 0.4),
        hollow(random_loops(300, seed=3).toarray()),
    ],
    ids=["not productive", "many avoided products", "a reference amount is missing"],
)
def test_it_arrives_forward_and_adjoint_where_sweeps_would_not(a):
    unit = 10.0 ** np.random.default_rng(4).uniform(-9, 9, 300)
    made = krylov(csc_array(a * unit[:, None] / unit))
    assert isinstance(made, Krylov)
    x, arrived = made.solve(F * unit[:, None])
    assert arrived
    assert x / unit[:, None] == pytest.approx(np.linalg.solve(a, F), rel=1e-8, abs=1e-10)
    y, arrived = made.solve_transpose(F / unit[:, None])
    assert arrived
    assert y * unit[:, None] == pytest.approx(np.linalg.solve(a.T, F), rel=1e-8, abs=1e-10)


def test_two_processes_that_are_one_are_named():
    a = random_loops(300, seed=8, radius=1.3).tolil()
    a[:, [41]] = a[:, [40]] * 1.7
    made = krylov(csc_array(a))
    assert isinstance(made, Dependent)
    assert made.rows.tolist() == [40, 41]


def test_a_loop_that_makes_exactly_what_it_takes_is_dependent_as_a_whole():
    z = np.eye(300) - random_loops(300, seed=9).toarray()
    made = krylov(csc_array(np.eye(300) - z / z.sum(axis=0)))
    assert isinstance(made, Dependent)
    assert len(made.rows) > 250


def test_sweeps_come_first_and_what_is_small_is_left_to_elimination():
    assert isinstance(iteration(random_loops(100, seed=1)), Sweeps)
    assert iteration(random_loops(100, seed=1, radius=1.3)) is None
    large = random_loops(ELIMINATED + 500, seed=1, radius=1.3)
    assert isinstance(iteration(large), Krylov)
