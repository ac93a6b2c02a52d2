"""Signs and distributions of amounts that can not be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from tanji.background.audits.subject import Checked, Subject, remark
from tanji.errors import Text
from tanji.model.finding import Finding

_HINT_SIGN = Text(zh="排放量应为正；吸收请记为投入", en="What is emitted is positive; what is taken up is an input")
_HINT_SPREAD = Text(zh="请核对分布的参数", en="Check the parameters of the distribution")


def signs(subject: Subject) -> Checked:
    """Emissions of a greenhouse gas below zero: they take off what they should add."""
    emitted = subject.exchanges.filter((pl.col("kind") == "elementary") & pl.col("gas").is_not_null())
    wrong = emitted.filter((pl.col("amount") < 0) & (pl.col("direction") == "output"))
    found: list[Finding] = []
    for row in wrong.iter_rows(named=True):
        text = Text(
            zh=f"“{row['called']}”的排放为负：{row['amount']:.6g} {row['unit']}",
            en=f'the emission of "{row["called"]}" is below zero: {row["amount"]:.6g} {row["unit"]}',
        )
        found.append(remark("AUD-171", subject.heads[row["process"]], text, _HINT_SIGN))
    return Checked(tuple(found), len(emitted))


def distributions(subject: Subject) -> Checked:
    """Distributions that can not be: bounds the wrong way round, a spread below its least, an amount outside."""
    stated = subject.exchanges.filter(pl.col("uncertainty").is_not_null())
    found: list[Finding] = []
    for row in stated.iter_rows(named=True):
        why = _fault(json.loads(row["uncertainty"]), row["amount"])
        if why is not None:
            name = row["called"] or row["flow_name"]
            text = Text(zh=f"“{name}”的不确定性：{why.zh}", en=f'the uncertainty of "{name}": {why.en}')
            found.append(remark("AUD-172", subject.heads[row["process"]], text, _HINT_SPREAD))
    return Checked(tuple(found), len(stated))


def _fault(spread: Mapping[str, Any], amount: float) -> Text | None:
    low, high, gsd = (spread.get(key) for key in ("minimum", "maximum", "gsd"))
    if gsd is not None and gsd < 1:
        return Text(zh=f"几何标准差 {gsd:.4g} 小于 1", en=f"its geometric standard deviation {gsd:.4g} is below 1")
    if low is not None and high is not None and low > high:
        return Text(
            zh=f"最小值 {low:.4g} 大于最大值 {high:.4g}", en=f"its minimum {low:.4g} is above its maximum {high:.4g}"
        )
    room = 1e-6 * abs(amount)
    if (low is not None and amount < low - room) or (high is not None and amount > high + room):
        return Text(zh=f"数值 {amount:.4g} 不在其范围内", en=f"the amount {amount:.4g} lies outside its range")
    return None
