"""How clauses and severities are told: the number of the document, the clause, and whether anybody read it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tanji.errors import Language, Text

if TYPE_CHECKING:
    from tanji.model.ruleset import Pack

SEVERITY = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="提醒", en="warning"),
    "note": Text(zh="提示", en="note"),
}
UNVERIFIED = Text(zh="未核对", en="unverified")
CHOSEN = Text(zh="自定，未核对", en="own choice, unverified")


def clause(one: Pack | None, rule: Any, language: Language) -> str:
    """A clause as people cite it, with a mark where nobody checked it."""
    from tanji.model.ruleset import cited
    from tanji.reports.words import name

    document = None if one is None else cited(one, rule)
    title = name(document, language) if document else rule.source
    said = CHOSEN if rule.chosen else UNVERIFIED
    mark = "" if rule.status == "verified" else f"（{said.zh}）" if language == "zh" else f" ({said.en})"
    return f"{title} {rule.clause}{mark}"
