"""Factors that hold CO2 only, or burning only, where a life cycle in CO2e is wanted."""

from __future__ import annotations

import numpy as np
import polars as pl

from tanji.background.audits.subject import Checked, Subject, remark
from tanji.background.audits.thresholds import fuel, holds
from tanji.errors import Text
from tanji.model.finding import Finding, Severity
from tanji.model.method import Indicator
from tanji.model.process import FactorKind

_OTHER_GASES = ("methane", "nitrous-oxide")
_NARROW = {FactorKind.grid_co2.value, FactorKind.direct.value}
_HINT_GAS = Text(zh="请核对是否遗漏了甲烷和氧化亚氮", en="Check whether methane and nitrous oxide were left out")
_HINT_KIND = Text(zh="请改用生命周期的二氧化碳当量因子", en="Take a life-cycle factor in CO2e")


def suppliers(subject: Subject) -> Checked:
    """Life-cycle processes that take a CO2-only or direct factor as the supply of an input."""
    listings = subject.opened.table("listings").select("process", "document", "factor_kind").with_row_index("supplier")
    links = subject.opened.table("links").join(listings.cast({"supplier": pl.Int64}), on="supplier")
    narrow = links.filter(pl.col("factor_kind").is_in(_NARROW))
    exchanges = subject.exchanges.select(pl.col("row").alias("exchange"), pl.col("process").alias("consumer"), "called")
    found: list[Finding] = []
    for row in narrow.join(exchanges, on="exchange").sort("exchange").iter_rows(named=True):
        head = subject.heads[row["consumer"]]
        if head.document.get("factor_kind", "life_cycle") in _NARROW:
            continue
        text = Text(
            zh=f"“{row['called']}”由 {row['process']}（{row['factor_kind']}）提供，它不是生命周期因子",
            en=f'"{row["called"]}" comes from {row["process"]} ({row["factor_kind"]}), which covers no life cycle',
        )
        found.append(remark("AUD-131", head, text, _HINT_KIND, severity=Severity.error))
    return Checked(tuple(found), len(links))


def co2_only(subject: Subject) -> Checked:
    """Life-cycle processes that emit CO2 and no other gas in their whole supply chain, or say so in their name."""
    totals = subject.opened.intensities(subject.method)
    at = {line: place for place, line in enumerate(Indicator)}
    others = (Indicator.ch4, Indicator.n2o, Indicator.fluorinated, Indicator.unsplit)
    none = np.all(np.abs(totals[[at[line] for line in others]]) == 0, axis=0) & (totals[at[Indicator.co2]] > 0)
    rows = subject.opened.table("listings").select("document", "factor_kind").iter_rows()
    found: list[Finding] = []
    skipped = 0
    for column, (document, kind) in enumerate(rows):
        head = subject.heads[document]
        if kind != FactorKind.life_cycle.value:
            skipped += 1
        elif none[column] or holds("co2_only", head.name):
            text = Text(
                zh="整个供应链只有二氧化碳，没有其他温室气体", en="its whole supply chain emits CO2 and no other gas"
            )
            found.append(remark("AUD-132", head, text, _HINT_GAS))
    return Checked(tuple(found), totals.shape[1], skipped)


def burning(subject: Subject) -> Checked:
    """Processes that burn fuels by name and amount, emit CO2, and neither methane nor nitrous oxide."""
    found: list[Finding] = []
    judged = 0
    for head, rows in subject.by_process():
        product = next((row["called"] or row["flow_name"] for row in rows if row["is_reference"]), "")
        takes = any(row["direction"] == "input" and fuel(row["called"] or "") for row in rows)
        gases = {row["gas"] or "" for row in rows if row["direction"] == "output" and row["measured"]}
        if not holds("burned", product) or not takes or "carbon-dioxide-fossil" not in gases:
            continue
        judged += 1
        if not any(gas.startswith(_OTHER_GASES) for gas in gases):
            text = Text(
                zh="燃烧燃料，却只排放二氧化碳", en="it burns fuel and emits CO2, but no methane and no nitrous oxide"
            )
            found.append(remark("AUD-133", head, text, _HINT_GAS))
    return Checked(tuple(found), len(subject.heads), len(subject.heads) - judged)
