"""Emission factors as everybody may see them: searched across databases, each with all that says whether it fits.

Of public releases only what their rights permit is shown; the organisation's own are shown whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.background.cite import Citation, cite
from tanji.background.filters import Filter, find
from tanji.background.opened import Opened
from tanji.background.rights import closed, permissions, standing
from tanji.catalog.shelves import open_release, own_shelf, releases
from tanji.errors import Text
from tanji.model.footprint import Score
from tanji.model.listing import Listing
from tanji.model.method import Indicator, Method
from tanji.model.process import FactorKind, Process
from tanji.model.rights import Permission
from tanji.model.source import Source, Status
from tanji.web.everybody import wording
from tanji.web.frame.parts import Column, Row, Table

MOST = 400
"""So many are found for one question at most; the page then asks for a narrower one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for."""

    text: str = ""
    place: str = ""
    unit: str = ""
    kind: str = ""
    status: str = ""
    database: str = ""

    def where(self) -> Filter:
        """The same as the search understands it; what is not a kind or a status asks for nothing."""
        return Filter(
            place=self.place or None,
            unit=self.unit or None,
            kinds=frozenset({FactorKind(self.kind)}) if self.kind in set(FactorKind) else frozenset(),
            status=Status(self.status) if self.status in set(Status) else None,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One process that was found, with its value if that may be shown."""

    listing: Listing
    value: float | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """One process in full."""

    listing: Listing
    release: str
    digest: str
    score: Score | None
    reason: Text
    """Why values are shown or withheld."""
    process: Process | None
    sources: Sequence[Source]
    citation: Citation

    @property
    def split(self) -> Table:
        """The score by the lines of ISO 14067."""
        return Table(
            wording.SPLIT,
            [Column(wording.LINE), Column(wording.VALUE, "figure")],
            list(self._lines()),
            hide_caption=True,
        )

    @property
    def recipe(self) -> Table:
        """The exchanges of the process."""
        exchanges = self.process.exchanges if self.process else ()
        columns = [
            Column(wording.FLOW),
            Column(wording.DIRECTION),
            Column(wording.AMOUNT, "figure"),
            Column(wording.UNIT),
        ]
        rows = [
            Row([each.flow_name, wording.DIRECTIONS[each.direction.value], each.amount, each.unit])
            for each in exchanges
        ]
        return Table(wording.RECIPE, columns, rows, hide_caption=True)

    def _lines(self) -> Iterator[Row]:
        if self.score is None:
            return
        for indicator in Indicator:
            value = getattr(self.score, indicator.value)
            if value or indicator is Indicator.total:
                name = wording.INDICATORS[indicator]
                yield Row([name, value], total=indicator is Indicator.total, level=wording.LEVELS.get(indicator, 0))


def search(acting: Acting | None, asked: Asked) -> tuple[Sequence[Listing], Mapping[str, Opened]]:
    """The processes that fit, the best first, and the databases they stand in."""
    opened = {each.manifest.id: each for each in releases(acting)}
    chosen = [each for name, each in opened.items() if asked.database in {"", name}]
    hits = [candidate.listing for candidate in find(asked.text, chosen, where=asked.where(), limit=MOST)]
    own = _own(acting)
    shown: dict[str, Sequence[Permission]] = {}
    for name, each in opened.items():
        if name not in own:
            shown[name] = permissions(each)
    return [hit for hit in hits if _named(hit, opened, shown)], opened


def valued(
    acting: Acting | None, listings: Sequence[Listing], opened: Mapping[str, Opened], method: Method
) -> Sequence[Found]:
    """The processes of one page with their values by a method, where these may be shown."""
    own = _own(acting)
    shut = {name: closed(opened[name]) for name in {hit.database for hit in listings} - own}
    found = []
    for hit in listings:
        release = opened[hit.database]
        withheld = hit.database in shut and bool(shut[hit.database][release.positions[hit.process]])
        found.append(Found(hit, None if withheld else release.score(hit.process, method).total, withheld))
    return found


def detail(acting: Acting | None, at: tuple[str, str, str], method: Method) -> Detail:
    """One process of one release, by database, version and process. Refuses NotFound.

    A process that may not even be named is not found.
    """
    database, version, process = at
    opened = open_release(acting, database, version)
    listing = opened.find(process)
    if listing is None:
        raise NotFound
    own = database in _own(acting)
    stands = standing(opened, process)
    if stands.permission is Permission.nothing and not own:
        raise NotFound
    shown = own or not closed(opened)[opened.positions[process]]
    document = opened.process(process)
    named = [opened.source(each) for each in document.sources]
    return Detail(
        listing=listing,
        release=version,
        digest=opened.ref.digest,
        score=opened.score(process, method) if shown else None,
        reason=stands.reason if shown or stands.permission is not Permission.values else wording.BEHIND,
        process=document if own or stands.permission is Permission.values else None,
        sources=[each for each in named if each is not None],
        citation=cite(opened, process),
    )


def _named(hit: Listing, opened: Mapping[str, Opened], shown: Mapping[str, Sequence[Permission]]) -> bool:
    of = shown.get(hit.database)
    return of is None or of[opened[hit.database].positions[hit.process]] is not Permission.nothing


def _own(acting: Acting | None) -> frozenset[str]:
    return frozenset() if acting is None else frozenset(each.id for each in own_shelf(acting).databases())
