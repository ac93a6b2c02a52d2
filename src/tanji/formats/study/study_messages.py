"""What may be found between the rows of a study, and between the cells of a row."""

from __future__ import annotations

from tanji.errors import Text
from tanji.formats.study.file_messages import NOTE
from tanji.formats.study.messages import Kind, table
from tanji.model.finding import Severity

WARNING = Severity.warning

TREE = table(
    Kind(
        "IMP-050",
        Text(zh="{at}填写为“{value}”，与{other}重复", en='{at} has the id "{value}", as has {other}'),
        Text(zh="请给每一行不同的编号。", en="Give every row an id of its own."),
    ),
    Kind(
        "IMP-051",
        Text(zh="{at}填写为“{value}”，没有这个上级", en='{at} names the parent "{value}", which does not exist'),
        Text(
            zh="请改正上级编号，或补上该上级的一行。",
            en="Correct the parent, or add a row for it.",
        ),
    ),
    Kind(
        "IMP-052",
        Text(zh="{at}的上级关系成环：{circle}", en="{at}: the parents go round in a circle: {circle}"),
        Text(zh="请改正其中一行的上级编号。", en="Correct the parent of one of these rows."),
    ),
    Kind(
        "IMP-053",
        Text(
            zh="{at}：层级从 {before} 跳到 {value}",
            en="{at}: the level jumps from {before} to {value}",
        ),
        Text(
            zh="层级每次只能加 1；请补上中间一级或改正层级。",
            en="Levels go down one at a time: add the missing row or correct it.",
        ),
    ),
    Kind(
        "IMP-054",
        Text(
            zh="{at}填写为“{value}”，与层级不符（按层级上级应为“{other}”）",
            en='{at} names the parent "{value}", but by its level the parent is "{other}"',
        ),
        Text(zh="请改正层级或上级编号，或只填其中一项。", en="Correct one of them, or give only one."),
    ),
    Kind(
        "IMP-055",
        Text(
            zh="{at}填写为“{value}”，该编号有多行（第 {rows} 行），不知道是哪一行",
            en='{at} names the parent "{value}", which stands in several rows ({rows})',
        ),
        Text(zh="请用层级，或给这些行不同的行编号。", en="Use levels, or give these rows different line ids."),
    ),
    Kind(
        "IMP-056",
        Text(
            zh="{at}下面还有组成行，又自带背景过程或因子，会重复计算",
            en="{at} holds other rows and has a background process or factor of its own: it would count twice",
        ),
        Text(
            zh="请删除该行的背景过程和因子，或删除其下级行。",
            en="Remove its process and factor, or the rows below it.",
        ),
    ),
    Kind(
        "IMP-057",
        Text(
            zh="{at}又给出一个产品“{value}”（前为“{other}”）",
            en='{at} gives a second product, "{value}", after "{other}"',
        ),
        Text(
            zh="一个工作簿只写一个产品；请分成几个文件。",
            en="One workbook holds one product: make a file of each.",
        ),
    ),
    Kind(
        "IMP-058",
        Text(
            zh="{at}引用的工序“{value}”不在“工序”表中",
            en='{at} names the step "{value}", which is not on the sheet Steps',
        ),
        Text(zh="请在“工序”表中补上，或改正编号。", en="Add it to the sheet Steps, or correct the number."),
    ),
    Kind(
        "IMP-059",
        Text(zh="{at}引用的共生产品“{value}”不存在", en='{at} names the co-product "{value}", which does not exist'),
        Text(zh="请在“工序”表中为共生产品填写产出编号。", en="Give the co-product an output id on the sheet Steps."),
    ),
    Kind(
        "IMP-060",
        Text(
            zh="{at}是产品本身（层级 0），已作为产品读取",
            en="{at} is the product itself (level 0) and was read as such",
        ),
        None,
        NOTE,
    ),
    Kind(
        "IMP-101",
        Text(
            zh="{at}的上级（{other}）有错误，本行随上级一起待处理",
            en="{at} waits with its parent ({other}), which has an error",
        ),
        Text(
            zh="改正上级后，与上级一起重新上传即可；本行不必修改。",
            en="Correct the parent and upload both again; this row needs no change.",
        ),
    ),
    Kind(
        "IMP-093",
        Text(
            zh="{at}填写为“{kind}”，但下面还有组成行，按组件处理",
            en='{at} is "{kind}" but holds other rows; it was taken as an assembly',
        ),
        None,
        NOTE,
    ),
    Kind(
        "IMP-094",
        Text(
            zh="{at}是组件，但下面没有组成行，不会计入结果",
            en="{at} is an assembly without rows below it and adds nothing to the result",
        ),
        Text(zh="请补上其组成，或把类别改为物料。", en="Add its parts, or make it a material."),
        WARNING,
    ),
)

