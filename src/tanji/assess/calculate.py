"""Study, background and method to footprint: amount × intensity, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from tanji.assess.coverage import cover, mass_kg
from tanji.assess.expand import Line, expand
from tanji.assess.judge import judge, judge_flows, judge_inputs
from tanji.assess.metrology import metered
from tanji.assess.rounding import DIGITS, rounded
from tanji.assess.supply import MissingInput, Suppliers, Supply
from tanji.background import flow_factors
from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.document import Document, Ref, digest, ref
from tanji.model.finding import Finding
from tanji.model.footprint import Footprint, LineScore, Score, StageScore
from tanji.model.method import Method
from tanji.model.study import FootprintLink, Stage, Study, StudyLink

DEPTH = 8
"""How many studies may stand behind one another. A circle cannot be: each names the next by its digest."""


def calculate(
    study: Study,
    background: Mapping[str, Opened],
    method: Method,
    *,
    inputs: Mapping[str, Document] | None = None,
    engine: str,
) -> Footprint:
    """The footprint of a study per unit of analysis, in kg CO2e, every number rounded to 12 significant digits.

    `background` are opened releases by database; `inputs` the footprints and studies of suppliers by digest.
    What has no factor or no amount is in `coverage.unlinked`, never counted as 0.
    Refuses BadStudy, Unsuitable, MissingInput; and ReleaseMismatch where the study names another release.
    """
    return _calculate(study, Suppliers(background, method, inputs or {}), engine, 0)


class ReleaseMismatch(MissingInput):
    """The study names a release by digest, and another one was opened."""

    code = "CAL-004"


def _calculate(study: Study, given: Suppliers, engine: str, depth: int) -> Footprint:
    if depth > DEPTH:
        raise MissingInput(
            Text(zh=f"研究层数超过 {DEPTH}", en=f"Studies stand more than {DEPTH} deep behind one another"),
            Text(zh="请改用供应商已算出的碳足迹文件。", en="Take the supplier's finished footprint instead."),
        )
    _same_releases(study, given.background)

    def footprint_of(other: Study) -> Footprint:
        return _calculate(other, given, engine, depth + 1)

    suppliers = Suppliers(given.background, given.method, given.inputs, footprint_of)
    lines = [(line, suppliers.of(line)) for line in expand(study)]
    scored = [
        _scored(line, supply, suppliers) for line, supply in lines if supply is not None and line.amount is not None
    ]
    total = Score.sum(line.score for line in scored)
    coverage = cover(lines, scored, given.background, given.method)
    supplied = {key: value for key, value in given.inputs.items() if isinstance(value, Footprint)}
    by_gas = [each.id for each in _used(scored, given.background) if _by_gas(given, each.id)]
    findings = (*judge(study, lines, coverage, given.method), *judge_inputs(study, supplied, digest(given.method)))
    footprint = Footprint(
        id=study.id,
        version=study.version,
        names=study.names,
        product=study.product.names,
        maker=study.product.maker.name if study.product.maker else None,
        unit=study.unit,
        boundary=study.boundary,
        period=None if study.period is None else (study.period.start.isoformat(), study.period.end.isoformat()),
        location=study.location,
        score=total,
        grid_score=_grid(scored),
        stages=_stages(scored, total),
        lines=tuple(line.model_copy(update={"share": _share(line.score, total)}) for line in scored),
        biogenic_carbon_kg=_per_unit(study.product.biogenic_carbon_kg, study),
        biogenic_carbon_packaging_kg=_per_unit(study.product.biogenic_carbon_packaging_kg, study),
        coverage=coverage,
        findings=(*findings, *judge_flows(by_gas, given.method), *_read(study, given.inputs)),
        assumptions=study.assumptions,
        limitations=study.limitations,
        study=ref(study),
        releases=_used(scored, given.background),
        method=ref(given.method),
        inputs=_inputs(study, given.inputs),
        engine=engine,
        scenario=study.scenario,
    )
    return _rounded(footprint)


def _by_gas(given: Suppliers, database: str) -> bool:
    """Whether the method gives factors by flow, and to none of the flows of this database."""
    return flow_factors.by_gas(given.background[database].table("elementary"), given.method)


def _same_releases(study: Study, background: Mapping[str, Opened]) -> None:
    for use in study.releases:
        opened = background.get(use.database)
        if opened is not None and use.digest is not None and opened.ref.digest != use.digest:
            raise ReleaseMismatch(
                Text(
                    zh=f"研究用的是 {use.database} {use.version or ''}（{use.digest}），打开的是 {opened.ref.digest}",
                    en=f"The study uses {use.database} {use.version or ''} ({use.digest}), not {opened.ref.digest}",
                ),
                Text(zh="请打开研究所用的发布版。", en="Open the release that the study names."),
            )


def _read(study: Study, documents: Mapping[str, Document]) -> tuple[Finding, ...]:
    """What the register says of the amounts that were read from meters, where the study has one."""
    read = metered(study, documents).values() if study.meters else ()
    return tuple(finding for each in read for finding in each.findings)


def _scored(line: Line, supply: Supply, suppliers: Suppliers) -> LineScore:
    amount, activity = line.amount or 0.0, line.activity
    return LineScore(
        activity=line.id,
        names=activity.names,
        kind=activity.kind,
        stage=activity.stage,
        step=line.step,
        amount=amount,
        unit=line.unit or "",
        intensity=supply.intensity,
        score=supply.intensity.times(amount),
        supplier=supply.supplier,
        listing=supply.listing,
        factor_source=supply.source,
        factor_unverified=supply.unverified,
        data=activity.data,
        grid_score=_grid_score(line, suppliers),
        mass_kg=mass_kg(line),
    )


def _grid_score(line: Line, suppliers: Suppliers) -> Score | None:
    """With the grid average, of a line whose electricity is treated otherwise."""
    terms = line.activity.electricity
    if terms is None or terms.treatment == "grid" or terms.grid is None or line.amount is None:
        return None
    supply = suppliers.by(terms.grid, line)
    return None if supply is None else supply.intensity.times(line.amount)


def _grid(scored: list[LineScore]) -> Score | None:
    if all(line.grid_score is None for line in scored):
        return None
    return Score.sum(line.score if line.grid_score is None else line.grid_score for line in scored)


def _stages(scored: list[LineScore], total: Score) -> tuple[StageScore, ...]:
    made = []
    for stage in Stage:
        parts = [line.score for line in scored if line.stage is stage]
        if parts:
            score = Score.sum(parts)
            made.append(StageScore(stage=stage, score=score, share=_share(score, total)))
    return tuple(made)


def _share(score: Score, total: Score) -> float | None:
    return score.total / total.total if total.total else None


def _per_unit(value: float | None, study: Study) -> float | None:
    """Something given per unit of output, per unit of analysis."""
    return None if value is None else fsum((value * study.reference_flow,))


def _used(scored: list[LineScore], background: Mapping[str, Opened]) -> tuple[Ref, ...]:
    databases = sorted({line.listing.database for line in scored if line.listing is not None})
    return tuple(background[database].ref for database in databases)


def _inputs(study: Study, given: Mapping[str, Document]) -> tuple[Ref, ...]:
    named = [a.link.footprint for a in study.activities if isinstance(a.link, FootprintLink)]
    named += [a.link.study for a in study.activities if isinstance(a.link, StudyLink)]
    unique = {entry.digest: entry for entry in named if entry.digest in given}
    return tuple(unique[key] for key in sorted(unique))


def _rounded(footprint: Footprint) -> Footprint:
    """The same footprint with every float at 12 significant digits, half to even."""
    body = rounded(footprint.model_dump(mode="json", exclude_none=True), DIGITS)
    return Footprint.model_validate(body)
