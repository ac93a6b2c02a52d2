"""Parameters of a SimaPro file: of its database, its project and each process, computed in this order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tanji.errors import Text
from tanji.formats.olca import formulas
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.lines import Row
from tanji.formats.simapro.numbers import Numbers, names, spelled
from tanji.formats.simapro.uncertainty import uncertainty


@dataclass(slots=True)
class Scope:
    """The parameters of one level: documents, and all values that formulas there can use (names in lower case)."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)


def scope(
    inputs: Iterable[Row], calculated: Iterable[Row], above: Mapping[str, float], tools: tuple[Numbers, Judge]
) -> Scope:
    """The parameters of a level; those of the levels above are known to it, and it may redefine them."""
    numbers, judge = tools
    found = Scope(values=dict(above))
    waiting: dict[str, str] = {}
    for row in inputs:
        _input(row, found, numbers, judge)
    for row in calculated:
        name, formula, *comment = [*(cell.strip() for cell in row.cells), ""]
        if row.empty or not _named(name, formula, row, judge):
            continue
        text = numbers.formula(formula)
        waiting[name.lower()] = spelled(text)
        found.values.pop(name.lower(), None)
        found.documents.append({"name": name, "formula": text, "description": "; ".join(filter(None, comment)) or None})
    found.values, failed = formulas.resolve(waiting, found.values)
    for document in found.documents:
        key = document["name"].lower()
        if key in failed:
            judge.gather("SIM-111", "note", _not_computed, f"{document['name']} ({failed[key]})")
        elif document.get("formula"):
            document["value"] = found.values[key]
    return found


def needed(formula: str, above: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The parameters of the levels above that a formula needs, with those that their formulas need, by name."""
    kept: dict[str, dict[str, Any]] = {}
    waiting = [formula]
    while waiting:
        for name in sorted(names(waiting.pop())):
            if name in above and name not in kept:
                kept[name] = above[name]
                waiting.append(above[name].get("formula") or "")
    return kept


def _input(row: Row, found: Scope, numbers: Numbers, judge: Judge) -> None:
    if row.empty:
        return
    cells = [*(cell.strip() for cell in row.cells), *[""] * 8]
    name, stated, spread, hidden = cells[0], cells[1], tuple(cells[2:6]), cells[6]
    value = numbers.number(stated)
    if not _named(name, "" if value is None else stated, row, judge) or value is None:
        return
    distribution, left = uncertainty(value, spread, numbers)
    if left and distribution is None:
        judge.gather("SIM-113", "note", _no_distribution, f"{name}: {' '.join(spread)}")
    document = {"name": name, "value": value, "description": "; ".join(filter(None, cells[7:])) or None}
    found.documents.append(document | {"uncertainty": distribution})
    found.values[name.lower()] = value
    kept = ({"uncertainty": left} if left else {}) | ({"hidden": True} if hidden.lower() in {"yes", "true"} else {})
    if kept:
        found.extra[name] = kept


def _named(name: str, content: str, row: Row, judge: Judge) -> bool:
    sound = bool(name) and bool(content) and len(name) < 200
    judge.count("parameters", "imported" if sound else "failed")
    if not sound:
        judge.gather("SIM-131", "warning", _bad_row, f"line {row.line}: {name[:40]}")
    return sound


def _bad_row(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 行参数没有名称或数值，引用它们的公式无法计算：{shown}",
        en=f"{number} rows of parameters have no name or value; formulas that need them can not be computed: {shown}",
    )


def _not_computed(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个参数的公式无法计算，公式原样保留：{shown}",
        en=f"{number} formulas of parameters could not be computed and are kept as they stand: {shown}",
    )


def _no_distribution(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个参数的不确定性不是有效的分布，原样保留：{shown}",
        en=f"{number} parameters have no valid distribution; what is stated is kept: {shown}",
    )
