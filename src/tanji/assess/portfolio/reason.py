"""Why a line of a portfolio is not in the total, or not as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tanji.errors import Text


class Reason(StrEnum):
    """By code; all but those of WARNINGS keep the line out of the total and make its product incomplete."""

    no_product = "no_product"
    no_item = "no_item"
    no_amount = "no_amount"
    no_unit = "no_unit"
    unknown_item = "unknown_item"
    unknown_database = "unknown_database"
    unknown_process = "unknown_process"
    ambiguous_item = "ambiguous_item"
    unknown_unit = "unknown_unit"
    other_quantity = "other_quantity"
    co2_only = "co2_only"
    no_total = "no_total"
    unknown_stage = "unknown_stage"


WARNINGS: Final = frozenset({Reason.unknown_stage})

TEXTS: Final[Mapping[Reason, Text]] = MappingProxyType(
    {
        Reason.no_product: Text(zh="没有写明产品", en="No product is named"),
        Reason.no_item: Text(zh="没有写明投入的过程或产品", en="Neither a process nor a product is named"),
        Reason.no_amount: Text(zh="数量缺失或不是数", en="The amount is missing or no number"),
        Reason.no_unit: Text(zh="单位缺失", en="The unit is missing"),
        Reason.unknown_item: Text(
            zh="既不是“数据库:过程”，也不是本组合的产品",
            en='Neither "database:process" nor a product of this portfolio',
        ),
        Reason.unknown_database: Text(zh="该数据库未给出", en="This database was not given"),
        Reason.unknown_process: Text(zh="数据库中没有该过程", en="The database has no such process"),
        Reason.ambiguous_item: Text(zh="既是过程又是产品的标识", en="Both a process and a product are called so"),
        Reason.unknown_unit: Text(zh="不认识该单位", en="The unit is not known"),
        Reason.other_quantity: Text(zh="与所链接的过程不是同一种量", en="Another quantity than that of the process"),
        Reason.co2_only: Text(
            zh="仅含 CO2 的电网因子不能用于产品碳足迹；请改用全生命周期的电力碳足迹因子（CO2e）",
            en="A CO2-only grid factor is no carbon footprint factor; take a life-cycle factor of electricity (CO2e)",
        ),
        Reason.no_total: Text(zh="所用的产品没有可算的结果", en="The product that it uses has no result"),
        Reason.unknown_stage: Text(
            zh="不认识该阶段，已计入总量，列为“未写明阶段”", en="The stage is not known; counted, as of no stage"
        ),
    }
)
