"""`tanji check`: a study against accounting rules, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.held import held
from tanji.cli.language import both
from tanji.cli.rule.citing import SEVERITY, UNVERIFIED
from tanji.cli.rule.packs import Further
from tanji.cli.terminal import Terminal
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.model.ruleset import Conformity, Verdict

ABOUT = Text(
    zh="按核算规则逐条核对研究：符合、不符合（带条款、位置和改正办法）、需补充、不适用、由核查员判断",
    en="Hold a study against accounting rules: what passes, what fails with clause, place and remedy, what needs more"
    " to be judged, what does not apply, what is for the verifier",
)
READING = Text(zh="读取研究", en="Read the study")
CHECKING = Text(zh="逐条核对", en="Check rule by rule")
COLOURS = {"fail": "red", "indeterminate": "yellow", "verifier": "blue", "pass": "green", "not_applicable": "dim"}


def check(
    ctx: typer.Context,
    study: Annotated[Path, typer.Argument(help=both(Text(zh="研究文件", en="the file of the study")))],
    *,
    footprint: Annotated[
        Path | None,
        typer.Option(
            help=both(Text(zh="其碳足迹 footprint.json；没有则只判研究本身", en="its footprint.json, if any"))
        ),
    ] = None,
    pack: Further = None,
    place: Annotated[
        str, typer.Option(metavar="CODE", help=both(Text(zh="地点代码；默认按研究", en="place; default: the study's")))
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=both(Text(zh="哪一天的规则；默认今天", en="day; today"))),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=both(Text(zh="写出核对结果文档", en="write the result here")))
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=both(Text(zh="也列出符合的", en="list what passes too")))
    ] = False,
) -> None:
    """Check; exit code 1 where a rule of severity error fails."""
    from tanji import __version__
    from tanji.cli.kept import kept_document
    from tanji.cli.workspace import document, shelf, whole_study
    from tanji.model.document import write
    from tanji.model.footprint import Footprint
    from tanji.model.study import Study
    from tanji.reports.words import name

    terminal: Terminal = ctx.obj
    with terminal.steps() as steps:
        steps.begin(READING)
        result = None if footprint is None else document(footprint, Footprint)
        computed = None if result is None else kept_document(shelf(terminal), result.study.digest, Study)
        given = computed or whole_study(study, steps)
        steps.begin(CHECKING)
        ruleset, found, _ = held(given, result, pack=pack, place=place, on=on, engine=f"tanji {__version__}")
        for each in (given, ruleset, found):
            shelf(terminal).store(each)
    if output is not None:
        output.write_bytes(write(found))
    terminal.answer({**found.model_dump(mode="json", exclude_none=True), "why": [dict(said) for said in ruleset.why]})
    terminal.show(
        *(Text(zh=f"· {said['zh']}", en=f"· {said['en']}") for said in (*ruleset.why, *ruleset.conflicts)),
        *_shown(found, terminal.language, every=every),
        *(Text(zh=f"! {name(said, 'zh')}", en=f"! {name(said, 'en')}") for said in ruleset.disclaimers),
    )
    if any(verdict.outcome == "fail" and verdict.severity == "error" for verdict in found.verdicts):
        raise typer.Exit(int(Exit.not_as_hoped))


def _shown(found: Conformity, language: Language, *, every: bool) -> Iterator[RenderableType]:
    from rich.text import Text as RichText

    from tanji.reports.words import OUTCOMES

    wanted = ["fail", "indeterminate", *(["pass", "not_applicable", "verifier"] if every else [])]
    for outcome in wanted:
        for verdict in found.verdicts:
            if verdict.outcome == outcome:
                yield _verdict(verdict, language)
    counted: Counter[str] = Counter(verdict.outcome for verdict in found.verdicts)
    said = [f"{text.of(language)} {counted[outcome]}" for outcome, text in OUTCOMES.items() if counted[outcome]]
    yield RichText(("\n" + ("，" if language == "zh" else ", ").join(said)), "bold")
    if not every and counted["verifier"]:
        yield RichText(
            Text(
                zh=f"{counted['verifier']} 条须由核查员判断（--all 列出）",
                en=f"{counted['verifier']} rules are for the verifier (--all lists them)",
            ).of(language),
            "dim",
        )


def _verdict(verdict: Verdict, language: Language) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.reports.words import OUTCOMES, name

    mark = "" if verdict.clause.status == "verified" else f" {UNVERIFIED.of(language)}"
    lines = RichText.assemble(
        (f"{OUTCOMES[verdict.outcome].of(language)} ", COLOURS[verdict.outcome]),
        (f"{SEVERITY[verdict.severity].of(language)} ", "dim") if verdict.outcome == "fail" else "",
        printable(name(verdict.names, language)),
        (f"  {verdict.rule} · {cited(verdict, language)} {verdict.clause.clause}{mark}", "dim"),
    )
    for text, style in _details(verdict, language):
        lines.append(f"\n  {printable(text)}", style)
    return Padding(lines, (0, 0, 0, 0))


def cited(verdict: Verdict, language: Language) -> str:
    """The document of a clause as people cite it: its number, else its title, else the source's id."""
    from tanji.reports.words import name

    return name(verdict.document, language) if verdict.document else verdict.clause.source


def _details(verdict: Verdict, language: Language) -> Sequence[tuple[str, str]]:
    from tanji.reports.words import name

    found = []
    if verdict.message is not None:
        found.append((name(verdict.message, language), ""))
    if verdict.reason is not None:
        found.append((Text(zh=f"原因：{verdict.reason}", en=f"because: {verdict.reason}").of(language), ""))
    if verdict.remedy is not None and verdict.outcome in {"fail", "indeterminate"}:
        found.append((f"→ {name(verdict.remedy, language)}", "dim"))
    return found


COMMANDS = (("check", check, ABOUT),)
