"""`tanji rule checklist`: the requirements of the standards, and which rule or question works each off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tanji.cli.terminal import Terminal
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from tanji.rules.checklist import Covered

CHECKLIST = Text(
    zh="ISO 14067、GB/T 24067、PACT 的 54 项要求各由哪条规则核对，哪些留给核查员",
    en="The 54 requirements of ISO 14067, GB/T 24067 and PACT: which rule checks each, which are for the verifier",
)
RULE = Text(zh="规则", en="rule")
QUESTION = Text(zh="核查员", en="verifier")
ELSEWHERE = Text(zh="另处", en="elsewhere")
NONE = Text(zh="没有", en="none")


def checklist(ctx: typer.Context) -> None:
    """List the items with what covers them; the pack that comes first is the base pack."""
    from tanji.cli.draw.table import Column, table
    from tanji.rules.checklist import coverage
    from tanji.rules.pack import packs

    terminal: Terminal = ctx.obj
    language = terminal.language
    found = coverage(packs().values())
    terminal.answer([_body(each) for each in found])
    columns = (
        Column("#", right=True),
        Column(Text(zh="要求", en="Requirement"), ratio=3),
        Column(Text(zh="由谁", en="By")),
        Column(Text(zh="规则", en="Rules"), ratio=2),
    )
    rows = [
        (str(each.requirement.item), each.requirement.text.of(language), _how(each).of(language), _by(each, language))
        for each in found
    ]
    rule, asked, other, none = (sum(_how(each) is text for each in found) for text in (RULE, QUESTION, ELSEWHERE, NONE))
    terminal.show(
        table(columns, rows, language),
        Text(
            zh=f"由规则核对 {rule} 项，由核查员判断 {asked} 项，另处核对 {other} 项，没有着落 {none} 项",
            en=f"By a rule {rule}, by the verifier {asked}, elsewhere {other}, by nothing {none}",
        ),
    )


def _how(each: Covered) -> Text:
    left = ELSEWHERE if each.requirement.elsewhere else NONE
    return RULE if each.rules else QUESTION if each.questions else left


def _by(each: Covered, language: Language) -> str:
    named = [rule.id for _, rule in (*each.rules, *each.questions)]
    left = each.requirement.elsewhere
    return ", ".join(named) or ("—" if left is None else left.of(language))


def _body(each: Covered) -> dict[str, object]:
    return {
        "item": each.requirement.item,
        "zh": each.requirement.text.zh,
        "en": each.requirement.text.en,
        "source": each.requirement.source,
        "rules": [{"pack": pack.id, "rule": rule.id} for pack, rule in each.rules],
        "questions": [{"pack": pack.id, "rule": rule.id} for pack, rule in each.questions],
        "elsewhere": None if each.requirement.elsewhere is None else each.requirement.elsewhere.en,
    }


COMMANDS = (("checklist", checklist, CHECKLIST),)
