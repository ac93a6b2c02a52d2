import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import block_diag, csc_array
from tests.lca.systems import dense, heijungs_and_suh, random_loops

from tanji.lca import NotSolved, SingularSystem, UnfitDemand, UnfitSystem, factorize
from tanji.lca.blocks import Blocks, blocks, fitting


def test_supply_of_heijungs_and_suh():
    # 1000 kWh: 1000 / 10 = 100 runs of the power plant, which take 100 * 2 l = 200 l = 2 runs of the refinery.
    assert factorize(heijungs_and_suh()).solve([1000, 0]).tolist() == [100, 2]


def test_a_loop_is_the_sum_of_its_rounds():
    # Each unit takes half a unit of the other: s0 = 1 + 1/4 + 1/16 + ... = 4/3, s1 = half of it.
    assert factorize(dense([[1, -0.5], [-0.5, 1]])).solve([1, 0]) == pytest.approx([4 / 3, 2 / 3], rel=1e-15)


def test_treatment_of_waste_has_a_negative_reference():
    # The plant gives off 3 kg waste a unit; the treatment takes in 1 kg a run and needs 0.1 of the plant's product.
    a = [[1, -0.1], [3, -1]]
    # s0 - 0.1 s1 = 1 and 3 s0 = s1, so s0 = 1 / 0.7.
    assert factorize(dense(a)).solve([1, 0]) == pytest.approx([1 / 0.7, 3 / 0.7], rel=1e-15)
    assert factorize(dense([[1, 0], [3, -1]])).solve([0, -1]).tolist() == [0, 1]


def test_an_avoided_product_runs_its_process_backwards():
    # Heat comes with the power: 0.5 units of it less from the boiler.
    assert factorize(dense([[1, 0], [0.5, 1]])).solve([1, 0]).tolist() == [1, -0.5]


def test_several_demands_are_solved_at_once():
    factor = factorize(heijungs_and_suh())
    both = factor.solve(np.array([[1000, 0], [0, 100]]))
    assert both.T.tolist() == [[100, 2], [0, 1]]
    assert factor.solve_transpose(np.eye(2)).shape == (2, 2)


def test_a_zero_in_the_diagonal_of_a_loop_need_not_be_singular():
    assert factorize(dense([[0, 1], [1, 0]])).solve([2, 3]).tolist() == [3, 2]


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("radius", [0.3, 0.97, 0.999])
def test_large_loops_agree_with_a_dense_solution(radius, transpose):
    a = random_loops(400, seed=3, radius=radius)
    factor = factorize(a)
    f = np.random.default_rng(1).random(400)
    solve, matrix = (factor.solve_transpose, a.T) if transpose else (factor.solve, a)
    assert solve(f) == pytest.approx(np.linalg.solve(matrix.toarray(), f), rel=1e-15 * 1e3 / (1 - radius))


def test_a_loop_that_is_not_productive_is_eliminated_instead_of_swept():
    a = random_loops(200, seed=5, radius=1.3)
    f = np.ones(200)
    assert factorize(a).solve(f) == pytest.approx(np.linalg.solve(a.toarray(), f), rel=1e-9)


def test_a_large_loop_with_many_avoided_products_is_solved():
    a = random_loops(200, seed=6, radius=2.0).toarray()
    signs = np.where(np.random.default_rng(2).random(a.shape) < 0.4, -1, 1)
    np.fill_diagonal(signs, 1)
    a *= signs
    f = np.ones(200)
    assert factorize(csc_array(a)).solve(f) == pytest.approx(np.linalg.solve(a, f), rel=1e-9)


def test_chains_and_small_and_large_loops_mix():
    loops = block_diag([random_loops(100, 1), np.eye(5), [[1, -0.5], [-0.2, 1]], random_loops(80, 2), np.eye(9)])
    a = np.asarray(loops.toarray())
    rng = np.random.default_rng(0)
    a -= np.triu(rng.random(a.shape) < 0.02, 1) * 0.1
    shuffled = rng.permutation(len(a))
    a = a[shuffled][:, shuffled]
    factor, f = factorize(csc_array(a)), rng.random(len(a))
    assert factor.solve(f) == pytest.approx(np.linalg.solve(a, f), rel=1e-11)
    assert factor.solve_transpose(f) == pytest.approx(np.linalg.solve(a.T, f), rel=1e-11)


@pytest.mark.parametrize("n", [2, 100])
def test_units_of_wild_size_do_not_hurt(n):
    a = random_loops(n, seed=7).toarray() if n > 2 else np.array([[1, -0.5], [-0.5, 1]])
    unit = 10.0 ** np.random.default_rng(4).uniform(-12, 12, n)
    f = np.random.default_rng(5).random(n)
    scaled = factorize(csc_array(a * unit[:, None] / unit)).solve(f * unit)
    assert scaled / unit == pytest.approx(factorize(csc_array(a)).solve(f), rel=1e-11)


