"""What a release covers and how its figures stand beside others, as tables and charts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.urls import reverse

from tanji.background.peers import VERDICTS, Peer, Peers
from tanji.errors import Text
from tanji.reports.figures import percent
from tanji.web.frame.chart import Chart
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import said
from tanji.web.publisher.naming import name_of
from tanji.web.publisher.shown import FATES, whole

if TYPE_CHECKING:
    from tanji.catalog.coverage import Coverage
    from tanji.catalog.impact import Touched
    from tanji.model.listing import Listing
    from tanji.model.release import Release

SHADES: Final = 5
NONE_GIVEN: Final = Text(zh="未提供", en="not given")
KG: Final = "kg CO₂e"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a heat map and how dark it is, from 0 (none) to 5 (the most)."""

    count: int
    shade: int

    @property
    def words(self) -> str:
        """The count, or nothing where there is none."""
        return whole(self.count) if self.count else ""


@dataclass(frozen=True, slots=True)
class Heat:
    """Sectors by years, with a finding for a title."""

    title: Text
    years: Sequence[str | Text]
    rows: Sequence[tuple[str | Text, Sequence[Cell], str]]
    left_out: int


def heat(found: Coverage) -> Heat:
    """The heat map of a release."""
    rows = []
    for sector in found.sectors:
        counts = [found.counts.get((sector, year), 0) for year in found.years]
        cells = [Cell(count, _shade(count, found.largest)) for count in counts]
        rows.append((sector or NONE_GIVEN, cells, whole(sum(counts))))
    years = [NONE_GIVEN if year is None else str(year) for year in found.years]
    return Heat(_covers(found), years, rows, found.left_out)


def _covers(found: Coverage) -> Text:
    if not found.counts:
        return Text(zh="没有过程", en="No processes")
    (sector, year), count = max(found.counts.items(), key=lambda item: item[1])
    share = count / (sum(found.counts.values()) + found.left_out)
    where_zh = f"{sector or NONE_GIVEN.zh}，{f'{year} 年' if year else '年份未提供'}"
    where_en = f"{sector or NONE_GIVEN.en}, {year or 'year not given'}"
    return Text(zh=f"过程最多：{where_zh}，占 {share:.0%}", en=f"Most processes: {where_en}, {share:.0%}")


def _shade(count: int, largest: int) -> int:
    return 0 if not count else 1 + int((SHADES - 1) * count / largest)


def quality_table(manifest: Release) -> Table:
    """Figures of quality as the release states them: counts whole, shares in percent."""
    rows = []
    for key, value in manifest.quality.items():
        name = name_of("quality", key)
        rows.append(Row([name.text, percent(value) if name.kind == "share" else whole(round(value))]))
    columns = [Column(Text(zh="指标", en="Figure")), Column(Text(zh="数值", en="Value"), "figure")]
    return Table(Text(zh="连接与求解", en="Linking and solving"), columns, rows)


def processes_table(
    database: UUID, release: UUID, listings: Iterable[Listing], scores: Mapping[str, float | None]
) -> Table:
    """Processes in a line each, with their figure."""
    columns = [
        Column(Text(zh="过程", en="Process")),
        Column(Text(zh="碳足迹", en="Footprint"), "figure", unit=KG),
        Column(Text(zh="每", en="Per")),
        Column(Text(zh="地区", en="Place")),
        Column(Text(zh="年份", en="Year")),
        Column(Text(zh="来源", en="Source")),
    ]
    rows = []
    for each in listings:
        year = None if each.year is None else str(each.year)
        cells = [said(each.names), scores[each.process], each.unit, each.location, year, each.source]
        rows.append(Row(cells, href=reverse("release_process", args=[database, release, each.process])))
    return Table(Text(zh="过程", en="Processes"), columns, rows, hide_caption=True)


def peers_table(found: Peers, own: Collection[str]) -> Table:
    """Peers of a process with their verdict and the reasons against them."""
    columns = [
        Column(Text(zh="同类过程", en="Peer")),
        Column(Text(zh="数据库", en="Database"), "code"),
        Column(Text(zh="可比性", en="Comparability")),
        Column(Text(zh="数值", en="Value"), "figure", unit=f"{KG}/{found.subject.unit}"),
        Column(Text(zh="原因", en="Why")),
    ]
    rows = [
        Row(
            [
                said(peer.listing.names),
                f"{peer.listing.database}@{peer.listing.version}",
                VERDICTS[peer.verdict],
                _value(peer, own),
                "; ".join(said(each.reason) for each in peer.judgements if each.verdict is peer.verdict)[:300],
            ]
        )
        for peer in found.peers
    ]
    empty = Text(zh="在可用的数据库里没有找到同类过程。", en="No peer was found in the databases in reach.")
    return Table(Text(zh="同类过程", en="Peers"), columns, rows, empty=empty)


def peers_chart(found: Peers, own: Collection[str]) -> Chart | None:
    """The figure among its comparable peers; None where there is none to compare with."""
    values = [(peer, _value(peer, own)) for peer in found.peers]
    known = [(peer, value) for peer, value in values if value is not None]
    if found.value is None or not known:
        return None
    lower = sum(value < found.value for _, value in known)
    title = Text(zh=f"高于 {len(known)} 个同类过程中的 {lower} 个", en=f"Higher than {lower} of {len(known)} peers")
    points: list[tuple[str, float]] = [(said(found.subject.names), found.value)]
    points += [(f"{said(peer.listing.names)} ({peer.listing.database})", value) for peer, value in known]
    return Chart("peers", "strip", title, f"{KG}/{found.subject.unit}", points=points, own=0)


def _value(peer: Peer, own: Collection[str]) -> float | None:
    """The figure of a peer that the organisation may see: its own, and those that everybody may see."""
    return None if peer.withheld and peer.listing.database not in own else peer.value


def fates_table(fates: Mapping[str, int], before: str) -> Table:
    """How many processes had which fate since an earlier release, with their share as a bar."""
    moved = sum(count for fate, count in fates.items() if fate != "unchanged")
    total = sum(fates.values())
    title = Text(
        zh=f"与 {before} 相比，{total} 个过程中 {moved} 个有变化",
        en=f"{moved} of {total} processes differ from {before}",
    )
    columns = [Column(Text(zh="变化", en="Change")), Column(Text(zh="过程数", en="Processes"), "figure")]
    rows = [Row([FATES[fate], whole(fates[fate])], bar=fates[fate] / total) for fate in FATES if fate in fates]
    return Table(title, columns, rows)


def touched_table(found: Iterable[Touched]) -> Table:
    """Drafts with the activities that take processes of the database."""
    columns = [
        Column(Text(zh="草稿", en="Draft")),
        Column(Text(zh="产品", en="Product")),
        Column(Text(zh="用到的过程", en="Uses")),
    ]
    rows = [
        Row(
            [
                each.draft.name,
                each.draft.product.name,
                "; ".join(f"{name} ← {process}" for name, process in each.uses[:5]),
            ]
        )
        for each in found
    ]
    return Table(Text(zh="受影响的草稿", en="Drafts concerned"), columns, rows)
