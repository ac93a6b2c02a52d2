import math

import numpy as np
import pytest
from scipy.sparse import csc_array
from tests.lca.systems import dense, random_loops

from tanji.lca.distribution import Distribution, Distributions, Kind
from tanji.lca.draws import stream
from tanji.lca.score import scores
from tanji.lca.solve import factorize
from tanji.lca.system import System
from tanji.lca.uncertain import Contributions, Uncertain, system_at
from tanji.lca.variance import expansion, first_order

NONE = Contributions([], [], [], [])


def made(system, variables, technosphere=NONE, biosphere=NONE, characterization=NONE):
    return Uncertain(system, Distributions.of(variables), technosphere, biosphere, characterization)


def lognormal(median, gsd):
    return Distribution(Kind.LOGNORMAL, median, gsd)


def normal(mean, sd):
    return Distribution(Kind.NORMAL, mean, sd)


def parts(*entries):
    """From (row, column, variable, scale) one by one."""
    return Contributions(*zip(*entries, strict=True))


def test_an_emission_that_is_normal_gives_its_own_deviation_times_the_amount():
    # One process gives 2 units and emits N(3, 0.5): 10 units score 15 with a deviation of 2.5.
    system = dense([[2.0]], [[3.0]])
    found = first_order(made(system, [normal(3, 0.5)], biosphere=parts((0, 0, 0, 1.0))), [10.0])
    assert (found.mean, found.sd) == pytest.approx((15, 2.5), rel=1e-14)
    assert found.sensitivity.tolist() == [5.0]
    assert found.shares.tolist() == [1.0]


def test_variances_of_a_sum_add_up():
    # Steel takes 2 of power and 3 of coal; all three emit.
    a = [[1, 0, 0], [-2, 1, 0], [-3, 0, 1]]
    system = dense(a, [[1, 4, 5]])
    uncertain = made(
        system,
        [normal(1, 0.1), normal(4, 0.4), normal(5, 1.0)],
        biosphere=parts((0, 0, 0, 1.0), (0, 1, 1, 1.0), (0, 2, 2, 1.0)),
    )
    found = first_order(uncertain, [1, 0, 0])
    assert found.mean == 24
    assert found.by_variable == pytest.approx([0.01, (2 * 0.4) ** 2, 9.0])
    assert found.variance == pytest.approx(found.by_variable.sum())


def test_one_variable_of_several_coefficients_is_added_up_before_it_is_squared():
    system = dense(np.eye(2), [[1, 1]])
    apart = made(system, [normal(1, 0.1)] * 2, biosphere=parts((0, 0, 0, 1.0), (0, 1, 1, 1.0)))
    shared = made(system, [normal(1, 0.1)], biosphere=parts((0, 0, 0, 1.0), (0, 1, 0, 1.0)))
    assert first_order(apart, [1, 1]).sd == pytest.approx(math.sqrt(2) * 0.1)
    assert first_order(shared, [1, 1]).sd == pytest.approx(2 * 0.1)
    assert first_order(shared, [1, -1]).sd == pytest.approx(0, abs=1e-15)


def test_the_score_is_expanded_at_the_means_and_not_at_the_medians():
    # A lognormal of median 2 and GSD 2 has the mean 2 exp(ln²2 / 2) = 2.543.
    system = dense([[1, 0], [-2, 1]], [[0, 1]])
    uncertain = made(system, [lognormal(-2, 2.0)], technosphere=parts((0, 0, -1, 1.0), (1, 1, -1, 1.0), (1, 0, 0, 1.0)))
    found = first_order(uncertain, [1, 0])
    mean = 2 * math.exp(math.log(2) ** 2 / 2)
    assert found.mean == pytest.approx(mean, rel=1e-12)
    assert found.sd == pytest.approx(mean * math.sqrt(math.exp(math.log(2) ** 2) - 1), rel=1e-12)
    assert found.sensitivity == pytest.approx([-1.0])