@pytest.mark.parametrize("seed", [30, 88, 126, 157, 273, 366, 411, 454])
def test_a_sound_loop_with_amounts_of_every_magnitude_is_not_taken_for_singular(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(20, 60))
    z = rng.lognormal(0, 3, (n, n)) * (rng.random((n, n)) < rng.choice([0.05, 0.2, 0.6]))
    z[(np.arange(n) + 1) % n, np.arange(n)] += rng.lognormal(0, 1, n)
    np.fill_diagonal(z, 0)
    z *= 0.99 / np.abs(np.linalg.eigvals(z)).max()
    unit = 10.0 ** rng.uniform(-9, 9, n)
    factor, f = factorize(csc_array((np.eye(n) - z) * unit[:, None] / unit)), rng.random(n)
    assert factor.solve(f * unit) / unit == pytest.approx(np.linalg.solve(np.eye(n) - z, f), rel=1e-9)


def test_a_process_without_reference_amount_is_named():
    with pytest.raises(SingularSystem, match="empty shell") as refused:
        factorize(dense([[1, 0], [-1, 0]], names=["steel", "empty shell"]))
    assert refused.value.processes == (1,)
    assert "empty shell" in refused.value.message.zh


@pytest.mark.parametrize("third", [[0, 0, 1], [-1, -1, 1]])
def test_a_loop_that_uses_up_its_output_is_named_without_bystanders(third):
    a = np.array([[1, -1, 0], [-1, 1, 0], third], dtype=float).T
    with pytest.raises(SingularSystem) as refused:
        factorize(dense(a, names=["power", "fuel", "steel"]))
    assert set(refused.value.processes) == {0, 1}


def test_a_loop_that_is_singular_up_to_rounding_is_refused():
    third = 1 / 3
    a = [[1, -third, -0.5], [-0.5, 1, -0.5], [-0.5, -2 * third, 1]]  # columns add up to zero
    with pytest.raises(SingularSystem):
        factorize(dense(a))


def test_a_large_singular_loop_is_refused_by_name():
    a = random_loops(100, seed=8, radius=0.9).tolil()
    a[:, [41]] = a[:, [40]] * 1.7
    with pytest.raises(SingularSystem, match=r"#4[01], #4[01]") as refused:
        factorize(csc_array(a))
    assert set(refused.value.processes) == {40, 41}


def test_a_large_loop_at_radius_one_is_refused():
    z = np.eye(90) - random_loops(90, seed=9).toarray()
    a = np.eye(90) - z / z.sum(axis=0)  # every column takes exactly what it gives
    with pytest.raises(SingularSystem) as refused:
        factorize(csc_array(a))
    assert len(refused.value.processes) == 90


@pytest.mark.parametrize("demand", [[1.0, np.nan], [np.inf, 0], [1.0], np.ones((2, 2, 2))])
def test_an_unfit_demand_is_refused(demand):
    with pytest.raises(UnfitDemand):
        factorize(heijungs_and_suh()).solve(demand)


@pytest.mark.parametrize("matrix", [np.ones((1, 2)), np.array([[np.nan]])])
def test_a_bare_matrix_that_is_not_square_or_not_finite_is_refused(matrix):
    with pytest.raises(UnfitSystem):
        factorize(csc_array(matrix))


def test_what_overflows_is_not_given_out():
    factor = factorize(dense([[1, 0], [-1e300, 1]]))
    with pytest.raises(NotSolved, match="p1"):
        factor.solve([1e300, 0])


def test_consumers_stand_before_what_they_take_from():
    parts = blocks(csc_array(np.array([[1, 0, 0.0], [-1, 1, 0], [0, -1, 1]])))
    assert parts.order.tolist() == [0, 1, 2]
    loop = blocks(csc_array(np.array([[1, -1, 0], [-1, 1, 0], [-1, 0, 1.0]])))
    assert [sorted(loop.of(k).tolist()) for k in range(len(loop))] == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("order", "starts"),
    [
        ([1, 0, 2], [0, 1, 2, 3]),  # the supplier stands before its consumer
        ([0, 0, 2], [0, 1, 2, 3]),
        ([0, 1, 3], [0, 1, 2, 3]),
        ([0, 1], [0, 1, 2]),
        ([0, 1, 2], [0, 2]),
        ([0, 1, 2], [1, 2, 3]),
        ([0, 1, 2], [0, 2, 2, 3]),
        ([], []),
    ],
)
def test_blocks_that_do_not_fit_are_found_again(order, starts):
    a = csc_array(np.array([[1.0, 0, 0], [-1, 1, 0], [0, -0.5, 1]]))
    given = Blocks(np.array(order, dtype=np.int64), np.array(starts, dtype=np.int64))
    assert fitting(a, given).order.tolist() == [0, 1, 2]
    assert fitting(a, given) is not given
    assert factorize(replace(dense(a.toarray()), parts=given)).solve([1, 0, 0]).tolist() == [1, 1, 0.5]


def test_blocks_that_fit_are_taken_as_they_are():
    a = csc_array(np.array([[1.0, 0, 0], [-1, 1, 0], [0, -0.5, 1]]))
    for given in (blocks(a), Blocks(np.arange(3), np.array([0, 2, 3]))):
        assert fitting(a, given) is given
        assert factorize(replace(dense(a.toarray()), parts=given)).solve([1, 0, 0]).tolist() == [1, 1, 0.5]


def test_an_empty_system_has_an_empty_solution():
    assert factorize(csc_array((0, 0))).solve(np.zeros(0)).shape == (0,)


def test_importing_the_package_waits_for_no_compiler_and_no_solver():
    code = "import sys, tanji.lca; print([m for m in ('numba', 'scipy.sparse.linalg') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
