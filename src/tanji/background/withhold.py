"""A footprint as everybody may see it: licensed values withheld, and no sum kept from which one could be computed.

Of a line whose process may not be shown, amount, factor and score are withheld. Totals and sums of stages are kept
only where neither they nor their differences let anybody estimate a withheld value closely, not even who knows all
amounts and the value of another line (`suppress`, by the rule of `rights_rules`). Where one could, other lines are
withheld too, and of the sums only the total is kept. Digests are left out: whoever knows all but one number of a
document could try out that number against them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tanji.background.opened import Opened
from tanji.background.rights import closed, showing_through, standings
from tanji.background.rights_rules import RightsRules, rights_rules
from tanji.background.suppress import TOTAL, Key, Part, Plan, amount_of, suppress
from tanji.errors import Text
from tanji.model.document import Names, Value
from tanji.model.finding import Finding, note, warning
from tanji.model.footprint import Footprint, LineScore, Score
from tanji.model.listing import Listing
from tanji.model.rights import Permission
from tanji.model.study import Boundary, Stage, UnitOfAnalysis

Why = Literal["rights", "protects"]


class PublicSum(Value):
    """A sum as everybody may see it; missing where it is withheld."""

    total: float | None = None
    score: Score | None = None
    """By all indicators; missing where only the total may be shown."""
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
    rules: str
    """By which sums were withheld (`tanji.background.rights_rules`)."""
    codes: tuple[str, ...]
    """Of the findings; their sentences may hold figures."""
    findings: tuple[Finding, ...]
    """What is withheld."""


def public(
    footprint: Footprint,
    background: Mapping[str, Opened],
    *,
    also: Collection[str] = (),
    rules: RightsRules | None = None,
) -> PublicFootprint:
    """A footprint as everybody may see it. `background` are the releases that it was made from, by database.

    A line whose release is not given counts as one that may not be shown; `also` are activities to withhold besides;
    rules: those in force where none are given.
    """
    rules = rules or rights_rules()
    seen = {database: _seen(opened) for database, opened in background.items()}
    hidden = _parts(footprint, background, seen, also)
    plan = suppress(footprint, hidden, rules.within)
    why: dict[str, Why] = {**dict.fromkeys(plan.protecting, "protects"), **dict.fromkeys(hidden, "rights")}
    lines = tuple(_line(line, why.get(line.activity), plan, seen) for line in footprint.lines)
    sums = {stage.stage: _sum(stage.score, stage.share, stage.stage, plan) for stage in footprint.stages}
    return PublicFootprint(
        id=footprint.id,
        version=footprint.version,
        names=footprint.names,
        product=footprint.product,
        maker=footprint.maker,
        unit=footprint.unit,
        boundary=footprint.boundary,
        period=footprint.period,
        score=_sum(footprint.score, None, TOTAL, plan),
        stages=sums,
        lines=lines,
        lines_not_linked=len(footprint.coverage.unlinked),
        method=footprint.method.id,
        releases=tuple(f"{release.id} {release.version}" for release in footprint.releases),
        engine=footprint.engine,
        rules=rules.id,
        codes=tuple(sorted({finding.code for finding in footprint.findings})),
        findings=tuple(_said(len(hidden), plan, sums, rules)),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What everybody may see of a process: whether its results, how much of itself, and whose it is."""

    result: bool
    permission: Permission
    owner: str


def _seen(opened: Opened) -> Mapping[str, _Seen]:
    places = opened.table("listings")["document"].to_list()
    of = standings(opened)
    return {
        process: _Seen(not shut, of[place].permission, of[place].rights.owner or opened.manifest.id)
        for process, shut, place in zip(opened.positions, closed(opened).tolist(), places, strict=True)
    }


def _of(line: LineScore, seen: Mapping[str, Mapping[str, _Seen]]) -> _Seen:
    """Of the process of a line; one that is not given may not be shown."""
    assert line.listing is not None  # noqa: S101 - the caller looked
    database = line.listing.database
    return seen.get(database, {}).get(line.listing.process, _Seen(False, Permission.metadata, database))


