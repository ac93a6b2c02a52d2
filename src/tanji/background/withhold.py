"""A footprint as everybody may see it: licensed values withheld, and no sum kept from which one could be computed.

Of a line whose process may not be shown, amount, factor and score are withheld. Totals and sums of stages are kept
only where at least two withheld processes stand behind each difference of them, even for a reader who knows all
amounts. Where only one does, another line is withheld with it, and of the sums only the total is kept. Digests are left
out: whoever knows all but one number of a document could try out that number against them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from tanji.background.disclosure import recoverable
from tanji.background.opened import Opened
from tanji.background.rights import closed, permissions, showing_through
from tanji.errors import Text
from tanji.model.document import Names, Value
from tanji.model.finding import Finding, Severity, note, warning
from tanji.model.footprint import Footprint, LineScore, Score
from tanji.model.listing import Listing
from tanji.model.rights import Permission
from tanji.model.study import Boundary, Stage, UnitOfAnalysis

Why = Literal["rights", "protects"]
Key = tuple[str, str]

ENOUGH: Final = 0.1
"""A line that is withheld to protect another has at least this part of its score, where there is one."""
_TOTAL: Final = "total"


class PublicSum(Value):
    """A sum as everybody may see it; missing where it is withheld."""

    total: float | None = None
    score: Score | None = None
    """All its lines; missing where only the total may be shown."""
    share: float | None = None


class PublicLine(Value):
    """A line as everybody may see it; `withheld` says why its figures are missing.

    `rights`: its process may not be shown; `protects`: without it another one could be computed.
    """

    activity: str
    names: Names
    stage: Stage
    unit: str | None = None
    amount: float | None = None
    intensity: Score | None = None
    score: Score | None = None
    share: float | None = None
    supplier: str
    listing: Listing | None = None
    factor_source: str | None = None
    withheld: Why | None = None


class PublicFootprint(Value):
    """What everybody may see of a footprint, and in words what is withheld."""

    id: str
    version: str
    names: Names
    product: Names
    maker: str | None = None
    unit: UnitOfAnalysis
    boundary: Boundary
    period: tuple[str, str] | None = None
    score: PublicSum
    stages: dict[Stage, PublicSum]
    lines: tuple[PublicLine, ...]
    lines_not_linked: int
    method: str
    releases: tuple[str, ...]
    engine: str
    codes: tuple[str, ...]
    """Of the findings; their sentences may hold figures."""
    findings: tuple[Finding, ...]
    """What is withheld."""


def public(footprint: Footprint, background: Mapping[str, Opened], *, also: Collection[str] = ()) -> PublicFootprint:
    """A footprint as everybody may see it. `background` are the releases that it was made from, by database.

    A line whose release is not given counts as one that may not be shown; `also` are activities to withhold besides.
    """
    shown = {database: _shown(opened) for database, opened in background.items()}
    hidden = {line.activity: _key(line) for line in footprint.lines if _is_hidden(line, shown, also)}
    plan = _plan(footprint, _joined(hidden, background))
    lines = tuple(_line(line, plan, shown) for line in footprint.lines)
    sums = {stage.stage: _sum(stage.score, stage.share, plan.keeps(stage.stage), plan) for stage in footprint.stages}
    return PublicFootprint(
        id=footprint.id,
        version=footprint.version,
        names=footprint.names,
        product=footprint.product,
        maker=footprint.maker,
        unit=footprint.unit,
        boundary=footprint.boundary,
        period=footprint.period,
        score=_sum(footprint.score, None, plan.keeps(_TOTAL), plan),
        stages=sums,
        lines=lines,
        lines_not_linked=len(footprint.coverage.unlinked),
        method=footprint.method.id,
        releases=tuple(f"{release.id} {release.version}" for release in footprint.releases),
        engine=footprint.engine,
        codes=tuple(sorted({finding.code for finding in footprint.findings})),
        findings=tuple(_said(plan, sums)),
    )


@dataclass(slots=True)
class _Plan:
    """Which lines are withheld (by rights, or to protect these), and which sums are kept."""

    hidden: Mapping[str, Key]
    protecting: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)

    def keeps(self, name: str) -> bool:
        return name in self.kept


def _plan(footprint: Footprint, hidden: Mapping[str, Key]) -> _Plan:
    """Withhold sums, then lines, until no withheld line can be computed."""
    plan = _Plan(hidden)
    names = [_TOTAL, *(stage.stage for stage in footprint.stages)]
    if not hidden:
        plan.kept = set(names)
        return plan
    while True:
        plan.kept = _kept(footprint, plan, names)
        if _TOTAL in plan.kept:
            return plan
        other = _protector(footprint, plan)
        if other is None:
            return plan
        plan.protecting.append(other)


def _kept(footprint: Footprint, plan: _Plan, names: Sequence[str]) -> set[str]:
    """The sums that may be kept together: those of fewest withheld lines are given up first, the total last."""
    models = _models(footprint, plan)
    kept = list(names)
    while kept and any(recoverable([model[name] for name in kept]) for model in models):
        stages = [name for name in kept if name != _TOTAL and models[0][name]]
        kept.remove(min(stages, key=lambda name: len(models[0][name])) if stages else _TOTAL)
    return set(kept)


def _models(footprint: Footprint, plan: _Plan) -> tuple[Mapping[str, Mapping[Key, float]], ...]:
    """The withheld part of every sum, as two readers see it: one knows no amount, the other knows all of them."""
    by_line: dict[str, dict[Key, float]] = {_TOTAL: {}, **{stage.stage: {} for stage in footprint.stages}}
    by_process: dict[str, dict[Key, float]] = {name: {} for name in by_line}
    first: dict[Key, float] = {}
    for line in footprint.lines:
        if line.activity not in plan.hidden and line.activity not in plan.protecting:
            continue
        own = ("", line.activity)
        key = plan.hidden.get(line.activity, own)
        size = line.score.total or line.amount
        first.setdefault(key, size)
        for name in (_TOTAL, line.stage):
            by_line[name][own] = 1.0
            part = size / first[key] if first[key] else 1.0
            by_process[name][key] = by_process[name].get(key, 0.0) + part
    return by_process, by_line


def _protector(footprint: Footprint, plan: _Plan) -> str | None:
    """Another line to withhold: large enough to hide the others, of their stage if it can be, and no larger."""
    withheld = [line for line in footprint.lines if line.activity in plan.hidden]
    largest = max(abs(line.score.total) for line in withheld)
    stages = {line.stage for line in withheld}
    free = [
        line
        for line in footprint.lines
        if line.activity not in plan.hidden and line.activity not in plan.protecting and line.score.total
    ]
    if not free:
        return None

    def rank(line: LineScore) -> tuple[bool, bool, float]:
        size = abs(line.score.total)
        small = size < ENOUGH * largest
        return small, line.stage not in stages, -size if small else size

    return min(free, key=rank).activity


def _key(line: LineScore) -> Key:
    return (line.listing.database, line.listing.process) if line.listing else ("", line.activity)


def _joined(hidden: Mapping[str, Key], background: Mapping[str, Opened]) -> Mapping[str, Key]:
    """The same lines, those under one key that hang together: an open recipe relates its result to its suppliers'."""
    root: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while root.get(key, key) != key:
            key = root[key]
        return key

    for database, process in dict.fromkeys(hidden.values()):
        opened = background.get(database)
        if opened is None or process not in opened.positions:
            continue
        for other in showing_through(opened, process):
            root[top((database, process))] = top((database, other))
    return {activity: top(key) for activity, key in hidden.items()}


