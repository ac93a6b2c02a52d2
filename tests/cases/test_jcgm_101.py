"""The worked examples of JCGM 101:2008 (GUM Supplement 1), clause 9, and sums and products with closed forms.

A computed value agrees with a published one when they differ by no more than half a unit of its last digit and four
standard errors of Monte Carlo, of both calculations: the rule of the package `propagate` (CRAN), demo JCGM101.
The published figures were compared with these sources, which are open to read:
- 9.2.2 and 9.2.3, and ln X of NPL Report DEM-ES-011, 9.2: test suite of Suncal (Sandia National Laboratories);
- the Stefan-Boltzmann constant of the NIST Uncertainty Machine: the same;
- 9.2.4, 9.3 and 9.4: from memory of the guide; all of 9.4 but its intervals, and 9.2, are also held to closed forms.
"""

import math

import numpy as np
import pytest
from tests.lca.systems import dense, random_loops

from tanji.lca.distribution import Distribution, Distributions, Kind
from tanji.lca.draws import shortest, stream, summary, symmetric
from tanji.lca.simulate import sampled_intensities, sampled_scores
from tanji.lca.uncertain import Contributions, Uncertain
from tanji.lca.variance import first_order

TRIALS = 1_000_000
BLOCKS = 10


def normal(key, mean, sd):
    return stream(1, key).normal(mean, sd, TRIALS)


def uniform(key, low, high):
    return stream(1, key).uniform(low, high, TRIALS)


def errors(y, coverage, ends):
    """Four standard errors, of both calculations, of mean, sd and the ends of the interval, from ten blocks."""
    figures = [(b.mean(), b.std(ddof=1), *ends(b, coverage)) for b in np.split(y, BLOCKS)]
    return 4 * math.sqrt(2) * np.std(figures, axis=0, ddof=1) / math.sqrt(BLOCKS)


def agrees(y, published, *, scale=1.0, coverage=0.95, ends=symmetric):
    """Whether mean, sd, low and high, given as they are printed, agree with draws."""
    y = y * scale
    found = (y.mean(), y.std(ddof=1), *ends(y, coverage))
    for value, printed, error in zip(found, published, errors(y, coverage, ends), strict=True):
        decimals = len(printed.partition(".")[2])
        assert abs(value - float(printed)) <= 0.5 * 10**-decimals + error, (value, printed, error)


def test_9_2_2_four_normals():
    y = sum(normal(f"9.2.2 {k}", 0, 1) for k in range(4))
    agrees(y, ("0.00", "2.00", "-3.92", "3.92"))
    agrees(y, ("0.00", "2.00", "-3.92", "3.92"), ends=shortest)


def test_9_2_3_four_rectangular():
    agrees(sum(uniform(f"9.2.3 {k}", -math.sqrt(3), math.sqrt(3)) for k in range(4)), ("0.00", "2.00", "-3.88", "3.88"))


def test_9_2_4_one_rectangular_of_ten_times_the_width():
    widths = [math.sqrt(3)] * 3 + [10 * math.sqrt(3)]
    agrees(sum(uniform(f"9.2.4 {k}", -w, w) for k, w in enumerate(widths)), ("0.0", "10.1", "-17.0", "17.0"))


def test_the_interval_of_four_rectangular_is_that_of_the_irwin_hall_distribution():
    # P(S > 4 - x) = x^4 / 24 for x <= 1, S the sum of four on [0, 1]: 2.5 % at x = 0.6^(1/4).
    exact = 2 * math.sqrt(3) * (2 - 0.6**0.25)
    y = sum(uniform(f"9.2.3 {k}", -math.sqrt(3), math.sqrt(3)) for k in range(4))
    assert symmetric(y) == pytest.approx((-exact, exact), abs=0.012)
    assert f"{exact:.2f}" == "3.88"


def mass():
    reference, difference = normal("m_R,c", 100_000, 0.050), normal("dm_R,c", 1.234, 0.020)
    air, weight, standard = uniform("rho_a", 1.10, 1.30), uniform("rho_W", 7000, 9000), uniform("rho_R", 7950, 8050)
    return (reference + difference) * (1 + (air - 1.2) * (1 / weight - 1 / standard)) - 100_000


