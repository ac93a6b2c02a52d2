import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csc_array
from tests.lca.systems import dense, random_loops

from tanji.lca import Index, SingularSystem, System, UnfitDemand, factorize, intensities
from tanji.lca.compiled import Compiled
from tanji.lca.distribution import Distribution, Distributions, Kind
from tanji.lca.draws import UnfitDraws
from tanji.lca.plain import Plain
from tanji.lca.plan import plan
from tanji.lca.simulate import (
    Contributions,
    SingularDraws,
    Uncertain,
    UnfitUncertain,
    mean_system,
    sampled_intensities,
    sampled_scores,
    simulate,
    system_at,
)
from tanji.lca.streams import uniforms

NONE = Contributions([], [], [], [])


def uncertain(system, *, gsd=1.2, a=True, b=True, c=False, kinds=(Kind.LOGNORMAL,)):
    """Every coefficient of the matrices named is a variable of its own: scale × multiple of median 1."""
    parts, variables = [], []
    for matrix, drawn in ((system.A, a), (system.B, b), (system.C, c)):
        entries = matrix.tocoo()
        if not drawn:
            parts.append(Contributions.exact(matrix))
            continue
        number = np.arange(len(variables), len(variables) + entries.nnz)
        parts.append(Contributions(entries.row, entries.col, number, entries.data))
        variables += [multiple(kinds[k % len(kinds)], gsd) for k in range(entries.nnz)]
    return Uncertain(system, Distributions.of(variables), *parts)


def multiple(kind, gsd):
    s = gsd - 1
    return {
        Kind.EXACT: Distribution(Kind.EXACT, 1.0),
        Kind.LOGNORMAL: Distribution(Kind.LOGNORMAL, 1.0, gsd),
        Kind.NORMAL: Distribution(Kind.NORMAL, 1.0, s, low=1 - 3 * s),
        Kind.TRIANGULAR: Distribution(Kind.TRIANGULAR, 1 - s, 1.0, 1 + 2 * s),
        Kind.UNIFORM: Distribution(Kind.UNIFORM, 1 - s, 1 + s),
        Kind.PERT: Distribution(Kind.PERT, 1 - s, 1.0, 1 + s),
        Kind.DISCRETE: Distribution(Kind.DISCRETE, values=(1 - s, 1 + s), weights=(1.0, 2.0)),
    }[kind]


def values(given, seed, draw):
    """The variables of one draw, as the documentation says."""
    raw = np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=(draw,))).random_raw(len(given.variables))
    return given.variables.quantile(((raw >> np.uint64(12)) + 0.5) / 2.0**52)


def brute(given, seed, draws):
    """Every draw built and factorized for itself: (draws, indicators, processes)."""
    found = []
    for draw in draws:
        drawn = system_at(given, values(given, seed, draw))
        found.append(intensities(drawn, factorize(drawn)))
    return np.array(found)


def apart(one, other):
    return np.max(np.abs(one - other) / np.maximum(np.abs(other), 1e-300))


def large(n=300, seed=3, radius=0.7, c=False, indicators=1):
    """A loop of n, some downstream chains with a waste treatment (negative reference) and an avoided product."""
    rng = np.random.default_rng(seed)
    extra = 60
    a = np.zeros((n + extra, n + extra))
    a[:n, :n] = random_loops(n, seed, radius).toarray()
    for j in range(n, n + extra):
        a[j, j] = 10.0 ** rng.uniform(-1, 2)
        for i in rng.integers(0, j, 4):
            a[i, j] -= rng.random()
    a[:, n] = 0
    a[n, :] = 0
    a[n, n], a[3, n] = -2.0, -0.1  # a treatment that takes in 2 kg a run
    a[n, n + 5 :] = 0.3  # given off by some
    a[7, n + 9] = 0.5  # avoided
    b = np.where(rng.random((5, n + extra)) < 0.3, rng.random((5, n + extra)), 0.0)
    c = np.array([[1.0, 28.0, 0, 0, 265.0], [0.0, 1.0, 2.0, 0.0, 3.0]])[:indicators]
    return dense(a, b, c)


