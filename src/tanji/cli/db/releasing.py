"""`tanji db link`, `release`, `trend`, `sign`: try linking, publish a next version, watch quality, keep signatures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.db.importing import IDENTIFYING, READING, Allocation, choices_of
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.publish import Published

LINK = Text(
    zh="试连接：读取并连接一个数据库，只报告结果，不保存",
    en="Try linking: read a database, link it and report; nothing is kept",
)
RELEASE = Text(
    zh="由已有发布版以新的连接规则、指定的供应过程或分配方法发布下一个版本",
    en="Publish a next version of a release with other link rules, suppliers or allocations",
)
TREND = Text(zh="一个数据库各版本的质量指标", en="The quality figures of a database, release by release")
SIGN = Text(
    zh="保存对发布版摘要的签名；不填文件则列出", en="Keep signatures over a release's digest; without a file, list"
)

_RULES = both(Text(zh="连接规则或规则文件", en="link rules, or a file of them"))
_OVERRIDES = both(Text(zh="指定供应过程的 CSV", en="suppliers decided by the publisher, as CSV"))
_ALLOCATIONS = both(Text(zh="单个过程分配方法的 CSV", en="allocation of single processes, as CSV"))
_ALLOCATION = both(Text(zh="多产出过程的分配方法", en="allocation of multi-output processes"))


def link(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(help=both(Text(zh="数据库文件或文件夹", en="file or folder of the database")))
    ],
    *,
    allocation: Annotated[Allocation, typer.Option(metavar="RULE", help=_ALLOCATION)] = "reference",
    allocations: Annotated[Path | None, typer.Option(metavar="CSV", help=_ALLOCATIONS)] = None,
    rules: Annotated[str, typer.Option(metavar="RULES", help=_RULES)] = "tanji-link/1",
    overrides: Annotated[Path | None, typer.Option(metavar="CSV", help=_OVERRIDES)] = None,
) -> None:
    """Link on a shelf of its own that is thrown away."""
    from tempfile import TemporaryDirectory

    from tanji.background.publish import publish
    from tanji.background.shelf import Shelf
    from tanji.formats.identify import identify

    terminal: Terminal = ctx.obj
    choices = choices_of(rules, overrides, allocations)
    with terminal.steps() as steps, TemporaryDirectory(prefix="tanji-link-") as folder:
        steps.begin(IDENTIFYING)
        form = identify(path)
        steps.begin(READING)
        package = form.read(path, progress=steps)
        made = publish(
            package,
            Shelf(Path(folder)),
            database="trial",
            version="1",
            names={"en": "Trial"},
            allocation=allocation,
            choices=choices,
            progress=steps,
        )
        _tell(terminal, made, Text(zh="只是试连接，没有保存。", en="A trial; nothing was kept."))


def release(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help=both(Text(zh="数据库@版本", en="database@version")))],
    version: Annotated[
        str, typer.Option("--as", metavar="VERSION", help=both(Text(zh="新版本号", en="the next version")))
    ],
    *,
    allocation: Annotated[Allocation, typer.Option(metavar="RULE", help=_ALLOCATION)] = "reference",
    allocations: Annotated[Path | None, typer.Option(metavar="CSV", help=_ALLOCATIONS)] = None,
    rules: Annotated[str, typer.Option(metavar="RULES", help=_RULES)] = "tanji-link/1",
    overrides: Annotated[Path | None, typer.Option(metavar="CSV", help=_OVERRIDES)] = None,
) -> None:
    """Publish the documents of a release anew."""
    from tanji.background.export import export
    from tanji.background.publish import publish
    from tanji.cli import workspace
    from tanji.starter.methods import DEFAULT, method

    terminal: Terminal = ctx.obj
    choices = choices_of(rules, overrides, allocations)
    kept = workspace.shelf(terminal)
    with terminal.steps() as steps:
        steps.begin(Text(zh="打开发布版", en="Open the release"))
        opened = workspace.release(kept, source)
        old = opened.manifest
        stated = ("owner", "scope", "sector", "region", "year", "licence", "attribution", "rights")
        made = publish(
            export(opened, rights=False, progress=steps).package,
            kept,
            database=old.id,
            version=version,
            names=old.names,
            allocation=allocation,
            choices=choices,
            methods=(method(DEFAULT),),
            progress=steps,
            **{name: value for name in stated if (value := getattr(old, name)) is not None},
        )
    digest, next_ = made.opened.ref.digest, f"{old.id}@{version}"
    told = Text(
        zh=f"已发布 {next_}：{digest}\n与旧版的差异：tanji db diff {source} {next_}",
        en=f"Published {next_}: {digest}\nWhat differs: tanji db diff {source} {next_}",
    )
    _tell(terminal, made, told)


def _tell(terminal: Terminal, made: Published, last: Text) -> None:
    from tanji.cli.draw.findings import counts, findings

    quality = dict(made.opened.manifest.quality)
    terminal.answer({"quality": quality, "report": made.report.model_dump(mode="json", exclude_none=True)})
    terminal.show(
        *counts(made.report.counts, terminal.language),
        findings(made.report.findings, terminal.language),
        *(f"  {name}: {value:.12g}" for name, value in sorted(quality.items())),
        last,
    )


def trend(
    ctx: typer.Context,
    database: Annotated[str, typer.Argument(help=both(Text(zh="数据库", en="database")))],
) -> None:
    """A column for each release, a row for each figure."""
    from tanji.cli import workspace
    from tanji.cli.draw.table import Column, table

    terminal: Terminal = ctx.obj
    kept = workspace.shelf(terminal)
    workspace.release(kept, database)
    listed = [each for each in kept.databases() if each.id == database]
    terminal.answer([{"version": each.version, "quality": dict(each.quality)} for each in listed])
    figures = sorted({figure for each in listed for figure in each.quality})
    columns = [Column(Text(zh="指标", en="Figure")), *(Column(each.version, right=True) for each in listed)]
    rows = [
        (figure, *("—" if figure not in each.quality else f"{each.quality[figure]:.6g}" for each in listed))
        for figure in figures
    ]
    terminal.show(table(columns, rows, terminal.language))


def sign(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help=both(Text(zh="数据库@版本", en="database@version")))],
    file: Annotated[
        Path | None, typer.Argument(help=both(Text(zh="签名文件（JSON）", en="file of signatures (JSON)")))
    ] = None,
) -> None:
    """Add the signatures of a file, or list those that are there."""
    from tanji.background.signatures import add_signatures, read_signatures, signatures
    from tanji.cli import workspace

    terminal: Terminal = ctx.obj
    opened = workspace.release(workspace.shelf(terminal), source)
    found = signatures(opened) if file is None else add_signatures(opened, read_signatures(file))
    terminal.answer([each.model_dump(mode="json") for each in found])
    terminal.show(
        Text(
            zh=f"{opened.ref.id} {opened.ref.version} {opened.ref.digest}：{len(found)} 个签名（只保存，未验签）",
            en=f"{opened.ref.id} {opened.ref.version} {opened.ref.digest}: signatures {len(found)} (kept, not checked)",
        ),
        *(f"  {each.signer} · {each.algorithm} · {each.key} · {each.signed_on}" for each in found),
    )


COMMANDS = (("link", link, LINK), ("release", release, RELEASE), ("trend", trend, TREND), ("sign", sign, SIGN))
