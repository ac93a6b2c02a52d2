"""Intensities and single exchanges far from those of the peers: processes of one product (by the beginning of its name)
and one unit.

Far is both by ratio to the median and by the robust z-score of the logarithms (median and median absolute deviation).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log
from statistics import median
from typing import Final

import numpy as np
import polars as pl

from tanji.background.audits.slips import slip
from tanji.background.audits.subject import Checked, Subject, remark
from tanji.background.audits.thresholds import fuel, threshold
from tanji.background.names import folded
from tanji.errors import Text
from tanji.model.finding import Finding

_ENDS: Final = re.compile(r"[,;，；（(\[/|]")
_LEAST_SPREAD: Final = 0.05
"""Where all peers agree the spread of logarithms is taken as 5 %, so that a last digit is no outlier."""
_HINT = Text(zh="请与同类过程对照核实数量和单位", en="Compare amounts and units with those of its peers")


def intensities(subject: Subject) -> Checked:
    """Kg CO2e per unit against the processes of the same product name and unit."""
    totals = subject.opened.intensities(subject.method)[0]
    listings = subject.opened.table("listings").select("process", "document", "unit", "factor_kind").iter_rows()
    flows = dict(_product_names(subject))
    groups: dict[tuple[str, str, str], dict[int, float]] = {}
    documents: list[int] = []
    for column, (_, document, unit, kind) in enumerate(listings):
        documents.append(document)
        if totals[column] > 0:
            groups.setdefault((stem(flows.get(document, "")), unit, kind), {})[column] = float(totals[column])
    found: list[Finding] = []
    judged = 0
    for (name, unit, _), values in groups.items():
        far = outlying(values, threshold("peers_ratio"))
        judged += len(values) if len(values) >= threshold("peers_least") else 0
        middle = median(values.values())
        for column in far:
            ratio = values[column] / middle
            text = Text(
                zh=f"{values[column]:.4g} kg CO2e/{unit}，是 {len(values)} 个同类“{name}”中位数 {middle:.4g} 的"
                f" {ratio:.3g} 倍{_like_zh(ratio)}",
                en=f"{values[column]:.4g} kg CO2e per {unit}, {ratio:.3g} times the median {middle:.4g} of "
                f'{len(values)} peers "{name}"{_like_en(ratio)}',
            )
            found.append(remark("AUD-121", subject.heads[documents[column]], text, _HINT))
    return Checked(tuple(found), len(totals), len(totals) - judged)


def exchanges(subject: Subject) -> Checked:
    """Greenhouse gases and fuels per unit of product against the same flow of the peers.

    Other flows are not judged: shares of suppliers in a mix differ by nature.
    """
    runs = pl.DataFrame(
        {"process": list(subject.runs), "run": list(subject.runs.values())},
        schema={"process": pl.Int64, "run": pl.Float64},
    )
    names = _product_names(subject)
    peers = pl.DataFrame(
        [(place, stem(name), unit) for (place, name), unit in zip(names, _product_units(subject), strict=True)],
        {"process": pl.Int64, "stem": pl.String, "product_unit": pl.String},
        orient="row",
    )
    frame = (
        subject.exchanges.filter(~pl.col("is_reference") & (pl.col("measured") != 0) & _matters(subject))
        .join(runs, on="process")
        .join(peers, on="process")
        .group_by("stem", "product_unit", "flow", "direction", "process", maintain_order=True)
        .agg(pl.col("called").first(), amount=(pl.col("measured") / pl.col("run")).abs().sum())
    )
    found: list[Finding] = []
    judged = 0
    for _, rows in frame.group_by("stem", "product_unit", "flow", "direction", maintain_order=True):
        if len(rows) < threshold("peers_least"):
            continue
        judged += len(rows)
        values = dict(zip(rows["process"].to_list(), rows["amount"].to_list(), strict=True))
        far = {*outlying(values, threshold("exchange_ratio")), *_slipped(values)}
        middle = median(values.values())
        for place in sorted(far):
            name, ratio = rows["called"][0] or "?", values[place] / middle
            text = Text(
                zh=f"“{name}”的数量是 {len(values)} 个同类过程中位数的 {ratio:.3g} 倍{_like_zh(ratio)}",
                en=f'the amount of "{name}" is {ratio:.3g} times the median of {len(values)} peers{_like_en(ratio)}',
            )
            found.append(remark("AUD-122", subject.heads[place], text, _HINT))
    return Checked(tuple(found), len(frame), len(frame) - judged)


def outlying(values: Mapping[int, float], ratio: float) -> tuple[int, ...]:
    """Which values are far from the median, by ratio and by robust z-score; none among too few.

    >>> outlying({0: 1.0, 1: 1.1, 2: 0.9, 3: 1.0, 4: 1000.0}, 10)
    (4,)
    """
    if len(values) < threshold("peers_least"):
        return ()
    logs = {key: log(value) for key, value in values.items() if value > 0}
    middle = median(logs.values())
    spread = max(median(abs(each - middle) for each in logs.values()) / 0.6745, _LEAST_SPREAD)
    return tuple(
        key
        for key, each in logs.items()
        if abs(each - middle) > log(ratio) and abs(each - middle) / spread > threshold("peers_z")
    )


def stem(name: str) -> str:
    """The product of a name: what stands before the first comma or bracket.

    >>> stem("Natural gas, combusted in industrial boiler"), stem("聚乙烯（再生）")
    ('natural gas', '聚乙烯')
    """
    return folded(_ENDS.split(name.strip(), maxsplit=1)[0]).strip()


def _slipped(values: Mapping[int, float]) -> tuple[int, ...]:
    """Values 3.6 times away from peers that agree among each other."""
    found = sorted(values.values())
    low, middle, high = (float(each) for each in np.quantile(found, [0.25, 0.5, 0.75]))
    if low <= 0 or high / low > threshold("slip_spread"):
        return ()
    return tuple(key for key, value in values.items() if value > 0 and slip(value / middle) == "3.6")


def _matters(subject: Subject) -> pl.Expr:
    fuels = [name for name in subject.exchanges["called"].unique().drop_nulls().to_list() if fuel(name)]
    return pl.col("gas").is_not_null() | pl.col("called").is_in(fuels)


def _product_names(subject: Subject) -> Sequence[tuple[int, str]]:
    rows = subject.exchanges.filter(pl.col("is_reference")).unique("process", keep="first", maintain_order=True)
    return list(rows.select("process", pl.coalesce("called", "flow_name")).iter_rows())


def _product_units(subject: Subject) -> Sequence[str]:
    rows = subject.exchanges.filter(pl.col("is_reference")).unique("process", keep="first", maintain_order=True)
    return rows.select(pl.coalesce("flow_unit", "unit"))["flow_unit"].to_list()


def _like_zh(ratio: float) -> str:
    like = slip(ratio)
    return f"（疑为 {like} 倍的单位错误）" if like else ""


def _like_en(ratio: float) -> str:
    like = slip(ratio)
    return f" (a slip of units by {like}?)" if like else ""
