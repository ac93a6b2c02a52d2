"""The difference of two releases of a database: what was added, removed and changed, and what that does to results.

Processes are told apart by id. Exchanges of a process are matched by flow and direction in their order, so that new
internal ids are no change. The effect is the intensity of each process before and after, by one method; it also moves
where only something upstream changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from tanji.background.measure import converted
from tanji.background.names import called
from tanji.background.opened import Opened
from tanji.errors import Progress, Refusal, Text
from tanji.model.document import Ref
from tanji.model.finding import Finding, Place, Report, note, warning
from tanji.model.method import Method

Fate = Literal["added", "removed", "changed", "upstream", "unchanged"]

MOVED: Final = 1e-9
"""Relative change of an intensity from which on it counts as moved: rounding of two solves stays below."""
LARGE: Final = 0.1
"""Relative change of an intensity that is a finding of its own. Tanji's own limit."""
_MEMBERS: Final = ("amount", "unit", "provider", "formula", "uncertainty", "pedigree", "avoided")
_STEPS: Final = (
    Text(zh="比较过程", en="Comparing processes"),
    Text(zh="比较交换", en="Comparing exchanges"),
    Text(zh="比较强度", en="Comparing intensities"),
)


class OtherDatabases(Refusal):
    """Two releases that are not of the same database."""

    code = "DIF-001"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One member of a process document; None where it is missing on one side."""

    member: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ExchangeChange:
    """One exchange: added (`before` is None), removed (`after` is None) or changed, with the members that differ."""

    flow: str
    flow_name: str
    direction: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The intensity of one process before and after, in kg CO2e per unit (`unit` is that of the later release).

    `relative` is (after − before) ÷ |before|; missing where one side is, or where it was zero and is no more.
    """

    process: str
    names: Mapping[str, str]
    unit: str
    before: float | None
    after: float | None
    relative: float | None


