"""Decisions against a limit, with the probability of being wrong (JCGM 106:2012, ISO/IEC Guide 98-4).

The conformance probability is that of the true value lying within the limits. A result is accepted only where it is
at least the coverage asked for, rejected only where that of not conforming is, and otherwise undecided. The guard band
is how far the acceptance limit stands inside of the limit. JCGM 106 itself was not at hand: formulas are derived from
the normal distribution, clause numbers are from its contents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, isfinite, log, sqrt
from statistics import NormalDist
from typing import Final, Literal

import numpy as np

from tanji.assess.traceability import rules
from tanji.errors import Refusal, Text
from tanji.model.uncertain import UncertaintyResult

STANDARD: Final = NormalDist()
NODES: Final = 4001
"""Of Simpson's rule."""
Verdict = Literal["accept", "reject", "undecided"]


class UnfitDecision(Refusal):
    """A decision without a limit or uncertainty, with limits the wrong way round, or a coverage not in (½, 1)."""

    code = "CNF-001"


@dataclass(frozen=True, slots=True)
class Decision:
    """What may be said of a value and its limits.

    conform: conformance probability p_c. if_accepted, if_rejected: the probability of being wrong with either decision
    (specific consumer's and producer's risk). acceptance: the limits of acceptance, where such exist; guard: their
    distance w from the limits. simple: what comparing the estimate alone would say.
    """

    verdict: Verdict
    conform: float
    if_accepted: float
    if_rejected: float
    lower: float | None
    upper: float | None
    acceptance: tuple[float | None, float | None]
    guard: float | None
    estimate: float
    u: float
    coverage: float
    simple: Verdict
    distribution: Text
    incomplete: bool = False
    """Too little of the result states its uncertainty, so nothing is decided whatever the probability says."""


def decide(
    estimate: float, u: float, *, lower: float | None = None, upper: float | None = None, coverage: float = 0.95
) -> Decision:
    """The decision for a normally distributed value with standard uncertainty u > 0. Refuses UnfitDecision.

    >>> one = decide(-5.47, 0.05, upper=-5.40)
    >>> round(one.conform, 2), one.verdict
    (0.92, 'undecided')
    """
    _fit(estimate, u, (lower, upper), coverage)
    belief = NormalDist(estimate, u)
    below = belief.cdf(upper) if upper is not None else 1.0
    conform = below - (belief.cdf(lower) if lower is not None else 0.0)
    guard = _guard(u, lower, upper, coverage)
    name = Text(zh="正态分布", en="normal distribution")
    return _decision((estimate, u, conform, guard), (lower, upper), coverage, name)


def decide_samples(
    samples: Sequence[float],
    *,
    estimate: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    coverage: float = 0.95,
) -> Decision:
    """The decision for a value of which draws are given; the guard band is that of their quantiles.

    estimate: what is compared simply; the mean of the draws where missing. Refuses UnfitDecision.
    """
    drawn = np.asarray(samples, dtype=np.float64)
    middle = float(drawn.mean()) if len(drawn) else float("nan")
    value, u = middle if estimate is None else estimate, float(drawn.std(ddof=1)) if len(drawn) > 1 else 0.0
    _fit(value, u, (lower, upper), coverage)
    inside = np.ones(len(drawn), dtype=bool)
    guard = None
    if upper is not None:
        inside &= drawn <= upper
        guard = float(np.quantile(drawn, coverage)) - value if lower is None else None
    if lower is not None:
        inside &= drawn >= lower
        guard = value - float(np.quantile(drawn, 1 - coverage)) if upper is None else None
    name = Text(zh=f"{len(drawn)} 次抽样", en=f"{len(drawn)} draws")
    return _decision((value, u, float(inside.mean()), guard), (lower, upper), coverage, name)


def decide_result(
    result: UncertaintyResult,
    *,
    lower: float | None = None,
    upper: float | None = None,
    coverage: float = 0.95,
    least_stated: float | None = None,
) -> Decision:
    """The decision for a footprint from what is kept of its draws: mean, sd, median, interval.

    A lognormal distribution with this median and interval is taken where it gives the mean better than a normal one
    does, and both ends are above 0; the decision says which. `simple` compares the nominal value. Where less
    than `least_stated` (else that of `data/metrology.yaml`) of the contributions states its uncertainty, u is too
    small and the verdict is undecided. Refuses UnfitDecision.
    """
    least = rules().decision.least_stated if least_stated is None else least_stated
    made = _of_result(result, (lower, upper), coverage)
    within = (lower is None or result.nominal >= lower) and (upper is None or result.nominal <= upper)
    made = replace(made, simple="accept" if within else "reject")
    if result.stated_share is not None and result.stated_share < least:
        return replace(made, verdict="undecided", incomplete=True)
    return made


def _of_result(result: UncertaintyResult, limits: tuple[float | None, float | None], coverage: float) -> Decision:
    ends = result.interval
    z = STANDARD.inv_cdf(0.5 + ends.coverage / 2)
    if min(ends.low, result.median) > 0 and ends.high > ends.low and result.sd > 0:
        middle, spread = log(result.median), log(ends.high / ends.low) / (2 * z)
        if abs(exp(middle + spread**2 / 2) - result.mean) < abs(result.median - result.mean):
            return _lognormal(result, (middle, spread), limits, coverage)
    return decide(result.mean, result.sd, lower=limits[0], upper=limits[1], coverage=coverage)


