"""The characterisation methods: global warming potentials of AR4, AR5 and AR6 over 20, 100 and 500 years.

A gas that a report does not value over a horizon has no factor in that method: its emissions are reported as
uncharacterised and never count 0. AR5 gives no potentials over 500 years, so there is no method `ar5-gwp500`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from tanji.errors import Refusal, Text
from tanji.model.flow import CarbonOrigin
from tanji.model.method import GasFactor, Method
from tanji.model.source import Status
from tanji.starter.sources import cited
from tanji.starter.tables import Row, rows

DEFAULT = "ar6-gwp100"
"""ISO 14067 asks for the latest report of the IPCC and 100 years."""

Report = Literal["AR4", "AR5", "AR6"]
Horizon = Literal[20, 100, 500]

_OFFERED: tuple[tuple[Report, Horizon], ...] = (
    ("AR4", 20), ("AR4", 100), ("AR4", 500), ("AR5", 20), ("AR5", 100), ("AR6", 20), ("AR6", 100), ("AR6", 500),
)  # fmt: skip
_YEARS = {"AR4": 2007, "AR5": 2013, "AR6": 2021}
_ORDINALS = {"AR4": ("四", "Fourth"), "AR5": ("五", "Fifth"), "AR6": ("六", "Sixth")}


class UnknownMethod(Refusal):
    """A characterisation method that is not offered."""

    code = "STA-001"


@cache
def methods() -> Mapping[str, Method]:
    """Every method by its id: `ar4-gwp20` … `ar6-gwp500`."""
    return MappingProxyType({made.id: made for made in (_method(report, horizon) for report, horizon in _OFFERED)})


def method(method_id: str) -> Method:
    """The method of this id. Refuses UnknownMethod, naming what there is."""
    found = methods().get(method_id.strip().lower())
    if found is None:
        raise UnknownMethod(*_why(method_id))
    return found


@cache
def gases() -> Mapping[str, Row]:
    """Every gas of the table by its id: CAS number, formula, origin, names."""
    return MappingProxyType({row["gas"]: row for row in rows("gases.csv")})


def _method(report: Report, horizon: Horizon) -> Method:
    zh, en = _ORDINALS[report]
    return Method(
        id=f"{report.lower()}-gwp{horizon}",
        names={
            "zh": f"IPCC 第{zh}次评估报告（{report}，{_YEARS[report]}）{horizon} 年全球变暖潜势",
            "en": f"IPCC {en} Assessment Report ({report}, {_YEARS[report]}), GWP over {horizon} years",
        },
        report=report,
        horizon=horizon,
        factors=tuple(
            _factor(row) for row in rows("gwp.csv") if row["report"] == report and row["horizon"] == str(horizon)
        ),
    )


def _factor(row: Row) -> GasFactor:
    gas = gases()[row["gas"]]
    return GasFactor(
        gas=row["gas"],
        names={"zh": gas["zh"], "en": gas["en"]},
        cas=gas["cas"] or None,
        formula=gas["formula"] or None,
        origin=CarbonOrigin(gas["origin"]),
        value=float(row["value"]),
        source=cited(row["source"]),
        place=row["place"],
        status=Status(row["status"]),
    )


def _why(name: str) -> tuple[Text, Text]:
    listed = "、".join(methods())
    hint = Text(
        zh=f"可用的方法：{listed}；默认 {DEFAULT}。",
        en=f"There are: {', '.join(methods())}; the default is {DEFAULT}.",
    )
    if name.strip().lower() == "ar5-gwp500":
        return (
            Text(
                zh="没有方法 ar5-gwp500：IPCC 第五次评估报告未给出 500 年全球变暖潜势",
                en="There is no method ar5-gwp500: the Fifth Assessment Report gives no potentials over 500 years",
            ),
            hint,
        )
    return Text(zh=f"没有方法“{name}”", en=f'There is no method "{name}"'), hint
