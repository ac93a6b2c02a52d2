"""Signs and distributions of amounts that can not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from tanji.background.audits.subject import Checked, Subject, remark
from tanji.background.stated import stated
from tanji.errors import Text
from tanji.model.finding import Finding

_HINT_SIGN = Text(zh="排放量应为正；吸收请记为投入", en="What is emitted is positive; what is taken up is an input")
_HINT_SPREAD = Text(zh="请核对分布的参数", en="Check the parameters of the distribution")

_FAULTS: Final[Mapping[str, Text]] = {
    "moved": Text(
        zh="数量不在其中间 95% 之内，抽样时按比例移到数量处",
        en="the amount lies outside its central 95 %; it is drawn about the amount, in proportion",
    ),
    "reversed": Text(zh="上下限颠倒，抽样时对调", en="its minimum is above its maximum; they are drawn as if swapped"),
    "incomplete": Text(zh="参数不全，不抽样", en="a number is missing; it is not drawn"),
    "unfit": Text(
        zh="不成分布（几何标准差小于 1、众数在范围之外、截断排除数量等），不抽样",
        en="it is none (geometric standard deviation below 1, mode outside its ends, amount cut off); it is not drawn",
    ),
    "opposite": Text(
        zh="与数量符号相反或均值为零，不抽样",
        en="it has the other sign than the amount, or is about 0; it is not drawn",
    ),
    "absurd": Text(
        zh="均值或标准差超过数量的 10 倍，不抽样", en="its mean or spread is over 10 times the amount; it is not drawn"
    ),
}
"""What `background.stated` found about a statement, where it is a fault."""


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
    """Distributions that can not be, or do not fit the amount that they stand beside; and how they are drawn."""
    stating = subject.exchanges.filter(pl.col("uncertainty").is_not_null())
    judged = stated(stating["amount"].to_numpy(), stating["uncertainty"])
    found: list[Finding] = []
    for row, verdict in zip(stating.iter_rows(named=True), judged["verdict"], strict=True):
        why = _FAULTS.get(verdict)
        if why is not None:
            name = row["called"] or row["flow_name"]
            text = Text(
                zh=f"“{name}”（{row['amount']:.4g}）的不确定性：{why.zh}",
                en=f'the uncertainty of "{name}" ({row["amount"]:.4g}): {why.en}',
            )
            found.append(remark("AUD-172", subject.heads[row["process"]], text, _HINT_SPREAD))
    return Checked(tuple(found), len(stating))
