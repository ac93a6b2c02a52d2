"""`tanji rule lint` and `tanji rule test`: what is wrong with a pack, and its cases run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.rule.packs import NAMED, named, today
from tanji.cli.terminal import Terminal
from tanji.errors import Text

LINT = Text(
    zh="检查规则包：名称、类型、翻译、标题、章节、案例",
    en="Check a pack: names, types, translations, title, chapters, cases",
)
TEST = Text(zh="运行规则包的案例", en="Run the cases of a pack")
ON = Text(zh="按哪一天的参数；默认今天", en="with the parameters of which day; default: today")
_DAY = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help=both(ON))]


def lint(ctx: typer.Context, pack: Annotated[str, typer.Argument(help=both(NAMED))], on: _DAY = None) -> None:
    """Check a pack; exit code 1 where it has errors."""
    from tanji.cli.draw.findings import findings
    from tanji.rules.lint import lint as linted
    from tanji.rules.stack import below, unwritten

    terminal: Terminal = ctx.obj
    one = named(pack)
    found = linted(one, below(one), on=(on or datetime.now()).date())  # noqa: DTZ005 - the day where the person is
    terminal.answer({"pack": one.id, **found.model_dump(mode="json", exclude_none=True)})
    errors, rules = len(found.errors), len(one.rules) + len(unwritten(one, today()))
    terminal.show(
        findings(found.findings, terminal.language, every=True),
        Text(
            zh=f"{one.id}：{rules} 条规则、{len(one.cases)} 个案例，{errors} 处错误",
            en=f"{one.id}: {rules} rules, {len(one.cases)} cases, {errors} errors",
        ),
    )
    if errors:
        raise typer.Exit(int(Exit.not_as_hoped))


def prove(ctx: typer.Context, pack: Annotated[str, typer.Argument(help=both(NAMED))], on: _DAY = None) -> None:
    """Run the cases; exit code 1 where one is not as it expects."""
    from tanji.cli.draw.table import Column, table
    from tanji.reports.words import name
    from tanji.rules.casebook import run
    from tanji.rules.stack import below

    terminal: Terminal = ctx.obj
    language = terminal.language
    one = named(pack)
    results = run(one, (on or datetime.now()).date(), below(one))  # noqa: DTZ005 - the day where the person is
    terminal.answer(
        [
            {
                "case": result.case.id,
                "rule": result.case.rule,
                "expect": result.case.expect,
                "outcome": result.outcome,
                "as_expected": result.as_expected,
                "problem": result.problem,
            }
            for result in results
        ]
    )
    wrong = [result for result in results if not result.as_expected]
    columns = (
        Column(Text(zh="案例", en="Case"), ratio=2),
        Column(Text(zh="应为", en="Expected")),
        Column(Text(zh="实为", en="Got")),
        Column(Text(zh="说明", en="About"), ratio=2),
    )
    rows = [
        (each.case.id, each.case.expect, each.outcome, each.problem or name(each.case.names, language))
        for each in wrong
    ]
    green = len(results) - len(wrong)
    terminal.show(
        table(columns, rows, language) if wrong else None,
        Text(zh=f"{green}/{len(results)} 个案例符合预期", en=f"{green} of {len(results)} cases are as expected"),
    )
    if wrong:
        raise typer.Exit(int(Exit.not_as_hoped))


COMMANDS = (("lint", lint, LINT), ("test", prove, TEST))
