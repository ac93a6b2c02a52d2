"""`tanji db inspect`: loops, singular blocks, missing references and unlinked inputs of a release, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from tanji import lca
    from tanji.background.opened import Opened
    from tanji.background.variables import Counted

INSPECT = Text(
    zh="检查发布版：循环及其谱半径、奇异块、缺少基准产品、自用、未连接的输入，以过程名称列出",
    en="Inspect a release by process names: loops with spectral radius, singular blocks, missing references, own use,"
    " inputs without supplier",
)
SHOWN = 20


def inspect(
    ctx: typer.Context,
    release: Annotated[
        str, typer.Argument(help=both(Text(zh="数据库 或 数据库@版本", en="database or database@version")))
    ] = "starter",
    *,
    every: Annotated[bool, typer.Option("--all", help=both(Text(zh="全部列出", en="list everything")))] = False,
    effects: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help=both(
                Text(
                    zh="把每个未连接和有歧义的输入及其影响上限写成表",
                    en="write every unlinked and ambiguous input with an upper estimate of its effect",
                )
            ),
        ),
    ] = None,
) -> None:
    """Inspect a release."""
    from tanji.cli import workspace

    terminal: Terminal = ctx.obj
    with terminal.steps() as steps:
        steps.begin(Text(zh="检查发布版", en="Inspect the release"))
        opened = workspace.release(workspace.shelf(terminal), release)
        found = opened.inspection()
    if effects is not None:
        _write_effects(opened, effects)
    unlinked = _unlinked(opened)
    terminal.answer(_body(opened, found, unlinked))
    if not terminal.json:
        terminal.show(*_shown(opened, found, unlinked, terminal, most=None if every else SHOWN))


def _write_effects(opened: Opened, target: Path) -> None:
    from tanji.background.effects import effects
    from tanji.cli.db.written import write_csv
    from tanji.starter.methods import DEFAULT, method

    table = effects(opened, method(DEFAULT))
    write_csv(target, [table.columns, *table.iter_rows()])


def _unlinked(opened: Opened) -> list[dict[str, Any]]:
    """Inputs without supplier by flow, the most frequent first."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for row in opened.table("unlinked").iter_rows(named=True):
        group = groups.setdefault(
            (row["flow"], row["reason"]),
            {
                "flow": row["flow"],
                "name": row["flow_name"],
                "unit": row["unit"],
                "reason": row["reason"],
                "processes": [],
            },
        )
        group["processes"].append(row["process"])
    return sorted(groups.values(), key=lambda group: (-len(group["processes"]), group["name"]))


def _body(opened: Opened, found: lca.Inspection, unlinked: Sequence[dict[str, Any]]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "release": {"id": opened.ref.id, "version": opened.ref.version, "digest": opened.ref.digest},
        "solvable": found.solvable,
        "counts": {name: count.model_dump() for name, count in opened.manifest.counts.items()},
        "quality": dict(opened.manifest.quality),
        **asdict(found),
        "uncertainty": asdict(stated) if (stated := _stated(opened)) else None,
        "unlinked": list(unlinked),
        "unlinked_inputs": sum(len(group["processes"]) for group in unlinked),
    }


