"""`tanji db compare`: the same product across databases and years, the verdict before any figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.background.opened import Opened
    from tanji.background.peers import Peer, Peers
    from tanji.background.shelf import Shelf
    from tanji.model.listing import Listing
    from tanji.reports.strip import Point

COMPARE = Text(
    zh="跨数据库、跨年份比较同一产品：先判断能否比较，再给数值；可绘制条带图（SVG）",
    en="Compare a product across databases and years: first whether figures may be compared, then the figures; as SVG",
)
HEAD = ("database", "version", "process", "name", "verdict", "reasons", "place", "year", "unit", "kg_co2e", "source")


def compare(
    ctx: typer.Context,
    process: Annotated[
        str, typer.Argument(help=both(Text(zh="过程标识，或 数据库:过程标识", en="id of the process, or database:id")))
    ],
    *,
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(Text(zh="只与此发布版比较，可重复；默认全部", en="compare with this release; repeatable; all")),
        ),
    ] = None,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    limit: Annotated[int, typer.Option(min=1, help=both(Text(zh="每个发布版最多几个", en="most of each release")))] = 5,
    svg: Annotated[
        Path | None, typer.Option(help=both(Text(zh="条带图文件（SVG）", en="file of the strip plot (SVG)")))
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=both(Text(zh="把表写成 CSV", en="write the table as CSV")))
    ] = None,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help=both(Text(zh="略去不可公开的数值", en="leave out figures that are not public")),
        ),
    ] = False,
) -> None:
    """Compare a process with its peers."""
    from tanji.background.peers import peers
    from tanji.cli import offered, workspace
    from tanji.cli.db.showing import find
    from tanji.cli.db.written import write_csv
    from tanji.reports.strip import strip

    terminal: Terminal = ctx.obj
    chosen = offered.method(terminal.home, method)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the releases"))
        kept = workspace.shelf(terminal)
        subject, listing = find(terminal, process)
        others = [workspace.release(kept, name) for name in release] if release else _all(kept)
        steps.begin(Text(zh="查找并判断", en="Look for peers and judge them"))
        found = peers((subject, listing.process), others, chosen, limit=limit)
    if public:
        found = found.public()
    if output is not None:
        write_csv(output, [HEAD, *_rows(found, terminal)])
    if svg is not None:
        title = Text(
            zh=f"{_name(listing, 'zh')}：跨库比较（{found.method}）",
            en=f"{_name(listing, 'en')} across databases ({found.method})",
        )
        unit = f"kg CO₂e / {listing.unit}"
        drawn = strip(_points(found, terminal), title=title, unit=unit, language=terminal.language)
        svg.write_text(drawn, encoding="utf-8")
    terminal.answer({**_body(found), "files": [str(path) for path in (svg, output) if path is not None]})
    if not terminal.json:
        terminal.show(*_shown(found, terminal))
        for path in (svg, output):
            if path is not None:
                terminal.show(Text(zh=f"已写出：{path}", en=f"Wrote {path}"))


def _all(kept: Shelf) -> list[Opened]:
    from tanji.cli.workspace import STARTER, release

    release(kept, STARTER)
    return [kept.open(each.id, each.version) for each in kept.databases()]


def _reasons(peer: Peer, terminal: Terminal) -> str:
    """What keeps a peer from being directly comparable, or that nothing does."""
    told = [each.reason.of(terminal.language) for each in peer.judgements if each.verdict != "direct"]
    return ("；" if terminal.language == "zh" else "; ").join(told)


def _rows(found: Peers, terminal: Terminal) -> Iterator[tuple[object, ...]]:
    from tanji.background.peers import VERDICTS

    def row(each: Listing, verdict: str, reasons: str, value: float | None) -> tuple[object, ...]:
        name = _name(each, terminal.language)
        facts = (each.location, each.year, found.subject.unit, value, each.source)
        return (each.database, each.version, each.process, name, verdict, reasons, *facts)

    yield row(found.subject, Text(zh="所查过程", en="itself").of(terminal.language), "", found.value)
    for peer in found.peers:
        verdict = VERDICTS[peer.verdict].of(terminal.language)
        yield row(peer.listing, verdict, _reasons(peer, terminal), peer.value)


def _points(found: Peers, terminal: Terminal) -> list[Point]:
    from tanji.reports.strip import Mark, Point

    def point(each: Listing, mark: Mark, value: float | None, reason: str = "") -> Point:
        year = str(each.year) if each.year else None
        facts = (f"{each.database} {each.version}", each.location, year, each.unit, each.licence)
        return Point(_name(each, terminal.language), " · ".join(fact for fact in facts if fact), mark, value, reason)

    marks: dict[str, Mark] = {
        "direct": "direct",
        "converted": "converted",
        "reference": "reference",
        "incomparable": "none",
    }
    own = point(found.subject, "subject", found.value)
    return [
        own,
        *(point(peer.listing, marks[peer.verdict], peer.value, _reasons(peer, terminal)) for peer in found.peers),
    ]


def _body(found: Peers) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "method": found.method,
        "subject": {
            "listing": found.subject.model_dump(mode="json", exclude_none=True),
            "kg_co2e": found.value,
            "public": not found.withheld,
        },
        "peers": [
            {
                "verdict": peer.verdict,
                "judgements": [asdict(each) for each in peer.judgements],
                "listing": peer.listing.model_dump(mode="json", exclude_none=True),
                "likeness": peer.likeness,
                "kg_co2e": peer.value,
                "public": not peer.withheld,
            }
            for peer in found.peers
        ],
    }


def _shown(found: Peers, terminal: Terminal) -> Iterator[RenderableType | Text | None]:
    from rich.text import Text as RichText

    from tanji.background.peers import VERDICTS
    from tanji.cli.console import printable
    from tanji.cli.draw.candidates import listing
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant

    language = terminal.language
    figure = "—" if found.value is None else f"{significant(found.value)} kg CO₂e / {found.subject.unit}"
    yield RichText.assemble(listing(found.subject, language), (f"  {figure} ({found.method})", "bold"))
    if not found.peers:
        yield Text(zh="其他数据库没有同名或相近的过程。", en="No other release holds a process of this or a like name.")
        return
    rows: list[tuple[RenderableType, ...]] = []
    for peer in found.peers:
        label = listing(peer.listing, language)
        if reasons := _reasons(peer, terminal):
            label.append(f"\n{printable(reasons)}", "dim")
        shown = "—" if peer.value is None else significant(peer.value)
        rows.append((VERDICTS[peer.verdict].of(language), label, peer.listing.version, shown))
    columns = (
        Column(Text(zh="能否比较", en="Verdict")),
        Column(Text(zh="过程", en="Process"), ratio=1),
        Column(Text(zh="版本", en="Version")),
        Column(f"kg CO₂e / {found.subject.unit}", right=True),
    )
    yield RichText("")
    yield table(columns, rows, language)


def _name(listing: Listing, language: str) -> str:
    from tanji.reports.words import name

    return name(listing.names, "zh" if language == "zh" else "en")


COMMANDS = (("compare", compare, COMPARE),)