def _lognormal(
    result: UncertaintyResult, belief: tuple[float, float], limits: tuple[float | None, float | None], coverage: float
) -> Decision:
    _fit(result.mean, result.sd, limits, coverage)
    lower, upper = limits
    normal = NormalDist(*belief)
    above = normal.cdf(log(lower)) if lower is not None and lower > 0 else 0.0
    below = (normal.cdf(log(upper)) if upper > 0 else 0.0) if upper is not None else 1.0
    guard = None
    if lower is None:
        guard = exp(normal.inv_cdf(coverage)) - result.mean
    elif upper is None:
        guard = result.mean - exp(normal.inv_cdf(1 - coverage))
    name = Text(zh="对数正态分布（按中位数和区间）", en="lognormal distribution, by median and interval")
    return _decision((result.mean, result.sd, max(0.0, below - above), guard), limits, coverage, name)


def _decision(
    found: tuple[float, float, float, float | None],
    limits: tuple[float | None, float | None],
    coverage: float,
    distribution: Text,
) -> Decision:
    estimate, u, conform, guard = found
    lower, upper = limits
    verdict: Verdict = "accept" if conform >= coverage else "reject" if 1 - conform >= coverage else "undecided"
    within = (lower is None or estimate >= lower) and (upper is None or estimate <= upper)
    acceptance = (None, None)
    if guard is not None:
        ends = (None if lower is None else lower + guard, None if upper is None else upper - guard)
        acceptance = ends if None in ends or ends[0] <= ends[1] else (None, None)  # type: ignore[operator,assignment]
    return Decision(
        verdict=verdict,
        conform=conform,
        if_accepted=1 - conform,
        if_rejected=conform,
        lower=lower,
        upper=upper,
        acceptance=acceptance,
        guard=guard,
        estimate=estimate,
        u=u,
        coverage=coverage,
        simple="accept" if within else "reject",
        distribution=distribution,
    )


def _guard(u: float, lower: float | None, upper: float | None, coverage: float) -> float | None:
    """Of one limit z·u; of two the least with which the worst accepted result still conforms so probably."""
    if lower is None or upper is None:
        return STANDARD.inv_cdf(coverage) * u
    wide = upper - lower
    if 2 * STANDARD.cdf(wide / 2 / u) - 1 < coverage:
        return None
    low, high = 0.0, wide / 2
    for _ in range(80):
        middle = (low + high) / 2
        probable = STANDARD.cdf(middle / u) - STANDARD.cdf((middle - wide) / u)
        low, high = (low, middle) if probable >= coverage else (middle, high)
    return high


@dataclass(frozen=True, slots=True)
class GlobalRisks:
    """Probabilities over all items of a production: accepted though not conforming, rejected though conforming."""

    consumer: float
    producer: float


def global_risks(prior: tuple[float, float], u: float, *, upper: float, acceptance: float) -> GlobalRisks:
    """Risks of a decision rule before anything is measured (JCGM 106:2012, clause 9), for one upper limit.

    prior: mean and standard deviation of the quantity over all items; a measured value is the true one plus a normal
    error with standard uncertainty u; items are accepted up to `acceptance`. Integrated by Simpson's rule over ± 10
    standard deviations. Refuses UnfitDecision.
    """
    mean, sd = prior
    _fit(mean, u, (None, upper), 0.95)
    if sd <= 0:
        raise _unfit(Text(zh="先验标准差必须大于 0", en="the standard deviation of the prior must be above 0"))
    error = NormalDist()
    consumer = _integral(mean, sd, (upper, mean + 10 * sd), lambda eta: error.cdf((acceptance - eta) / u))
    producer = _integral(mean, sd, (mean - 10 * sd, upper), lambda eta: 1 - error.cdf((acceptance - eta) / u))
    return GlobalRisks(consumer, producer)


def _integral(mean: float, sd: float, ends: tuple[float, float], weight: Callable[[float], float]) -> float:
    low, high = max(ends[0], mean - 10 * sd), min(ends[1], mean + 10 * sd)
    if high <= low:
        return 0.0
    at = np.linspace(low, high, NODES)
    density = np.exp(-(((at - mean) / sd) ** 2) / 2) / (sd * sqrt(2 * np.pi))
    values = density * np.array([weight(float(each)) for each in at])
    step = (high - low) / (len(at) - 1)
    return float(step / 3 * (values[0] + values[-1] + 4 * values[1:-1:2].sum() + 2 * values[2:-1:2].sum()))


def _fit(estimate: float, u: float, limits: tuple[float | None, float | None], coverage: float) -> None:
    lower, upper = limits
    if lower is None and upper is None:
        raise _unfit(Text(zh="没有给出限值", en="no limit was given"))
    if lower is not None and upper is not None and lower >= upper:
        raise _unfit(Text(zh="下限不低于上限", en="the lower limit is not below the upper one"))
    if not 0.5 < coverage < 1:
        raise _unfit(Text(zh="概率应在 0.5 与 1 之间", en="the probability must be between 0.5 and 1"))
    if not (isfinite(estimate) and isfinite(u) and u > 0):
        raise _unfit(
            Text(zh="没有不确定度，不能给出判错概率", en="without uncertainty no probability of error can be given")
        )


def _unfit(why: Text) -> UnfitDecision:
    return UnfitDecision(
        Text(zh=f"不能判定：{why.zh}", en=f"No decision is possible: {why.en}"),
        Text(
            zh="碳足迹请先用 tanji calc --uncertainty 计算不确定度。",
            en="Of a footprint compute the uncertainty first: tanji calc --uncertainty.",
        ),
    )
