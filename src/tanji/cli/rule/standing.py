"""`tanji rule equivalent`: the table of equivalence, or whether a footprint may stand for one by another rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

EQUIVALENT = Text(
    zh="规则等效表；给出碳足迹和 --to 时，只按已公布的互认及其条件判断，并列出注意事项",
    en="The table of equivalent rules; with a footprint and --to: whether it may stand for one by that rule, by"
    " published decisions and their conditions alone, with the caveats",
)
STATES = {
    "published": Text(zh="已公布", en="published"),
    "illustrative": Text(zh="示例，不适用", en="illustrative, never applied"),
    "none": Text(zh="没有公布", en="not published"),
}


def equivalent(
    ctx: typer.Context,
    footprint: Annotated[
        Path | None, typer.Argument(help=both(Text(zh="碳足迹 footprint.json", en="the footprint")))
    ] = None,
    *,
    rule: Annotated[
        str, typer.Option("--from", metavar="RULE", help=both(Text(zh="所依据的规则", en="the rule it follows")))
    ] = "gbt-24067-2024",
    to: Annotated[
        str, typer.Option("--to", metavar="RULE", help=both(Text(zh="要代替哪个规则的结果", en="the rule wanted")))
    ] = "",
    study: Annotated[
        Path | None,
        typer.Option(help=both(Text(zh="研究文件；默认取本机保存的", en="the study; default: as kept in the home"))),
    ] = None,
) -> None:
    """List, or judge. The figure is never changed."""
    from tanji.cli.draw.table import Column, table
    from tanji.rules.equivalence import table as entries

    terminal: Terminal = ctx.obj
    language = terminal.language
    if footprint is not None:
        if not to:
            raise WrongUse(
                Text(zh="请用 --to 给出目标规则", en="Give the rule that is wanted with --to"),
                Text(zh="例如：--to pact-v3", en="Such as: --to pact-v3"),
            )
        _judge(terminal, footprint, study, (rule, to))
        return
    terminal.answer([each.model_dump(mode="json", by_alias=True) for each in entries()])
    columns = (
        Column(Text(zh="规则", en="Rule")),
        Column(Text(zh="代替", en="Stands for")),
        Column(Text(zh="状态", en="State")),
        Column(Text(zh="说明", en="What is known"), ratio=1),
    )
    rows = [
        (each.rule, each.to, STATES[each.state].of(language), Text(zh=each.zh, en=each.en).of(language))
        for each in entries()
    ]
    terminal.show(table(columns, rows, language))


def _judge(terminal: Terminal, footprint: Path, study: Path | None, rules: tuple[str, str]) -> None:
    from tanji.cli.kept import kept_document
    from tanji.cli.workspace import document, shelf, whole_study
    from tanji.model.footprint import Footprint
    from tanji.model.study import Study
    from tanji.rules.equivalence import apply
    from tanji.rules.facts import facts

    result = document(footprint, Footprint)
    with terminal.steps() as steps:
        given = (
            kept_document(shelf(terminal), result.study.digest, Study) if study is None else whole_study(study, steps)
        )
    if given is None:
        raise WrongUse(
            Text(zh="找不到这份碳足迹的研究", en="The study of this footprint is not there"),
            Text(zh="请用 --study 给出研究文件。", en="Give it with --study."),
        )
    found = apply(facts(given, result), *rules).entry
    body = found.model_dump(mode="json", by_alias=True)
    terminal.answer({"value": result.score.total, "per": f"{result.unit.amount:g} {result.unit.unit}", "entry": body})
    terminal.show(
        Text(zh=f"按公布的条件可以代替：{found.zh}", en=f"By the published conditions it may stand: {found.en}"),
        *(Text(zh=f"! 注意：{each.zh}", en=f"! Caveat: {each.en}") for each in found.caveats),
    )


COMMANDS = (("equivalent", equivalent, EQUIVALENT),)
