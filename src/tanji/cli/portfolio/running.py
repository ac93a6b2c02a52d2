"""`tanji portfolio run`: the results of every product, partition by partition; a run that was broken off goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.portfolio import Executor, Options, Outcome, Request
    from tanji.cli.steps import Steps
    from tanji.formats.portfolio import Store

RUN = Text(
    zh="计算组合中每个产品的碳足迹：从 Parquet/CSV 到 Parquet，分区完成，可中断续算",
    en="Compute every product of a portfolio: from Parquet or CSV to Parquet, in partitions; goes on where it stopped",
)
OPENING = Text(zh="打开背景数据库", en="Open the background")
READING = Text(zh="查看输入", en="Look at the input")
KEPT = Text(
    zh="已中断。已完成的分区已保存；再次运行同一命令即从此处继续。",
    en="Interrupted. Finished partitions are kept; the same command goes on from here.",
)
SIZE = 250_000
"""Products of a partition; the results do not depend on it."""
MANY = 10_000_000
"""Lines from which on a process a core is started unless the person says otherwise."""


@dataclass(frozen=True, slots=True)
class Where:
    """Who computes: so many processes (0: as suits), or workers of a scheduler."""

    scheduler: str
    workers: int

    def executor(self, lines: int) -> tuple[Executor, int | None]:
        """The executor, and the threads of a partition (None: all cores)."""
        from tanji.assess.portfolio import Dask, Pool, Serial

        if self.scheduler:
            return Dask(self.scheduler, self.workers or None), 1
        workers = self.workers or ((os.cpu_count() or 1) if lines >= MANY else 1)
        return (Serial(), None) if workers == 1 else (Pool(workers), 1)


def run(  # noqa: PLR0913 - one for each option
    ctx: typer.Context,
    lines: Annotated[
        Path,
        typer.Argument(
            help=both(
                Text(
                    zh="行表：文件或文件夹，列为 product, item, amount, unit[, stage]",
                    en="the lines: file or folder with product, item, amount, unit[, stage]",
                )
            )
        ),
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help=both(Text(zh="结果文件夹", en="folder of results")))],
    products: Annotated[
        Path | None,
        typer.Option(
            help=both(Text(zh="产品表：product[, name, unit]", en="table of products: product[, name, unit]"))
        ),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(
                Text(
                    zh="使用的数据库发布版，可重复；默认 starter", en="a release to use, several times; default starter"
                )
            ),
        ),
    ] = None,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    indicators: Annotated[
        bool,
        typer.Option(
            "--indicators", help=both(Text(zh="同时给出化石、生物源等各分项", en="fossil, biogenic and the others too"))
        ),
    ] = False,
    draws: Annotated[
        int, typer.Option(min=0, help=both(Text(zh="背景抽样次数，0 为不抽样", en="draws of the background; 0: none")))
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help=both(Text(zh="随机种子", en="seed of the draws")))] = 1,
    workers: Annotated[
        int, typer.Option(min=0, help=both(Text(zh="进程数，0 为自动", en="processes; 0: as suits")))
    ] = 0,
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="local|tcp://…",
            help=both(Text(zh="用 Dask 计算（需安装 tanji[cluster]）", en="compute on Dask (needs tanji[cluster])")),
        ),
    ] = "",
    size: Annotated[
        int, typer.Option(min=1, help=both(Text(zh="每个分区的产品数", en="products of a partition")))
    ] = SIZE,
) -> None:
    """Plan, compute what is not finished, write the manifest, show the counts."""
    from tanji.assess.portfolio import Options
    from tanji.cli.portfolio.showing import overview
    from tanji.formats.portfolio import Store

    terminal: Terminal = ctx.obj
    options = Options(draws=draws, seed=seed, indicators=indicators, size=size)
    try:
        with terminal.steps() as steps:
            store = Store(output)
            request = _request(terminal, store, Asked(lines, products, release or (), method, options), steps)
            outcome = _run(request, store, Where(scheduler, workers), steps)
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{terminal.text(KEPT)}\n")
        raise typer.Exit(int(Exit.interrupted)) from None
    terminal.answer({**outcome.manifest, "found": outcome.found, "computed": outcome.computed})
    overview(terminal, store, outcome.manifest)
    terminal.show(
        Text(
            zh=f"\n分区：{outcome.found} 个已有，{outcome.computed} 个新算。结果：{output / 'results'}",
            en=f"\nPartitions: {outcome.found} were there, {outcome.computed} computed. Results: {output / 'results'}",
        )
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compute: the tables, the releases, the method and how."""

    lines: Path
    products: Path | None
    releases: Sequence[str]
    method: str
    options: Options


def _request(terminal: Terminal, store: Store, asked: Asked, steps: Steps) -> Request:
    from tanji import __version__
    from tanji.assess.portfolio import Request
    from tanji.cli import offered, workspace
    from tanji.formats.portfolio import rows

    steps.begin(OPENING)
    kept = workspace.shelf(terminal)
    opened = [workspace.release(kept, name) for name in asked.releases or [workspace.STARTER]]
    chosen = offered.method(terminal.home, asked.method)
    if offered.is_file(asked.method):
        offered.keep(kept, chosen, asked.method)
    steps.begin(READING)
    store.begin()
    return Request(
        lines=rows(asked.lines, "lines", store.work, progress=steps),
        products=rows(asked.products, "products", store.work, progress=steps) if asked.products else None,
        background={each.manifest.id: each for each in opened},
        method=chosen,
        engine=f"tanji {__version__}",
        options=asked.options,
    )


def _run(request: Request, store: Store, where: Where, steps: Steps) -> Outcome:
    from tanji.assess.portfolio import run as compute

    executor, threads = where.executor(len(request.lines))
    return compute(request, store, executor, threads=threads, progress=steps)


COMMANDS = (("run", run, RUN),)