def _shown(
    opened: Opened, found: lca.Inspection, unlinked: Sequence[dict[str, Any]], terminal: Terminal, *, most: int | None
) -> Iterator[RenderableType | Text | None]:
    from tanji.cli.draw.findings import counts

    yield Text(
        zh=f"{opened.ref.id} {opened.ref.version}：{found.processes} 个过程，{found.coefficients} 个系数，"
        f"{'可求解' if found.solvable else '不可求解'}",
        en=f"{opened.ref.id} {opened.ref.version}: {found.processes} processes, {found.coefficients} coefficients,"
        f" {'solvable' if found.solvable else 'not solvable'}",
    )
    yield from counts(dict(opened.manifest.counts), terminal.language)
    for name, value in sorted(opened.manifest.quality.items()):
        yield f"  {name}: {value:.12g}"
    yield from _uncertainty(opened)
    yield from _loops(found, most, terminal)
    groups = (
        (Text(zh="奇异块", en="Singular blocks"), [[place.name for place in block] for block in found.singular]),
        (Text(zh="没有基准产品数量", en="Without reference amount"), [[p.name] for p in found.without_reference]),
        (Text(zh="自用", en="Own use"), [[use.process.name, f"{use.share:.4g}"] for use in found.own_use]),
        (Text(zh="没有任何交换", en="Without exchanges"), [[p.name] for p in found.without_exchanges]),
        (Text(zh="内容相同的过程", en="Same content"), [[p.name for p in group] for group in found.duplicates]),
    )
    for title, listed in groups:
        yield from _list(title, [" · ".join(names) for names in listed], most, terminal)
    rows = [f"{group['name']} [{group['unit']}] {group['reason']} × {len(group['processes'])}" for group in unlinked]
    total = sum(len(group["processes"]) for group in unlinked)
    text = Text(zh=f"未连接的输入（{total} 条交换）", en=f"Inputs without supplier ({total} exchanges)")
    yield from _list(text, rows, most, terminal)


def _stated(opened: Opened) -> Counted | None:
    """What is stated of uncertainty; None of a release whose coefficients can not be traced to their exchanges."""
    from tanji.background.variables import Untraced

    try:
        return opened.sampling.counted
    except Untraced:
        return None


def _uncertainty(opened: Opened) -> Iterator[Text]:
    """What is stated of uncertainty, and for which part of the emissions of all processes."""
    import numpy as np

    from tanji.cli.db.sampling import told
    from tanji.starter.methods import DEFAULT, method

    counted = _stated(opened)
    if counted is None:
        yield Text(
            zh="\n不确定性：该发布版由较早的 Tanji 生成，无法抽样（见 tanji db release）",
            en="\nUncertainty: made by an earlier Tanji, this release can not be drawn (see `tanji db release`)",
        )
        return
    yield Text(zh="\n不确定性", en="\nUncertainty")
    yield from told(counted)
    if counted.uncertain:
        shares = opened.sampling.shares(method(DEFAULT))
        mean = float(np.nanmean(shares)) if np.isfinite(shares).any() else 0.0
        yield Text(
            zh=f"  各过程上下游排放中有不确定性说明的部分平均占 {mean:.1%}（按 kg CO2e）",
            en=f"  On average {mean:.1%} of the emissions along the chain of a process, by kg CO2e, have a statement",
        )


def _loops(found: lca.Inspection, most: int | None, terminal: Terminal) -> Iterator[RenderableType | Text | None]:
    rows = []
    for loop in found.loops:
        names = [place.name for place in loop.processes]
        shown = names if most is None else names[:5]
        radius = "—" if loop.radius is None else f"{'≤ ' if loop.is_bound else ''}{loop.radius:.6g}"
        mark = Text(zh="可行", en="productive") if loop.productive else Text(zh="不可行", en="not productive")
        more = f" … +{len(names) - len(shown)}" if len(shown) < len(names) else ""
        rows.append(f"ρ = {radius} ({mark.of(terminal.language)}, {len(names)}): {' · '.join(shown)}{more}")
    yield from _list(Text(zh="循环", en="Loops"), rows, most, terminal)


def _list(title: Text, rows: Sequence[str], most: int | None, terminal: Terminal) -> Iterator[RenderableType | Text]:
    from rich.padding import Padding
    from rich.text import Text as RichText

    from tanji.cli.console import printable

    if not rows:
        return
    yield RichText.assemble(("\n" + terminal.text(title), "bold"), f"  {len(rows)}")
    for row in rows[:most]:
        yield Padding(RichText(printable(row)), (0, 0, 0, 2))
    if most is not None and len(rows) > most:
        yield Text(zh=f"  另有 {len(rows) - most} 项（--all 列出）", en=f"  {len(rows) - most} more (--all lists them)")


COMMANDS = (("inspect", inspect, INSPECT),)
