"""`tanji db show`: one background process with its source, figures and exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from tanji.background.opened import Opened
    from tanji.model.footprint import Score
    from tanji.model.listing import Listing
    from tanji.model.process import Process, Uncertainty

SHOW = Text(
    zh="显示一个过程：数值、来源（发布者、文件、年份、位置）、许可、核对情况、气体、交换",
    en="Show a process: figures, source (publisher, document, year, place), licence, whether checked, gases, exchanges",
)


def show(
    ctx: typer.Context,
    process: Annotated[
        str, typer.Argument(help=both(Text(zh="过程标识，或 数据库:过程标识", en="id of the process, or database:id")))
    ],
    *,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    exchanges: Annotated[
        int, typer.Option(min=0, help=both(Text(zh="显示多少条交换，0 为全部", en="exchanges to show; 0: all")))
    ] = 20,
) -> None:
    """Show a process of a release."""
    from tanji.cli.db.sampling import spread
    from tanji.cli.offered import method as method_named
    from tanji.model.document import Document

    terminal: Terminal = ctx.obj
    chosen = method_named(terminal.home, method)
    opened, listing = find(terminal, process)
    whole = opened.process(listing.process)
    score = opened.score(listing.process, chosen)
    drawn = spread(opened, listing.process, chosen)
    sources = [source for each in whole.sources if (source := opened.source(each)) is not None]
    kept: list[Document] = [*sources]
    terminal.answer(
        {
            "listing": listing.model_dump(mode="json", exclude_none=True),
            "method": chosen.id,
            "score": score.model_dump(mode="json"),
            "uncertainty": drawn,
            "process": whole.model_dump(mode="json", exclude_none=True),
            "sources": [source.model_dump(mode="json", exclude_none=True) for source in kept],
        }
    )
    if not terminal.json:
        terminal.show(
            _head(listing, whole, terminal),
            _figures(listing, score, chosen.id, terminal),
            _interval(drawn, listing) if drawn else None,
            _exchanges(whole, exchanges, terminal),
        )


def find(terminal: Terminal, named: str) -> tuple[Opened, Listing]:
    """The release and listing of a process: of the database named, else of the first that has it."""
    from tanji.cli.workspace import STARTER, release, shelf

    kept = shelf(terminal)
    database, colon, process = named.partition(":")
    if colon and (
        database.partition("@")[0] == STARTER or any(e.id == database.partition("@")[0] for e in kept.databases())
    ):
        opened = release(kept, database)
        return opened, opened.get(process)
    embedded = release(kept, STARTER)
    for name in dict.fromkeys(each.id for each in kept.databases() if each.id != STARTER):
        other = kept.open(name)
        if (found := other.find(named)) is not None:
            return other, found
    return embedded, embedded.get(named)


def _head(listing: Listing, process: Process, terminal: Terminal) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.reports.words import FACTOR_KINDS, STATUSES, name

    language = terminal.language
    other = name(listing.names, "en" if language == "zh" else "zh")
    facts: list[tuple[Text, Any]] = [
        (Text(zh="标识", en="Id"), f"{listing.database}:{listing.process} ({listing.version})"),
        (Text(zh="种类", en="Kind"), FACTOR_KINDS[listing.factor_kind].of(language)),
        (Text(zh="地点", en="Place"), listing.location),
        (Text(zh="年份", en="Year"), listing.year),
        (Text(zh="技术", en="Technology"), listing.technology),
        (Text(zh="类别", en="Category"), listing.category),
        (Text(zh="来源", en="Source"), listing.source),
        (Text(zh="来源中的位置", en="Place in the source"), process.place),
        (Text(zh="许可", en="Licence"), listing.licence),
        (Text(zh="核对", en="Checked"), STATUSES[listing.status].of(language)),
        (Text(zh="GWP 依据", en="GWP basis"), listing.gwp_basis),
        (Text(zh="不确定性", en="Uncertainty"), listing.uncertainty),
        (Text(zh="别名", en="Aliases"), ", ".join(listing.aliases)),
        (Text(zh="备注", en="Note"), listing.note),
    ]
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(ratio=1)
    for label, value in facts:
        if value:
            shown.add_row(label.of(language), str(value))
    title = RichText.assemble((printable(name(listing.names, language)), "bold"), (f"  {printable(other)}", "dim"))
    return Group(title, Padding(shown, (0, 0, 1, 2)))


def _figures(listing: Listing, score: Score, method: str, terminal: Terminal) -> RenderableType:
    from tanji.cli.draw.table import Column, table
    from tanji.model.method import Indicator
    from tanji.reports.figures import significant
    from tanji.reports.words import INDICATORS

    rows = [
        (INDICATORS[line].of(terminal.language), significant(float(getattr(score, line))))
        for line in Indicator
        if line is Indicator.total or getattr(score, line)
    ]
    columns = (
        Column(Text(zh=f"按方法 {method}", en=f"By {method}")),
        Column(Text(zh=f"kg CO₂e 每 {listing.unit}", en=f"kg CO₂e / {listing.unit}"), right=True),
    )
    return table(columns, rows, terminal.language)


def _interval(drawn: Mapping[str, Any], listing: Listing) -> Text:
    """The 95 % interval of the total, or that all draws are alike."""
    from tanji.reports.figures import significant

    draws, seed = drawn["draws"], drawn["seed"]
    origin_zh, origin_en = f"{draws} 次抽样，种子 {seed}", f"{draws} draws, seed {seed}"
    if drawn["low"] == drawn["high"]:
        return Text(
            zh=f"各次抽样相同：上游没有说明不确定性（{origin_zh}）",
            en=f"All draws are alike: nothing upstream states its uncertainty ({origin_en})",
        )
    low, high, mean = (significant(drawn[name]) for name in ("low", "high", "mean"))
    return Text(
        zh=f"95% 包含区间 [{low}, {high}] kg CO₂e 每 {listing.unit}，均值 {mean}（{origin_zh}；"
        "未说明不确定性者视为确切）",
        en=f"95 % interval [{low}, {high}] kg CO₂e / {listing.unit}, mean {mean} ({origin_en}; what states no"
        " uncertainty counts as exact)",
    )


def _exchanges(process: Process, most: int, terminal: Terminal) -> RenderableType:
    from rich.console import Group
    from rich.text import Text as RichText

    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant

    words = {"input": Text(zh="输入", en="input"), "output": Text(zh="输出", en="output")}
    language = terminal.language
    ordered = sorted(process.exchanges, key=lambda exchange: exchange.id != process.reference)
    shown = ordered[: most or None]
    stating = any(each.uncertainty for each in shown)
    rows = [
        (
            words[each.direction.value].of(language) + (" *" if each.id == process.reference else ""),
            each.flow_name,
            significant(each.amount, trim=True),
            each.unit,
            *((_distribution(each.uncertainty),) if stating else ()),
        )
        for each in shown
    ]
    columns = [
        Column(Text(zh="方向", en="Direction")),
        Column(Text(zh="流", en="Flow"), ratio=1),
        Column(Text(zh="数量", en="Amount"), right=True),
        Column(Text(zh="单位", en="Unit")),
        *([Column(Text(zh="分布", en="Distribution"))] if stating else []),
    ]
    note = Text(zh="* 定量基准", en="* quantitative reference").of(language)
    if hidden := len(ordered) - len(shown):
        note += Text(zh=f"；另有 {hidden} 条（--exchanges 0）", en=f"; {hidden} more (--exchanges 0)").of(language)
    return Group(RichText(""), table(columns, rows, language), RichText(note, "dim"))


def _distribution(stated: Uncertainty | None) -> str:
    """A distribution in its own numbers, as the source states them: `lognormal gsd 1.2`."""
    from tanji.reports.figures import significant

    if stated is None:
        return ""
    members = ("median", "gsd", "mean", "sd", "minimum", "mode", "maximum")
    found = [(name, getattr(stated, name)) for name in members]
    numbers = " ".join(f"{name} {significant(value, trim=True)}" for name, value in found if value is not None)
    return f"{stated.kind} {numbers}" + (" ×" if stated.relative else "")


COMMANDS = (("show", show, SHOW),)
