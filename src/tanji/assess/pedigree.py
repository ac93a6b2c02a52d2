"""Uncertainty from pedigree scores: the geometric standard deviation of a figure of which only scores are known."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, isfinite, log

from tanji.assess.scheme import Scheme, Side, Spread, Spreads, gsd, scheme
from tanji.assess.scoring import FACTOR
from tanji.errors import Refusal, Text
from tanji.model.process import Uncertainty
from tanji.model.study import Activity

PEDIGREE = "pedigree"


class UnfitPedigree(Refusal):
    """Pedigree scores from which no uncertainty follows: one is missing, not whole or out of range; no such table."""

    code = "QUA-003"


def pedigree_gsd(scores: Mapping[str, float], basic: float = 1.0, *, table: str | None = None) -> float:
    """The GSD of a lognormal from five pedigree scores and a basic GSD: exp √(ln² basic + Σ variance of each score).

    `basic` is the geometric standard deviation (not its square) that data of the best scores have. `table` names the
    table of variances; the first of the scheme where it is not given. Refuses UnfitPedigree.

    Source: Weidema et al. (2013), Data quality guideline for the ecoinvent database version 3, chapter 10.

    >>> best = dict.fromkeys(("reliability", "completeness", "temporal", "geographical", "technological"), 1.0)
    >>> pedigree_gsd(best, 1.05), round(pedigree_gsd({**best, "technological": 5.0}), 4)
    (1.05, 1.414)
    """
    if not isfinite(basic) or basic < 1:
        raise _unfit(f"基本几何标准差 {basic} 小于 1", f"the basic geometric standard deviation {basic} is below 1")
    pedigree = scheme(PEDIGREE)
    chosen = _table(pedigree, table)
    added = [chosen.variance(each.id, _whole(scores, each.id, pedigree)) for each in pedigree.indicators]
    return basic if not any(added) else gsd(fsum([log(basic) ** 2, *added]))


def derived_uncertainty(activity: Activity, side: Side = "activity", *, table: str | None = None) -> Uncertainty | None:
    """The uncertainty of an amount (or of a factor) that states none but has all five pedigree scores; else None.

    A relative lognormal with median 1: the figure itself is the median. To the scores comes the basic variance of the
    kind of activity. Refuses UnfitPedigree where a score is out of range.
    """
    stated = activity.uncertainty if side == "activity" else activity.factor_uncertainty
    quality = activity.quality
    if stated is not None or quality is None or quality.scheme != PEDIGREE:
        return None
    pedigree = scheme(PEDIGREE)
    prefix = FACTOR if side == "factor" else ""
    ids = [each.id for each in pedigree.indicators]
    scores = {each: quality.scores[prefix + each] for each in ids if prefix + each in quality.scores}
    if len(scores) < len(ids):
        return None
    basic = _spread(pedigree).basic.variances.get(activity.kind, 0.0)
    return Uncertainty(kind="lognormal", relative=True, median=1.0, gsd=pedigree_gsd(scores, gsd(basic), table=table))


def _spread(pedigree: Scheme) -> Spread:
    if pedigree.spread is None:
        raise _unfit("谱系方案没有方差表", "the pedigree scheme has no variances")
    return pedigree.spread


def _table(pedigree: Scheme, table: str | None) -> Spreads:
    tables = _spread(pedigree).tables
    found = next((each for each in tables if table in {None, each.id}), None)
    if found is None:
        known = [each.id for each in tables]
        raise _unfit(f"没有表“{table}”，有 {'、'.join(known)}", f'no table "{table}"; there are {", ".join(known)}')
    return found


def _whole(scores: Mapping[str, float], indicator: str, pedigree: Scheme) -> int:
    value = scores.get(indicator)
    if value is None or value != round(value) or not pedigree.best <= value <= pedigree.worst:
        said = "—" if value is None else f"{value:g}"
        raise _unfit(
            f"指标 {indicator} 的分值 {said} 不是 1 到 5 的整数",
            f"the score {said} of {indicator} is no whole number from 1 to 5",
        )
    return round(value)


def _unfit(zh: str, en: str) -> UnfitPedigree:
    return UnfitPedigree(
        Text(zh=f"不能由谱系得分推出不确定性：{zh}", en=f"No uncertainty follows from the pedigree scores: {en}"),
        Text(zh="请补全五项得分，或直接填写不确定度。", en="Give all five scores, or the uncertainty itself."),
    )
