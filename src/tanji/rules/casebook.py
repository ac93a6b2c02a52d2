"""The worked cases of a pack, run: each rule of it on facts where it holds, and on facts where it does not.

The rules that follow from a pack's typed content have cases as the written ones do.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from tanji.model.footprint import Footprint
from tanji.model.ruleset import Pack, ResolvedRule, Rule, RuleCase, RuleParameter, Verdict
from tanji.model.study import Study
from tanji.rules.check import judged
from tanji.rules.facts import facts, floats
from tanji.rules.following import following

FURTHER: Final = "+"
"""As the last part of a path: one more element of the list."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a rule said of its case, and whether that is what the case expects."""

    case: RuleCase
    outcome: str
    verdicts: tuple[Verdict, ...] = ()
    problem: str | None = None
    """Why the case could not be run at all."""

    @property
    def as_expected(self) -> bool:
        """Whether the case is green."""
        return self.problem is None and self.outcome == self.case.expect


def run(pack: Pack, on: date, below: Iterable[Pack] = ()) -> tuple[CaseResult, ...]:
    """Every case of a pack, with the parameters in force on a day; `below` are the packs that it builds on.

    The base case itself is run as a case of every rule that expects anything but a failure.
    """
    known = {each.id: each for each in below}
    values = values_on([*known.values(), pack], on)
    rules = {rule.id: rule for rule in (*pack.rules, *following(pack, known.values(), values))}
    base = base_case(pack, known)
    results = []
    for case in (*pack.cases, *_of_base(pack, rules.values())):
        if case.rule not in rules:
            results.append(CaseResult(case, "none", problem=f"there is no rule {case.rule}"))
            continue
        resolved = ResolvedRule(pack=pack.id, rule=rules[case.rule])
        results.append(_run(case, resolved, base, values))
    return tuple(results)


def base_case(pack: Pack, known: Mapping[str, Pack]) -> Mapping[str, Any]:
    """The base case of a pack: its own, laid over that of the packs it builds on."""
    found: dict[str, Any] = {}
    for lower in pack.builds_on:
        if lower in known:
            found = _laid_over(found, base_case(known[lower], known))
    return _laid_over(found, dict(pack.base_case))


def outcome(verdicts: Iterable[Verdict]) -> str:
    """All verdicts of a rule in one word: the worst of them; `not_applicable` where nothing was judged."""
    said = {verdict.outcome for verdict in verdicts}
    return next((each for each in ("fail", "indeterminate", "pass", "verifier") if each in said), "not_applicable")


def _of_base(pack: Pack, rules: Iterable[Rule]) -> tuple[RuleCase, ...]:
    """The base case as a case of each rule that has not said that it does not apply there."""
    names = {"zh": "基准案例", "en": "base case"}
    stated = {case.rule for case in pack.cases if not case.set and not case.without}
    return tuple(
        RuleCase(id=f"base:{rule.id}", rule=rule.id, names=names, expect="pass")
        for rule in rules
        if rule.question is None and rule.id not in stated
    )


def _run(case: RuleCase, resolved: ResolvedRule, base: Mapping[str, Any], values: Mapping[str, Any]) -> CaseResult:
    body = copy.deepcopy(dict(base))
    try:
        after = {path: value for path, value in case.set.items() if path.startswith("derived.")}
        for path, value in case.set.items():
            if path not in after:
                _put(body, path, value)
        for path in case.without:
            if not path.startswith("derived."):
                _drop(body, path)
        seen = _seen(body)
        for path, value in after.items():
            _put(seen, path, floats(value))
        for path in case.without:
            if path.startswith("derived."):
                _drop(seen, path)
    except (KeyError, ValueError, ValidationError) as problem:
        return CaseResult(case, "none", problem=str(problem).replace("\n", " ")[:300])
    given = {**seen, "parameter": {**values, **floats(dict(case.parameters))}}
    found = tuple(judged(given, resolved))
    return CaseResult(case, outcome(found), found)


def _seen(body: dict[str, Any]) -> dict[str, Any]:
    footprint = Footprint.model_validate(body["footprint"]) if "footprint" in body else None
    return facts(Study.model_validate(body["study"]), footprint)


def values_on(packs: Iterable[Pack], on: date) -> dict[str, Any]:
    """The parameters of packs in force on a day, the later pack's before the earlier one's."""
    found: dict[str, Any] = {}
    for each in packs:
        for parameter in each.parameters:
            dated = parameter_on(parameter, on)
            if dated is not None:
                found[parameter.id] = floats(dated)
    return found


def parameter_on(parameter: RuleParameter, on: date) -> Any:
    """The value of a parameter in force on a day, or None before the first."""
    dated = parameter.on(on)
    if dated is None:
        return None
    return list(dated.value) if isinstance(dated.value, tuple) else dated.value


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        old = made.get(key)
        made[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return made


def _put(body: Any, path: str, value: Any) -> None:
    *above, last = path.split(".")
    holder = _reach(body, above, path)
    if isinstance(holder, list) and last == FURTHER:
        holder.append(value)
    elif isinstance(holder, list):
        holder[_position(holder, last, path)] = value
    else:
        holder[last] = value


def _drop(body: Any, path: str) -> None:
    *above, last = path.split(".")
    holder = _reach(body, above, path)
    if isinstance(holder, list):
        del holder[_position(holder, last, path)]
    elif last in holder:
        del holder[last]
    else:
        raise KeyError(f"the base case has no {path}")


def _reach(body: Any, parts: list[str], path: str) -> Any:
    for part in parts:
        if isinstance(body, list):
            body = body[_position(body, part, path)]
        elif isinstance(body, dict) and part in body:
            body = body[part]
        else:
            raise KeyError(f"the base case has no {path}")
    return body


def _position(listed: list[Any], part: str, path: str) -> int:
    """An element of a list by its id, or by its position from 0."""
    for position, element in enumerate(listed):
        if isinstance(element, dict) and part in {element.get("id"), element.get("activity"), element.get("stage")}:
            return position
    if part.isdigit() and int(part) < len(listed):
        return int(part)
    raise KeyError(f"the base case has no {path}")
