"""Conditions in CEL written from typed content: lists, limits, and the lines of a study that stand for a process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import get_args

from tanji.model.clause import Clause
from tanji.model.content import Entry, Limit, Section, UnitProcess
from tanji.model.document import Names
from tanji.model.finding import Severity
from tanji.model.ruleset import ResolvedRule, Rule

LINES = "study.activities"


def quoted(text: str) -> str:
    """A text as CEL writes it."""
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    """A list of texts.

    >>> listed(["t", "kg"])
    '["t", "kg"]'
    """
    return f"[{', '.join(quoted(str(each)) for each in texts)}]"


def limit(value: Limit) -> str:
    """A number, or the parameter that it is."""
    return f"parameter.{value}" if isinstance(value, str) else f"{value!r}"


def blank(value: Limit) -> str:
    """The same as a message shows it."""
    return "{parameter." + value + "}" if isinstance(value, str) else f"{value:g}"


def worded(member: str, words: Iterable[str]) -> str:
    """Whether a name in any language has one of the words, in whatever letters.

    >>> worded("c.names", ["slag", "炉渣"])
    'c.names.exists(k, c.names[k].matches("(?i)(slag|炉渣)"))'
    """
    return f"{member}.exists(k, {member}[k].matches({pattern(words)}))"


def pattern(words: Iterable[str]) -> str:
    """The regular expression (RE2) of any of the words, in whatever letters, as CEL writes it."""
    return quoted(f"(?i)({'|'.join(re.escape(word) for word in words)})")


def stands_for(process: UnitProcess, name: str = "a") -> str:
    """Whether a line of the study stands for a process, as `UnitProcess` tells it."""
    parts = [f"{name}.stage == {quoted(process.stage)}"]
    if process.kinds:
        parts.append(f"{name}.kind in {listed(process.kinds)}")
    ways = []
    if process.words:
        ways.append(worded(f"{name}.names", process.words))
    if process.gases:
        ways.append(f"has({name}.gas) && {name}.gas in {listed(process.gases)}")
    if ways:
        own = f"{name}.id == {quoted(process.id)} || {name}.id.startsWith({quoted(process.id + '-')})"
        parts.append(f"({' || '.join([own, *ways])})")
    return " && ".join(parts)


def lines(process: UnitProcess) -> str:
    """The lines of the study that stand for a process."""
    return f"{LINES}.filter(a, {stands_for(process)})"


def narrows(section: Section, member: str) -> bool:
    """Whether a list of what is allowed leaves anything out: one that names all there is asks for nothing."""
    allowed = getattr(section, member)
    if not allowed:
        return False
    kind = get_args(type(section).model_fields[member].annotation)[0]
    return len(set(map(str, allowed))) < len(get_args(kind) or tuple(kind))


def both(zh: str, en: str) -> Names:
    """A text in both languages."""
    return {"zh": zh, "en": en}


def said(names: Names, language: str) -> str:
    """A name in a language, else in any; braces, which messages fill in, are taken out."""
    found = names.get(language) or next(iter(names.values()), "?")
    return found.replace("{", "(").replace("}", ")")


def ruled(clause: Clause, severity: Severity | None, **members: object) -> ResolvedRule:
    """A rule that follows from content, with the pack and document of its clause."""
    rule = Rule.model_validate({"clause": clause, "severity": severity or Severity.error, **members})
    return ResolvedRule(pack=clause.pack or "?", rule=rule, document=clause.document)


def question(section: Section, member: str, identity: str, entries: tuple[Entry, ...], *, asked: Names) -> ResolvedRule:
    """A question for the verifier about entries that no written rule checks."""
    zh = "；".join(said(each.names, "zh") for each in entries if each.rule is None)
    en = "; ".join(said(each.names, "en") for each in entries if each.rule is None)
    return stated(
        section,
        member,
        id=identity,
        names=both(asked["zh"], asked["en"]),
        question=both(f"{asked['zh']}：{zh}？", f"{asked['en']}: {en}?"),
        message=both(f"没有做到：{zh}", f"Not kept: {en}"),
        remedy=both("补充后说明", "Make up for it, and say so"),
    )


def stated(section: Section, member: str, **members: object) -> ResolvedRule:
    """A rule that follows from a member of a section, with the clause of that member."""
    item = section.checklist.get(member)
    return ruled(section.cites(member), section.severity, item=item, **members)
