"""`tanji db sample`: draw a whole release, so that uncertainty of any product is a matter of milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tanji.background.opened import Opened
    from tanji.background.variables import Counted
    from tanji.model.method import Method

SAMPLE = Text(
    zh="按来源所述的不确定性对整个发布版抽样，保存在发布版旁；可随时加抽，已有的不重算",
    en="Draw a whole release by what its sources state of their uncertainty; kept beside it, and added to at any time",
)
WIDEST = 10
FEWEST = 100
"""Draws below which no interval is shown."""
VERDICTS = {
    "taken": Text(zh="按原样采用", en="taken as they stand"),
    "moved": Text(zh="与数量不符，按比例移到数量处", en="far from their amount, moved to it in proportion"),
    "reversed": Text(zh="上下限颠倒，已对调", en="with their ends in the wrong order, taken in the right one"),
    "no_spread": Text(zh="没有离散，视为确切", en="without spread, exact"),
    "incomplete": Text(zh="参数不全，视为确切", en="incomplete, exact"),
    "unfit": Text(zh="不成分布，视为确切", en="no distribution, exact"),
    "opposite": Text(
        zh="与数量符号相反或均值为零，视为确切", en="of the other sign than their amount, or about 0, exact"
    ),
    "absurd": Text(zh="均值或标准差超过数量的 10 倍，视为确切", en="more than 10 times their amount, exact"),
    "near_zero": Text(zh="可能使基准产品为零，视为确切", en="that may bring a reference product to zero, exact"),
    "not_in_system": Text(zh="不在计算体系中", en="not in the system"),
    "by_formula": Text(zh="由公式给出，以公式为准", en="given by a formula, which counts"),
    "linear": Text(zh="随公式变化", en="following their formula"),
    "not_linear": Text(zh="公式非线性，参数的不确定性未传递", en="whose formula is not linear: not propagated"),
    "disagrees": Text(
        zh="公式与数量不符，参数的不确定性未传递", en="whose formula gives another amount: not propagated"
    ),
}
"""What becomes of a statement, as `background.stated` and `background.parameters` call it."""


def sample(
    ctx: typer.Context,
    release: Annotated[
        str, typer.Argument(help=both(Text(zh="数据库 或 数据库@版本", en="database or database@version")))
    ],
    *,
    draws: Annotated[
        int, typer.Option(min=1, max=1_000_000, help=both(Text(zh="共抽多少次", en="how many draws in all")))
    ] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help=both(Text(zh="随机种子", en="seed of the generator")))] = 1,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
) -> None:
    """Draw until so many are kept; Ctrl-C keeps what was drawn."""
    from tanji.cli import offered, workspace

    terminal: Terminal = ctx.obj
    chosen = offered.method(terminal.home, method)
    opened = workspace.release(workspace.shelf(terminal), release)
    counted = opened.sampling.counted
    if opened.uncertain(chosen) is None:
        terminal.answer({"release": opened.ref.model_dump(), "draws": 0, "stated": _stated(counted)})
        terminal.show(
            Text(
                zh=f"{release} 没有可抽样的不确定性，其数值一律视为确切。",
                en=f"{release} states no uncertainty that can be drawn: all of its figures count as exact.",
            ),
            *told(counted),
        )
        raise typer.Exit(int(Exit.not_as_hoped))
    before = opened.sampling.kept(chosen, seed).count
    stopped = False
    with terminal.steps() as steps:
        try:
            opened.samples(chosen, draws=draws, seed=seed, progress=steps)
        except KeyboardInterrupt:
            stopped = True
    _tell(terminal, opened, chosen, asked=(before, draws, seed))
    if stopped:
        raise typer.Exit(130)


def _tell(terminal: Terminal, opened: Opened, method: Method, *, asked: tuple[int, int, int]) -> None:
    before, draws, seed = asked
    counted = opened.sampling.counted
    kept = opened.sampling.kept(method, seed).count
    added = max(0, kept - before)
    terminal.answer(
        {
            "release": opened.ref.model_dump(),
            "method": method.id,
            "seed": seed,
            "draws": kept,
            "added": added,
            "stated": _stated(counted),
            "widest": _widest(opened, method, seed, min(kept, draws)),
        }
    )
    more, name = max(0, draws - kept), f"{opened.ref.id} {opened.ref.version}"
    terminal.show(
        Text(
            zh=f"{name}：已保存 {kept} 次抽样（新增 {added}），方法 {method.id}，种子 {seed}",
            en=f"{name}: {kept} draws are kept ({added} new), {method.id}, seed {seed}",
        ),
        Text(zh=f"还差 {more} 次，再次运行同一命令即可继续。", en=f"{more} to go: the same command goes on from there.")
        if more
        else None,
        *told(counted),
    )


def told(counted: Counted) -> Iterator[Text]:
    """How much is stated and what became of it, in lines."""
    all_ = counted.exchanges
    share = counted.stated / all_ if all_ else 0.0
    kinds = ", ".join(f"{kind} {count}" for kind, count in counted.kinds.items())
    yield Text(
        zh=f"交换 {all_} 条，其中 {counted.stated} 条（{share:.1%}）说明了不确定性：{kinds or '无'}",
        en=f"{counted.stated} of {all_} exchanges ({share:.1%}) state their uncertainty: {kinds or 'none'}",
    )
    parts = (
        (counted.verdicts, Text(zh="其中", en="of these")),
        (counted.parameters, Text(zh="参数", en="parameters")),
        (counted.formulas, Text(zh="公式含不确定参数的交换", en="exchanges with a formula over uncertain parameters")),
    )
    for found, label in parts:
        for verdict, count in found.items():
            words = VERDICTS[verdict]
            yield Text(zh=f"  {label.zh} {count} 条{words.zh}", en=f"  {label.en}: {count} {words.en}")
    yield Text(
        zh=f"  {counted.coefficients} 个系数中有 {counted.uncertain} 个随之变化",
        en=f"  {counted.uncertain} of {counted.coefficients} coefficients move with them",
    )


def spread(opened: Opened, process: str, method: Method) -> dict[str, Any] | None:
    """The intensity of a process in the draws that are kept, the most of them: 95 % interval, mean, median; or None."""
    best = opened.sampling.best(method)
    if best is None or best[1] < FEWEST:
        return None
    from tanji.lca.draws import summary

    seed, draws = best
    found = summary(opened.samples(method, draws=draws, seed=seed)[:, opened.positions[process]])
    figures = {"low": found.low, "high": found.high, "mean": found.mean, "median": found.median, "sd": found.sd}
    return {"draws": draws, "seed": seed, "coverage": 0.95, **figures}


def _stated(counted: Counted) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(counted)


def _widest(opened: Opened, method: Method, seed: int, draws: int) -> list[dict[str, Any]]:
    """The processes whose 95 % interval is widest beside their intensity, in JSON alone."""
    import numpy as np

    if not draws:
        return []
    samples = opened.samples(method, draws=draws, seed=seed)
    low, high = np.quantile(samples, (0.025, 0.975), axis=0)
    nominal = opened.intensities(method)[0]
    width = np.divide(high - low, np.abs(nominal), out=np.zeros(len(nominal)), where=nominal != 0)
    order = np.argsort(-width, kind="stable")[:WIDEST]
    return [
        {
            "process": opened.listings[int(at)].process,
            "unit": opened.listings[int(at)].unit,
            "kg_co2e": float(nominal[at]),
            "low": float(low[at]),
            "high": float(high[at]),
        }
        for at in order
        if width[at] > 0
    ]


COMMANDS = (("sample", sample, SAMPLE),)
