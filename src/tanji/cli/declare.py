"""`tanji declare` and `tanji comparable`: a footprint claimed as a statement, and two statements held side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.held import held
from tanji.cli.language import both
from tanji.cli.rule.packs import Further
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.assess.comparable import Comparability, Gap

DECLARE = Text(
    zh="把研究和碳足迹冻结成产品碳足迹声明；自有数据有不符合项时拒绝",
    en="Freeze a study and its footprint into a statement; refused while an error of own data is left",
)
COMPARABLE = Text(
    zh="判断两份声明是否可比：直接可比、换算后可比、仅作参考、不可比，并说明理由",
    en="Whether two statements may be compared: directly, after conversion, for reference only, not; and why",
)
READING = Text(zh="读取文件", en="Read the documents")
CHECKING = Text(zh="逐条核对规则", en="Check rule by rule")
NOT_CERTIFIED = Text(
    zh="声明由声明人负责；未经核查，也不是认证。",
    en="The declarer answers for the statement; it is neither verified nor certified.",
)
COLOURS = {"direct": "green", "converted": "cyan", "reference": "yellow", "incomparable": "red"}


def declare(  # noqa: PLR0913 - one for each option
    ctx: typer.Context,
    study: Annotated[Path, typer.Argument(help=both(Text(zh="研究文件", en="the file of the study")))],
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="其碳足迹 footprint.json", en="its footprint")))],
    *,
    by: Annotated[str, typer.Option("--by", help=both(Text(zh="声明人", en="who declares")))],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=both(Text(zh="声明日期；默认今天", en="day; today")))
    ] = None,
    pack: Further = None,
    place: Annotated[
        str, typer.Option(metavar="CODE", help=both(Text(zh="地点代码；默认按研究", en="place; default: the study's")))
    ] = "",
    supersedes: Annotated[
        Path | None, typer.Option(help=both(Text(zh="所替代的声明", en="the statement that it replaces")))
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help=both(Text(zh="快速估算，不得用于认证", en="a quick estimate")))
    ] = False,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=both(Text(zh="写到哪个文件夹", en="folder to write to")))
    ] = Path(),
) -> None:
    """Check by the rules that hold on the day, and freeze."""
    from tanji.assess.declare import Basis, Declaration
    from tanji.assess.declare import declare as declared
    from tanji.cli.kept import kept_document
    from tanji.cli.workspace import document, shelf, whole_study
    from tanji.model.document import digest, ref, write
    from tanji.model.footprint import Footprint
    from tanji.model.statement import ESTIMATE, Statement
    from tanji.model.study import Study

    terminal: Terminal = ctx.obj
    kept = shelf(terminal)
    with terminal.steps() as steps:
        steps.begin(READING)
        result = document(footprint, Footprint)
        given = kept_document(kept, result.study.digest, Study) or whole_study(study, steps)
        older = None if supersedes is None else ref(document(supersedes, Statement))
        steps.begin(CHECKING)
        ruleset, conformity, day = held(given, result, pack=pack, place=place, on=on, engine=result.engine)
    made = declared(
        Basis(given, result, ruleset, conformity), Declaration(by=by, on=day, supersedes=older, estimate=estimate)
    )
    output.mkdir(parents=True, exist_ok=True)
    files = {"statement.json": made, "ruleset.json": ruleset, "conformity.json": conformity}
    for name, each in files.items():
        (output / name).write_bytes(write(each))
        kept.store(each)
    written = [str(output / name) for name in files]
    body = {"statement": made.model_dump(mode="json", exclude_none=True), "digest": digest(made), "files": written}
    terminal.answer(body)
    terminal.show(
        Text(zh=f"! {ESTIMATE.zh}", en=f"! {ESTIMATE.en}") if estimate else None,
        Text(
            zh=f"声明 {digest(made)}；待核查员判断等未决事项 {len(made.open_points)} 项",
            en=f"Statement {digest(made)}; {len(made.open_points)} open points, such as questions for the verifier",
        ),
        NOT_CERTIFIED,
        Text(zh=f"已写出：{'、'.join(written)}", en=f"Written: {', '.join(written)}"),
    )


def comparable(
    ctx: typer.Context,
    first: Annotated[Path, typer.Argument(help=both(Text(zh="声明", en="a statement")))],
    second: Annotated[Path, typer.Argument(help=both(Text(zh="与之相比的声明", en="the statement to compare with")))],
) -> None:
    """Judge, then tell the difference if there may be one."""
    from tanji.assess.comparable import comparability, gap
    from tanji.cli.workspace import document
    from tanji.model.statement import Statement

    terminal: Terminal = ctx.obj
    one, other = document(first, Statement), document(second, Statement)
    found = comparability(one, other)
    apart = None if found.verdict == "incomparable" else gap(one, other)
    aspects = [
        {"aspect": a.aspect, "verdict": a.verdict, "reason": {"zh": a.reason.zh, "en": a.reason.en}}
        for a in found.aspects
    ]
    numbers = (
        None
        if apart is None
        else {
            "first": apart.first,
            "second": apart.second,
            "difference": apart.difference,
            "uncertainty": apart.uncertainty,
        }
    )
    terminal.answer({"verdict": found.verdict, "aspects": aspects, "per": one.unit.unit, "figures": numbers})
    terminal.show(*_compared(found, apart, one.unit.unit, terminal))


def _compared(found: Comparability, apart: Gap | None, unit: str, terminal: Terminal) -> Iterator[RenderableType]:
    from rich.text import Text as RichText

    from tanji.assess.comparable import VERDICTS
    from tanji.cli.console import printable
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant

    language = terminal.language
    yield RichText(VERDICTS[found.verdict].of(language), f"bold {COLOURS[found.verdict]}")
    columns = (
        Column(Text(zh="方面", en="Aspect")),
        Column(Text(zh="判断", en="Verdict")),
        Column(Text(zh="理由", en="Reason"), ratio=1),
    )
    rows = [
        (
            a.name.of(language),
            RichText(VERDICTS[a.verdict].of(language), COLOURS[a.verdict]),
            printable(a.reason.of(language)),
        )
        for a in found.aspects
    ]
    yield table(columns, rows, language)
    if apart is None:
        yield RichText(Text(zh="\n不可比，不给出差值。", en="\nNot comparable: no difference is given.").of(language))
        return
    spread = "" if apart.uncertainty is None else f" ± {significant(2 * apart.uncertainty)} (k = 2)"
    sign = "+" if apart.difference > 0 else ""
    yield RichText(
        f"\n{significant(apart.first)} → {significant(apart.second)} kg CO2e/{printable(unit)}:"
        f" {sign}{significant(apart.difference)}{spread}"
    )


COMMANDS = (("declare", declare, DECLARE), ("comparable", comparable, COMPARABLE))
