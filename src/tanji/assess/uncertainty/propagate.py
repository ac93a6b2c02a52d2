"""The distribution of a footprint's total: its lines, parameters, meters, factors and background drawn together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

import numpy as np

from tanji.assess.rounding import DIGITS, DRAWN_DIGITS, rounded
from tanji.assess.supply import Suppliers
from tanji.assess.uncertainty import explain
from tanji.assess.uncertainty.background import Sampled
from tanji.assess.uncertainty.exchanges import Expanded, Part
from tanji.assess.uncertainty.first_order import Effect, FirstOrder, first_order, uses
from tanji.assess.uncertainty.state import Given, state, stated_share, suppliers
from tanji.assess.uncertainty.streams import Apart, Streams
from tanji.assess.uncertainty.vary import Draws, Row, Stated, scores, total
from tanji.background.opened import Opened
from tanji.errors import Progress, Refusal, Text
from tanji.lca.draws import GENERATOR, Ending, Stopping, summary
from tanji.lca.system import Floats
from tanji.model.document import Document
from tanji.model.method import Method
from tanji.model.study import Study, UnitOfAnalysis
from tanji.model.uncertain import Interval, UncertaintyResult, Unquantified, VarianceShare

BLOCK = 1_000
"""Draws between two looks at whether to go on; fewer where a large background is drawn, which takes long."""
FEWEST, MOST = 100, 1_000_000
"""Draws that may be asked for; after the most an adaptive propagation ends in any case."""
DIGITS_OF_U = 2
"""Significant digits of the standard uncertainty that adaptive draws make stable; one where a background is drawn."""
LISTED = 50
"""Sources that a result lists; the others are in `rest_share`."""
SEED = 1

DRAWING = Text(zh="抽样", en="Draw")


@dataclass(frozen=True, slots=True, eq=False)
class Propagation:
    """The result as a document has it, with the draws behind it."""

    result: UncertaintyResult
    totals: Floats
    """kg CO2e per unit of analysis in each draw."""
    unit: UnitOfAnalysis
    apart: Floats | None = None
    """The same, had datasets been drawn for this product alone."""

    def stopped(self, why: Text) -> Propagation:
        """The same with another reason why no more was drawn."""
        return replace(self, result=self.result.model_copy(update={"stopped": _names(why)}))


class WrongDraws(Refusal):
    """A number of draws or a seed that can not be used."""

    code = "CAL-009"


def propagate(
    study: Study,
    background: Mapping[str, Opened],
    method: Method,
    *,
    inputs: Mapping[str, Document] | None = None,
    draws: int | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    apart: bool = False,
) -> Propagation:
    """The uncertainty of a study's footprint, in kg CO2e per unit of analysis.

    `draws`: so many, or None for as many as JCGM 101:2008, 7.9 asks for. `stop` is asked after each block of draws;
    what was drawn by then counts. `apart` also keeps totals in which datasets are drawn for this product alone.
    Refuses WrongDraws; what `calculate` refuses; UnfitUncertainty; BadDraw.
    """
    _fit(draws, seed)
    sampled = Sampled(background, method, seed, progress=_told(progress, draws), wanted=draws)
    stated = state(study, Given(suppliers(Suppliers(background, method, inputs or {})), sampled))
    totals, alone, stopped = _drawn(stated, sampled, _Asked(draws, progress, stop, apart))
    result = _result(stated, sampled, totals, stopped)
    return Propagation(result, totals, study.unit, alone)


def _told(progress: Progress | None, draws: int | None) -> Progress | None:
    """Draws of the background told as the step that they are part of."""
    if progress is None:
        return None
    return lambda _, done, __: progress(DRAWING, done, draws)


def _fit(draws: int | None, seed: int) -> None:
    if (draws is None or FEWEST <= draws <= MOST) and 0 <= seed < 2**63:
        return
    raise WrongDraws(
        Text(
            zh=f"不能抽样 {draws} 次，种子 {seed}",
            en=f"{draws} draws from the seed {seed} can not be made",
        ),
        Text(
            zh=f"请给出 {FEWEST} 到 {MOST} 次，或 auto；种子为不小于 0 的整数。",
            en=f"Ask for {FEWEST} to {MOST} draws, or for auto; a seed is a whole number from 0 on.",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """How many draws are wanted, and who is told and asked between blocks."""

    draws: int | None
    progress: Progress | None
    stop: Callable[[], bool] | None
    apart: bool


def _drawn(stated: Stated, sampled: Sampled, asked: _Asked) -> tuple[Floats, Floats | None, Text]:
    """The totals, those with datasets apart, and why no more were drawn."""
    streams, found, alone = Streams(sampled), list[Floats](), list[Floats]()
    digits, limit = (1 if sampled.used else DIGITS_OF_U), asked.draws or min(MOST, sampled.most)
    rule = Stopping(digits=digits) if asked.draws is None else None
    stopped = explain.limited(limit, digits) if asked.draws is None else explain.asked(limit)
    size = min(BLOCK, sampled.chunk)
    while streams.done < limit:
        block = streams.block(min(size, limit - streams.done))
        found.append(_totals(stated, block, block.count))
        if asked.apart:
            alone.append(_totals(stated, Apart(block), block.count))
        if asked.progress is not None:
            asked.progress(DRAWING, streams.done, asked.draws)
        if rule is not None:
            rule.feed(found[-1])
            if rule.stability.ending is Ending.STABLE:
                stopped = explain.steady(streams.done, digits)
                break
        if asked.stop is not None and asked.stop() and streams.done < limit:
            stopped = explain.interrupted(streams.done)
            break
    return np.concatenate(found), np.concatenate(alone) if asked.apart else None, stopped


def _totals(stated: Stated, draws: Draws, count: int) -> Floats:
    return np.array(np.broadcast_to(total(stated, draws), count), dtype=np.float64)


def _result(stated: Stated, sampled: Sampled, totals: Floats, stopped: Text) -> UncertaintyResult:
    said = summary(totals)
    if not np.ptp(totals) > 0:  # rounding must not look like a spread
        exact = float(totals[0])
        said = replace(said, mean=exact, median=exact, sd=0.0)
    columns = {
        key: sampled.values(use.background.database, 0, len(totals))[:, use.background.place]
        for key, use in uses(stated).items()
        if use.background is not None
    }
    expanded = {name: Expanded(sampled.background[name], sampled.method) for name in sorted(sampled.used)}
    found = first_order(stated, columns, expanded)
    nominal = rounded(fsum(row.nominal * (row.line.amount or 0.0) for row in stated.rows), DIGITS)
    error = explain.standard_error(said.sd, len(totals))
    shares = _shares(found)
    quantified = stated_share(stated)
    result = UncertaintyResult(
        draws=len(totals),
        seed=sampled.seed,
        generator=f"{GENERATOR}, tanji-draws/1",
        stopped=_names(stopped),
        nominal=0.0,
        mean=said.mean,
        median=said.median,
        sd=said.sd,
        interval=Interval(low=said.low, high=said.high, coverage=0.95),
        first_order_mean=found.mean,
        first_order_sd=float(np.sqrt(max(found.variance, 0.0))),
        why=_names(explain.why(nominal, said.mean, error, found)),
        shares=shares[:LISTED],
        rest_share=_rest(shares[:LISTED], found),
        stated_share=quantified,
        unquantified=_unquantified(stated),
        background=sampled.releases,
    )
    body = rounded(result.model_dump(mode="json", exclude_none=True), DRAWN_DIGITS)
    return UncertaintyResult.model_validate({**body, "nominal": nominal})


def _names(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _rest(listed: list[VarianceShare], found: FirstOrder) -> float:
    """The share of all sources that are not listed; what rounding leaves is nothing."""
    rest = 1 - fsum(share.share for share in listed)
    return rest if found.variance > 0 and rest > 1e-9 else 0.0


def _shares(found: FirstOrder) -> list[VarianceShare]:
    """Every source with its share of the variance, the largest first; background by exchanges."""
    parts: list[Part | Effect] = [effect for effect in found.effects if effect.source.kind != "background"]
    ordered = sorted([*parts, *found.parts], key=lambda part: -part.variance)
    return [
        VarianceShare(
            source=part.source.shown,
            kind=part.source.kind,
            names=part.source.names,
            share=part.variance / found.variance if found.variance > 0 else 0.0,
            low=part.low,
            high=part.high,
        )
        for part in ordered
    ]


def _unquantified(stated: Stated) -> tuple[Unquantified, ...]:
    """Every line of which amount or factor has no stated uncertainty, the largest first."""
    found = [
        Unquantified(activity=row.line.id, names=row.line.activity.names, what=_lacks(row), score=float(score))
        for row, score in scores(stated, Draws())
        if not (row.amount_stated and row.factor_stated)
    ]
    return tuple(sorted(found, key=lambda each: -abs(each.score)))


def _lacks(row: Row) -> Literal["amount", "factor", "both"]:
    if row.amount_stated:
        return "factor"
    return "amount" if row.factor_stated else "both"
