"""What reading a table of factors may find: every code with its meaning in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tanji.errors import Text
from tanji.model.finding import Severity


class Kind(NamedTuple):
    """One kind of finding; braces are filled with what was found."""

    message: Text
    hint: Text | None = None
    severity: Severity = Severity.error


_SOURCE = Text(
    zh="每个数都要有出处：请填写发布者、文件、年份和文件中位置。",
    en="Every number has a source: give publisher, document, year and the place in the document.",
)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "FAC-101": Kind(
            Text(zh="缺少“{name_zh}”", en='"{name_en}" is missing'),
            Text(zh="请填写该列。", en="Fill in this column."),
        ),
        "FAC-102": Kind(Text(zh="缺少来源：“{name_zh}”为空", en='It has no source: "{name_en}" is empty'), _SOURCE),
        "FAC-103": Kind(
            Text(zh="“{value}”不是一个明确的数", en='"{value}" is not one clear number'),
            Text(
                zh="请只填一个数，用小数点，不带单位。{suggestion}",
                en="Give one number with a decimal point and without unit. {suggestion}",
            ),
        ),
        "FAC-104": Kind(
            Text(zh="不认识单位“{value}”", en='Unknown unit "{value}"'),
            Text(zh="请只填分母单位，如 kg、kWh、tkm。", en="Give only what the value is per, such as kg, kWh, tkm."),
        ),
        "FAC-105": Kind(
            Text(
                zh="单位“{value}”可以量多种量，缺少量的类别", en='The unit "{value}" measures several kinds; which one?'
            ),
            Text(zh="请填写量的类别：{suggestion}。", en="Give the quantity kind: {suggestion}."),
        ),
        "FAC-106": Kind(
            Text(zh="单位“{value}”不能量“{suggestion}”", en='The unit "{value}" does not measure "{suggestion}"'),
            Text(zh="请改正单位或量的类别。", en="Correct the unit or the quantity kind."),
        ),
        "FAC-107": Kind(
            Text(zh="“{value}”不是可选项", en='"{value}" is not one of the choices'),
            Text(zh="可填：{suggestion}。", en="Choose from: {suggestion}."),
        ),
        "FAC-108": Kind(
            Text(zh="不认识气体“{value}”", en='Unknown gas "{value}"'),
            Text(zh="请写作“HFC-134a: 0.001; SF6: 0.0002”。", en='Write it as "HFC-134a: 0.001; SF6: 0.0002".'),
        ),
        "FAC-109": Kind(
            Text(
                zh="气体以 kg CO2e 给出，但没有“{value}”的 GWP：依据“{suggestion}”",
                en='The gases are in kg CO2e, but there is no potential of "{value}" on the basis "{suggestion}"',
            ),
            Text(
                zh="请填写 GWP 依据（AR4、AR5、AR6），或改以 kg 气体填写。",
                en="Give the GWP basis (AR4, AR5, AR6), or the gases in kg.",
            ),
        ),
        "FAC-110": Kind(
            Text(zh="既没有因子值，也没有分气体的量", en="It has neither a value nor gases"),
            Text(zh="请填写因子值。", en="Give the value."),
        ),
        "FAC-111": Kind(
            Text(zh="编号“{value}”与{suggestion}重复", en='The ID "{value}" stands in {suggestion} too'),
            Text(zh="每个因子的编号只用一次。", en="Use each ID once."),
        ),
        "FAC-112": Kind(
            Text(zh="“{value}”不是年份", en='"{value}" is no year'),
            Text(zh="请填写如 2023 或 2020-2022。", en="Give it as 2023 or 2020-2022."),
        ),
        "FAC-113": Kind(
            Text(
                zh="分气体按 {suggestion} 合计为 {value}，与因子值不符；采用分气体的量",
                en="The gases add up to {value} by {suggestion}, which is not the value; the gases are taken",
            ),
            Text(zh="请核对来源。", en="Compare it with the source."),
            Severity.warning,
        ),
        "FAC-114": Kind(
            Text(
                zh="列“{value}”不在模板中，内容原样保留", en='The column "{value}" is none of the template; it is kept'
            ),
            None,
            Severity.note,
        ),
        "FAC-115": Kind(
            Text(
                zh="公式没有计算结果，或是错误值“{value}”", en='A formula without a value, or the error value "{value}"'
            ),
            Text(zh="请在 Excel 中重新计算并保存，或填写数值。", en="Compute and save it in Excel, or give the value."),
        ),
        "FAC-116": Kind(
            Text(zh="填了分气体的量，缺少气体单位", en="It has gases without the unit of the gases"),
            Text(zh="请填写 kg 气体 或 kg CO2e。", en="Say whether they are kg of the gas or kg CO2e."),
        ),
        "FAC-117": Kind(
            Text(zh="因子值为负（{value}）", en="The value is below zero ({value})"),
            Text(
                zh="清除量请填在“二氧化碳吸收”，为正数。",
                en="What is taken from the air belongs into the column of CO2 uptake, as a positive number.",
            ),
            Severity.warning,
        ),
        "FAC-118": Kind(
            Text(
                zh="{value} 个因子只有 CO2e 总量且未说明 GWP 依据：{suggestion}",
                en="{value} factors are CO2e alone and do not state the GWP basis: {suggestion}",
            ),
            None,
            Severity.note,
        ),
        "FAC-119": Kind(
            Text(zh="内容超过 {value} 字符", en="It has more than {value} characters"),
            Text(zh="请缩短。", en="Make it shorter."),
        ),
        "FAC-120": Kind(
            Text(
                zh="列“{value}”出现了两次，采用前者", en='The column "{value}" stands there twice; the first is taken'
            ),
            None,
            Severity.warning,
        ),
        "FAC-121": Kind(
            Text(
                zh="“电网二氧化碳”只能含二氧化碳，现有 {value}",
                en="A factor of grid CO2 holds CO2 alone; here is {value} too",
            ),
            Text(zh="请改正因子类别。", en="Correct the factor kind."),
        ),
        "FAC-122": Kind(
            Text(zh="按“{suggestion}”读取数值“{value}”", en='The number "{value}" was taken as {suggestion}'),
            Text(zh="若逗号是小数点，请改写。", en="If the comma is a decimal sign, change it to a point."),
            Severity.note,
        ),
    }
)
