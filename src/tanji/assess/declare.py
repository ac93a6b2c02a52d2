"""A study with its footprint and its conformity, frozen into what the company claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tanji.errors import Refusal, Text
from tanji.model.document import Ref, digest, ref
from tanji.model.footprint import Footprint
from tanji.model.ruleset import Conformity, Ruleset, Verdict
from tanji.model.statement import ESTIMATE, OpenPoint, Statement
from tanji.model.study import ActivityKind, Organisation, Study

NAMED = 5
"""Rules that a refusal names."""


class NotDeclarable(Refusal):
    """A statement that can not be made: an error of one's own data is left, or the documents are not of one study."""

    code = "DCL-001"


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who declares, when, and what it replaces."""

    by: str
    on: date
    supersedes: Ref | None = None
    estimate: bool = False
    """A quick estimate may be made in spite of errors; it says so for ever."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a statement rests on: documents that name each other by digest."""

    study: Study
    footprint: Footprint
    ruleset: Ruleset
    conformity: Conformity


def declare(basis: Basis, declaration: Declaration) -> Statement:
    """The statement, naming the digests of study, footprint, rule set and conformity.

    Refuses NotDeclarable: documents that do not belong together; a rule of severity error on one's own data that fails
    or can not be judged (unless it is an estimate). What is other people's data, or the verifier's, blocks nothing: it
    is in `open_points`.
    """
    _together(basis)
    blocking = [verdict for verdict in basis.conformity.verdicts if blocks(verdict)]
    if blocking and not declaration.estimate:
        raise _left(blocking)
    maker = basis.study.product.maker
    if maker is None:
        raise NotDeclarable(
            Text(zh="没有生产者，无法声明", en="There is no maker, so nobody declares"),
            Text(zh="请在研究中填写生产者。", en="Name the maker in the study."),
        )
    return _statement(basis, declaration, maker)


def blocks(verdict: Verdict) -> bool:
    """Whether a verdict keeps one's own statement from being made."""
    return verdict.severity == "error" and verdict.about == "own" and verdict.outcome in {"fail", "indeterminate"}


def _statement(basis: Basis, declaration: Declaration, maker: Organisation) -> Statement:
    study, footprint, ruleset, conformity = basis.study, basis.footprint, basis.ruleset, basis.conformity
    uncertainty, quality = footprint.uncertainty, footprint.quality
    return Statement(
        id=footprint.id,
        version=footprint.version,
        names=footprint.names,
        product=footprint.product,
        model=study.product.model,
        codes=study.product.codes,
        maker=maker,
        unit=footprint.unit,
        boundary=footprint.boundary,
        stages_covered=tuple(stage.stage for stage in footprint.stages),
        location=footprint.location,
        period=footprint.period,
        score=footprint.score,
        stages=footprint.stages,
        grid_score=footprint.grid_score,
        biogenic_carbon_kg=footprint.biogenic_carbon_kg,
        interval=None if uncertainty is None else uncertainty.interval,
        quality=None if quality is None else quality.rating,
        quality_scheme=None if quality is None else f"{quality.scheme}@{quality.scheme_version}",
        primary_share=footprint.coverage.primary_share,
        linked_mass_share=footprint.coverage.linked_mass_share,
        electricity=_electricity(study),
        allocation=_allocation(study),
        estimate=declaration.estimate,
        notice={"zh": ESTIMATE.zh, "en": ESTIMATE.en} if declaration.estimate else None,
        open_points=tuple(_open(conformity.verdicts)),
        declared_on=declaration.on,
        declared_by=declaration.by,
        study=ref(study),
        footprint=ref(footprint),
        ruleset=ref(ruleset),
        packs=ruleset.packs,
        conformity=ref(conformity),
        method=footprint.method,
        releases=footprint.releases,
        supersedes=declaration.supersedes,
        engine=footprint.engine,
    )


def _together(basis: Basis) -> None:
    footprint, conformity = basis.footprint, basis.conformity
    of_study, of_result, of_rules = digest(basis.study), digest(footprint), digest(basis.ruleset)
    wrong = []
    if footprint.study.digest != of_study or conformity.study.digest != of_study:
        wrong.append(Text(zh="研究", en="study"))
    if conformity.footprint is None or conformity.footprint.digest != of_result:
        wrong.append(Text(zh="碳足迹", en="footprint"))
    if conformity.ruleset.digest != of_rules:
        wrong.append(Text(zh="规则集", en="rule set"))
    if wrong:
        zh, en = "、".join(text.zh for text in wrong), ", ".join(text.en for text in wrong)
        raise NotDeclarable(
            Text(zh=f"文件不属于同一次核算：{zh}的摘要不一致", en=f"The documents do not belong together: {en}"),
            Text(zh="请重新计算并重新核对规则。", en="Compute and check again."),
        )


def _left(blocking: list[Verdict]) -> NotDeclarable:
    zh = "；".join(_said(verdict, "zh") for verdict in blocking[:NAMED])
    en = "; ".join(_said(verdict, "en") for verdict in blocking[:NAMED])
    more = len(blocking) - NAMED
    return NotDeclarable(
        Text(
            zh=f"自有数据还有 {len(blocking)} 处不符合：{zh}{f'；另有 {more} 处' if more > 0 else ''}",
            en=f"{len(blocking)} errors of one's own data are left: {en}{f'; {more} more' if more > 0 else ''}",
        ),
        Text(
            zh="请用 tanji check 查看并改正；快速估算可加 --estimate，但不得用于认证。",
            en="See `tanji check` and correct them; --estimate makes a quick estimate, which no certificate may use.",
        ),
    )


def _said(verdict: Verdict, language: str) -> str:
    names = verdict.message or verdict.names
    text = names.get(language) or next(iter(names.values()), verdict.rule)
    return f"{text}（{verdict.reason}）" if verdict.reason and language == "zh" else text


def _open(verdicts: Iterable[Verdict]) -> Iterable[OpenPoint]:
    for verdict in verdicts:
        if verdict.outcome in {"fail", "indeterminate", "verifier"}:
            yield OpenPoint(
                rule=verdict.rule,
                names=verdict.names,
                outcome=verdict.outcome,
                severity=verdict.severity,
                message=verdict.message,
            )


def _electricity(study: Study) -> Literal["grid", "contract", "mixed", "none"]:
    kinds = {ActivityKind.electricity, ActivityKind.use_energy}
    used = {
        "grid" if activity.electricity is None or activity.electricity.treatment == "grid" else "contract"
        for activity in study.activities
        if activity.kind in kinds
    }
    if not used:
        return "none"
    return "mixed" if len(used) > 1 else "grid" if "grid" in used else "contract"


def _allocation(study: Study) -> tuple[str, ...]:
    used = {step.allocation for step in study.steps if step.co_products}
    return tuple(sorted(used | ({study.allocation} if study.co_products else set())))
