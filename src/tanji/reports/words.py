"""The members of a footprint in words, Chinese and English; the terms are those of GB/T 24067 and ISO 14067."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tanji.errors import Language, Text
from tanji.model.finding import Severity
from tanji.model.footprint import Footprint, LineScore
from tanji.model.method import Indicator
from tanji.model.process import FactorKind
from tanji.model.source import Status
from tanji.model.study import ActivityKind, Boundary, DataSource, DataType, Stage

STAGES: Mapping[Stage, Text] = MappingProxyType(
    {
        Stage.raw_material: Text(zh="原材料获取", en="Raw material acquisition"),
        Stage.production: Text(zh="生产", en="Production"),
        Stage.distribution: Text(zh="分销", en="Distribution"),
        Stage.use: Text(zh="使用", en="Use"),
        Stage.end_of_life: Text(zh="生命末期", en="End of life"),
    }
)
BOUNDARIES: Mapping[Boundary, Text] = MappingProxyType(
    {
        Boundary.cradle_to_gate: Text(zh="从摇篮到大门", en="cradle to gate"),
        Boundary.cradle_to_grave: Text(zh="从摇篮到坟墓", en="cradle to grave"),
        Boundary.gate_to_gate: Text(zh="大门到大门", en="gate to gate"),
    }
)
INDICATORS: Mapping[Indicator, Text] = MappingProxyType(
    {
        Indicator.total: Text(zh="合计（不含生物源二氧化碳）", en="Total (without biogenic CO₂)"),
        Indicator.fossil: Text(zh="化石源", en="Fossil"),
        Indicator.biogenic_emissions: Text(zh="生物源排放", en="Biogenic emissions"),
        Indicator.biogenic_co2: Text(zh="生物源排放中的二氧化碳", en="of biogenic emissions: CO₂"),
        Indicator.biogenic_removals: Text(zh="生物源清除", en="Biogenic removals"),
        Indicator.land_use: Text(zh="直接土地利用变化", en="Direct land-use change"),
        Indicator.aircraft: Text(zh="合计中的航空排放", en="of the total: by aircraft"),
        Indicator.co2: Text(zh="二氧化碳", en="Carbon dioxide"),
        Indicator.ch4: Text(zh="甲烷", en="Methane"),
        Indicator.n2o: Text(zh="氧化亚氮", en="Nitrous oxide"),
        Indicator.fluorinated: Text(zh="含氟气体", en="Fluorinated gases"),
        Indicator.unsplit: Text(zh="未分气体的当量", en="CO₂e published without gases"),
    }
)
KINDS: Mapping[ActivityKind, Text] = MappingProxyType(
    {
        ActivityKind.assembly: Text(zh="组件", en="assembly"),
        ActivityKind.material: Text(zh="材料", en="material"),
        ActivityKind.packaging: Text(zh="包装", en="packaging"),
        ActivityKind.electricity: Text(zh="电力", en="electricity"),
        ActivityKind.heat: Text(zh="热力", en="heat"),
        ActivityKind.fuel: Text(zh="燃料", en="fuel"),
        ActivityKind.transport: Text(zh="运输", en="transport"),
        ActivityKind.direct_emission: Text(zh="直接排放", en="direct emission"),
        ActivityKind.refrigerant: Text(zh="制冷剂", en="refrigerant"),
        ActivityKind.use_energy: Text(zh="使用能耗", en="energy in use"),
        ActivityKind.waste: Text(zh="废弃物", en="waste"),
        ActivityKind.service: Text(zh="服务", en="service"),
    }
)
FACTOR_KINDS: Mapping[FactorKind, Text] = MappingProxyType(
    {
        FactorKind.life_cycle: Text(zh="全生命周期", en="life cycle"),
        FactorKind.combustion: Text(zh="燃烧", en="combustion only"),
        FactorKind.upstream: Text(zh="燃料上游", en="fuel supply only"),
        FactorKind.direct: Text(zh="直接释放", en="direct release"),
        FactorKind.treatment: Text(zh="废弃物处理", en="waste treatment"),
        FactorKind.grid_co2: Text(zh="电网二氧化碳（非碳足迹因子）", en="grid CO₂ (not a footprint factor)"),
    }
)
DATA_TYPES: Mapping[DataType, Text] = MappingProxyType(
    {
        DataType.calibrated: Text(zh="已校准计量", en="calibrated metering"),
        DataType.metered: Text(zh="计量", en="metered"),
        DataType.bill: Text(zh="票据", en="bill"),
        DataType.calculated: Text(zh="计算", en="calculated"),
        DataType.supplier: Text(zh="供应商", en="supplier"),
        DataType.literature: Text(zh="文献", en="literature"),
        DataType.estimate: Text(zh="估算", en="estimate"),
        DataType.assumption: Text(zh="假设", en="assumption"),
    }
)
SEVERITIES: Mapping[Severity, Text] = MappingProxyType(
    {
        Severity.error: Text(zh="错误", en="Error"),
        Severity.warning: Text(zh="警告", en="Warning"),
        Severity.note: Text(zh="提示", en="Note"),
    }
)
STATUSES: Mapping[Status, Text] = MappingProxyType(
    {
        Status.verified: Text(zh="已核对来源", en="checked against its source"),
        Status.unverified: Text(zh="未核对来源", en="not checked against its source"),
    }
)
OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "fail": Text(zh="不符合", en="fails"),
        "indeterminate": Text(zh="需补充，暂不能判断", en="needs more"),
        "pass": Text(zh="符合", en="passes"),
        "not_applicable": Text(zh="不适用", en="does not apply"),
        "verifier": Text(zh="由核查员判断", en="for the verifier"),
    }
)
"""What a rule says of a study, the most urgent first."""
DISCLAIMER = Text(
    zh="Tanji 是开源软件，非官方系统；本结果为核算结果，不构成核查或认证。",
    en="Tanji is open source software and not an official system. This is the result of a calculation;"
    " it is no verification and no certification.",
)


def name(names: Mapping[str, str], language: Language) -> str:
    """A name in a language; in the other one, or in any, where it is not given; a dash where there is none.

    >>> name({"zh": "铝锭"}, "en"), name({}, "zh")
    ('铝锭', '—')
    """
    for code in (language, "en", "zh"):
        if names.get(code):
            return names[code]
    return next((text for text in names.values() if text), "—")


def unit_of_analysis(footprint: Footprint) -> str:
    """What the footprint is per: "1 kWh"."""
    return f"{footprint.unit.amount:.12g} {footprint.unit.unit}"


def data_source(data: DataSource | None, language: Language) -> str:
    """Where a figure of the study comes from, in one line; a dash where it is not said."""
    if data is None:
        return "—"
    year = str(data.year) if data.year else None
    parts = (DATA_TYPES[data.type].of(language), data.publisher, data.document, year, data.place)
    return (", " if language == "en" else "，").join(part for part in parts if part)


def factor_name(line: LineScore, language: Language) -> str:
    """What a line takes its factor from."""
    if line.listing is not None:
        return name(line.listing.names, language)
    return SUPPLIERS[line.supplier].of(language)


SUPPLIERS: Mapping[str, Text] = MappingProxyType(
    {
        "process": Text(zh="背景过程", en="background process"),
        "own_factor": Text(zh="自有因子", en="own factor"),
        "footprint": Text(zh="供应商碳足迹", en="supplier's footprint"),
        "study": Text(zh="另一项研究", en="another study"),
        "gas": Text(zh="气体的增温潜势", en="warming potential of a gas"),
    }
)
