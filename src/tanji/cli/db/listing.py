"""`tanji db list` and `tanji db search`: which databases and processes there are."""

from __future__ import annotations

from typing import Annotated

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

LIST = Text(zh="列出已有的背景数据库及其发布版", en="List the background databases and their releases")
SEARCH = Text(
    zh="按名称、别名、类别、地点或标识搜索过程",
    en="Search processes by name, alias, category, place or id",
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


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help=both(Text(zh="要找的文字", en="what to look for")))],
    *,
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(Text(zh="只在此发布版中找，可重复", en="search this release only; repeatable")),
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help=both(Text(zh="最多列出几个", en="most results to list")))] = 20,
) -> None:
    """Search all databases or those named."""
    from rich.table import Table

    from tanji.cli.draw.candidates import listing
    from tanji.cli.workspace import STARTER, shelf
    from tanji.cli.workspace import release as opened

    terminal: Terminal = ctx.obj
    kept = shelf(terminal)
    embedded = opened(kept, STARTER)
    newest = dict.fromkeys(each.id for each in kept.databases() if each.id != STARTER)
    bases = [opened(kept, name) for name in release] if release else [embedded, *(kept.open(name) for name in newest)]
    found = [candidate for base in bases for candidate in base.search(text, limit=limit)]
    found = sorted(found, key=lambda candidate: -candidate.score)[:limit]
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
                zh=f"没有过程符合“{text}”。可换一个词，或用英文、中文再试。",
                en=f'Nothing fits "{text}". Try another word.',
            )
        )


COMMANDS = (("list", list_, LIST), ("search", search, SEARCH))
