"""`tanji roundrobin`: a measurement comparison (计量比对): En numbers, z and zeta scores of all bodies."""

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
    from rich.console import RenderableType

    from tanji.assess.comparison import Comparison, Scored
    from tanji.errors import Language

ABOUT = Text(
    zh="计量比对：同一案例各机构结果的 En 值、z 比分数和 ζ 比分数（ISO 13528）；有离群结果时退出码为 1",
    en="Measurement comparison: En, z and zeta of each body (ISO 13528); exit code 1 where there is an outlier",
)
RESULTS = Text(zh="结果表：机构, 值, U, k", en="table of results: body, value, U, k")
REFERENCE = Text(zh="参考实验室；默认取稳健平均", en="the reference laboratory; default: the robust mean")
SIGMA = Text(zh="能力评定标准差 σ", en="standard deviation for proficiency")
GRADES = {
    "satisfactory": Text(zh="满意", en="satisfactory"),
    "questionable": Text(zh="有问题", en="questionable"),
    "unsatisfactory": Text(zh="不满意（离群）", en="unsatisfactory (outlier)"),
    "not_scored": Text(zh="不评分", en="not scored"),
}


def roundrobin(
    ctx: typer.Context,
    results: Annotated[Path, typer.Argument(help=both(RESULTS))],
    *,
    reference: Annotated[str, typer.Option(help=both(REFERENCE))] = "",
    sigma: Annotated[float | None, typer.Option(help=both(SIGMA))] = None,
) -> None:
    """Score the results of a comparison."""
    from tanji.assess.comparison import Result, compare_results
    from tanji.cli.draw.findings import counts, findings
    from tanji.formats.comparison import read

    terminal: Terminal = ctx.obj
    rows, report = read(results)
    given = [Result(row.body, row.value, row.expanded, row.k) for row in rows]
    found = compare_results(given, reference=reference or None, sigma=sigma)
    plain = [finding.model_dump(mode="json", exclude_none=True) for finding in found.findings]
    terminal.answer(asdict(found) | {"findings": plain, "report": report.model_dump(mode="json", exclude_none=True)})
    if not terminal.json:
        terminal.show(
            *counts(report.counts, terminal.language),
            _table(found, terminal.language),
            _assigned(found),
            findings([*report.findings, *found.findings], terminal.language),
        )
    if report.errors or any(each.outlier for each in found.bodies):
        raise typer.Exit(int(Exit.not_as_hoped))


def _table(found: Comparison, language: Language) -> RenderableType:
    from tanji.cli.draw.table import Column, table

    columns = (
        Column(Text(zh="机构", en="Body"), ratio=1),
        Column(Text(zh="值", en="Value"), right=True),
        Column(Text(zh="差", en="Difference"), right=True),
        Column("En", right=True),
        Column("z′" if found.prime else "z", right=True),
        Column("ζ", right=True),
        Column(Text(zh="评定", en="Grade")),
    )
    return table(columns, [_row(each, language) for each in found.bodies], language)


def _row(each: Scored, language: Language) -> tuple[str, ...]:
    scores = ("" if score is None else f"{score:.2f}" for score in (each.en, each.z, each.zeta))
    return each.body, f"{each.value:g}", f"{each.difference:+.4g}", *scores, GRADES[each.grade].of(language)


def _assigned(found: Comparison) -> Text:
    sigma = "—" if found.sigma is None else f"{found.sigma:.4g}"
    return Text(
        zh=f"指定值 {found.assigned:.6g}（{found.reference or '稳健平均，算法 A'}），u = {found.u:.4g}，σ = {sigma}",
        en=f"Assigned value {found.assigned:.6g} ({found.reference or 'robust mean, Algorithm A'}), u = {found.u:.4g},"
        f" σ = {sigma}",
    )


COMMANDS = (("roundrobin", roundrobin, ABOUT),)
