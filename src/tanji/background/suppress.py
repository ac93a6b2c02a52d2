"""Which lines and sums of a footprint are withheld, so that no withheld value can be estimated from what is shown.

A sum less its shown lines is a sum of withheld lines, and so is every difference of sums; of these the p % rule
(`tanji.background.dominance`) must hold. Where it does not, other lines are withheld to keep the total, sums of stages
are given up, and where nothing helps the total itself. Source: primary and secondary cell suppression, Handbook on
Statistical Disclosure Control, 2nd edition (2024), sections 4.2 to 4.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Literal

from tanji.background.dominance import estimable
from tanji.model.footprint import Footprint, LineScore
from tanji.model.method import Indicator
from tanji.model.study import Stage

Key = tuple[str, str]
TOTAL: Final = "total"


@dataclass(frozen=True, slots=True)
class Part:
    """What is not public of a withheld line."""

    key: Key
    """The unknown behind it: lines of one key are known by one figure to whoever knows their amounts."""
    holders: frozenset[str]
    """Who knows its value."""
    unseen: Literal["process", "recipe", "amount"]
    """Its whole value; only what stands behind its public recipe; only how much of a public process it takes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Lines that are withheld to protect others, the sums that are shown, and whether by all indicators."""

    protecting: Mapping[str, Part] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    split: bool = True


def suppress(footprint: Footprint, hidden: Mapping[str, Part], within: float) -> Plan:
    """What to withhold besides the lines of `hidden`, by activity, so that none can be estimated to within a share.

    The total is kept where withholding other lines helps, then as many sums of stages as can be kept with it.
    """
    names = frozenset({TOTAL, *(stage.stage for stage in footprint.stages)})
    if not hidden:
        return Plan(kept=names)
    found = _protectors(footprint, hidden, within)
    case = _Case(footprint, {**hidden, **(found or {})}, frozenset(part.key for part in hidden.values()), within)
    total = frozenset() if found is None else frozenset({TOTAL})
    kept = next(kept | total for kept in case.choices() if case.safe(kept | total, Indicator.total))
    kept |= names - case.stages() - {TOTAL}
    split = not found and all(part.unseen == "process" for part in hidden.values())
    split = split and all(case.safe(kept, indicator) for indicator in Indicator)
    return Plan(found or {}, kept, split)


@dataclass(frozen=True, slots=True)
class _Case:
    """A footprint with its withheld lines, those that must be protected, and the share of the rule."""

    footprint: Footprint
    withheld: Mapping[str, Part]
    protected: frozenset[Key]
    within: float

    def lines(self) -> Iterator[tuple[LineScore, Part]]:
        for line in self.footprint.lines:
            if line.activity in self.withheld:
                yield line, self.withheld[line.activity]

    def stages(self) -> frozenset[str]:
        """Those with a withheld line; the sums of others follow from what is shown."""
        return frozenset(line.stage for line, _ in self.lines())

    def choices(self) -> Iterator[frozenset[str]]:
        """The sums of stages that may be kept together: most first, and of equally many those of most lines."""
        count = {stage: sum(line.stage == stage for line, _ in self.lines()) for stage in sorted(self.stages())}
        for size in range(len(count), -1, -1):
            kept = sorted(combinations(count, size), key=lambda stages: -sum(count[stage] for stage in stages))
            yield from (frozenset(stages) for stages in kept)

    def safe(self, kept: Collection[str], indicator: Indicator) -> bool:
        """Whether nobody can estimate a protected value from these sums."""
        groups = [{stage} for stage in sorted(self.stages()) if stage in kept]
        rest = {stage for stage in self.stages() if stage not in kept}
        groups += [rest] if TOTAL in kept and rest else []
        sums = [self._sum(group, indicator) for group in groups]
        silent = {part.key for _, part in self.lines() if part.unseen == "recipe"}
        near = estimable(sums, self.within, silent=silent, holdings=self._holdings())
        return not near & self.protected

    def _sum(self, stages: Collection[str], indicator: Indicator) -> dict[Key, float]:
        found: dict[Key, float] = {}
        for line, part in self.lines():
            if line.stage in stages:
                found[part.key] = found.get(part.key, 0.0) + float(getattr(line.score, indicator.value))
        return found

    def _holdings(self) -> list[set[Key]]:
        """The unknowns that one holder knows together; what is another's too, it does not know whole."""
        of: dict[Key, frozenset[str]] = {}
        for _, part in self.lines():
            of[part.key] = of.get(part.key, frozenset()) | part.holders
        holders = dict.fromkeys(holder for _, part in self.lines() for holder in part.holders)
        return [{key for key, known in of.items() if known == {holder}} for holder in holders]


def _protectors(footprint: Footprint, hidden: Mapping[str, Part], within: float) -> Mapping[str, Part] | None:
    """The lines that must be withheld too so that the total can be shown; None where all of them would not do.

    Withholding one more never helps a reader, so the number of them is found by halving.
    """
    ranked = _ranked(footprint, hidden, within)
    protected = frozenset(part.key for part in hidden.values())

    def first(count: int) -> Mapping[str, Part]:
        return {line.activity: amount_of(line) for line in ranked[:count]}

    def enough(count: int) -> bool:
        return _Case(footprint, {**hidden, **first(count)}, protected, within).safe({TOTAL}, Indicator.total)

    if not enough(len(ranked)):
        return None
    return first(bisect_left(range(len(ranked)), True, key=enough))


def _ranked(footprint: Footprint, hidden: Mapping[str, Part], within: float) -> Sequence[LineScore]:
    """The other lines, best first: large enough to hide the largest value, of a stage of theirs, and no larger."""
    sizes: dict[Key, float] = {}
    for line in footprint.lines:
        if line.activity in hidden:
            key = hidden[line.activity].key
            sizes[key] = sizes.get(key, 0.0) + abs(line.score.total)
    enough = within * max(sizes.values())
    stages = {Stage(line.stage) for line in footprint.lines if line.activity in hidden}

    def rank(line: LineScore) -> tuple[bool, bool, float]:
        size = abs(line.score.total)
        return size < enough, line.stage not in stages, -size if size < enough else size

    free = [line for line in footprint.lines if line.activity not in hidden and line.score.total]
    return sorted(free, key=rank)


def amount_of(line: LineScore) -> Part:
    """Of a line whose process is public only its amount can be withheld; whoever supplies it knows that."""
    supplier = f"{line.listing.database}:{line.listing.process}" if line.listing else line.activity
    return Part(("", line.activity), frozenset({supplier}), "amount")