def test_9_3_mass_calibration():
    agrees(mass(), ("1.2341", "0.0754", "1.0834", "1.3825"), ends=shortest)


def test_9_3_first_order_misses_what_the_product_of_two_deviations_adds():
    # At the means both deviations are zero, so to first order only the two masses count: 0.0539.
    first_order = math.hypot(0.050, 0.020)
    assert round(first_order, 4) == 0.0539
    # The product: (rho_a - 1.2) (1 / rho_W - 1 / rho_R) m, both factors of mean (nearly) zero and independent.
    air = 0.2 / math.sqrt(12)
    weight = 2000 / math.sqrt(12) / 8000**2
    standard = 100 / math.sqrt(12) / 8000**2
    second_order = math.hypot(first_order, 1e5 * air * math.hypot(weight, standard))
    assert round(second_order, 4) == 0.0750
    assert mass().std() == pytest.approx(second_order, rel=0.01)


@pytest.mark.parametrize(
    ("x1", "r", "published"),
    [
        (0.000, 0.0, ("50", "50", "0", "150")),
        (0.010, 0.0, ("150", "112", "0", "367")),
        (0.050, 0.0, ("2551", "502", "1590", "3543")),
        (0.000, 0.9, ("50", "67", "0", "185")),
        (0.010, 0.9, ("150", "121", "13", "398")),
        (0.050, 0.9, ("2551", "505", "1628", "3555")),
    ],
)
def test_9_4_comparison_loss(x1, r, published):
    u = 0.005
    one, other = normal("9.4 X1", 0, 1), normal("9.4 X2", 0, 1)
    y = (x1 + u * one) ** 2 + (u * (r * one + math.sqrt(1 - r * r) * other)) ** 2
    agrees(y, published, scale=1e6, ends=shortest)
    # Mean x1² + 2 u², variance 4 u² x1² + 4 u⁴ (1 + r²), exactly.
    assert y.mean() == pytest.approx(x1**2 + 2 * u**2, rel=0.005)
    assert y.var() == pytest.approx(4 * u**2 * x1**2 + 4 * u**4 * (1 + r**2), rel=0.01)


@pytest.mark.parametrize("x1", [0.0, 0.010, 0.050])
def test_the_comparison_loss_has_the_quantiles_of_a_noncentral_chi_square(x1):
    from scipy.stats import ncx2

    u = 0.005
    y = (normal("9.4 X1", x1, u) ** 2 + normal("9.4 X2", 0, u) ** 2) / u**2
    exact = ncx2.ppf([0.025, 0.5, 0.975], 2, (x1 / u) ** 2 + 1e-300)
    found = summary(y)
    assert (found.low, found.median, found.high) == pytest.approx(tuple(exact), rel=0.025)


def test_the_logarithm_of_a_rectangular():
    # NPL Report DEM-ES-011, table 9.2: X on [0.1, 1.1]; exact mean, sd and shortest interval [ln 0.15, ln 1.1].
    y = np.log(uniform("DEM-ES-011 X", 0.1, 1.1))
    agrees(y, ("-0.665", "0.606", "-1.895", "0.095"), ends=shortest)
    exact = 1.1 * math.log(1.1) - 0.1 * math.log(0.1) - 1
    assert y.mean() == pytest.approx(exact, abs=0.003)
    assert shortest(y) == pytest.approx((math.log(0.15), math.log(1.1)), abs=0.01)


