import numpy as np
import pytest
from tests.lca.systems import dense, heijungs_and_suh, random_loops

from tanji.lca import factorize, impacts, intensities, inventory, scores


def test_inventory_of_heijungs_and_suh():
    # 100 runs of the plant and 2 of the refinery: CO2 100 * 1 + 2 * 10 = 120 kg, SO2 100 * 0.1 + 2 * 2 = 14 kg,
    # crude oil 2 * 50 = 100 l taken from nature.
    made = heijungs_and_suh()
    assert inventory(made, factorize(made), [1000, 0]) == pytest.approx([120, 14, -100], rel=1e-15)


def test_intensities_of_heijungs_and_suh():
    # A litre of fuel: 10/100 kg CO2. A kWh: a tenth of 1 kg plus 0.2 l of fuel, 0.1 + 0.02.
    made = heijungs_and_suh()
    h = intensities(made, factorize(made))
    assert h[0] == pytest.approx([0.12, 0.1], rel=1e-15)
    assert h[1] == pytest.approx([0.014, 0.02], rel=1e-15)


def test_treating_a_unit_of_waste_scores_the_negative_intensity():
    made = dense([[1, 0], [3, -1]], b=[[0, 2]])
    factor = factorize(made)
    assert intensities(made, factor).tolist() == [[6, -2]]
    assert scores(made, factor, [0, -1]).tolist() == [2]


def test_an_avoided_product_gives_a_credit():
    made = dense([[1, 0], [0.5, 1]], b=[[1, 4]])
    assert scores(made, factorize(made), [1, 0]).tolist() == [1 - 0.5 * 4]


def test_direct_impacts_are_those_of_a_run():
    assert impacts(heijungs_and_suh())[0].tolist() == [1, 10]


def test_several_indicators_and_demands_at_once_agree_with_the_adjoint():
    rng = np.random.default_rng(0)
    made = dense(random_loops(90, 1).toarray(), rng.normal(size=(5, 90)), rng.normal(size=(3, 5)))
    factor = factorize(made)
    demands = rng.random((90, 4))
    assert scores(made, factor, demands) == pytest.approx(intensities(made, factor) @ demands, rel=1e-12, abs=1e-12)


def test_indicators_of_the_same_factors_or_of_none_need_no_solve_of_their_own():
    system = dense([[2, -1], [-1, 4]], [[1, 2], [3, 4]], [[0, 0], [1, 2], [0, 5], [1, 2], [0, 0]])
    found = intensities(system, factorize(system))
    every = np.linalg.solve(system.A.toarray().T, (system.C @ system.B).toarray().T).T
    assert found == pytest.approx(every)
    assert np.array_equal(found[1], found[3])
    assert not found[[0, 4]].any()
