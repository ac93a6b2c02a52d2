"""`tanji db check`: whether the files of releases are whole, rights agree, and what the audits find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from tanji.background.opened import Opened
    from tanji.cli.steps import Steps
    from tanji.errors import Language
    from tanji.model.finding import Counts, Report
    from tanji.model.method import Method

CHECK = Text(
    zh="核查发布版：各表摘要是否与清单一致，每个数据集是否有来源和许可，权利声明是否自洽，并做交叉验证（平衡、离群、"
    "数量级、重复计算、时效等）",
    en="Check releases: digests of all tables, a source and a licence for every dataset, rights that agree, and audits"
    " (balances, outliers, magnitudes, double counting, age and others)",
)


def check(
    ctx: typer.Context,
    release: Annotated[
        list[str] | None,
        typer.Argument(help=both(Text(zh="数据库 或 数据库@版本；默认全部", en="database or database@version; all"))),
    ] = None,
    *,
    files: Annotated[
        bool, typer.Option("--files", help=both(Text(zh="只核对各表摘要", en="only the digests of the tables")))
    ] = False,
    method: Annotated[str, typer.Option(help=both(Text(zh="方法", en="method")))] = "ar6-gwp100",
    every: Annotated[bool, typer.Option("--all", help=both(Text(zh="全部列出", en="list everything")))] = False,
) -> None:
    """Check releases; exit code 1 where there are errors."""
    from tanji.cli import offered, workspace
    from tanji.cli.draw.findings import findings

    terminal: Terminal = ctx.obj
    chosen = None if files else offered.method(terminal.home, method)
    kept = workspace.shelf(terminal)
    named = release or [f"{each.id}@{each.version}" for each in kept.databases()]
    answers, faulty = [], False
    with terminal.steps() as steps:
        opened = [workspace.release(kept, name) for name in named]
        reports = [(each, _report(each, chosen, steps)) for each in opened]
    for each, report in reports:
        faulty = faulty or bool(report.errors)
        ref = {"id": each.ref.id, "version": each.ref.version, "digest": each.ref.digest}
        answers.append({"release": ref, "report": report.model_dump(mode="json", exclude_none=True)})
        terminal.show(
            Text(
                zh=f"{each.ref.id} {each.ref.version}：{'有错误' if report.errors else '无错误'}",
                en=f"{each.ref.id} {each.ref.version}: {'errors' if report.errors else 'no errors'}",
            ),
            *_counts(report.counts, terminal.language),
            findings(report.findings, terminal.language, every=every),
        )
    terminal.answer(answers)
    if faulty:
        raise typer.Exit(int(Exit.not_as_hoped))


def _report(opened: Opened, method: Method | None, steps: Steps) -> Report:
    """Digests, and with a method also rights and audits; what is damaged can not be judged further."""
    from datetime import UTC, datetime

    from tanji.background.audits.audit import audit
    from tanji.background.rights import audit as rights

    name = f"{opened.ref.id} {opened.ref.version}"
    steps.begin(Text(zh=f"核对摘要 {name}", en=f"Check the digests of {name}"))
    whole = opened.check()
    if whole.errors or method is None:
        return whole
    steps.begin(Text(zh=f"核对来源和权利 {name}", en=f"Check sources and rights of {name}"))
    owed = rights(opened)
    found = audit(opened, method, on=datetime.now(tz=UTC).date(), progress=steps)
    return whole + owed + _without_repeats(found, owed)


def _without_repeats(found: Report, owed: Report) -> Report:
    """What the audits found, but for datasets without source that are named already, as what everybody is owed."""
    named = {finding.place.process for finding in owed.findings if finding.code == "RGT-101"}
    kept = [each for each in found.findings if not (each.code == "AUD-161" and each.place.member in named)]
    return found.model_copy(update={"findings": tuple(kept)})


def _counts(found: Mapping[str, Counts], language: Language) -> Iterator[RenderableType]:
    """How many each check looked at, and what it made of them."""
    from rich.text import Text as RichText

    for check, number in found.items():
        words = CHECKS.get(check)
        zh, en = (words.zh, words.en) if words else (check, check)
        fine, left, remarked = number.imported, number.skipped, number.failed
        text = Text(
            zh=f"  {zh}：查 {number.read} = 无问题 {fine} + 无法判断 {left} + 有问题 {remarked}",
            en=f"  {en}: looked at {number.read} = fine {fine} + not to be judged {left} + remarked {remarked}",
        )
        yield RichText(text.of(language), "yellow" if remarked else "dim")


CHECKS = {
    "tables": Text(zh="各表摘要", en="digests of the tables"),
    "datasets": Text(zh="数据集有来源", en="datasets with a source"),
    "mass": Text(zh="质量平衡", en="mass balance"),
    "energy": Text(zh="能量平衡", en="energy balance"),
    "carbon": Text(zh="碳平衡", en="carbon balance"),
    "conversions": Text(zh="单位换算与数量级", en="conversions and magnitudes"),
    "peers": Text(zh="强度与同类相比", en="intensities among peers"),
    "exchanges_of_peers": Text(zh="交换与同类相比", en="exchanges among peers"),
    "kind_of_suppliers": Text(zh="供应过程的因子种类", en="kinds of factor of suppliers"),
    "co2_only": Text(zh="只有二氧化碳", en="carbon dioxide only"),
    "burning_co2_only": Text(zh="燃烧只计二氧化碳", en="burning with carbon dioxide only"),
    "results_with_inputs": Text(zh="清单结果又有投入", en="inventory results with inputs"),
    "repeated_exchanges": Text(zh="重复的交换", en="repeated exchanges"),
    "burned_twice": Text(zh="燃料重复计算", en="fuels burned twice"),
    "dates": Text(zh="时效", en="age"),
    "sources": Text(zh="来源可查", en="sources that can be looked up"),
    "providers": Text(zh="指定的供应过程", en="suppliers that are named"),
    "places": Text(zh="地域代码", en="codes of places"),
    "signs": Text(zh="正负号", en="signs"),
    "distributions": Text(zh="不确定性分布", en="distributions"),
    "sums": Text(zh="产品与供应链之和", en="products against their chains"),
    "results_against_chains": Text(zh="清单结果与供应链", en="inventory results against chains"),
    "below_zero": Text(zh="负的强度", en="intensities below zero"),
}
"""Checks by the name under which a report counts them; one that is not here is called by that name."""

COMMANDS = (("check", check, CHECK),)
