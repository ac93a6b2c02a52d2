"""`tanji rule list` and `tanji rule show`: which rules there are, and what one of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.rule.citing import clause
from tanji.cli.rule.packs import NAMED, named, today
from tanji.cli.terminal import Terminal
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.model.ruleset import Pack

LIST = Text(
    zh="列出规则包，以及登记的真实标准、采信清单、认证目录和目标",
    en="List the packs, and the register of real standards, recommended lists, catalogue and targets",
)
SHOW = Text(
    zh="显示一个规则包：内容各节、参数、规则、案例、来源",
    en="Show a pack: its content section by section, parameters, rules, cases, sources",
)
STATUS = {
    "illustrative": Text(zh="示例", en="illustrative"),
    "draft": Text(zh="草案", en="draft"),
    "in_force": Text(zh="在用", en="in force"),
    "withdrawn": Text(zh="废止", en="withdrawn"),
}
KINDS = {
    "national": Text(zh="国标", en="national"),
    "industry": Text(zh="行标", en="industry"),
    "group": Text(zh="团标", en="group"),
    "local": Text(zh="地标", en="local"),
    "programme": Text(zh="项目规则", en="programme"),
}
LEVELS = {
    "general": Text(zh="通则", en="general"),
    "sector": Text(zh="行业", en="sector"),
    "product": Text(zh="产品", en="product"),
}


def list_(ctx: typer.Context) -> None:
    """List packs and register."""
    from tanji.cli.draw.table import Column, table
    from tanji.reports.words import name
    from tanji.rules.pack import packs
    from tanji.rules.register import catalogue, lists, registered, targets
    from tanji.rules.stack import unwritten

    terminal: Terminal = ctx.obj
    language = terminal.language
    found = packs()
    body = {
        "packs": [_brief(one) for one in found.values()],
        "register": [each._asdict() for each in registered()],
        "lists": [each._asdict() for each in lists()],
        "catalogue": [each._asdict() for each in catalogue()],
        "targets": [each._asdict() for each in targets()],
    }
    terminal.answer(body)
    columns = (
        Column(Text(zh="规则包", en="Pack"), style="bold"),
        Column(Text(zh="层级", en="Level")),
        Column(Text(zh="类别", en="Kind")),
        Column(Text(zh="状态", en="Status")),
        Column(Text(zh="内容", en="Sections"), right=True),
        Column(Text(zh="规则", en="Rules"), right=True),
        Column(Text(zh="名称", en="Name"), ratio=1),
    )
    rows = [
        (
            one.id,
            LEVELS[one.level].of(language),
            KINDS[one.kind].of(language),
            STATUS[one.status].of(language),
            str(len(one.content.sections()) if one.content else 0),
            str(len(one.rules) + len(unwritten(one, today()))),
            name(one.names, language),
        )
        for one in found.values()
    ]
    known, whole = len([each for each in registered() if each.adopted]), sum(each.rules for each in lists())
    terminal.show(
        table(columns, rows, language),
        Text(
            zh=f"登记的标准 {len(registered())} 项；采信清单 {len(lists())} 批共 {whole} 项，其中 {known} 项已知编号；"
            f"认证目录 {len(catalogue())} 类（--json 全部列出）",
            en=f"Register: {len(registered())} standards; {len(lists())} recommended lists of {whole}, {known} of them"
            f" known by number; {len(catalogue())} entries of the catalogue (--json lists all)",
        ),
    )


def show(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(help=both(NAMED))],
    *,
    cel: Annotated[
        bool, typer.Option("--cel", help=both(Text(zh="也列出条件的原文（CEL）", en="show the conditions in CEL too")))
    ] = False,
) -> None:
    """Show one pack as people read it: what each rule asks, in words made from its condition."""
    from rich.text import Text as RichText

    from tanji.cli.rule.reading import chapters, content, rules, told, worded
    from tanji.reports.words import name

    terminal: Terminal = ctx.obj
    language = terminal.language
    one = named(pack)
    terminal.answer({**one.model_dump(mode="json", exclude_none=True), "words": worded(one), "told": told(one)})
    if terminal.json:
        return
    head = f"{one.number or one.id}  {name(one.names, language)}"
    about = " · ".join((LEVELS[one.level].of(language), KINDS[one.kind].of(language), STATUS[one.status].of(language)))
    terminal.show(RichText(head, "bold"), RichText(about, "dim"))
    if one.disclaimer:
        terminal.show(RichText(f"! {name(one.disclaimer, language)}", "yellow"))
    terminal.show(*chapters(one, language), RichText(""), *content(one, language))
    if one.parameters:
        terminal.show(_parameters(one, language), RichText(""))
    terminal.show(*rules(one, language, cel=cel))
    counted = Text(
        zh=f"\n案例 {len(one.cases)} 个；来源：{'；'.join(name(s.title, language) for s in one.sources)}",
        en=f"\n{len(one.cases)} cases; sources: {'; '.join(name(s.title, language) for s in one.sources)}",
    )
    terminal.show(counted)


def _parameters(one: Pack, language: Language) -> RenderableType:
    from tanji.cli.draw.table import Column, table
    from tanji.reports.words import name

    columns = (
        Column(Text(zh="参数", en="Parameter"), ratio=2),
        Column(Text(zh="自", en="From")),
        Column(Text(zh="取值", en="Value"), right=True),
        Column(Text(zh="条款", en="Clause"), ratio=2),
    )
    rows = []
    for parameter in one.parameters:
        for dated in parameter.values:
            value = ", ".join(dated.value) if isinstance(dated.value, tuple) else f"{dated.value}"
            shown = f"{value} {parameter.unit or ''}".strip()
            cited = clause(one, dated.clause, language)
            cited += f": {name(dated.reason, language)}" if dated.reason else ""
            rows.append((name(parameter.names, language), str(dated.since), shown, cited))
    return table(columns, rows, language)


def _brief(one: Pack) -> dict[str, Any]:
    from tanji.model.document import digest
    from tanji.rules.stack import unwritten

    return {
        "id": one.id,
        "version": one.version,
        "digest": digest(one),
        "number": one.number,
        "names": dict(one.names),
        "level": one.level,
        "kind": one.kind,
        "status": one.status,
        "sections": list(one.content.sections()) if one.content else [],
        "rules": len(one.rules),
        "rules_of_content": len(unwritten(one, today())),
        "cases": len(one.cases),
    }


COMMANDS = (("list", list_, LIST), ("show", show, SHOW))
