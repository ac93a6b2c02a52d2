import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tanji.lca.distribution import Distribution, Distributions, Kind, UnfitDistribution


def one(kind, *numbers, **more):
    return Distributions.of([Distribution(kind, *numbers, **more)])


FAMILIES = [
    (one(Kind.LOGNORMAL, 2.0, 1.6), stats.lognorm(np.log(1.6), scale=2.0)),
    (one(Kind.NORMAL, -3.0, 0.5), stats.norm(-3.0, 0.5)),
    (one(Kind.TRIANGULAR, 1.0, 1.5, 4.0), stats.triang(0.5 / 3, 1.0, 3.0)),
    (one(Kind.TRIANGULAR, 1.0, 1.0, 4.0), stats.triang(0.0, 1.0, 3.0)),
    (one(Kind.UNIFORM, -1.0, 3.0), stats.uniform(-1.0, 4.0)),
    (one(Kind.PERT, 1.0, 2.0, 5.0), stats.beta(1 + 4 / 4, 1 + 4 * 3 / 4, 1.0, 4.0)),
    (one(Kind.NORMAL, 1.0, 2.0, low=0.0), stats.truncnorm(-0.5, np.inf, 1.0, 2.0)),
    (one(Kind.NORMAL, 1.0, 2.0, low=0.0, high=0.5), stats.truncnorm(-0.5, -0.25, 1.0, 2.0)),
    (one(Kind.NORMAL, 0.0, 1.0, low=6.0), stats.truncnorm(6.0, np.inf)),
    (one(Kind.NORMAL, 0.0, 1.0, high=-30.0), stats.truncnorm(-np.inf, -30.0)),
]


@pytest.mark.parametrize(("ours", "scipy"), FAMILIES)
def test_moments_and_quantiles_are_those_of_scipy(ours, scipy):
    u = np.array([[1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999]])
    assert ours.mean()[0] == pytest.approx(scipy.mean(), rel=1e-11)
    assert ours.variance()[0] == pytest.approx(scipy.var(), rel=1e-6)  # scipy itself is no better far out
    assert ours.quantile(u)[0] == pytest.approx(scipy.ppf(u[0]), rel=1e-9)


@pytest.mark.parametrize("sigma", [0.01, 0.2, 1.0])
@pytest.mark.parametrize("ends", [(-1.0, 0.5), (0.2, np.inf), (-np.inf, 1.5), (3.5, np.inf), (-4.0, -3.5), (0.1, 0.2)])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_moments_of_a_truncated_lognormal_are_its_integrals(sigma, ends, sign):
    low, high = (2.0 * np.exp(sigma * end) for end in ends)
    bounds = (low, high) if sign > 0 else (-high, -low)
    ours = one(Kind.LOGNORMAL, sign * 2.0, np.exp(sigma), low=bounds[0], high=bounds[1])
    first, last = max(ends[0], -12.0), min(ends[1], 12.0)
    peak = min(max(0.0, first), last)

    def moment(power, origin):
        return integrate.quad(
            lambda z: np.exp((peak**2 - z**2) / 2) * (2.0 * np.exp(sigma * z) - origin) ** power,
            first,
            min(last, peak + 12),
            epsabs=0,
            epsrel=1e-12,
            limit=300,
        )[0]

    mass = moment(0, 0)
    mean = moment(1, 0) / mass
    assert ours.mean()[0] == pytest.approx(sign * mean, rel=1e-9)
    assert ours.variance()[0] == pytest.approx(moment(2, mean) / mass, rel=1e-7)


def test_a_lognormal_without_bounds_has_the_moments_of_its_formula():
    ours = one(Kind.LOGNORMAL, -2.0, np.exp(0.5))
    assert ours.mean()[0] == pytest.approx(-2.0 * np.exp(0.125), rel=1e-15)
    assert ours.variance()[0] == pytest.approx(4.0 * np.exp(0.25) * np.expm1(0.25), rel=1e-14)
    assert ours.quantile([[0.1]])[0, 0] == pytest.approx(-2.0 * np.exp(-0.5 * stats.norm.ppf(0.1)))


def test_a_discrete_one_takes_its_values_as_often_as_they_weigh():
    ours = one(Kind.DISCRETE, values=(5.0, 1.0), weights=(1.0, 3.0))
    assert (ours.mean()[0], ours.variance()[0]) == (2.0, 3.0)
    assert ours.quantile([[0.0, 0.74, 0.76, 1.0]])[0].tolist() == [1.0, 1.0, 5.0, 5.0]


