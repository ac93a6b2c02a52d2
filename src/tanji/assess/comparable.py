"""Whether two statements may be compared at all, aspect by aspect; only then is there a difference to tell.

The verdicts are 直接可比, 换算后可比, 仅作参考 and 不可比; what a difference comes to is in `data/comparability.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any, Literal

from tanji.errors import Refusal, Text
from tanji.model.document import Ref
from tanji.model.quantity import UnitMismatch, UnknownUnit, factor
from tanji.model.statement import ESTIMATE, Statement

Verdict = Literal["direct", "converted", "reference", "incomparable"]
ORDER: tuple[Verdict, ...] = ("direct", "converted", "reference", "incomparable")
VERDICTS: Mapping[Verdict, Text] = {
    "direct": Text(zh="直接可比", en="directly comparable"),
    "converted": Text(zh="换算后可比", en="comparable after conversion"),
    "reference": Text(zh="仅作参考", en="for reference only"),
    "incomparable": Text(zh="不可比", en="not comparable"),
}


class Incomparable(Refusal):
    """A difference was asked for between statements that can not be compared."""

    code = "CMP-001"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of the comparison, what it comes to, and why."""

    aspect: str
    name: Text
    verdict: Verdict
    reason: Text


@dataclass(frozen=True, slots=True)
class Comparability:
    """The verdict on two statements with its aspects, the worst first.

    `scale`: one unit of the first in units of the second; None where units do not convert.
    """

    verdict: Verdict
    aspects: tuple[Aspect, ...]
    scale: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """The second statement less the first, in kg CO2e per unit of the first, with its standard uncertainty if known."""

    first: float
    second: float
    difference: float
    uncertainty: float | None
    verdict: Verdict


def comparability(first: Statement, second: Statement) -> Comparability:
    """The verdict, with a reason for each aspect that differs; aspects that agree are listed as direct."""
    scale = _scale(first, second)
    found = tuple(_aspects(first, second, scale))
    verdict = max((aspect.verdict for aspect in found), key=ORDER.index)
    ordered = tuple(sorted(found, key=lambda aspect: -ORDER.index(aspect.verdict)))
    return Comparability(verdict, ordered, scale)


def gap(first: Statement, second: Statement) -> Gap:
    """How far two statements are apart. Refuses Incomparable, naming what differs.

    The uncertainty is the root of the sum of squares of both, as if they were independent; draws of one background
    (`tanji compare`) tell more.
    """
    found = comparability(first, second)
    if found.verdict == "incomparable" or found.scale is None:
        names = [aspect for aspect in found.aspects if aspect.verdict == "incomparable"]
        zh = "；".join(f"{each.name.zh}：{each.reason.zh}" for each in names)
        en = "; ".join(f"{each.name.en}: {each.reason.en}" for each in names)
        raise Incomparable(
            Text(zh=f"两份声明不可比，不给出差值（{zh}）", en=f"These statements can not be compared ({en})"),
            Text(zh="请统一功能单位、边界和规则后再比较。", en="Compare statements of one unit, boundary and rule."),
        )
    one, other = first.score.total / first.unit.amount, second.score.total / second.unit.amount * found.scale
    spread = [_sd(first, 1 / first.unit.amount), _sd(second, found.scale / second.unit.amount)]
    known = [each for each in spread if each is not None]
    uncertainty = sqrt(sum(each * each for each in known)) if len(known) == len(spread) else None
    return Gap(one, other, other - one, uncertainty, found.verdict)


def _sd(statement: Statement, scale: float) -> float | None:
    """Standard uncertainty from a 95 % interval, taken as normal: its width over 2 × 1.96."""
    interval = statement.interval
    return None if interval is None else (interval.high - interval.low) / (2 * 1.959963984540054) * scale


def _scale(first: Statement, second: Statement) -> float | None:
    """How many of the second's units one of the first's is: figures per unit of the second become the first's."""
    if first.unit.unit == second.unit.unit:
        return 1.0
    try:
        return factor(first.unit.unit, second.unit.unit)
    except (UnitMismatch, UnknownUnit):
        return None