@dataclass(frozen=True, slots=True)
class ProcessChange:
    """What became of one process. `upstream`: its own documents are the same, and its intensity moved."""

    process: str
    fate: Fate
    fields: tuple[FieldChange, ...] = ()
    exchanges: tuple[ExchangeChange, ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, the largest effect first, and how many processes had which fate."""

    before: Ref
    after: Ref
    method: str | None
    changes: tuple[ProcessChange, ...]
    counts: Mapping[Fate, int]
    report: Report

    def of(self, process: str) -> ProcessChange | None:
        """What became of a process; None where nothing did."""
        return next((change for change in self.changes if change.process == process), None)


def diff(
    before: Opened, after: Opened, *, method: Method | None = None, progress: Progress | None = None
) -> Difference:
    """Every process that differs between two releases of a database. Refuses OtherDatabases."""
    if before.manifest.id != after.manifest.id:
        raise OtherDatabases(
            Text(
                zh=f"{before.manifest.id} 与 {after.manifest.id} 不是同一数据库",
                en=f"{before.manifest.id} and {after.manifest.id} are not the same database",
            ),
            Text(
                zh="请选同一数据库的两个发布版；不同数据库用 tanji db compare 比较同一产品",
                en="Give two releases of one database; `tanji db compare` compares a product across databases",
            ),
        )
    _tell(progress, 0)
    old, new = _heads(before), _heads(after)
    fields = {key: _fields(old[key], new[key]) for key in old.keys() & new.keys() if old[key] != new[key]}
    _tell(progress, 1)
    exchanges = _exchange_changes(before, after)
    _tell(progress, 2)
    effects = _effects(before, after, method) if method else {}
    touched = {effect.process for effect in effects.values() if effect.relative is None or abs(effect.relative) > MOVED}
    changes = []
    for key in sorted(old.keys() | new.keys() | touched):
        fate = _fate(key, old, new, changed=bool(fields.get(key) or exchanges.get(key)))
        fate = "upstream" if fate == "unchanged" and key in touched else fate
        if fate != "unchanged":
            own = (tuple(fields.get(key, ())), tuple(exchanges.get(key, ())))
            changes.append(ProcessChange(key, fate, *own, effects.get(key)))
    changes.sort(key=lambda change: (-_size(change.effect), change.process))
    counts = Counter(change.fate for change in changes)
    counts["unchanged"] = len(old.keys() | new.keys() | touched) - sum(counts.values())
    ordered: tuple[Fate, ...] = ("added", "removed", "changed", "upstream", "unchanged")
    listed = {fate: counts[fate] for fate in ordered}
    report = Report(findings=tuple(_findings(before, after, changes)))
    return Difference(before.ref, after.ref, method.id if method else None, tuple(changes), listed, report)


def rows(difference: Difference) -> Iterator[tuple[str, ...]]:
    """The difference as a table, its head first: a row for each process, field and exchange that differs."""
    yield ("process", "name", "change", "what", "before", "after", "unit", "relative")
    for change in difference.changes:
        effect = change.effect
        name = called(effect.names) if effect else ""
        numbers = ("", "", "", "")
        if effect is not None:
            numbers = (_text(effect.before), _text(effect.after), f"kg CO2e/{effect.unit}", _text(effect.relative))
        yield (change.process, name, change.fate, "intensity", *numbers)
        for each in change.fields:
            yield (change.process, name, change.fate, each.member, _text(each.before), _text(each.after), "", "")
        for exchange in change.exchanges:
            what = f"{exchange.direction} {exchange.flow_name}"
            yield (change.process, name, change.fate, what, _text(exchange.before), _text(exchange.after), "", "")


def _heads(opened: Opened) -> dict[str, str]:
    table = opened.table("processes")
    return dict(zip(table["id"].to_list(), table["document"].to_list(), strict=True))


def _fields(old: str, new: str) -> list[FieldChange]:
    before, after = json.loads(old), json.loads(new)
    keys = sorted(before.keys() | after.keys())
    # The internal id of the reference is no change by itself: exchanges are compared by what they say.
    return [
        FieldChange(key, before.get(key), after.get(key))
        for key in keys
        if key != "reference" and before.get(key) != after.get(key)
    ]


def _exchange_changes(before: Opened, after: Opened) -> dict[str, list[ExchangeChange]]:
    """By process: exchanges of processes that both releases have, as far as they differ."""
    old, new = _exchange_rows(before), _exchange_rows(after)
    both = old.select("owner").unique().join(new.select("owner").unique(), on="owner")
    keys = ["owner", "flow", "direction", "nth"]
    joined = old.join(both, on="owner", how="semi").join(
        new.join(both, on="owner", how="semi"), on=keys, how="full", coalesce=True, suffix="_after"
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_after")) for name in (*_MEMBERS, "is_reference"))
    found: dict[str, list[ExchangeChange]] = {}
    for row in joined.filter(~same | pl.col("id").is_null() | pl.col("id_after").is_null()).sort(keys).to_dicts():
        found.setdefault(row["owner"], []).append(_exchange_change(row))
    return found


def _exchange_rows(opened: Opened) -> pl.DataFrame:
    """Exchanges with the id of their process, whether they are its reference, and their number among equal ones."""
    heads = opened.table("processes")
    references = [json.loads(text).get("reference") for text in heads["document"]]
    owners = pl.DataFrame(
        {"process": pl.int_range(len(heads), eager=True, dtype=pl.Int64), "owner": heads["id"]}
    ).with_columns(reference=pl.Series(references, dtype=pl.String))
    table = opened.table("exchanges").join(owners, on="process", how="left", maintain_order="left")
    table = table.with_columns(is_reference=pl.col("id").eq_missing(pl.col("reference")))
    within = ["owner", "flow", "direction"]
    return table.select("owner", "id", "flow", "flow_name", "direction", *_MEMBERS, "is_reference").with_columns(
        nth=pl.int_range(pl.len()).over(within)
    )


def _exchange_change(row: Mapping[str, Any]) -> ExchangeChange:
    names = (*_MEMBERS, "is_reference")
    here, there = row["id"] is not None, row["id_after"] is not None
    differing = [name for name in names if row[name] != row[f"{name}_after"]] if here and there else ["amount", "unit"]
    return ExchangeChange(
        flow=row["flow"],
        flow_name=row["flow_name"] or row["flow_name_after"],
        direction=row["direction"],
        before={name: row[name] for name in differing} if here else None,
        after={name: row[f"{name}_after"] for name in differing} if there else None,
    )


def _effects(before: Opened, after: Opened, method: Method) -> dict[str, Effect]:
    """Of every process of either release, by id."""
    old, new = before.intensities(method)[0], after.intensities(method)[0]
    found = {}
    for key in dict.fromkeys([*before.positions, *after.positions]):
        was, now = before.positions.get(key), after.positions.get(key)
        listing = after.listings[now] if now is not None else before.listings[was or 0]
        per = None if was is None else converted(listing.unit, before.listings[was].unit)
        first = None if was is None or per is None else float(old[was]) * per
        last = None if now is None else float(new[now])
        found[key] = Effect(key, listing.names, listing.unit, first, last, _relative(first, last))
    return found


def _relative(before: float | None, after: float | None) -> float | None:
    if before is None or after is None:
        return None
    if before == after:
        return 0.0
    return (after - before) / abs(before) if before else None


def _fate(key: str, old: Mapping[str, str], new: Mapping[str, str], *, changed: bool) -> Fate:
    if key in old and key in new:
        return "changed" if changed else "unchanged"
    if key in old or key in new:
        return "removed" if key in old else "added"
    return "unchanged"  # a column of a co-product: its process stands under its own id


def _size(effect: Effect | None) -> float:
    """The move as a part of the larger side, so that up and down count alike; what has one side comes last."""
    if effect is None or effect.before is None or effect.after is None:
        return -1.0
    larger = max(abs(effect.before), abs(effect.after))
    return abs(effect.after - effect.before) / larger if larger else 0.0


def _findings(before: Opened, after: Opened, changes: Sequence[ProcessChange]) -> Iterator[Finding]:
    old, new = before.manifest, after.manifest
    for zh, en, was, now in (
        ("连接规则", "link rules", old.link_rules, new.link_rules),
        ("分配方法", "allocation", old.allocation, new.allocation),
    ):
        if was != now:
            yield warning(
                "DIF-101",
                Text(
                    zh=f"{zh}由 {was} 改为 {now}，差异不全来自数据",
                    en=f"Other {en}: {was}, then {now}; not all that differs comes from the data",
                ),
            )
    if (old.licence, old.rights) != (new.licence, new.rights):
        text = Text(
            zh=f"许可或权利已改：{old.licence or '未写明'} → {new.licence or '未写明'}",
            en=f"Licence or rights are others: {old.licence or 'not stated'}, then {new.licence or 'not stated'}",
        )
        yield warning("DIF-105", text)
    for change in changes:
        effect, place = change.effect, Place(process=change.process)
        if change.fate == "removed":
            yield warning(
                "DIF-102",
                Text(
                    zh="过程已删除，使用它的研究须另选", en="The process is gone; studies that use it need another one"
                ),
                place=place,
            )
        elif effect is not None and effect.relative is not None and abs(effect.relative) > LARGE:
            why = Text(zh="仅因上游变化", en="by changes upstream alone") if change.fate == "upstream" else None
            zh, en = (f"（{why.zh}）", f" ({why.en})") if why else ("", "")
            yield note(
                "DIF-103",
                Text(
                    zh=f"强度变化 {effect.relative:+.1%}{zh}", en=f"Its intensity moves by {effect.relative:+.1%}{en}"
                ),
                place=place,
            )
        elif effect is not None and effect.before is None and change.fate in {"changed", "upstream"}:
            text = Text(zh="单位已改，强度不可比", en="Its unit is another one; the intensities can not be compared")
            yield warning("DIF-104", text, place=place)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False, default=str)


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(_STEPS[step], step, len(_STEPS))