def _parts(
    footprint: Footprint,
    background: Mapping[str, Opened],
    seen: Mapping[str, Mapping[str, _Seen]],
    also: Collection[str],
) -> Mapping[str, Part]:
    """What is not public of each line that is withheld by rights or wish."""
    closed_lines = [line for line in footprint.lines if line.listing is not None and not _of(line, seen).result]
    top = _joined([_key(line) for line in closed_lines], background)
    holders: dict[Key, frozenset[str]] = {}
    for key, root in top.items():
        known = seen.get(key[0], {}).get(key[1])
        holders[root] = holders.get(root, frozenset()) | {known.owner if known else key[0]}
    found = {line.activity: amount_of(line) for line in footprint.lines if line.activity in also}
    for line in closed_lines:
        root = top[_key(line)]
        recipe = _of(line, seen).permission is Permission.values
        found[line.activity] = Part(root, holders[root], "recipe" if recipe else "process")
    return found


def _key(line: LineScore) -> Key:
    return (line.listing.database, line.listing.process) if line.listing else ("", line.activity)


def _joined(keys: Iterable[Key], background: Mapping[str, Opened]) -> Mapping[Key, Key]:
    """One key for those that hang together: an open recipe relates its result to those of the suppliers behind it."""
    root: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    for database, process in dict.fromkeys(keys):
        here = top((database, process))
        opened = background.get(database)
        if opened is None or process not in opened.positions:
            continue
        for other in showing_through(opened, process):
            root[top((database, other))] = top(here)
    return {key: top(key) for key in list(root)}


def _line(line: LineScore, why: Why | None, plan: Plan, seen: Mapping[str, Mapping[str, _Seen]]) -> PublicLine:
    listing = line.listing
    if listing is not None and _of(line, seen).permission is Permission.nothing:
        listing = None
    figures = {"amount": line.amount, "unit": line.unit, "intensity": line.intensity, "score": line.score}
    return PublicLine(
        activity=line.activity,
        names=line.names,
        stage=line.stage,
        supplier=line.supplier,
        listing=listing,
        factor_source=None if why == "rights" else line.factor_source,
        withheld=why,
        share=line.share if why is None and TOTAL in plan.kept else None,
        **({} if why else figures),
    )


def _sum(score: Score, share: float | None, name: str, plan: Plan) -> PublicSum:
    if name not in plan.kept:
        return PublicSum()
    return PublicSum(
        total=score.total, score=score if plan.split else None, share=share if TOTAL in plan.kept else None
    )


def _said(hidden: int, plan: Plan, sums: Mapping[Stage, PublicSum], rules: RightsRules) -> Iterator[Finding]:
    """What is withheld, why, and what may be done about it."""
    if hidden:
        yield note(
            "RGT-110",
            Text(
                zh=f"{hidden} 行的数量、因子和结果按数据权利不公开",
                en=f"Amounts, factors and results of {hidden} lines are withheld by rights",
            ),
        )
    if plan.protecting:
        yield note(
            "RGT-111",
            Text(
                zh=f"另有 {len(plan.protecting)} 行一并不公开，以免前者被推算；各项合计只给总量",
                en=f"{len(plan.protecting)} more lines are withheld, so that those can not be computed;"
                " of sums only totals are given",
            ),
        )
    elif not plan.split:
        yield note(
            "RGT-114",
            Text(
                zh="各项合计只给总量，不按气体和来源分列，以免由某一分项推算或估计单个数值",
                en="Of sums only totals are given, not by gas and origin: from one of those a single value could be"
                " computed or estimated",
            ),
        )
    yield from _lost(sum(each.total is None for each in sums.values()), TOTAL not in plan.kept, rules)


def _lost(stages: int, total: bool, rules: RightsRules) -> Iterator[Finding]:
    """Of sums that are withheld."""
    within = f"{rules.percent:g}"
    if stages:
        yield note(
            "RGT-112",
            Text(
                zh=f"{stages} 个阶段的合计不公开（不是零），以免由它推算单个数值，或估计到其 {within}% 以内",
                en=f"The sums of {stages} stages are withheld (they are not zero): single values could be computed from"
                f" them, or estimated to within {within} %",
            ),
        )
    if total:
        yield warning(
            "RGT-113",
            Text(
                zh="总量不公开（不是零）：它几乎只由一个或两个不公开的数值构成，任何人或掌握其中一个的人都可由它推算另一个，"
                f"或估计到其 {within}% 以内",
                en="The total is withheld (it is not zero): it is almost all one or two values that may not be shown;"
                " anybody, or who knows the one, could compute the other from it, or estimate it to within"
                f" {within} %",
            ),
            Text(
                zh="请取得权利人对公开该数值的许可，或改用数值可公开的数据，再重新生成；完整结果只提供给有权使用这些数据的人",
                en="Ask the owner of the data for permission to show the values, or use data whose values are public,"
                " and make the view again; give the whole result to those alone who may use these data",
            ),
        )
