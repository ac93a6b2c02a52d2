"""What may be found of a study as a whole: its product, units, balance, parameters and outputs."""

from __future__ import annotations

from tanji.errors import Text
from tanji.formats.study.file_messages import NOTE
from tanji.formats.study.messages import Kind, table
from tanji.model.finding import Severity

WARNING = Severity.warning

STUDY = table(
    Kind(
        "IMP-080",
        Text(
            zh="BOM 合计 {sum} kg，产品净重 {mass} kg，{sign} {percent} %",
            en="The BOM adds up to {sum} kg, the product's net mass is {mass} kg: {percent} % {sign}",
        ),
        Text(
            zh="请检查数量、单位和单重，或补上缺少的物料（取舍的物料写在“取舍与假设”表）。",
            en="Check amounts, units and masses per unit, or add what is missing (cut-offs belong on their sheet).",
        ),
        WARNING,
    ),
    Kind(
        "IMP-081",
        Text(
            zh="质量平衡不完整：{count} 行没有质量",
            en="The mass balance is not complete: {count} rows have no mass",
        ),
        Text(zh="请为这些行填写单重或数量。", en="Give these rows a mass per unit or an amount."),
        NOTE,
    ),
    Kind(
        "IMP-082",
        Text(
            zh="{at}：混合“{name}”的份额合计 {sum}，产出 {total}",
            en='{at}: the shares of the mix "{name}" add up to {sum}, its output is {total}',
        ),
        Text(zh="各来源的数量合计应等于产出。", en="The amounts from all sources must add up to the output."),
    ),
    Kind(
        "IMP-083",
        Text(zh="“{name}”没有填写，取“{value}”", en='"{name}" is not given; "{value}" was taken'),
        Text(zh="若不对，请在“产品”表中填写。", en="If this is not right, give it on the sheet Product."),
        NOTE,
    ),
    Kind(
        "IMP-084",
        Text(
            zh="分析单位“{value}”不能换算为产出单位“{unit}”，又没有基准流",
            en='The unit of analysis "{value}" can not be converted to the output unit "{unit}", and there is no '
            "reference flow",
        ),
        Text(
            zh="请在“产品”表填写基准流：一个分析单位需要多少“{unit}”。",
            en='Give the reference flow on the sheet Product: how many "{unit}" one unit of analysis needs.',
        ),
    ),
    Kind(
        "IMP-085",
        Text(
            zh="声明单位只能用于部分碳足迹；系统边界是“{boundary}”",
            en='A declared unit is for partial footprints only; the boundary is "{boundary}"',
        ),
        Text(zh="请改用功能单位，或改正系统边界。", en="Use a functional unit, or correct the boundary."),
        WARNING,
    ),
    Kind(
        "IMP-086",
        Text(zh="{at}填写为“{value}”，不认识这个方法", en='{at} names the unknown method "{value}"'),
        Text(
            zh="可选：{options}；或已导入方法的 UUID 或摘要（见 tanji methods）。",
            en="It can be: {options}; or the UUID or digest of an imported method (see `tanji methods`).",
        ),
    ),
    Kind(
        "IMP-087",
        Text(zh="{at}：不认识“{value}”这一项，没有读取", en='{at}: the item "{value}" is not known and was not read'),
        Text(zh="请对照模板“产品”表的项目名。", en="Compare it with the items of the template's sheet Product."),
        NOTE,
    ),
    Kind(
        "IMP-088",
        Text(zh="{at}：参数“{value}”重复", en='{at} gives the parameter "{value}" again'),
        Text(zh="请给参数不同的名称。", en="Give parameters different names."),
    ),
    Kind(
        "IMP-089",
        Text(zh="{at}不能使用：{why}", en="{at} can not be used: {why}"),
        Text(zh="做法：{how}", en="What to do: {how}"),
    ),
    Kind(
        "IMP-090",
        Text(zh="{at}不合要求：{why}", en="{at} is not as it must be: {why}"),
        Text(
            zh="请对照 docs/reference/schemas 中的研究模式修改。",
            en="Compare it with the schema of a study in docs/reference/schemas.",
        ),
    ),
    Kind(
        "IMP-091",
        Text(
            zh="{at}有共生产品，但没有分配方法",
            en="{at} has co-products but no allocation",
        ),
        Text(zh="请选择按质量、能量或经济价值分配。", en="Choose allocation by mass, energy or economic value."),
    ),
    Kind(
        "IMP-092",
        Text(
            zh="{at}按{by}分配，但“{name}”没有{by}",
            en='{at} is allocated by {by}, which "{name}" lacks',
        ),
        Text(zh="请为每个产出填写{by}。", en="Give the {by} of every output."),
    ),
    Kind(
        "IMP-095",
        Text(
            zh="{at}：参数“{name}”须填写值或公式中的一项",
            en='{at}: the parameter "{name}" needs either a value or a formula',
        ),
        Text(zh="请填写其中一项。", en="Give one of them."),
    ),
    Kind(
        "IMP-096",
        Text(
            zh="{at}：公式“{value}”引用了没有的参数：{names}",
            en='{at}: the formula "{value}" names unknown parameters: {names}',
        ),
        Text(zh="请在“参数”表中补上。", en="Add them to the sheet Parameters."),
    ),
    Kind(
        "IMP-097",
        Text(
            zh="质量平衡没有检查：{count} 行物料属于工序，不直接对应产品",
            en="The mass balance was not checked: {count} materials belong to steps, not to the product itself",
        ),
        None,
        NOTE,
    ),
)
