"""The same product across databases and years: whether figures may be compared at all, and only then the figures.

Each candidate is judged on unit, what its factor covers, name, place, year, technology, basis of the warming potentials
and allocation. The worst judgement is the verdict; a figure stands only where one may be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tanji.background.match import EXACT, Want, match
from tanji.background.measure import converted
from tanji.background.names import folded
from tanji.background.opened import Opened
from tanji.background.rights import closed
from tanji.errors import Text
from tanji.model.listing import Candidate, Listing
from tanji.model.method import Method
from tanji.model.process import FactorKind

NEAR: Final = 5
"""Years apart from which on a figure is for reference only. Tanji's own limit, as for matching names."""


class Verdict(StrEnum):
    """Whether two figures may be compared, from best to worst."""

    direct = "direct"
    converted = "converted"
    reference = "reference"
    incomparable = "incomparable"


VERDICTS: Final = {
    Verdict.direct: Text(zh="直接可比", en="directly comparable"),
    Verdict.converted: Text(zh="换算后可比", en="comparable after conversion"),
    Verdict.reference: Text(zh="仅作参考", en="for reference only"),
    Verdict.incomparable: Text(zh="不可比", en="not comparable"),
}
_ORDER: Final = tuple(Verdict)
_YEAR: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)年?")
_BETWEEN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One aspect of a comparison, what it comes to and why."""

    aspect: str
    verdict: Verdict
    reason: Text


@dataclass(frozen=True, slots=True)
class Peer:
    """A candidate with its verdict first; `value` is in kg CO2e per unit of the subject, missing where not comparable.

    `withheld`: the figure may not be shown to everybody.
    """

    listing: Listing
    likeness: float
    verdict: Verdict
    judgements: tuple[Judgement, ...]
    value: float | None
    withheld: bool


LEAST: Final = 0.38
"""Names less alike than this are of something else."""


@dataclass(frozen=True, slots=True)
class Peers:
    """A process and its peers, the best verdict first."""

    subject: Listing
    value: float | None
    withheld: bool
    method: str
    peers: tuple[Peer, ...]

    def public(self) -> Peers:
        """The same without the figures that may not be shown to everybody."""
        kept = tuple(replace(peer, value=None) if peer.withheld else peer for peer in self.peers)
        return replace(self, peers=kept, value=None if self.withheld else self.value)


def peers(subject: tuple[Opened, str], databases: Sequence[Opened], method: Method, *, limit: int = 10) -> Peers:
    """The peers of a process in several releases (also other versions of its own), at most `limit` from each.

    Candidates bear its name or a like one, or stand in its class with a word of its name. Refuses UnknownProcess.
    """
    own, process = subject
    listing = own.get(process)
    value = own.score(process, method).total
    found: list[Peer] = []
    for opened in databases:
        shut = closed(opened)
        for candidate in _candidates(listing, opened, limit):
            other = candidate.listing
            if opened.ref.digest == own.ref.digest and other.process == process:
                continue
            judged = tuple(_judged(listing, candidate, (own, opened), method))
            verdict = max((each.verdict for each in judged), key=_ORDER.index)
            figure = None if verdict is Verdict.incomparable else _value(listing, other, opened, method)
            hidden = bool(shut[opened.positions[other.process]])
            found.append(Peer(other, candidate.score, verdict, judged, figure, hidden))
    found.sort(
        key=lambda peer: (_ORDER.index(peer.verdict), -peer.likeness, peer.listing.database, peer.listing.version)
    )
    withheld = bool(closed(own)[own.positions[process]])
    return Peers(listing, value, withheld, method.id, tuple(found))


def _candidates(subject: Listing, opened: Opened, limit: int) -> list[Candidate]:
    """By name as in matching, and by words, which also finds what is measured in something else."""
    want = Want(unit=subject.unit, quantity_kind=None, factor_kinds=frozenset(FactorKind))
    best: dict[str, Candidate] = {}
    for name in dict.fromkeys(subject.names.values()):
        by_words = [each for each in opened.search(name, limit=limit) if each.score == 1.0]
        lesser = [each.model_copy(update={"score": _likeness(subject, each.listing)}) for each in by_words]
        alike = [each for each in match(name, [opened], want=want, limit=limit) if each.score >= LEAST]
        for candidate in (*alike, *lesser):
            known = best.get(candidate.listing.process)
            if known is None or candidate.score > known.score:
                best[candidate.listing.process] = candidate
    return sorted(best.values(), key=lambda each: (-each.score, each.listing.process))[:limit]


def _likeness(subject: Listing, other: Listing) -> float:
    """Of two that hold the same words: 1 where a name is equal, else less than that; the same class counts."""
    names = {folded(name) for name in subject.names.values()}
    if names & {folded(name) for name in (*other.names.values(), *other.aliases)}:
        return 1.0
    return 0.8 if subject.category and folded(subject.category) == folded(other.category or "") else 0.6


def _value(subject: Listing, other: Listing, opened: Opened, method: Method) -> float | None:
    per = converted(subject.unit, other.unit)
    return None if per is None else opened.score(other.process, method).total * per


def _judged(
    subject: Listing, candidate: Candidate, releases: tuple[Opened, Opened], method: Method
) -> Iterator[Judgement]:
    other = candidate.listing
    yield _unit(subject, other)
    yield _covers(subject, other)
    yield _name(subject, candidate)
    yield _place(subject, other)
    yield _year(subject, other)
    yield _technology(subject, other)
    yield from _basis(subject, other, method)
    yield from _allocation(*releases)


def _unit(subject: Listing, other: Listing) -> Judgement:
    kinds = (subject.quantity_kind, other.quantity_kind)
    if converted(subject.unit, other.unit) is None or (None not in kinds and kinds[0] is not kinds[1]):
        here, there = (f"{each.unit} ({each.quantity_kind or '?'})" for each in (subject, other))
        text = Text(zh=f"计量不同：{here} 与 {there}", en=f"measured in something else: {here} and {there}")
        return Judgement("unit", Verdict.incomparable, text)
    if subject.unit == other.unit:
        return Judgement("unit", Verdict.direct, Text(zh="单位相同", en="same unit"))
    text = Text(zh=f"由 {other.unit} 换算为 {subject.unit}", en=f"converted from {other.unit} to {subject.unit}")
    return Judgement("unit", Verdict.converted, text)


def _covers(subject: Listing, other: Listing) -> Judgement:
    if subject.factor_kind is other.factor_kind:
        return Judgement("boundary", Verdict.direct, Text(zh="因子范围相同", en="same kind of factor"))
    text = Text(
        zh=f"因子范围不同：{subject.factor_kind} 与 {other.factor_kind}",
        en=f"factors of other kinds: {subject.factor_kind} and {other.factor_kind}",
    )
    return Judgement("boundary", Verdict.incomparable, text)


def _name(subject: Listing, candidate: Candidate) -> Judgement:
    if candidate.score >= EXACT:
        return Judgement("product", Verdict.direct, Text(zh="名称一致", en="same name"))
    if _essence(subject) & _essence(candidate.listing):
        text = Text(zh="除年份和地域外名称一致", en="same name but for year and place")
        return Judgement("product", Verdict.direct, text)
    percent = f"{100 * candidate.score:.0f} %"
    text = Text(zh=f"名称只是相近（{percent}）", en=f"its name is only like it ({percent})")
    return Judgement("product", Verdict.reference, text)


def _essence(listing: Listing) -> frozenset[str]:
    """The names of a process without years and without the code of its place, which are judged on their own."""
    place = re.escape((listing.location or "").casefold()) or "$."
    found = (folded(name) for name in listing.names.values())
    bare = (re.sub(rf"(?<!\w){place}(?!\w)", " ", _YEAR.sub(" ", name)) for name in found)
    return frozenset(essence for name in bare if (essence := " ".join(_BETWEEN.sub(" ", name).split())))


def _place(subject: Listing, other: Listing) -> Judgement:
    here, there = (subject.location or "?", other.location or "?")
    if "?" in {here, there}:
        text = Text(zh="地域没有写明", en="a place is not stated")
        return Judgement("place", Verdict.reference, text)
    if here.casefold() == there.casefold():
        return Judgement("place", Verdict.direct, Text(zh="地域相同", en="same place"))
    text = Text(zh=f"地域不同：{here} 与 {there}", en=f"other places: {here} and {there}")
    return Judgement("place", Verdict.reference, text)


def _year(subject: Listing, other: Listing) -> Judgement:
    if subject.year is None or other.year is None:
        return Judgement("year", Verdict.reference, Text(zh="年份没有写明", en="a year is not stated"))
    apart = abs(subject.year - other.year)
    text = Text(zh=f"{subject.year} 年与 {other.year} 年", en=f"{subject.year} and {other.year}")
    return Judgement("year", Verdict.direct if apart <= NEAR else Verdict.reference, text)


def _technology(subject: Listing, other: Listing) -> Judgement:
    here, there = subject.technology, other.technology
    if here and there and folded(here) != folded(there):
        text = Text(zh="技术描述不同", en="described as other technologies")
        return Judgement("technology", Verdict.reference, text)
    if here and there:
        return Judgement("technology", Verdict.direct, Text(zh="技术相同", en="same technology"))
    return Judgement(
        "technology", Verdict.direct, Text(zh="技术没有写明，未判断", en="technology not stated, not judged")
    )


def _basis(subject: Listing, other: Listing, method: Method) -> Iterator[Judgement]:
    """Published CO2e figures keep the warming potentials of their source; everything else is computed alike."""
    bases = [each.gwp_basis for each in (subject, other)]
    if any(basis is not None and method.report not in basis for basis in bases):
        zh, en = (" / ".join(basis or ours for basis in bases) for ours in (f"按方法 {method.report}", method.report))
        text = Text(
            zh=f"数值的增温潜势依据：{zh}（方法为 {method.report}）",
            en=f"warming potentials behind the figures: {en} (the method's are of {method.report})",
        )
        yield Judgement("method", Verdict.reference, text)
        return
    yield Judgement("method", Verdict.direct, Text(zh="同一方法计算", en="computed by the same method"))


def _allocation(own: Opened, other: Opened) -> Iterator[Judgement]:
    here, there = own.manifest.allocation, other.manifest.allocation
    if here != there:
        text = Text(zh=f"分配方法不同：{here} 与 {there}", en=f"allocated otherwise: {here} and {there}")
        yield Judgement("allocation", Verdict.reference, text)
