"""How the largest factor of a result stands among comparable ones: shown from five on, else it says why not."""

from __future__ import annotations

from typing import Any, Final

from tanji.accounts.acting import Acting
from tanji.background.peers import VERDICTS, Peer, Verdict
from tanji.background.peers import peers as compared
from tanji.catalog.shelves import releases
from tanji.errors import Text
from tanji.registry.studies import Version
from tanji.reports.figures import significant
from tanji.starter.methods import methods
from tanji.web.frame.chart import Chart
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.practitioner.results.shown import UNIT, both

LEAST: Final = 5
"""Own choice, as in the reference: fewer figures than this make no distribution."""
PRODUCTS: Final = Text(
    zh="产品之间的对标需要至少 5 份按同一规则声明的产品；本系统中还没有，故只比较因子。",
    en="Products are compared from five statements by one rule on; there are none here yet, so factors are compared.",
)


def benchmark(acting: Acting, found: Version) -> dict[str, Any]:
    """A strip of comparable factors, a table with every judgement, and why anything is not shown."""
    lines = [line for line in found.footprint.lines if line.listing is not None]
    top = max(lines, key=lambda line: line.score.total, default=None)
    method = methods().get(found.study.method)
    if top is None or top.listing is None or method is None:
        why = Text(zh="没有取自背景数据库的因子可比。", en="No factor is from a background database.")
        return {"charts": [], "tables": [], "notes": [PRODUCTS, why]}
    opened = releases(acting)
    own = next((each for each in opened if each.manifest.id == top.listing.database), None)
    if own is None or own.find(top.listing.process) is None:
        why = Text(zh="所用的发布版已不在可及范围。", en="The release that was used is not in reach any more.")
        return {"charts": [], "tables": [], "notes": [PRODUCTS, why]}
    result = compared((own, top.listing.process), opened, method).public()
    near = [peer for peer in result.peers if peer.value is not None and peer.verdict in _COMPARABLE]
    name, unit = both(top.names), f"{UNIT}/{top.listing.unit}"
    page: dict[str, Any] = {"tables": [_table(result.peers, name, unit)], "notes": [PRODUCTS], "charts": []}
    count = len(near) + 1
    if result.value is None or count < LEAST:
        told = Text(
            zh=f"“{name.zh}”的可比因子只有 {count} 个，少于 {LEAST} 个，不作分布图。",
            en=f"Only {count} comparable factors for {name.en}, fewer than {LEAST}: no distribution is drawn.",
        )
        return page | {"notes": [PRODUCTS, told]}
    return page | {"charts": [_strip(near, result.value, name, unit)]}


_COMPARABLE: Final = frozenset({Verdict.direct, Verdict.converted, Verdict.reference})


def _strip(near: list[Peer], own: float, name: Text, unit: str) -> Chart:
    values = [float(peer.value) for peer in near if peer.value is not None]
    below = sum(value < own for value in values)
    title = Text(
        zh=f"{name.zh}所用因子 {significant(own)}，高于 {below} / {len(values)} 个可比因子",
        en=f"The factor of {name.en} is {significant(own)}, above {below} of {len(values)} comparable ones",
    )
    points = [
        (Text(zh="本研究所用", en="Used here"), own),
        *((both(p.listing.names), float(p.value or 0)) for p in near),
    ]
    note = Text(zh=f"n = {len(points)}，同一方法", en=f"n = {len(points)}, one method")
    return Chart("peers", "strip", title, unit, points=points, own=0, note=note, head=Text(zh="因子", en="Factor"))


def _table(found: tuple[Peer, ...], name: Text, unit: str) -> Table:
    columns = (
        Column(Text(zh="因子", en="Factor")),
        Column(Text(zh="地域", en="Place")),
        Column(Text(zh="年份", en="Year")),
        Column(Text(zh="数值", en="Value"), "figure", unit=unit),
        Column(Text(zh="可比性", en="Comparable")),
        Column(Text(zh="理由", en="Why")),
    )
    rows = []
    for peer in found:
        worst = max(peer.judgements, key=lambda each: list(Verdict).index(each.verdict))
        year = None if peer.listing.year is None else str(peer.listing.year)
        cells = (both(peer.listing.names), peer.listing.location, year, peer.value)
        rows.append(Row((*cells, VERDICTS[peer.verdict], worst.reason)))
    caption = Text(zh=f"与“{name.zh}”相近的因子", en=f"Factors like that of {name.en}")
    return Table(caption, columns, rows, empty=Text(zh="没有相近的因子。", en="There is nothing like it."))