def _shown(opened: Opened) -> Mapping[str, tuple[bool, Permission]]:
    """By process: whether its results may be shown, and its permission."""
    pairs = zip(opened.positions, closed(opened).tolist(), permissions(opened), strict=True)
    return {process: (not shut, permission) for process, shut, permission in pairs}


def _is_hidden(
    line: LineScore, shown: Mapping[str, Mapping[str, tuple[bool, Permission]]], also: Collection[str]
) -> bool:
    if line.activity in also:
        return True
    if line.listing is None:
        return False
    return not shown.get(line.listing.database, {}).get(line.listing.process, (False, Permission.metadata))[0]


def _line(line: LineScore, plan: _Plan, shown: Mapping[str, Mapping[str, tuple[bool, Permission]]]) -> PublicLine:
    listing = line.listing
    if listing is not None:
        of = shown.get(listing.database, {}).get(listing.process, (False, Permission.metadata))
        listing = None if of[1] is Permission.nothing else listing
    why: Why | None = "rights" if line.activity in plan.hidden else None
    why = "protects" if line.activity in plan.protecting else why
    figures = {"amount": line.amount, "unit": line.unit, "intensity": line.intensity, "score": line.score}
    return PublicLine(
        activity=line.activity,
        names=line.names,
        stage=line.stage,
        supplier=line.supplier,
        listing=listing,
        factor_source=None if why == "rights" else line.factor_source,
        withheld=why,
        share=line.share if why is None and plan.keeps(_TOTAL) else None,
        **({} if why else figures),
    )


def _sum(score: Score, share: float | None, kept: bool, plan: _Plan) -> PublicSum:
    if not kept:
        return PublicSum()
    whole = None if plan.protecting else score
    return PublicSum(total=score.total, score=whole, share=share if plan.keeps(_TOTAL) else None)


def _said(plan: _Plan, sums: Mapping[Stage, PublicSum]) -> list[Finding]:
    found = []
    if plan.hidden:
        found.append(
            note(
                "RGT-110",
                Text(
                    zh=f"{len(plan.hidden)} 行的数量、因子和结果按数据权利不公开",
                    en=f"Amounts, factors and results of {len(plan.hidden)} lines are withheld by rights",
                ),
            )
        )
    if plan.protecting:
        found.append(
            note(
                "RGT-111",
                Text(
                    zh=f"另有 {len(plan.protecting)} 行一并不公开，以免前者被推算；各项合计只给总量",
                    en=f"{len(plan.protecting)} more lines are withheld, so that those can not be computed;"
                    " of sums only totals are given",
                ),
            )
        )
    lost = sum(each.total is None for each in sums.values())
    if lost:
        found.append(
            note(
                "RGT-112",
                Text(
                    zh=f"{lost} 个阶段的合计不公开，以免推算出单个数值",
                    en=f"The sums of {lost} stages are withheld, because single values could be computed from them",
                ),
            )
        )
    if not plan.keeps(_TOTAL):
        text = Text(
            zh="总量不公开：它只由一个不公开的过程构成",
            en="The total is withheld: a single process that may not be shown makes it up",
        )
        found.append(warning("RGT-113", text))
    assert all(finding.severity is not Severity.error for finding in found)  # noqa: S101 - these inform, they stop nothing
    return found
