"""Amounts that are a conversion of units away from what they should be: a thousand, or 3.6 between kWh and MJ."""

from __future__ import annotations

from typing import Final

import polars as pl

from tanji.background.audits.subject import Checked, Subject, remark
from tanji.background.audits.thresholds import threshold
from tanji.errors import Text
from tanji.model.finding import Finding

_SLIPS: Final = ((1000.0, "1000"), (3.6, "3.6"), (1e6, "1000000"))
_HINT = Text(zh="请核对该交换的单位与数量", en="Check unit and amount of the exchange")


def conversions(subject: Subject) -> Checked:
    """Amounts as the source gives them in the flow's own unit, against the same converted by the unit registry."""
    both = subject.exchanges.filter(
        pl.col("reference_amount").is_not_null() & pl.col("by_unit").is_not_null() & (pl.col("by_unit") != 0)
    ).with_columns(ratio=pl.col("reference_amount") / pl.col("by_unit"))
    wrong = both.filter((pl.col("ratio") - 1).abs() > threshold("conversion"))
    found: list[Finding] = []
    for row in wrong.iter_rows(named=True):
        name, like = row["called"] or row["flow_name"], slip(row["ratio"])
        given = f"{row['amount']:.6g} {row['unit']}"
        taken = f"{row['reference_amount']:.6g} {row['flow_unit']}"
        text = Text(
            zh=f"“{name}”：{given} 被记为 {taken}，相差 {row['ratio']:.4g} 倍"
            + (f"（疑为 {like} 倍的单位错误）" if like else ""),
            en=f'"{name}": {given} stand as {taken}, '
            f"{row['ratio']:.4g} times as much" + (f" (a slip of units by {like})" if like else ""),
        )
        found.append(remark("AUD-111", subject.heads[row["process"]], text, _HINT))
    skipped = len(subject.exchanges) - len(both)
    return Checked(tuple(found), len(subject.exchanges), skipped)


def slip(ratio: float) -> str:
    """Which conversion of units a ratio looks like, or nothing.

    >>> slip(1001.0), slip(1 / 3.6), slip(50.0)
    ('1000', '3.6', '')
    """
    size = abs(ratio) if abs(ratio) >= 1 else 1 / abs(ratio) if ratio else 0.0
    close = threshold("slip_closeness")
    return next((said for factor, said in _SLIPS if abs(size / factor - 1) <= close), "")
