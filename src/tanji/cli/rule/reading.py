"""A pack as people read it: its chapters, its content section by section, and each rule as a clause in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tanji.cli.rule.packs import today
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.model.document import Names
    from tanji.model.ruleset import Pack, Rule
    from tanji.rules.told import Passage

FINDING = Text(zh="不满足时", en="Where it is not met")
REMEDY = Text(zh="办法", en="What to do")
QUESTION = Text(zh="由核查员判断", en="For the verifier")
WRITTEN = Text(zh="条件原文", en="Condition")
FOLLOWS = Text(zh="由内容得出", en="follows from the content")


def worded(one: Pack) -> dict[str, dict[str, str]]:
    """Each rule's requirement in words, by its id."""
    from tanji.rules.prose import asked, requirement
    from tanji.rules.stack import unwritten

    names = _parameters(one)
    said = {rule.id: requirement(rule, names) for rule in one.rules}
    said |= {rule.id: asked(rule, names) for rule in unwritten(one, today())}
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


def told(one: Pack) -> list[dict[str, str | None]]:
    """What the content says, statement by statement, with where it stands and whether anybody read it there."""
    from tanji.rules.told import passages, sections

    return [
        {
            "path": each.path,
            "zh": " ".join((title.zh, passage.label.zh, passage.name.zh if passage.name else "", each.value.zh)),
            "en": " ".join((title.en, passage.label.en, passage.name.en if passage.name else "", each.value.en)),
            "source": each.clause.source,
            "clause": each.clause.clause,
            "status": each.clause.status,
        }
        for name, title, section in sections(one.content)
        for passage in passages(name, section, _parameters(one))
        for each in passage.said
    ]


def content(one: Pack, language: Language) -> Iterator[RenderableType]:
    """Each section of the content with its clause, and under it what it says; a clause is told where it is another."""
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.rule.citing import clause
    from tanji.rules.told import passages, sections

    colon = "：" if language == "zh" else ": "
    for name, title, section in sections(one.content):
        made = RichText.assemble((title.of(language), "bold"), (f"  {clause(one, section.clause, language)}", "dim"))
        above = None
        for passage in passages(name, section, _parameters(one)):
            if passage.name is None:
                said = passage.said[0].value.of(language)
                made.append(f"\n  {passage.label.of(language)}{colon}", "dim").append(printable(said))
            else:
                if passage.label != above:
                    made.append(f"\n  {passage.label.of(language)}{colon}", "dim")
                made.append(f"\n    · {printable(passage.name.of(language))}").append(_parts(passage, language), "dim")
            above = passage.label
            if passage.clause != section.clause:
                made.append(f"  {clause(one, passage.clause, language)}", "dim")
        made.append("\n")
        yield made


def _parts(passage: Passage, language: Language) -> str:
    from tanji.cli.console import printable

    parts = [
        f"{each.label.of(language)} {each.value.of(language)}"
        for each in passage.said
        if not each.path.endswith(".when")
    ]
    inner = printable(("；" if language == "zh" else "; ").join(parts))
    return f"（{inner}）" if inner and language == "zh" else f" ({inner})" if inner else ""


def rules(one: Pack, language: Language, *, cel: bool) -> Iterator[RenderableType]:
    """Every rule as a paragraph: those that are written, then those that follow from the content."""
    from tanji.rules.stack import unwritten

    names = _parameters(one)
    for rule in one.rules:
        yield _rule(one, rule, names, language, cel=cel)
    for rule in unwritten(one, today()):
        yield _rule(one, rule, names, language, cel=cel, mark=f" · {FOLLOWS.of(language)}")


def _rule(
    one: Pack, rule: Rule, names: Mapping[str, Names], language: Language, *, cel: bool, mark: str = ""
) -> RenderableType:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.rule.citing import SEVERITY, clause
    from tanji.reports.words import name
    from tanji.rules.prose import asked, blanks, requirement

    said = (asked if mark else requirement)(rule, names).of(language)
    lines = [
        (QUESTION if rule.question is not None else None, said),
        (FINDING, f"{blanks(rule, rule.message, names).of(language)} [{SEVERITY[rule.severity].of(language)}]"),
        (REMEDY, name(rule.remedy, language)),
    ]
    if cel and rule.question is None:
        lines.append((WRITTEN, "; ".join(written(rule))))
    made = RichText.assemble(
        (printable(name(rule.names, language)), "bold"),
        (f"  {rule.id} · {clause(one, rule.clause, language)}{mark}", "dim"),
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
    from tanji.rules.stack import below

    return {each.id: each.names for pack in (*below(one), one) for each in pack.parameters}
