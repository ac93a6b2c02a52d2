"""`tanji decide`: whether a footprint keeps a limit, and how probable a wrong decision is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.conformity import Decision

ABOUT = Text(
    zh="按限值判定碳足迹：符合、不符合或不能判定，及判错概率（JCGM 106）；不是“符合”时退出码为 1",
    en="Decide a footprint against a limit: accept, reject or undecided, and how probable an error is (JCGM 106);"
    " exit code 1 where it is not accepted",
)
FOOTPRINT = Text(zh="带不确定度的碳足迹文档", en="a footprint document that carries an uncertainty")
LIMIT = Text(zh="上限，kg CO2e / 分析单位", en="upper limit, kg CO2e per unit of analysis")
LOWER = Text(zh="下限", en="lower limit")
COVERAGE = Text(zh="判定所需的概率", en="probability that a decision needs")
LEAST = Text(
    zh="至少多大份额的贡献给出了不确定度才判定；默认按规则（0.8）",
    en="share of the contributions that must state an uncertainty; default: as the rules say (0.8)",
)
VERDICTS = {
    "accept": Text(zh="符合", en="accept"),
    "reject": Text(zh="不符合", en="reject"),
    "undecided": Text(zh="不能判定", en="undecided"),
}


def decide(
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(FOOTPRINT))],
    *,
    limit: Annotated[float | None, typer.Option(help=both(LIMIT))] = None,
    lower: Annotated[float | None, typer.Option(help=both(LOWER))] = None,
    coverage: Annotated[float, typer.Option(help=both(COVERAGE))] = 0.95,
    least_stated: Annotated[float | None, typer.Option(min=0, max=1, help=both(LEAST))] = None,
) -> None:
    """Decide a footprint against its limits."""
    from tanji.assess.conformity import UnfitDecision, decide_result
    from tanji.cli import workspace
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    given = workspace.document(footprint, Footprint)
    if given.uncertainty is None:
        raise UnfitDecision(
            Text(zh=f"“{footprint}”没有不确定度，不能给出判错概率", en=f'"{footprint}" carries no uncertainty'),
            Text(
                zh="请先用 tanji calc 研究 --uncertainty auto 计算。",
                en="Compute it: tanji calc STUDY --uncertainty auto.",
            ),
        )
    limits = {"lower": lower, "upper": limit, "coverage": coverage, "least_stated": least_stated}
    found = decide_result(given.uncertainty, **limits)  # type: ignore[arg-type]
    terminal.answer(asdict(found) | {"stated_share": given.uncertainty.stated_share})
    terminal.show(*_shown(found, given.uncertainty.stated_share))
    if found.verdict != "accept":
        raise typer.Exit(int(Exit.not_as_hoped))


def _shown(found: Decision, stated: float | None) -> list[Text | None]:
    verdict, simple = VERDICTS[found.verdict], VERDICTS[found.simple]
    guard = None
    if found.guard is not None:
        ends = ", ".join(f"{end:.6g}" for end in found.acceptance if end is not None) or "—"
        guard = Text(
            zh=f"保护带 w = {found.guard:.4g}，接受限 {ends}",
            en=f"Guard band w = {found.guard:.4g}, acceptance limit {ends}",
        )
    open_ = None
    if stated is not None and stated < 1:
        so = Text(zh="，因此不作判定", en=", so nothing is decided") if found.incomplete else Text(zh="。", en=".")
        open_ = Text(
            zh=f"! 只有 {stated:.0%} 的贡献给出了不确定度，其余按精确值计：实际判错概率更大{so.zh}",
            en=f"! Only {stated:.0%} of the contributions state an uncertainty, the others count as exact: the real"
            f" probability of being wrong is greater{so.en}",
        )
    return [
        Text(
            zh=f"{verdict.zh}：符合概率 {_share(found.conform)}（要求 {found.coverage:.0%}；{found.distribution.zh}）",
            en=f"{verdict.en}: conformance probability {_share(found.conform)} ({found.coverage:.0%} is asked for;"
            f" {found.distribution.en})",
        ),
        Text(
            zh=f"若判符合，错误概率 {_share(found.if_accepted)}；若判不符合，错误概率 {_share(found.if_rejected)}",
            en=f"If accepted, wrong with {_share(found.if_accepted)};"
            f" if rejected, wrong with {_share(found.if_rejected)}",
        ),
        guard,
        Text(zh=f"只比较名义值时：{simple.zh}", en=f"Comparing the nominal value alone: {simple.en}"),
        open_,
    ]


def _share(probability: float) -> str:
    """A probability in percent; one that is not 0 or 1 is not shown as such."""
    if 0 < probability < 0.0001:
        return "<0.01%"
    return ">99.99%" if 0.9999 < probability < 1 else f"{probability:.2%}"


COMMANDS = (("decide", decide, ABOUT),)