def _aspects(first: Statement, second: Statement, scale: float | None) -> Iterator[Aspect]:
    yield _aspect("product", _same_product(first, second), _called(first), _called(second))
    yield _aspect("unit_kind", first.unit.kind == second.unit.kind, first.unit.kind, second.unit.kind)
    yield _aspect("unit_dimension", scale is not None, first.unit.unit, second.unit.unit)
    one, other = f"{first.unit.amount:g} {first.unit.unit}", f"{second.unit.amount:g} {second.unit.unit}"
    yield _aspect("unit_amount", one == other, one, other)
    if first.unit.kind == second.unit.kind == "functional":
        said = [next(iter(each.unit.description.values()), "—") for each in (first, second)]
        yield _aspect("unit_description", said[0] == said[1], *said)
    yield _aspect("boundary", first.boundary == second.boundary, first.boundary, second.boundary)
    stages = [", ".join(sorted(each.stages_covered)) for each in (first, second)]
    yield _aspect("stages", stages[0] == stages[1], *stages)
    yield from _rules(first, second)
    yield _aspect("method", first.method.digest == second.method.digest, first.method.id, second.method.id)
    shares = [", ".join(each.allocation) or "—" for each in (first, second)]
    yield _aspect("allocation", shares[0] == shares[1], *shares)
    yield _aspect("electricity", first.electricity == second.electricity, first.electricity, second.electricity)
    yield from _limits(first, second)
    yield _aspect("estimate", not (first.estimate or second.estimate), _kind(first), _kind(second))


def _rules(first: Statement, second: Statement) -> Iterator[Aspect]:
    names = [" + ".join(entry.id for entry in each.packs) for each in (first, second)]
    yield _aspect("rules", names[0] == names[1], *names)
    if names[0] == names[1]:
        versions = [" + ".join(_version(entry) for entry in each.packs) for each in (first, second)]
        digests = [[entry.digest for entry in each.packs] for each in (first, second)]
        yield _aspect("rule_version", digests[0] == digests[1], *versions)


def _limits(first: Statement, second: Statement) -> Iterator[Aspect]:
    years = [int(each.period[1][:4]) if each.period else None for each in (first, second)]
    apart = None if None in years else abs((years[0] or 0) - (years[1] or 0))
    yield _aspect(
        "years_apart", apart is not None and apart <= _table()["years_apart"]["limit"], str(years[0]), str(years[1])
    )
    if first.quality is not None or second.quality is not None:
        same = first.quality_scheme == second.quality_scheme
        near = None not in (first.quality, second.quality) and abs(
            (first.quality or 0.0) - (second.quality or 0.0)
        ) <= float(_table()["quality"]["limit"])
        yield _aspect("quality", same and near, _quality(first), _quality(second))


def _same_product(first: Statement, second: Statement) -> bool:
    """By a shared code of one classification; else by name."""
    systems = {code.system: code.code.replace(".", "") for code in first.codes}
    shared = [(systems[c.system], c.code.replace(".", "")) for c in second.codes if c.system in systems]
    if shared:
        return any(one.startswith(other) or other.startswith(one) for one, other in shared)
    return bool(set(map(str.casefold, first.product.values())) & set(map(str.casefold, second.product.values())))


def _aspect(name: str, same: bool, first: Any, second: Any) -> Aspect:
    said = _table()[name]
    verdict: Verdict = "direct" if same else said["differs"]
    zh = f"相同（{first}）" if same else f"{first} ↔ {second}"
    en = f"the same ({first})" if same else f"{first} ↔ {second}"
    return Aspect(name, Text(zh=said["zh"], en=said["en"]), verdict, Text(zh=zh, en=en))


def _called(statement: Statement) -> str:
    codes = ", ".join(f"{code.system} {code.code}" for code in statement.codes)
    name = next(iter(statement.product.values()), statement.id)
    return f"{name} ({codes})" if codes else name


def _kind(statement: Statement) -> str:
    return f"{ESTIMATE.zh} {ESTIMATE.en}" if statement.estimate else "—"


def _quality(statement: Statement) -> str:
    return "—" if statement.quality is None else f"{statement.quality:g} ({statement.quality_scheme})"


def _version(entry: Ref) -> str:
    return f"{entry.id}@{entry.version}"


@cache
def _table() -> dict[str, Any]:
    from ruamel.yaml import YAML

    text = (files("tanji.assess") / "data" / "comparability.yaml").read_text("utf-8")
    aspects: dict[str, Any] = YAML(typ="safe", pure=True).load(text)["aspects"]
    return aspects