def test_without_spread_every_family_is_its_value():
    each = [
        Distribution(Kind.EXACT, 3.0),
        Distribution(Kind.LOGNORMAL, 3.0, 1.0),
        Distribution(Kind.LOGNORMAL, 0.0, 2.0),
        Distribution(Kind.NORMAL, 3.0, 0.0, low=1.0),
        Distribution(Kind.TRIANGULAR, 3.0, 3.0, 3.0),
        Distribution(Kind.UNIFORM, 3.0, 3.0),
        Distribution(Kind.PERT, 3.0, 3.0, 3.0),
    ]
    ours = Distributions.of(each)
    assert ours.mean().tolist() == [3, 3, 0, 3, 3, 3, 3]
    assert not ours.variance().any()
    assert np.array_equal(ours.quantile(np.tile([0.0, 0.3, 1.0], (7, 1))), np.tile(ours.mean()[:, None], 3))


@pytest.mark.parametrize(
    ("distribution", "why"),
    [
        (Distribution(Kind.LOGNORMAL, 1.0, 0.9), "geometric standard deviation below 1"),
        (Distribution(Kind.LOGNORMAL, 1.0, np.nan), "not finite"),
        (Distribution(Kind.NORMAL, 1.0, -1.0), "negative standard deviation"),
        (Distribution(Kind.UNIFORM, 2.0, 1.0), "minimum above its maximum"),
        (Distribution(Kind.TRIANGULAR, 1.0, 4.0, 3.0), "out of order"),
        (Distribution(Kind.PERT, 2.0, 1.0, 3.0), "out of order"),
        (Distribution(Kind.NORMAL, 0.0, 1.0, low=2.0, high=1.0), "leaves nothing"),
        (Distribution(Kind.LOGNORMAL, 1.0, 1.5, high=-1.0), "leaves nothing"),
        (Distribution(Kind.NORMAL, 1.0, 0.0, low=2.0), "leaves nothing"),
        (Distribution(Kind.NORMAL, 1.0, 1.0, low=np.nan), "bound that is not a number"),
        (Distribution(Kind.DISCRETE, values=(1.0,), weights=()), "values and weights"),
        (Distribution(Kind.DISCRETE, values=(1.0,), weights=(-1.0,)), "values and weights"),
        (Distribution(Kind.DISCRETE), "values and weights"),
    ],
)
def test_what_is_no_distribution_is_refused_by_its_number(distribution, why):
    with pytest.raises(UnfitDistribution, match=why) as refused:
        Distributions.of([Distribution(Kind.EXACT, 1.0), distribution])
    assert "2" in refused.value.message.zh


def test_quantiles_are_asked_for_by_shares_only():
    with pytest.raises(UnfitDistribution, match="shares"):
        one(Kind.UNIFORM, 0.0, 1.0).quantile([1.5])
    with pytest.raises(UnfitDistribution, match="shares"):
        one(Kind.UNIFORM, 0.0, 1.0).quantile([0.5, 0.5])


def test_draws_have_the_moments_of_their_distribution():
    ours = Distributions.of([Distribution(Kind.LOGNORMAL, 1.0, 1.3), Distribution(Kind.PERT, 0.0, 1.0, 3.0)])
    drawn = ours.sample(np.random.default_rng(1), 200_000)
    assert drawn.mean(axis=1) == pytest.approx(ours.mean(), rel=4e-3)
    assert drawn.var(axis=1) == pytest.approx(ours.variance(), rel=2e-2)


numbers = st.floats(-1e6, 1e6)


@settings(deadline=None, max_examples=60)
@given(a=numbers, b=numbers, c=numbers, kind=st.sampled_from([Kind.TRIANGULAR, Kind.PERT, Kind.UNIFORM]))
def test_values_stay_between_the_ends_and_grow_with_their_share(a, b, c, kind):
    low, mode, high = sorted((a, b, c))
    ours = one(kind, low, high) if kind is Kind.UNIFORM else one(kind, low, mode, high)
    values = ours.quantile(np.linspace(0, 1, 41)[None, :])[0]
    slack = 1e-9 * max(abs(low), abs(high))
    assert np.all(np.diff(values) >= -slack)
    assert low - slack <= values[0]
    assert values[-1] <= high + slack
    assert low - slack <= ours.mean()[0] <= high + slack
    assert 0 <= ours.variance()[0] <= (high - low) ** 2 / 4 + slack**2


@settings(deadline=None, max_examples=60)
@given(middle=st.floats(-5, 5), sigma=st.floats(0.01, 3), low=st.floats(-4, 3), width=st.floats(0.01, 6))
def test_a_truncated_normal_stays_within_its_bounds(middle, sigma, low, width):
    first = middle + sigma * low
    ours = one(Kind.NORMAL, middle, sigma, low=first, high=first + sigma * width)
    values = ours.quantile(np.linspace(0, 1, 21)[None, :])[0]
    assert np.all(np.diff(values) >= 0)
    assert first <= values[0] <= ours.mean()[0] <= values[-1] <= first + sigma * width
    assert 0 < ours.variance()[0] <= sigma**2 * (1 + 1e-9)
