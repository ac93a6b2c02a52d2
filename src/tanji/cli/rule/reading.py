"""A pack as people read it: its chapters, and each rule as a clause with requirement, finding and remedy in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tanji.cli.rule.packs import below
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.model.document import Names
    from tanji.model.ruleset import Pack, Rule

FINDING = Text(zh="不满足时", en="Where it is not met")
REMEDY = Text(zh="办法", en="What to do")
QUESTION = Text(zh="由核查员判断", en="For the verifier")
WRITTEN = Text(zh="条件原文", en="Condition")


def worded(one: Pack) -> dict[str, dict[str, str]]:
    """Each rule's requirement in words, by its id."""
    from tanji.rules.prose import requirement

    said = {rule.id: requirement(rule, _parameters(one)) for rule in one.rules}
    return {name: {"zh": text.zh, "en": text.en} for name, text in said.items()}


def chapters(one: Pack, language: Language) -> Iterator[RenderableType]:
    """The chapters of the rule for people, where it has them."""
    from rich.text import Text as RichText

    from tanji.cli.console import printable

    if one.texts:
        yield RichText("")
    for text in one.texts.values():
        if isinstance(text, dict):
            yield RichText(printable(str(text.get(language) or text.get("zh") or "")))


def rules(one: Pack, language: Language, *, cel: bool) -> Iterator[RenderableType]:
    """Every rule as a paragraph."""
    names = _parameters(one)
    for rule in one.rules:
        yield _rule(one, rule, names, language, cel=cel)


def _rule(one: Pack, rule: Rule, names: Mapping[str, Names], language: Language, *, cel: bool) -> RenderableType:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.rule.citing import SEVERITY, clause
    from tanji.reports.words import name
    from tanji.rules.prose import blanks, requirement

    asked = requirement(rule, names).of(language)
    lines = [
        (QUESTION if rule.question is not None else None, asked),
        (FINDING, f"{blanks(rule, rule.message, names).of(language)} [{SEVERITY[rule.severity].of(language)}]"),
        (REMEDY, name(rule.remedy, language)),
    ]
    if cel and rule.question is None:
        lines.append((WRITTEN, "; ".join(written(rule))))
    made = RichText.assemble(
        (printable(name(rule.names, language)), "bold"), (f"  {rule.id} · {clause(one, rule.clause, language)}", "dim")
    )
    colon = "：" if language == "zh" else ": "
    for what, text in lines:
        made.append("\n  " if what is None else f"\n  {what.of(language)}{colon}", "dim")
        made.append(printable(text))
    made.append("\n")
    return made


def written(rule: Rule) -> list[str]:
    """The conditions of a rule as they are written."""
    members = ("each", "when", "require", "function")
    return [f"{member}: {getattr(rule, member)}" for member in members if getattr(rule, member) is not None]


def _parameters(one: Pack) -> dict[str, Names]:
    return {each.id: each.names for pack in (*below(one), one) for each in pack.parameters}
