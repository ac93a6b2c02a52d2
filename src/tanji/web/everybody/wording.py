"""Words of the pages for everybody that are not written in their templates."""

from __future__ import annotations

from typing import Final

from tanji.errors import Text
from tanji.model.method import Indicator
from tanji.model.process import FactorKind

SPLIT: Final = Text(zh="按气体与来源拆分", en="Split by gas and origin")
LINE: Final = Text(zh="项目", en="Line")
VALUE: Final = Text(zh="数值（kg CO₂e）", en="Value (kg CO₂e)")
RECIPE: Final = Text(zh="过程的输入与输出", en="Inputs and outputs of the process")
FLOW: Final = Text(zh="流", en="Flow")
DIRECTION: Final = Text(zh="方向", en="Direction")
AMOUNT: Final = Text(zh="数量", en="Amount")
UNIT: Final = Text(zh="单位", en="Unit")
BEHIND: Final = Text(zh="其上游含有不可公开的数据", en="data behind it may not be shown")
DIRECTIONS: Final = {"input": Text(zh="输入", en="Input"), "output": Text(zh="输出", en="Output")}
INDICATORS: Final = {
    Indicator.total: Text(zh="合计（不含生物源 CO₂ 的排放与清除）", en="Total (without biogenic CO₂, in or out)"),
    Indicator.fossil: Text(zh="化石", en="Fossil"),
    Indicator.biogenic_emissions: Text(zh="生物源排放", en="Biogenic emissions"),
    Indicator.biogenic_co2: Text(zh="其中二氧化碳", en="of which carbon dioxide"),
    Indicator.biogenic_removals: Text(zh="生物源清除", en="Biogenic removals"),
    Indicator.land_use: Text(zh="直接土地利用变化", en="Direct land-use change"),
    Indicator.aircraft: Text(zh="其中航空", en="of which aircraft"),
    Indicator.co2: Text(zh="二氧化碳", en="Carbon dioxide"),
    Indicator.ch4: Text(zh="甲烷", en="Methane"),
    Indicator.n2o: Text(zh="氧化亚氮", en="Nitrous oxide"),
    Indicator.fluorinated: Text(zh="含氟气体及其他", en="Fluorinated and other gases"),
    Indicator.unsplit: Text(zh="未分气体的当量", en="Equivalents without gases"),
}
LEVELS: Final = {Indicator.biogenic_co2: 1, Indicator.aircraft: 1} | dict.fromkeys(
    (Indicator.co2, Indicator.ch4, Indicator.n2o, Indicator.fluorinated, Indicator.unsplit), 1
)
KINDS: Final = {
    FactorKind.life_cycle: Text(zh="生命周期", en="Life cycle"),
    FactorKind.combustion: Text(zh="仅燃烧", en="Combustion alone"),
    FactorKind.upstream: Text(zh="仅燃料上游", en="Fuel supply alone"),
    FactorKind.direct: Text(zh="气体直接排放", en="Release of a gas"),
    FactorKind.treatment: Text(zh="废弃处置", en="Treatment of waste"),
}