ENERGY = table(
    Kind(
        "IMP-061",
        Text(
            zh="{at}：“{name}”逐月合计 {sum}，年度合计 {total}，相差 {percent} %",
            en='{at}: the monthly rows of "{name}" add up to {sum}, the yearly total is {total} ({percent} % apart)',
        ),
        Text(zh="请改正月度数据或年度合计。", en="Correct the months or the yearly total."),
    ),
    Kind(
        "IMP-062",
        Text(
            zh="{at}：“{name}”的期间 {value} 与第 {other} 行重叠",
            en='{at}: the period {value} of "{name}" overlaps with row {other}',
        ),
        Text(
            zh="同一表计的期间不能重叠；请改正期间或表计编号。",
            en="Periods of one meter can not overlap: correct the period or the meter.",
        ),
    ),
    Kind(
        "IMP-063",
        Text(
            zh="{at}：“{name}”与第 {other} 行名称和表计相同，又没有期间，按两项计算",
            en='{at}: "{name}" has the name and meter of row {other} and no period; both were counted',
        ),
        Text(
            zh="若为逐月数据，请填写期间；若为重复，请删除一行。",
            en="Give the periods if they are months; delete one if it is a repetition.",
        ),
        WARNING,
    ),
    Kind(
        "IMP-064",
        Text(
            zh="{at}：“{name}”的逐月数据不连续，{from_} 到 {to} 之间缺 {days} 天",
            en='{at}: the rows of "{name}" leave out {days} days between {from_} and {to}',
        ),
        Text(zh="请补上缺少的月份，或说明理由。", en="Add the missing months, or say why they are missing."),
        WARNING,
    ),
    Kind(
        "IMP-065",
        Text(
            zh="{at}：“{name}”的单位“{value}”与第 {other} 行的“{unit}”不能换算",
            en='{at}: the unit "{value}" of "{name}" can not be converted to "{unit}" of row {other}',
        ),
        Text(zh="同一项的逐月数据请用同一单位。", en="Use one unit for all months of an item."),
    ),
    Kind(
        "IMP-066",
        Text(
            zh="{at}与第 {other} 行的“{name}”不同，但两行属于同一项",
            en='{at}: "{name}" differs from row {other}, though both belong to one item',
        ),
        Text(zh="同一项的各行除期间和数量外应相同。", en="The rows of one item may differ only in period and amount."),
    ),
    Kind(
        "IMP-067",
        Text(
            zh="{at}：燃料或热力以能量单位“{value}”计，但没有说明种类",
            en='{at}: energy in "{value}" does not say which kind it is',
        ),
        Text(
            zh="请在“量的种类”列选择低位发热量、高位发热量、热量或电量。",
            en='Choose net or gross calorific value, heat or electricity in the column "Quantity kind".',
        ),
    ),
    Kind(
        "IMP-068",
        Text(
            zh="{at}：量的种类“{value}”不能以“{unit}”计",
            en='{at}: the quantity kind "{value}" can not be measured in "{unit}"',
        ),
        Text(zh="请改正单位或量的种类。", en="Correct the unit or the quantity kind."),
    ),
    Kind(
        "IMP-069",
        Text(
            zh="{at}：使用绿证等凭证，但没有凭证编号或电量",
            en="{at}: a contractual instrument without its number or amount",
        ),
        Text(
            zh="请填写凭证类型、编号、电量和期间，并附证据。",
            en="Give its kind, number, kWh and period, and the evidence.",
        ),
        WARNING,
    ),
    Kind(
        "IMP-070",
        Text(
            zh="{at}：凭证电量 {value} kWh 少于用电量 {amount} kWh",
            en="{at}: the instrument covers {value} kWh of {amount} kWh",
        ),
        Text(zh="未覆盖部分请另列一行，按电网平均。", en="Put the rest into a row of its own, as grid average."),
        WARNING,
    ),
    Kind(
        "IMP-071",
        Text(
            zh="{at}：不是电网平均，但没有并列的电网平均背景过程",
            en="{at}: not the grid average, and no grid process beside it",
        ),
        Text(
            zh="请填写“电网平均背景过程”，使按电网平均的结果并列给出。",
            en="Name the grid process, so that the grid result stands beside it.",
        ),
        WARNING,
    ),
    Kind(
        "IMP-072",
        Text(
            zh="{at}：“{value}”一项只用于电力，此行是“{kind}”",
            en='{at}: "{value}" is for electricity; this row is "{kind}"',
        ),
        Text(zh="请删除该项，或改正类别。", en="Remove it, or correct the kind."),
    ),
)