def test_the_stefan_boltzmann_constant():
    # NIST Uncertainty Machine, manual: standard uncertainty 2.05e-13, 99 % [5.67032, 5.67043]e-8, 68 % [...35, ...39].
    h, gas = normal("h", 6.62606957e-34, 0.00000029e-34), normal("R", 8.3144621, 0.0000075)
    rydberg, electron = normal("R_inf", 10973731.568539, 0.000055), normal("A_e", 5.4857990946e-4, 0.0000000022e-4)
    alpha = normal("alpha", 7.2973525698e-3, 0.0000000024e-3)
    y = 32 * math.pi**5 * h * gas**4 * rydberg**4 / (15 * electron**4 * 1e-12 * 299792458.0**6 * alpha**8)
    agrees(y, ("5.67037", "0.0000205", "5.67032", "5.67043"), scale=1e8, coverage=0.99)
    agrees(y, ("5.67037", "0.0000205", "5.67035", "5.67039"), scale=1e8, coverage=0.68)


def test_a_product_of_lognormals_is_lognormal_with_the_exact_geometric_deviation():
    deviations = [1.1, 1.3, 1.8]
    y = np.prod([np.exp(normal(f"product {g}", 0, math.log(g))) for g in deviations], axis=0) * 5
    gsd = math.exp(math.sqrt(sum(math.log(g) ** 2 for g in deviations)))
    found = summary(y)
    assert np.exp(np.log(y).std()) == pytest.approx(gsd, rel=0.003)
    assert found.median == pytest.approx(5, rel=0.005)
    assert found.mean == pytest.approx(5 * math.exp(math.log(gsd) ** 2 / 2), rel=0.005)
    assert (found.low, found.high) == pytest.approx((5 / gsd**1.959964, 5 * gsd**1.959964), rel=0.015)


def test_a_sum_of_normals_is_normal():
    y = sum(normal(f"sum {k}", 10 * k, k) for k in range(1, 5))
    found, sd = summary(y), math.sqrt(1 + 4 + 9 + 16)
    assert (found.mean, found.sd) == pytest.approx((100, sd), rel=0.003)
    assert (found.low, found.high) == pytest.approx((100 - 1.959964 * sd, 100 + 1.959964 * sd), rel=0.001)


NONE = Contributions([], [], [], [])


def emitting(variables):
    """One process that emits each of these once a unit, all with the factor 1: its score is their sum."""
    k = len(variables)
    emitted = Contributions(np.arange(k), np.zeros(k, dtype=int), np.arange(k), np.ones(k))
    return Uncertain(dense([[1.0]], np.ones((k, 1)), np.ones((1, k))), Distributions.of(variables), NONE, emitted, NONE)


@pytest.mark.parametrize(
    ("variables", "published"),
    [
        ([Distribution(Kind.NORMAL, 0, 1)] * 4, ("0.00", "2.00", "-3.92", "3.92")),
        ([Distribution(Kind.UNIFORM, -math.sqrt(3), math.sqrt(3))] * 4, ("0.00", "2.00", "-3.88", "3.88")),
        (
            [Distribution(Kind.UNIFORM, -w * math.sqrt(3), w * math.sqrt(3)) for w in (1, 1, 1, 10)],
            ("0.0", "10.1", "-17.0", "17.0"),
        ),
    ],
)
def test_9_2_as_a_life_cycle_system_drawn_by_the_engine(variables, published):
    system = emitting(variables)
    agrees(sampled_scores(system, [1.0], draws=60_000, seed=1)[:, 0], published)
    decimals = len(published[1].partition(".")[2])
    assert f"{first_order(system, [1.0]).sd:.{decimals}f}" == published[1]