def test_a_chain_of_lognormals_has_a_lognormal_score_in_closed_form():
    # 1 of p1 takes 2 X of p0, p0 emits 3 Y: the score is 6 X Y, its logarithm has the variance of both.
    system = dense([[1, -2], [0, 1]], [[3, 0]])
    given = Uncertain(
        system,
        Distributions.of([Distribution(Kind.LOGNORMAL, 1.0, 1.3), Distribution(Kind.LOGNORMAL, 1.0, 1.1)]),
        Contributions([0, 1, 0], [0, 1, 1], [-1, -1, 0], [1, 1, -2]),
        Contributions([0], [0], [1], [3]),
        NONE,
    )
    drawn = np.log(sampled_scores(given, [0, 1], draws=4000, seed=1)[:, 0])
    sigma = np.hypot(np.log(1.3), np.log(1.1))
    assert drawn.mean() == pytest.approx(np.log(6), abs=4 * sigma / np.sqrt(4000))
    assert drawn.std() == pytest.approx(sigma, rel=0.05)
    x = values(given, 1, 17)
    assert np.exp(drawn[17]) == pytest.approx(6 * x[0] * x[1], rel=1e-14)


def test_coefficients_that_share_a_variable_move_together():
    # Both inputs are multiples of one X, the diagonal too: the score stays what it is.
    given = Uncertain(
        dense([[1, -2], [0, 4]]),
        Distributions.of([Distribution(Kind.UNIFORM, 0.5, 1.5)]),
        Contributions([0, 0, 1], [0, 1, 1], [-1, 0, 0], [1, -2, 4]),
        Contributions([0], [0], [-1], [1.0]),
        NONE,
    )
    assert sampled_scores(given, [0, 1], draws=50, seed=2)[:, 0] == pytest.approx(np.full(50, 0.5), rel=1e-14)


def test_parts_of_one_coefficient_add_up():
    given = Uncertain(
        dense([[1]]),
        Distributions.of([Distribution(Kind.UNIFORM, 1.0, 2.0), Distribution(Kind.UNIFORM, 1.0, 2.0)]),
        NONE,
        Contributions([0, 0, 0], [0, 0, 0], [0, 1, -1], [2.0, 3.0, 10.0]),
        NONE,
    )
    x = values(given, 5, 3)
    assert sampled_intensities(given, draws=4, seed=5)[3, 0, 0] == pytest.approx(2 * x[0] + 3 * x[1] + 10)
    assert mean_system(given).B.toarray().tolist() == [[17.5]]


def test_the_mean_system_has_the_means_of_its_coefficients():
    given = uncertain(dense([[1, -2], [-0.1, 4]]), gsd=1.5)
    mean = np.exp(np.log(1.5) ** 2 / 2)
    assert mean_system(given).A.toarray() == pytest.approx(mean * given.system.A.toarray())
    assert mean_system(given).C.toarray().tolist() == [[1.0]]


@pytest.mark.parametrize("c", [False, True])
@pytest.mark.parametrize("kinds", [(Kind.LOGNORMAL,), tuple(Kind)])
def test_small_systems_agree_with_one_factorization_a_draw(kinds, c):
    a = [[1, -0.5, 0, 0], [-0.5, 1, -1, 0], [0, 0, -2, 3], [0, 0.2, 0, 5]]
    given = uncertain(dense(a, np.arange(1, 9).reshape(2, 4), [[1, 2], [0, 3]]), kinds=kinds, c=c)
    run = simulate(given, draws=70, seed=4, indicators=(1, 0))
    assert not run.compiled
    assert apart(run.values[:, ::-1], brute(given, 4, range(70))) < 1e-12


@pytest.mark.parametrize("c", [False, True])
@pytest.mark.parametrize("kinds", [(Kind.LOGNORMAL,), tuple(Kind)])
def test_large_systems_agree_with_one_factorization_a_draw(kinds, c):
    given = uncertain(large(indicators=2), kinds=kinds, c=c)
    run = simulate(given, draws=11, seed=4, indicators=(0, 1))
    assert run.compiled
    assert not len(run.eliminated)
    assert apart(run.values, brute(given, 4, range(11))) < 1e-9