def test_a_factor_of_characterization_moves_the_whole_inventory():
    system = dense(np.eye(2), [[1, 2], [0, 5]], [[28, 1], [1, 0]])
    uncertain = made(system, [normal(28, 5)], characterization=parts((0, 0, 0, 1.0), (0, 1, -1, 1.0), (1, 0, -1, 1.0)))
    found = first_order(uncertain, [1, 1])
    assert (found.mean, found.sd) == pytest.approx((28 * 3 + 5, 5 * 3))
    other = first_order(uncertain, [1, 1], indicator=1)
    assert (other.mean, other.sd) == (3, 0)
    assert other.shares.tolist() == [0]


def test_sensitivities_are_the_slopes_of_the_score():
    rng = np.random.default_rng(4)
    uncertain, demand = moderate(40, rng)
    found = first_order(uncertain, demand)
    at = uncertain.variables.mean()

    def score(x):
        system = system_at(uncertain, x)
        return scores(system, factorize(system), demand)[0]

    for variable in rng.choice(len(at), 25, replace=False):
        step = np.zeros(len(at))
        step[variable] = 1e-5 * abs(at[variable])
        slope = (score(at + step) - score(at - step)) / (2 * step[variable])
        assert found.sensitivity[variable] == pytest.approx(slope, rel=1e-5, abs=1e-9)


def moderate(n, rng):
    """A loop of n processes, each coefficient lognormal with a GSD between 1.05 and 1.3; two share a variable."""
    a = random_loops(n, seed=11, radius=0.5, inputs=4).tocoo()
    b = csc_array(rng.lognormal(0, 1, (3, n)))
    c = csc_array(np.array([[1.0, 28.0, 273.0]]))
    base = dense(np.eye(n))
    system = System(csc_array(a), b, c, base.processes, dense(np.eye(3)).processes, base.indicators)
    moved = a.row != a.col
    variable = np.where(moved, np.cumsum(moved) - 1, -1)
    inputs = int(moved.sum())
    entries = b.tocoo()
    emitted = np.arange(entries.nnz)
    emitted[-1] = 0
    variables = [lognormal(x, rng.uniform(1.05, 1.3)) for x in a.data[moved]]
    variables += [lognormal(1.0, rng.uniform(1.05, 1.3)) for _ in range(entries.nnz)]
    uncertain = made(
        system,
        variables,
        technosphere=Contributions(a.row, a.col, variable, np.where(moved, 1.0, a.data)),
        biosphere=Contributions(entries.row, entries.col, inputs + emitted, entries.data),
    )
    return uncertain, rng.random(n)


def test_the_deviation_is_within_five_percent_of_monte_carlo():
    uncertain, demand = moderate(60, np.random.default_rng(5))
    found = first_order(uncertain, demand)
    drawn = uncertain.variables.sample(stream(1, "all"), 4000)
    drawn = drawn if drawn.shape[0] == 4000 else drawn.T
    h = []
    for x in drawn:
        system = system_at(uncertain, x)
        c = (system.B.T @ system.C.toarray()[0]).ravel()
        h.append(np.linalg.solve(system.A.toarray().T, c) @ demand)
    assert found.mean == pytest.approx(np.mean(h), rel=0.01)
    assert found.sd == pytest.approx(np.std(h, ddof=1), rel=0.05)


def test_an_expansion_serves_many_demands_and_indicators():
    uncertain, demand = moderate(30, np.random.default_rng(6))
    at = expansion(uncertain)
    adjoint = at.adjoint()
    again = first_order(at, demand, adjoint=adjoint)
    assert again.variance == first_order(uncertain, demand).variance
    assert first_order(at, 2 * demand, adjoint=adjoint).sd == pytest.approx(2 * again.sd)


def test_what_is_exact_has_no_variance():
    found = first_order(made(dense([[2.0]], [[3.0]]), []), [1.0])
    assert (found.mean, found.variance, found.by_variable.shape) == (1.5, 0, (0,))
