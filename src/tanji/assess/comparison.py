"""Measurement comparison (计量比对): one case, many bodies; En numbers, z and zeta scores (ISO 13528:2022).

The assigned value is that of a reference laboratory, or the consensus of all by the robust Algorithm A. The text of
ISO 13528 was not at hand: the algorithm is as the R package metRology describes it (Huber with iterated scale, opened
as source), with the printed constants 1.483 and 1.134; clause numbers are unverified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt
from statistics import median
from typing import Final, Literal

from tanji.errors import Refusal, Text
from tanji.model.finding import Finding, Place, note, warning

MAD, WINSOR, SCALE, MEAN_UNCERTAINTY = 1.483, 1.5, 1.134, 1.25
"""Constants of Algorithm A: MAD to s, winsorising at 1.5 s*, s of winsorised data to s*; u(x*) = 1.25 s*/√p."""
STEPS: Final = 10_000
Grade = Literal["satisfactory", "questionable", "unsatisfactory", "not_scored"]


class UnfitComparison(Refusal):
    """A comparison with too few results, a body twice, no such reference, or results that are no numbers."""

    code = "CPN-001"


@dataclass(frozen=True, slots=True)
class Result:
    """What one body found: its value, expanded uncertainty U and coverage factor k (None: not stated)."""

    body: str
    value: float
    expanded: float | None = None
    k: float = 2.0

    @property
    def u(self) -> float | None:
        """Standard uncertainty."""
        return None if self.expanded is None else self.expanded / self.k


@dataclass(frozen=True, slots=True)
class Robust:
    """Robust mean and standard deviation, after so many steps."""

    mean: float
    sd: float
    steps: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One body with its scores; those for which something is not known are None.

    en: (x − X)/√(U² + U_X²), satisfactory up to 1. zeta: the same with standard uncertainties; z: (x − X)/σ, with
    z': where u(X) > 0.3 σ it counts in the denominator. z and zeta: satisfactory up to 2, unsatisfactory from 3.
    """

    body: str
    value: float
    difference: float
    en: float | None
    z: float | None
    zeta: float | None
    grade: Grade
    outlier: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison: how the assigned value came about, its uncertainty, σ, and the scores of all."""

    assigned: float
    u: float
    method: Literal["reference", "consensus"]
    reference: str | None
    sigma: float | None
    prime: bool
    """z scores are z′ scores."""
    bodies: tuple[Scored, ...]
    findings: tuple[Finding, ...]


def algorithm_a(values: Sequence[float]) -> Robust:
    """Robust mean and standard deviation of values (ISO 13528:2022, Annex C.3, Algorithm A).

    Values are drawn in to x* ± 1.5 s*, x* is their mean and s* is 1.134 times their standard deviation, until nothing
    moves any more (1e-12 of s*; the standard stops at the third figure). Refuses UnfitComparison below three values.

    >>> algorithm_a([-1.0, 0.0, 1.0])
    Robust(mean=0.0, sd=1.134, steps=1)
    """
    if len(values) < 3:
        raise _unfit(Text(zh="稳健统计至少需要 3 个结果", en="robust statistics need at least three results"))
    mean = median(values)
    sd = MAD * median(abs(value - mean) for value in values)
    if sd == 0:
        sd = sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
    for step in range(1, STEPS + 1):
        reach = WINSOR * sd
        drawn = [min(max(value, mean - reach), mean + reach) for value in values]
        new_mean = fsum(drawn) / len(drawn)
        new_sd = SCALE * sqrt(fsum((value - new_mean) ** 2 for value in drawn) / (len(drawn) - 1))
        still = abs(new_sd - sd) <= 1e-12 * new_sd and abs(new_mean - mean) <= 1e-12 * max(new_sd, abs(mean))
        mean, sd = new_mean, new_sd
        if still or sd == 0:
            return Robust(mean, sd, max(step - 1, 1))
    return Robust(mean, sd, STEPS)


def compare_results(
    results: Sequence[Result], *, reference: str | None = None, sigma: float | None = None
) -> Comparison:
    """The scores of all bodies against the reference laboratory named, else against their consensus.

    sigma: standard deviation for proficiency, where the scheme sets one; else the robust one of the results (of a
    comparison with a reference: none, so no z). Refuses UnfitComparison.
    """
    _check(results, sigma)
    if reference is None:
        robust = algorithm_a([each.value for each in results])
        assigned, u = robust.mean, MEAN_UNCERTAINTY * robust.sd / sqrt(len(results))
        expanded, spread = 2 * u, sigma if sigma is not None else robust.sd or None
    else:
        lab = next((each for each in results if each.body == reference), None)
        if lab is None or lab.u is None or lab.expanded is None:
            raise _unfit(Text(zh=f"参考实验室“{reference}”没有结果或 U", en=f'"{reference}" gave no result with U'))
        assigned, u, expanded, spread = lab.value, lab.u, lab.expanded, sigma
    prime = spread is not None and u > 0.3 * spread
    against = (assigned, u, expanded, None if spread is None else sqrt(spread**2 + u**2) if prime else spread)
    bodies = tuple(_scored(each, against, is_reference=each.body == reference) for each in results)
    return Comparison(
        assigned=assigned,
        u=u,
        method="consensus" if reference is None else "reference",
        reference=reference,
        sigma=spread,
        prime=prime,
        bodies=bodies,
        findings=tuple(_findings(results, bodies, reference=reference, prime=prime)),
    )


def _scored(each: Result, against: tuple[float, float, float, float | None], *, is_reference: bool) -> Scored:
    assigned, u, expanded, sigma = against
    off = each.value - assigned
    if is_reference:
        return Scored(each.body, each.value, off, None, None, None, "not_scored", outlier=False)
    en = zeta = None
    if each.expanded is not None and each.u is not None:
        en = _over(off, sqrt(each.expanded**2 + expanded**2))
        zeta = _over(off, sqrt(each.u**2 + u**2))
    z = None if sigma is None else _over(off, sigma)
    grade = _grade(en, z, zeta)
    return Scored(each.body, each.value, off, en, z, zeta, grade, outlier=grade == "unsatisfactory")


def _over(off: float, by: float) -> float | None:
    return off / by if by > 0 else None


def _grade(en: float | None, z: float | None, zeta: float | None) -> Grade:
    """The worst of what the scores say; zeta alone, or z alone, counts where En or the other is missing."""
    grades: list[Grade] = []
    if en is not None:
        grades.append("satisfactory" if abs(en) <= 1 else "unsatisfactory")
    counted = [z] if z is not None else [zeta] if en is None else []
    for score in counted:
        if score is not None:
            size = abs(score)
            grades.append("satisfactory" if size <= 2 else "questionable" if size < 3 else "unsatisfactory")
    order: tuple[Grade, ...] = ("unsatisfactory", "questionable", "satisfactory")
    return next((grade for grade in order if grade in grades), "not_scored")


def _findings(
    results: Sequence[Result], bodies: Sequence[Scored], *, reference: str | None, prime: bool
) -> list[Finding]:
    found = [
        warning(
            "CPN-101",
            Text(
                zh=f"“{each.body}”的结果离群：{_scores(each)}",
                en=f'The result of "{each.body}" is an outlier: {_scores(each)}',
            ),
            Text(
                zh="请该机构查找原因（边界、因子、单位、录入）。",
                en="Let it look for the cause: boundary, factor, unit.",
            ),
            Place(member=each.body),
        )
        for each in bodies
        if each.outlier
    ]
    silent = [each.body for each in results if each.expanded is None]
    if silent:
        listed = ", ".join(silent)
        found.append(
            note(
                "CPN-102",
                Text(zh=f"未给出不确定度，无 En 值：{listed}", en=f"No uncertainty, so no En number: {listed}"),
            )
        )
    if reference is None:
        found.append(
            note(
                "CPN-103",
                Text(
                    zh="指定值为各方结果的稳健平均，与各结果相关；En 值偏小，宜以参考值为准",
                    en="The assigned value is the robust mean of the results themselves, so En numbers are too small;"
                    " a reference value is better",
                ),
            )
        )
    if prime:
        found.append(
            note(
                "CPN-104",
                Text(
                    zh="指定值的不确定度超过 0.3 σ：给出的是 z′",
                    en="u of the assigned value exceeds 0.3 σ: z′ is given",
                ),
            )
        )
    return found


def _scores(each: Scored) -> str:
    named = (("En", each.en), ("z", each.z), ("ζ", each.zeta))
    return ", ".join(f"{name} = {score:.2f}" for name, score in named if score is not None)


def _check(results: Sequence[Result], sigma: float | None) -> None:
    names = [each.body for each in results]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _unfit(Text(zh=f"“{twice}”出现了两次", en=f'"{twice}" stands there twice'))
    for each in results:
        figures = (each.value, each.k, each.expanded if each.expanded is not None else 0.0)
        if not all(isfinite(figure) for figure in figures) or each.k <= 0 or (each.expanded or 0.0) < 0:
            raise _unfit(Text(zh=f"“{each.body}”的数值不合要求", en=f'the figures of "{each.body}" are unfit'))
    if len(results) < 2 or (sigma is not None and not sigma > 0):
        raise _unfit(
            Text(zh="结果少于 2 个，或 σ 不大于 0", en="there are fewer than two results, or σ is not above 0")
        )


def _unfit(why: Text) -> UnfitComparison:
    return UnfitComparison(
        Text(zh=f"不能比对：{why.zh}", en=f"No comparison is possible: {why.en}"),
        Text(zh="请检查比对结果表。", en="Check the table of results."),
    )