def test_compiled_and_plain_code_draw_and_solve_alike():
    given = uncertain(large(n=40), kinds=tuple(Kind), c=True)
    made = plan(given, (0,))
    compiled, plain = Compiled(made, given.variables), Plain(made, given.variables)
    one = compiled.solve(3, range(compiled.width), compiled.room())
    other = plain.solve(3, range(plain.width), None)
    assert apart(one.table, other.table[:, : compiled.width]) < 1e-13
    assert apart(one.x, other.x[..., : compiled.width]) < 1e-9


@pytest.mark.parametrize("system", [large(), dense([[1, -0.5], [-0.5, 1]])], ids=["compiled", "plain"])
def test_draws_have_the_same_bits_with_any_threads_and_from_any_first(system):
    given = uncertain(system)
    one = sampled_intensities(given, draws=150, seed=9, threads=1)
    assert np.array_equal(one, sampled_intensities(given, draws=150, seed=9, threads=2))
    assert np.array_equal(one[101:], sampled_intensities(given, draws=49, seed=9, first=101))
    assert np.array_equal(one[:3], sampled_intensities(given, draws=3, seed=9))
    assert not np.array_equal(one, sampled_intensities(given, draws=150, seed=10))


@pytest.mark.parametrize("system", [large(indicators=2), dense([[1, -2, 0], [0, 1, 0], [0, -1, 1]])])
def test_scores_are_of_the_same_draws_as_intensities(system):
    given, indicators = uncertain(system, c=True), range(len(system.indicators))
    demand = np.zeros(len(system))
    demand[-1], demand[1] = 2.0, -1.0
    every = sampled_intensities(given, draws=20, seed=1, indicators=indicators)
    scores = sampled_scores(given, demand, draws=20, seed=1, indicators=indicators)
    assert apart(scores, every @ demand) < 1e-9


def test_what_cannot_reach_the_score_is_not_drawn():
    # p2 is not needed for p0, e1 is not characterised, p1 emits nothing.
    system = dense([[1, 0, -1], [-1, 1, 0], [0, 0, 1]], [[1, 0, 1], [1, 1, 1]], [[1, 0]])
    given = uncertain(system)
    made = plan(given, (0,), np.array([1.0, 0, 0]))
    assert made.processes.tolist() == [0]
    assert len(made.coefficients.variables) == 2  # own output and own emission
    assert sorted(plan(given, (0,)).processes.tolist()) == [0, 2]


def test_a_treatment_and_an_avoided_product_keep_their_signs():
    # Treating 1 kg scores 1.5 + 0.25 of p0's 1; p2 gives 3 kg off and avoids half a unit of p0.
    system = dense([[1, -0.5, 0.5], [0, -2, 3], [0, 0, 1]], [[1, 3, 0]])
    assert intensities(system, factorize(system))[0] == pytest.approx([1, -1.75, 4.75])
    given = uncertain(system, gsd=1.0)
    assert sampled_intensities(given, draws=2, seed=1)[1, 0] == pytest.approx([1, -1.75, 4.75])


@pytest.mark.parametrize("radius", [0.97, 1.76])
def test_loops_near_and_beyond_critical_are_solved_or_eliminated_and_it_is_said(radius):
    a = random_loops(300, 11, radius).toarray()
    if radius > 1:
        signs = np.where(np.random.default_rng(2).random(a.shape) < 0.4, -1, 1)
        np.fill_diagonal(signs, 1)
        a = a * signs
    given = uncertain(dense(a), gsd=1.02)
    run = simulate(given, draws=10, seed=2)
    assert apart(run.values, brute(given, 2, range(10))) < 1e-8
    assert run.compiled
    assert set(run.eliminated) <= set(range(10))


def test_a_process_whose_terms_cancel_in_a_loop_is_swept_all_the_same():
    a = random_loops(300, 3, 0.7).toarray()
    a[:, 5], b = 0, np.ones((1, 300))
    a[5, 5], b[0, 5] = 1.0, 0.0
    alone = np.linalg.solve(a.T, b[0])
    a[8, 5], a[9, 5] = -1.0, alone[8] / alone[9] * (1 - 1e-9)  # takes one product, avoids another that costs as much
    given = uncertain(dense(a, b), a=False, gsd=1.0)
    run = simulate(given, draws=3, seed=1)
    assert run.compiled
    assert not len(run.eliminated)
    found, expected = run.values[0, 0], brute(given, 1, [0])[0, 0]
    others = np.arange(300) != 5
    assert apart(found[others], expected[others]) < 1e-9
    assert found[5] == pytest.approx(1e-9 * found[8], rel=1e-2)


