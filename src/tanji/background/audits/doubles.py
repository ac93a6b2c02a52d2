"""What is counted twice: results that take inputs again, exchanges that repeat, burning counted by two processes."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Any

import polars as pl

from tanji.background.audits.subject import Checked, Head, Subject, remark
from tanji.background.audits.thresholds import holds, threshold
from tanji.errors import Text
from tanji.model.finding import Finding, Severity

_CO2 = "carbon-dioxide-fossil"
_HINT_RESULT = Text(
    zh="生命周期清单结果已含上游，请删去投入或改为单元过程",
    en="A result holds its supply chain already: take the inputs out, or make it a unit process",
)
_HINT_ONCE = Text(zh="请确认后只保留一条", en="Keep one of them, unless both are meant")


def results(subject: Subject) -> Checked:
    """Results of a life cycle inventory that take products as inputs and find suppliers for them."""
    found: list[Finding] = []
    results_ = {head.position for head in subject.heads if head.document.get("kind") == "lci_result"}
    wanted = pl.col("process").is_in(results_) & pl.col("linked") & (pl.col("measured") != 0)
    for head, rows in subject.by_process(wanted):
        names = ", ".join(dict.fromkeys(row["called"] or row["flow_name"] for row in rows[:3]))
        text = Text(
            zh=f"是清单结果，却又连接了 {len(rows)} 项投入：{names}",
            en=f"it is a result of an inventory and takes {len(rows)} inputs again: {names}",
        )
        found.append(remark("AUD-141", head, text, _HINT_RESULT, severity=Severity.error))
    return Checked(tuple(found), len(subject.heads), len(subject.heads) - len(results_))


def repeated(subject: Subject) -> Checked:
    """Exchanges of one process that stand there twice: same flow, direction, amount, unit, supplier and place."""
    keys = ["process", "flow", "direction", "amount", "unit", "provider", "location", "avoided"]
    twice = (
        subject.exchanges.filter(pl.col("amount") != 0)
        .group_by(keys, maintain_order=True)
        .agg(pl.len().alias("times"), pl.col("called").first(), pl.col("flow_name").first())
        .filter(pl.col("times") > 1)
    )
    found = []
    for row in twice.iter_rows(named=True):
        name = row["called"] or row["flow_name"]
        text = Text(
            zh=f"“{name}”以相同数量 {row['amount']:.6g} {row['unit']} 出现 {row['times']} 次",
            en=f'"{name}" stands there {row["times"]} times with the same amount {row["amount"]:.6g} {row["unit"]}',
        )
        found.append(remark("AUD-142", subject.heads[row["process"]], text, _HINT_ONCE))
    return Checked(tuple(found), len(subject.exchanges))


def burning(subject: Subject) -> Checked:
    """Processes whose own fossil CO2 is that of the burning that they take as inputs, of one or of all of them."""
    direct = _direct_co2(subject)
    suppliers = _burners(subject)
    links = dict(subject.opened.table("links").select("exchange", "supplier").iter_rows())
    documents = subject.opened.table("listings")["document"].to_list()
    found: list[Finding] = []
    judged = 0
    inputs = pl.col("linked") & (pl.col("direction") == "input") & ~pl.col("avoided")
    for head, rows in subject.by_process(inputs):
        own = direct.get(head.position, 0.0)
        taken = [
            row["measured"] * direct[supplier] / subject.runs[supplier]
            for row in rows
            if (supplier := documents[links[row["row"]]]) in suppliers
            and supplier in direct
            and supplier in subject.runs
        ]
        if own <= 0 or not taken:
            continue
        judged += 1
        same = [sum_ for sum_ in (fsum(taken), *taken) if abs(own - sum_) <= threshold("same_co2") * own]
        if same:
            found.append(_burned_twice(head, own, same[0]))
    return Checked(tuple(found), len(subject.heads), len(subject.heads) - judged)


def _burned_twice(head: Head, own: float, taken: float) -> Finding:
    text = Text(
        zh=f"自身排放 {own:.4g} kg CO2，其燃烧投入又排放 {taken:.4g} kg",
        en=f"it emits {own:.4g} kg CO2 itself, and the burning that it takes in emits {taken:.4g} kg",
    )
    return remark("AUD-143", head, text, _HINT_ONCE)


def _direct_co2(subject: Subject) -> Mapping[int, float]:
    rows: Any = (
        subject.exchanges.filter((pl.col("gas") == _CO2) & (pl.col("direction") == "output"))
        .group_by("process")
        .agg(pl.col("kg").sum())
        .iter_rows()
    )
    return dict(rows)


def _burners(subject: Subject) -> frozenset[int]:
    """Processes whose product is the burning of something, by name."""
    rows = subject.exchanges.filter(pl.col("is_reference")).select("process", pl.coalesce("called", "flow_name"))
    return frozenset(process for process, name in rows.iter_rows() if holds("combustion", name or ""))
