"""`tanji db list` and `tanji db search`: which databases and processes there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.model.process import FactorKind

Status = Literal["verified", "unverified"]

LIST = Text(zh="列出已有的背景数据库及其发布版", en="List the background databases and their releases")
SEARCH = Text(
    zh="在各数据库中按名称、别名、类别、地点或标识搜索过程，可按地域、年份、单位、种类、核对情况、许可筛选",
    en="Search processes of all databases by name, alias, category, place or id, filtered by place, year, unit, kind,"
    " status or licence",
)


def list_(ctx: typer.Context) -> None:
    """List the releases of the home; the embedded one is made if it is not there yet."""
    from tanji.cli.draw.table import Column, table
    from tanji.cli.workspace import STARTER, release, shelf
    from tanji.model.document import digest
    from tanji.reports.figures import percent, short_digest
    from tanji.reports.words import name

    terminal: Terminal = ctx.obj
    kept = shelf(terminal)
    release(kept, STARTER)
    listed = kept.databases()
    terminal.answer([{"digest": digest(each), **each.model_dump(mode="json", exclude_none=True)} for each in listed])
    columns = (
        Column(Text(zh="数据库", en="Database"), style="bold"),
        Column(Text(zh="版本", en="Version")),
        Column(Text(zh="名称", en="Name"), ratio=1),
        Column(Text(zh="过程", en="Processes"), right=True),
        Column(Text(zh="已连接", en="Linked"), right=True),
        Column(Text(zh="许可", en="Licence"), ratio=1),
        Column(Text(zh="摘要", en="Digest"), style="dim"),
    )
    rows = []
    for each in listed:
        share = each.quality.get("linked_share")
        processes = str(each.tables["listings"].rows) if "listings" in each.tables else "—"
        linked = "—" if share is None else percent(share)
        called, short = name(each.names, terminal.language), short_digest(digest(each))[7:]
        rows.append((each.id, each.version, called, processes, linked, each.licence or "—", short))
    terminal.show(
        table(columns, rows, terminal.language),
        Text(zh=f"存放位置：{terminal.home}", en=f"Kept in: {terminal.home}"),
    )


def search(  # noqa: PLR0913 - a filter each
    ctx: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            help=both(Text(zh="要找的文字；只用筛选条件时可省", en="what to look for, if not filters alone"))
        ),
    ] = "",
    *,
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(Text(zh="只在此发布版中找，可重复", en="search this release only; repeatable")),
        ),
    ] = None,
    place: Annotated[
        str, typer.Option(metavar="CODE", help=both(Text(zh="地域（CN 含 CN-GD）", en="place (CN holds CN-GD)")))
    ] = "",
    year: Annotated[
        str, typer.Option(metavar="YEAR[-YEAR]", help=both(Text(zh="年份或起止年份", en="year, or first and last")))
    ] = "",
    unit: Annotated[
        str, typer.Option(help=both(Text(zh="单位（可换算者亦列出）", en="unit, or any that converts to it")))
    ] = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help=both(Text(zh="因子种类，可重复", en="kind of factor; repeatable"))),
    ] = None,
    status: Annotated[
        Status | None,
        typer.Option(
            metavar="STATUS", help=both(Text(zh="核对情况：verified 或 unverified", en="verified, unverified"))
        ),
    ] = None,
    licence: Annotated[str, typer.Option(help=both(Text(zh="许可中的文字", en="a part of the licence")))] = "",
    limit: Annotated[int, typer.Option(min=1, help=both(Text(zh="最多列出几个", en="most results to list")))] = 20,
) -> None:
    """Search all databases or those named."""
    from rich.table import Table

    from tanji.background.filters import Filter, find
    from tanji.cli.draw.candidates import listing
    from tanji.cli.workspace import STARTER, shelf
    from tanji.cli.workspace import release as opened
    from tanji.model.source import Status as Checked

    terminal: Terminal = ctx.obj
    kept = shelf(terminal)
    embedded = opened(kept, STARTER)
    newest = dict.fromkeys(each.id for each in kept.databases() if each.id != STARTER)
    bases = [opened(kept, name) for name in release] if release else [embedded, *(kept.open(name) for name in newest)]
    where = Filter(
        place=place or None,
        years=_years(year),
        unit=unit or None,
        kinds=_kinds(kind or ()),
        status=Checked(status) if status else None,
        licence=licence or None,
    )
    found = find(text, bases, where=where, limit=limit)
    terminal.answer([candidate.model_dump(mode="json", exclude_none=True) for candidate in found])
    if terminal.json:
        return
    shown = Table.grid(padding=(0, 2, 0, 0))
    for candidate in found:
        shown.add_row(listing(candidate.listing, terminal.language))
    terminal.show(shown)
    if not found:
        terminal.show(
            Text(
                zh=f"没有过程符合“{text}”和筛选条件。可换一个词、放宽条件，或用英文、中文再试。",
                en=f'Nothing fits "{text}" and the filters. Try another word or fewer filters.',
            )
        )


def _kinds(words: Sequence[str]) -> frozenset[FactorKind]:
    """Kinds of factor by their words. Refuses WrongUse, naming all of them."""
    from tanji.model.process import FactorKind

    known = {kind.value: kind for kind in FactorKind}
    if unknown := [word for word in words if word not in known]:
        raise WrongUse(
            Text(zh=f"没有因子种类“{unknown[0]}”", en=f'There is no kind of factor "{unknown[0]}"'),
            Text(zh=f"可用：{'、'.join(known)}", en=f"There are: {', '.join(known)}"),
        )
    return frozenset(known[word] for word in words)


def _years(given: str) -> tuple[int | None, int | None]:
    """First and last year of "2020", "2020-2024", "2020-" or "-2024". Refuses WrongUse."""
    first, dash, last = given.partition("-")
    if not all(part == "" or (part.isascii() and part.isdigit()) for part in (first.strip(), last.strip())):
        raise WrongUse(
            Text(zh=f"“{given}”不是年份", en=f'"{given}" is no year'),
            Text(zh="写成 2023、2020-2024、2020- 或 -2024。", en="Write 2023, 2020-2024, 2020- or -2024."),
        )
    start = int(first) if first.strip() else None
    end = int(last) if last.strip() else None
    return (start, end) if dash else (start, start)


COMMANDS = (("list", list_, LIST), ("search", search, SEARCH))