def test_a_loop_that_sweeps_do_not_solve_is_eliminated_and_it_is_said():
    rng = np.random.default_rng(5)
    a = np.eye(200) + 3.0 * rng.standard_normal((200, 200))
    given = uncertain(dense(a), gsd=1.01)
    run = simulate(given, draws=9, seed=3, first=100)
    assert run.eliminated.tolist() == list(range(100, 109))
    assert apart(run.values, brute(given, 3, range(100, 109))) < 1e-7


@pytest.mark.parametrize("size", [2, 200])
def test_singular_draws_are_refused_with_their_number_and_their_processes(size):
    # Outputs of 1, inputs of X: the loop uses up what it makes where X is 1, in about half of the draws.
    ring = np.eye(size) - np.roll(np.eye(size), 1, axis=0)
    entries = csc_array(ring).tocoo()
    off = np.where(entries.row == entries.col, -1, np.where(entries.col == 0, 0, -1))
    given = Uncertain(
        dense(ring),
        Distributions.of([Distribution(Kind.DISCRETE, values=(0.5, 1.0), weights=(1.0, 1.0))]),
        Contributions(entries.row, entries.col, off, entries.data),
        NONE,
        NONE,
    )
    ones = [draw for draw in range(40) if values(given, 1, draw)[0] == 1.0]
    with pytest.raises(SingularDraws, match=f"{len(ones)} of 40") as refused:
        sampled_intensities(given, draws=40, seed=1)
    assert list(refused.value.draws) == ones
    assert "p1" in refused.value.message.zh
    with pytest.raises(SingularSystem):
        factorize(given.system)


def test_the_numbers_of_a_stream_are_numpys():
    variables = np.array([0, 1, 5000, 5001, 12345])
    raw = np.random.PCG64DXSM(np.random.SeedSequence(7, spawn_key=(3,))).random_raw(12346)
    assert (
        uniforms(7, range(3, 4), variables)[:, 0].tolist()
        == (((raw >> np.uint64(12)) + 0.5) / 2**52)[variables].tolist()
    )


def test_progress_is_told_and_an_interruption_ends_cleanly():
    given, told = uncertain(large()), []
    sampled_scores(given, np.ones(360), draws=30, seed=1, progress=lambda _, *counts: told.append(counts))
    assert told[-1] == (30, 30)

    def interrupt(step, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sampled_intensities(given, draws=3000, seed=1, progress=interrupt)


def test_what_fits_no_system_is_refused():
    system, one = dense([[1]]), Distributions.of([Distribution(Kind.EXACT, 1.0)])
    for bad in (([1], [0], [-1], [1.0]), ([0], [0], [1], [1.0]), ([0], [0], [-1], [np.nan]), ([0], [0], [], [1.0])):
        with pytest.raises(UnfitUncertain, match="Parts of A"):
            Uncertain(system, one, Contributions(*bad), NONE, NONE)
    given = Uncertain(system, one, NONE, NONE, NONE)
    with pytest.raises(UnfitDemand, match="1 finite"):
        sampled_scores(given, [1.0, 2.0], draws=1, seed=1)
    with pytest.raises(UnfitDraws, match="negative"):
        sampled_scores(given, [1.0], draws=1, seed=-1)


def test_nothing_to_draw_and_nothing_to_score_are_no_errors():
    system = dense([[1, -1], [0, 1]], [[0, 0]])
    given = Uncertain(
        System(system.A, csc_array((1, 2)), system.C, system.processes, Index(["e0"]), system.indicators),
        Distributions.of([]),
        NONE,
        NONE,
        NONE,
    )
    assert sampled_intensities(given, draws=2, seed=1).tolist() == [[[0, 0]], [[0, 0]]]
    exact = Uncertain(dense([[1, -1], [0, 1]]), Distributions.of([]), NONE, NONE, NONE)
    assert sampled_scores(exact, [0, 1], draws=2, seed=1).tolist() == [[2], [2]]
    assert sampled_scores(exact, [0, 1], draws=0, seed=1).shape == (0, 1)


def test_small_systems_do_not_wait_for_compiled_code():
    code = "import sys, tanji.lca.simulate; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