def test_a_chain_of_lognormal_inputs_is_the_product_with_the_exact_geometric_deviation():
    # Each of three processes takes a lognormal amount of the next; the last one emits a lognormal amount.
    deviations = [1.1, 1.3, 1.4]
    links = Contributions([0, 1, 2, 1, 2], [0, 1, 2, 0, 1], [-1, -1, -1, 0, 1], [1.0, 1.0, 1.0, -1.0, -1.0])
    variables = [Distribution(Kind.LOGNORMAL, median, gsd) for median, gsd in zip((2, 3, 5), deviations, strict=True)]
    system = dense([[1, 0, 0], [-2, 1, 0], [0, -3, 1]], [[0, 0, 5]])
    given = Uncertain(system, Distributions.of(variables), links, Contributions([0], [2], [2], [1.0]), NONE)
    drawn = sampled_scores(given, [1, 0, 0], draws=40_000, seed=1)[:, 0]
    gsd = math.exp(math.sqrt(sum(math.log(g) ** 2 for g in deviations)))
    assert np.median(drawn) == pytest.approx(30, rel=0.01)
    assert np.exp(np.log(drawn).std()) == pytest.approx(gsd, rel=0.01)
    assert drawn.mean() == pytest.approx(30 * math.exp(math.log(gsd) ** 2 / 2), rel=0.01)
    # To first order: the mean exactly, for a product of independent variables; the variance without its cross terms.
    order = first_order(given, [1, 0, 0])
    assert order.mean == pytest.approx(30 * math.exp(math.log(gsd) ** 2 / 2), rel=1e-12)
    squares = [math.exp(math.log(g) ** 2) - 1 for g in deviations]
    assert order.variance == pytest.approx(order.mean**2 * sum(squares), rel=1e-12)


def loop(n=120):
    """A loop whose every input and emission is lognormal."""
    a = random_loops(n, seed=21, radius=0.6).tocoo()
    apart = a.row != a.col
    inputs = int(apart.sum())
    variable = np.where(apart, np.cumsum(apart) - 1, -1)
    variables = [Distribution(Kind.LOGNORMAL, x, 1.2) for x in a.data[apart].tolist()]
    variables += [Distribution(Kind.LOGNORMAL, 1.0, 1.3)] * n
    return Uncertain(
        dense(a.toarray(), np.ones((1, n))),
        Distributions.of(variables),
        Contributions(a.row, a.col, variable, np.where(apart, 1.0, a.data)),
        Contributions(np.zeros(n, dtype=int), np.arange(n), inputs + np.arange(n), np.ones(n)),
        NONE,
    )


def test_seeds_repeat_bit_for_bit_on_one_and_two_threads():
    given = loop()
    one, two = (sampled_intensities(given, draws=64, seed=9, threads=threads) for threads in (1, 2))
    assert np.array_equal(one, two)
    assert np.array_equal(one[40:], sampled_intensities(given, draws=24, first=40, seed=9, threads=2))
    assert not np.array_equal(one, sampled_intensities(given, draws=64, seed=10, threads=2))


def test_first_order_is_within_five_percent_of_the_engine():
    given = loop()
    demand = np.random.default_rng(2).random(120)
    drawn = sampled_scores(given, demand, draws=6000, seed=3)[:, 0]
    order = first_order(given, demand)
    assert order.sd == pytest.approx(drawn.std(ddof=1), rel=0.05)
    assert order.mean == pytest.approx(drawn.mean(), rel=0.01)


def covered(understated, runs=2000, draws=1000, seed=20260101):
    """Share of synthetic truths within the 95 % interval computed from readings with normal and lognormal errors.

    Y = Σ activity x factor: two meters with normal errors, two factors with lognormal ones. The interval is computed
    with all standard deviations divided by `understated`.
    """
    world = np.random.Generator(np.random.PCG64DXSM(seed))
    inside = 0
    for _ in range(runs):
        activity, factor = world.uniform(50, 200, 2), world.lognormal(0, 1, 2)
        u, gsd = activity * world.uniform(0.01, 0.06, 2), world.uniform(1.05, 1.3, 2)
        read = world.normal(activity, u)
        stated = factor * np.exp(world.normal(0, np.log(gsd)))
        x = world.normal(read, u / understated, (draws, 2))
        c = stated * np.exp(world.normal(0, np.log(gsd) / understated, (draws, 2)))
        low, high = symmetric((x * c).sum(axis=1))
        inside += low <= float(activity @ factor) <= high
    return inside / runs


def test_intervals_of_95_percent_cover_95_percent_of_2000_truths():
    assert 0.936 <= covered(1.0) <= 0.964


@pytest.mark.parametrize("wrong", [0.8, 1.2])
def test_the_coverage_test_fails_where_uncertainties_are_misstated(wrong):
    assert not 0.936 <= covered(wrong) <= 0.964