LINE = table(
    Kind(
        "IMP-073",
        Text(zh="{at}：“{kind}”还需要“{missing}”", en='{at}: a row of the kind "{kind}" also needs "{missing}"'),
        Text(zh="请补上；不能用 0 代替未知。", en="Give it; 0 can not stand for unknown."),
    ),
    Kind(
        "IMP-074",
        Text(
            zh="{at}：“{first}”与“{second}”只能填一项",
            en='{at}: give "{first}" or "{second}", not both',
        ),
        Text(zh="请删除其中一项。", en="Remove one of them."),
    ),
    Kind(
        "IMP-075",
        Text(
            zh="{at}：阶段“{value}”不在系统边界“{boundary}”之内",
            en='{at}: the stage "{value}" is outside the boundary "{boundary}"',
        ),
        Text(zh="请改正阶段或系统边界。", en="Correct the stage or the boundary."),
        WARNING,
    ),
    Kind(
        "IMP-076",
        Text(zh="{at}各项放在一起不成立：{why}", en="{at}: its cells do not hold together: {why}"),
        Text(zh="请对照模板各列的说明改正。", en="Compare them with the help of the template's columns."),
    ),
    Kind(
        "IMP-077",
        Text(
            zh="{at}：填写了数据来源但没有数据类型，按“假设”处理",
            en='{at}: a data source without its type; "assumption" was taken',
        ),
        Text(zh="请选择数据类型。", en="Choose the data type."),
        WARNING,
    ),
    Kind(
        "IMP-078",
        Text(
            zh="{at}：有再生比例但没有再生料背景过程，全部按原生料计算",
            en="{at}: recycled content without a process for it; all of it is counted as primary",
        ),
        Text(zh="请填写“再生料背景过程”。", en="Name the background process of the recycled part."),
        NOTE,
    ),
    Kind(
        "IMP-021",
        Text(
            zh="{at}：单位“{value}”无法换算为 kg，又没有单重",
            en='{at}: the unit "{value}" can not be converted to kg, and there is no mass per unit',
        ),
        Text(
            zh="请填写单重(kg)；否则无法做质量平衡，也不能用按质量的因子。",
            en="Give the mass per unit: without it there is no mass balance, and factors per kg can not be used.",
        ),
        WARNING,
    ),
    Kind(
        "IMP-079",
        Text(zh="{at}：气体的单位“{value}”不是质量单位", en='{at}: the unit "{value}" of a gas is not a mass'),
        Text(zh="请改用 kg、g 或 t。", en="Use kg, g or t."),
    ),
)
