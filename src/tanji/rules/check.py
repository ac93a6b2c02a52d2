"""Facts against a rule set: a verdict for every rule, item by item where a rule asks so.

A rule whose condition has no value is `indeterminate`; it never counts as passed. Nothing is left out: every rule of
the set gives at least one verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tanji.model.document import Names, ref
from tanji.model.footprint import Footprint
from tanji.model.ruleset import Conformity, ResolvedRule, Rule, Ruleset, Verdict
from tanji.model.study import Study
from tanji.rules.expression import Undecided, compiled
from tanji.rules.facts import facts, floats
from tanji.rules.functions import function

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")


def check(study: Study, ruleset: Ruleset, footprint: Footprint | None = None, *, engine: str) -> Conformity:
    """What a rule set says of a study, and of its footprint where there is one.

    Without a footprint the rules that need one are indeterminate, with that as the reason.
    """
    found = tuple(verdicts(facts(study, footprint), ruleset))
    return Conformity(
        id=study.id,
        version=study.version,
        study=ref(study),
        footprint=None if footprint is None else ref(footprint),
        ruleset=ref(ruleset),
        verdicts=found,
        engine=engine,
    )


def verdicts(seen: Mapping[str, Any], ruleset: Ruleset) -> Iterator[Verdict]:
    """The verdicts of all rules on these facts, in the order of the rule set."""
    given = {**seen, "parameter": floats(ruleset.values())}
    for resolved in ruleset.rules:
        yield from judged(given, resolved)


def judged(given: Mapping[str, Any], resolved: ResolvedRule) -> Iterator[Verdict]:
    """The verdicts of one rule; `given` holds facts and parameters."""
    rule = resolved.rule
    if rule.question is not None:
        yield _verdict(resolved, "verifier", message=rule.question)
        return
    if rule.needs == "footprint" and "footprint" not in given:
        yield _verdict(resolved, "indeterminate", reason="missing: footprint")
        return
    if rule.each is None:
        yield from _one(given, resolved, None)
        return
    items = compiled(rule.each).items(given)
    if isinstance(items, Undecided):
        yield _verdict(resolved, "indeterminate", reason=items.reason)
        return
    if not items:
        yield _verdict(resolved, "not_applicable")
    for position, item in enumerate(items):
        yield from _one({**given, "item": item}, resolved, _called(item, position))


def _one(given: Mapping[str, Any], resolved: ResolvedRule, item: str | None) -> Iterator[Verdict]:
    rule = resolved.rule
    if rule.when is not None:
        applies = compiled(rule.when).holds(given)
        if isinstance(applies, Undecided):
            yield _verdict(resolved, "indeterminate", item=item, reason=applies.reason)
            return
        if not applies:
            yield _verdict(resolved, "not_applicable", item=item)
            return
    if rule.function is not None:
        yield from _by_function(given, resolved)
        return
    assert rule.require is not None  # noqa: S101 - the model has seen that one of three stands
    holds = compiled(rule.require).holds(given)
    if isinstance(holds, Undecided):
        yield _verdict(resolved, "indeterminate", item=item, reason=holds.reason)
    elif holds:
        yield _verdict(resolved, "pass", item=item)
    else:
        yield _verdict(resolved, "fail", item=item, message=_filled(rule.message, given))


def _by_function(given: Mapping[str, Any], resolved: ResolvedRule) -> Iterator[Verdict]:
    rule = resolved.rule
    found = function(rule.function or "")(given, given["parameter"])
    if isinstance(found, Undecided):
        yield _verdict(resolved, "indeterminate", reason=found.reason)
        return
    if not found:
        yield _verdict(resolved, "pass")
    for failure in found:
        message = _filled(rule.message, {**given, "item": {"id": failure.item, **failure.values}})
        yield _verdict(resolved, "fail", item=failure.item, message=message)


def _verdict(
    resolved: ResolvedRule,
    outcome: Any,
    *,
    item: str | None = None,
    message: Names | None = None,
    reason: str | None = None,
) -> Verdict:
    rule: Rule = resolved.rule
    return Verdict(
        rule=rule.id,
        pack=resolved.pack,
        severity=rule.severity,
        about=rule.about,
        outcome=outcome,
        names=rule.names,
        clause=rule.clause,
        item=item,
        message=message,
        remedy=rule.remedy if outcome in {"fail", "indeterminate"} else None,
        reason=reason,
        document=resolved.document,
    )


def placeholders(text: str) -> tuple[tuple[str, ...], ...]:
    """The paths that a message fills in.

    >>> placeholders("{item.id}: {parameter.cut_off_total} %")
    (('item', 'id'), ('parameter', 'cut_off_total'))
    """
    return tuple(tuple(found.split(".")) for found in _PLACEHOLDER.findall(text))


def _filled(message: Names, given: Mapping[str, Any]) -> Names:
    return {
        code: _PLACEHOLDER.sub(lambda m: _shown(_at(given, m[1].split("."))), text) for code, text in message.items()
    }


def _at(value: Any, parts: list[str]) -> Any:
    for part in parts:
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def _shown(value: Any) -> str:
    if value is None:
        return "?"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("zh") or value.get("en") or value.get("id") or "?")
    return str(value)


def _called(item: Any, position: int) -> str:
    """What an item is called: its id or name, else itself, else its position from 1."""
    if isinstance(item, Mapping):
        return str(item.get("id") or item.get("activity") or item.get("name") or position + 1)
    return item if isinstance(item, str) else str(position + 1)
