"""`tanji db impact`: which studies and footprints a new release moves, by how much, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.assess.impact import Given, Moved
    from tanji.background.impact import Proposal
    from tanji.background.opened import Opened
    from tanji.background.shelf import Shelf
    from tanji.model.document import Document, Ref
    from tanji.model.method import Method

IMPACT = Text(
    zh="新发布版影响哪些已保存的研究和碳足迹、各变化多少，并对每个变化的过程给出更新建议和依据",
    en="Which kept studies and footprints a new release moves, by how much, and an update proposal for each process",
)
HOWS = {
    "recomputed": Text(zh="已重算", en="recomputed"),
    "estimated": Text(zh="按行估算", en="estimated by lines"),
    "not_computed": Text(zh="未能计算", en="not computed"),
}
HEAD = ("kind", "id", "version", "digest", "how", "before_kg_co2e", "after_kg_co2e", "relative", "processes", "reason")


def impact(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help=both(Text(zh="旧版：数据库@版本", en="the earlier: database@version")))],
    after: Annotated[str, typer.Argument(help=both(Text(zh="新版：数据库@版本", en="the later: database@version")))],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help=both(Text(zh="另加的研究或碳足迹文档", en="documents of studies or footprints to look at besides"))
        ),
    ] = None,
    *,
    method: Annotated[
        str, typer.Option(help=both(Text(zh="比较强度的方法", en="method to compare by")))
    ] = "ar6-gwp100",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=both(Text(zh="把影响清单写成 CSV", en="write the list as CSV"))),
    ] = None,
) -> None:
    """List what a new release moves."""
    from tanji.assess.impact import impact as moves
    from tanji.background.diff import diff
    from tanji.background.impact import concerned, proposals
    from tanji.cli import offered, workspace
    from tanji.cli.db.written import write_csv

    terminal: Terminal = ctx.obj
    kept, chosen = workspace.shelf(terminal), offered.method(terminal.home, method)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the releases"))
        old, new = workspace.release(kept, before), workspace.release(kept, after)
        difference = diff(old, new, method=chosen, progress=steps)
        steps.begin(Text(zh="查找受影响的文档", en="Look for documents"))
        documents = _documents(kept, files or ())
        found = tuple(concerned(documents.values(), difference))
        steps.begin(Text(zh="重算", en="Compute again"))
        moved = moves(found, _given(kept, old, new, documents))
        used = [use.change.process for each in found for use in each.uses]
        proposed = proposals(difference, old, new, used)
    if output is not None:
        write_csv(output, [HEAD, *(_line(each) for each in moved)])
    terminal.answer(
        {
            "before": old.ref.model_dump(),
            "after": new.ref.model_dump(),
            "documents": [dict(zip(HEAD, _line(each), strict=True)) for each in moved],
            "proposals": [_proposal(each) for each in proposed],
        }
    )
    if not terminal.json:
        terminal.show(*_shown(moved, proposed, terminal), *_written(output))


def _documents(kept: Shelf, files: Sequence[Path]) -> Mapping[str, Document]:
    """Those of the shelf and of files, by digest."""
    from tanji.cli.workspace import document
    from tanji.model.document import Document, digest

    listed = [*kept.documents(), *(document(path, Document) for path in files)]
    return {digest(each): each for each in listed}


def _given(kept: Shelf, before: Opened, after: Opened, documents: Mapping[str, Document]) -> Given:
    from tanji import __version__
    from tanji.assess.impact import Given
    from tanji.cli import offered

    def method_of(named: str) -> Method:
        return offered.method(kept.home, named, files=False)

    def document_of(ref: Ref) -> Document | None:
        return documents.get(ref.digest)

    own = before.manifest.id
    others = {each.id: kept.open(each.id) for each in kept.databases() if each.id != own}
    return Given(before, after, others, method_of, document_of, documents, f"tanji {__version__}")


def _line(moved: Moved) -> tuple[Any, ...]:
    document, ref = moved.concerned.document, moved.concerned.ref
    processes = sorted({use.change.process for use in moved.concerned.uses})
    kind = document.schema_name.split("/")[1]
    reason = moved.reason.en if moved.reason else None
    figures = (moved.how, moved.before, moved.after, moved.relative)
    return (kind, ref.id, ref.version, ref.digest, *figures, " ".join(processes), reason)


def _proposal(each: Proposal) -> dict[str, Any]:
    effect = each.effect
    sides = {"before": each.before, "after": each.after}
    return {
        "process": each.change.process,
        "change": each.change.fate,
        "action": "take_new_figure" if each.after is not None else "choose_another",
        "unit": effect.unit if effect else None,
        "before": effect.before if effect else None,
        "after": effect.after if effect else None,
        "relative": effect.relative if effect else None,
        "evidence": {
            side: None
            if listing is None
            else {"source": listing.source, "licence": listing.licence, "status": listing.status.value}
            for side, listing in sides.items()
        },
        "releases": [release.model_dump() for release in each.releases],
        "candidates": [candidate.model_dump(mode="json", exclude_none=True) for candidate in each.candidates],
    }


def _shown(
    moved: Sequence[Moved], proposed: Sequence[Proposal], terminal: Terminal
) -> Iterator[RenderableType | Text | None]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import percent, significant
    from tanji.reports.words import name

    language = terminal.language
    if not moved:
        yield Text(zh="没有研究或碳足迹使用旧版。", en="No study or footprint uses the earlier release.")
        return
    rows: list[tuple[RenderableType, ...]] = []
    for each in moved:
        label = RichText(printable(name(each.concerned.names, language)))
        kind = each.concerned.document.schema_name.split("/")[1]
        label.append(f"\n{printable(f'{kind} {each.concerned.ref.id} {each.concerned.ref.version}')}", "dim")
        if each.reason:
            label.append(f"\n{printable(each.reason.of(language))}", "yellow")
        values = ["—" if value is None else significant(value) for value in (each.before, each.after)]
        relative = "—" if each.relative is None else ("+" if each.relative > 0 else "") + percent(each.relative)
        rows.append((label, HOWS[each.how].of(language), *values, relative))
    columns = (
        Column(Text(zh="研究或碳足迹", en="Study or footprint"), ratio=1),
        Column(Text(zh="方式", en="How")),
        Column(Text(zh="原 kg CO₂e", en="Before kg CO₂e"), right=True),
        Column(Text(zh="新 kg CO₂e", en="After kg CO₂e"), right=True),
        Column(Text(zh="变化", en="Move"), right=True),
    )
    yield table(columns, rows, language)
    yield from (_told(each, terminal) for each in proposed)


def _told(each: Proposal, terminal: Terminal) -> RenderableType:
    """A proposal in lines: what to do, old and new figure with their sources."""
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.reports.figures import significant

    language = terminal.language
    if each.after is not None:
        title = Text(zh=f"建议更新 {each.change.process}", en=f"Update {each.change.process}")
    else:
        title = Text(zh=f"{each.change.process} 已删除，请另选", en=f"{each.change.process} is gone: choose another")
    shown = RichText(f"\n{printable(title.of(language))}", "bold")
    values = (each.effect.before, each.effect.after) if each.effect else (None, None)
    for listing, value in zip((each.before, each.after), values, strict=True):
        if listing is not None:
            figure = (
                "—" if value is None else f"{significant(value)} kg CO₂e / {each.effect.unit if each.effect else ''}"
            )
            source = printable(listing.source or Text(zh="无来源", en="no source").of(language))
            shown.append(f"\n  {listing.version}: {figure} · {source}", "dim")
    for candidate in each.candidates:
        shown.append(f"\n  → {printable(candidate.listing.process)} ({candidate.score:.2f})", "cyan")
    return shown


def _written(output: Path | None) -> Iterator[Text]:
    if output is not None:
        yield Text(zh=f"\n影响清单：{output}", en=f"\nThe list: {output}")


COMMANDS = (("impact", impact, IMPACT),)
