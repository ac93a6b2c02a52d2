"""`tanji methods`: the methods that may be named, and the factors of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.background.method_index import KeptMethod
    from tanji.model.method import Method

ABOUT = Text(
    zh="列出可用的方法：内置的增温潜势（AR4、AR5、AR6；20、100、500 年）和已导入的；或显示一个方法的因子",
    en="List the methods: embedded warming potentials (AR4, AR5, AR6; 20, 100, 500 years) and imported ones;"
    " or show the factors of one",
)
SHOWN = ("methane-fossil", "methane-biogenic", "nitrous-oxide", "sulfur-hexafluoride")
"""Gases that tell the methods apart at a glance."""
FACTORS = 40
"""Factors that are shown; with --all or --json all are."""


def methods(
    ctx: typer.Context,
    method: Annotated[
        str, typer.Argument(help=both(Text(zh="方法的标识、摘要或文件", en="id, digest or file of a method")))
    ] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help=both(Text(zh="全部列出", en="list everything")))] = False,
) -> None:
    """List methods with the potentials of some gases and their digests, or show one."""
    from tanji.cli import offered
    from tanji.starter.methods import methods as embedded

    terminal: Terminal = ctx.obj
    if method:
        _one(offered.method(terminal.home, method), terminal, None if every else FACTORS)
        return
    listed = list(embedded().values())
    kept = [(each, offered.load(terminal.home, each.digest)) for each in offered.kept(terminal.home)]
    terminal.answer([_row(each, ()) for each in listed] + [_row(each, entry.sources) for entry, each in kept])
    if not terminal.json:
        terminal.show(*_embedded(listed, terminal), *_kept(kept, terminal))


def _row(method: Method, sources: Sequence[str]) -> dict[str, object]:
    from tanji.model.document import digest
    from tanji.starter.methods import DEFAULT

    return {
        "id": method.id,
        "version": method.version,
        "names": dict(method.names),
        "report": method.report,
        "horizon": method.horizon,
        "gases": len(method.factors),
        "flows": None if method.flows is None else len(method.flows),
        "digest": digest(method),
        "default": method.id == DEFAULT and not sources,
        "sources": list(sources),
    }


def _embedded(listed: Sequence[Method], terminal: Terminal) -> Iterator[RenderableType | Text]:
    from tanji.cli.draw.table import Column, table
    from tanji.model.document import digest
    from tanji.reports.figures import short_digest, significant
    from tanji.starter.methods import DEFAULT

    columns = (
        Column(Text(zh="方法", en="Method"), style="bold"),
        Column(Text(zh="气体数", en="Gases"), right=True),
        Column(Text(zh="CH₄ 化石", en="CH₄ fossil"), right=True),
        Column(Text(zh="CH₄ 生物", en="CH₄ biog."), right=True),
        Column(Text(zh="N₂O 值", en="N₂O"), right=True),
        Column(Text(zh="SF₆ 值", en="SF₆"), right=True),
        Column(Text(zh="摘要", en="Digest"), style="dim"),
    )
    rows = []
    for each in listed:
        found = [each.find(gas) for gas in SHOWN]
        values = ["—" if factor is None else significant(factor.value, trim=True) for factor in found]
        mark = " *" if each.id == DEFAULT else ""
        rows.append((each.id + mark, str(len(each.factors)), *values, short_digest(digest(each))[7:]))
    yield table(columns, rows, terminal.language)
    yield Text(zh="* 默认方法。单位：kg CO₂e/kg。", en="* by default. In kg CO₂e per kg.")


def _kept(kept: Sequence[tuple[KeptMethod, Method]], terminal: Terminal) -> Iterator[RenderableType | Text]:
    if not kept:
        return
    from tanji.cli.console import printable
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import short_digest
    from tanji.reports.words import name

    columns = (
        Column(Text(zh="已导入的方法", en="Imported method"), style="bold"),
        Column(Text(zh="名称", en="Name"), ratio=2),
        Column(Text(zh="依据", en="Basis")),
        Column(Text(zh="因子数", en="Factors"), right=True),
        Column(Text(zh="来自", en="From"), ratio=2),
        Column(Text(zh="摘要", en="Digest"), style="dim"),
    )
    rows = [
        (
            printable(each.id),
            printable(name(each.names, terminal.language)),
            f"{each.report} {each.horizon}",
            str(len(each.factors) if each.flows is None else len(each.flows)),
            printable(", ".join(entry.sources)),
            short_digest(entry.digest)[7:],
        )
        for entry, each in kept
    ]
    yield ""
    yield table(columns, rows, terminal.language)


def _one(method: Method, terminal: Terminal, most: int | None) -> None:
    """One method with its factors: of gases, or of flows."""
    from tanji.cli.console import printable
    from tanji.model.document import digest
    from tanji.reports.words import name

    terminal.answer({"digest": digest(method), **method.model_dump(mode="json", exclude_none=True)})
    if terminal.json:
        return
    count = len(method.factors) if method.flows is None else len(method.flows)
    called = printable(name(method.names, terminal.language))
    terminal.show(
        f"{called} · {printable(method.id)} {printable(method.version)} · {method.report}, {method.horizon}",
        digest(method),
        "",
        _gases(method, terminal, most) if method.flows is None else _flows(method, terminal, most),
    )
    if most is not None and count > most:
        terminal.show(
            Text(zh=f"另有 {count - most} 个因子（--all）", en=f"{count - most} more factors (--all)"),
        )


def _gases(method: Method, terminal: Terminal, most: int | None) -> RenderableType:
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant
    from tanji.reports.words import STATUSES, name

    columns = (
        Column(Text(zh="气体", en="Gas"), ratio=3),
        Column("kg CO₂e/kg", right=True),
        Column(Text(zh="来源", en="Source"), ratio=4),
        Column(Text(zh="位置", en="Place"), ratio=2),
        Column(Text(zh="核对", en="Checked")),
    )
    rows = [
        (
            name(each.names, terminal.language),
            significant(each.value, trim=True),
            each.source,
            each.place,
            STATUSES[each.status].of(terminal.language),
        )
        for each in method.factors[:most]
    ]
    return table(columns, rows, terminal.language)


def _flows(method: Method, terminal: Terminal, most: int | None) -> RenderableType:
    from tanji.cli.console import printable
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant

    directions = {"input": Text(zh="输入", en="input"), "output": Text(zh="输出", en="output")}
    columns = (
        Column(Text(zh="流", en="Flow"), ratio=4),
        Column(Text(zh="方向", en="Direction")),
        Column(Text(zh="地点", en="Place")),
        Column(Text(zh="碳的来源", en="Carbon")),
        Column(Text(zh="kg CO₂e/单位", en="kg CO₂e/unit"), right=True),
    )
    rows = [
        (
            printable(each.name or each.flow),
            directions[each.direction].of(terminal.language),
            each.location,
            each.origin.value.replace("_", " "),
            significant(each.value, trim=True),
        )
        for each in (method.flows or ())[:most]
    ]
    return table(columns, rows, terminal.language)


COMMANDS = (("methods", methods, ABOUT),)
