"""What may be found in a cell of a workbook."""

from __future__ import annotations

from tanji.errors import Text
from tanji.formats.study.messages import Kind, table
from tanji.model.finding import Severity

NOTE, WARNING = Severity.note, Severity.warning

CELL = table(
    Kind(
        "IMP-010",
        Text(zh="{at}是必填项，但单元格是空的", en="{at} is required but the cell is empty"),
        Text(
            zh="请填写；若为合并单元格，请取消合并并逐行填写；确实不知道的数量写“不可得”。",
            en='Fill it in; unmerge merged cells and fill in every row; write "unknown" for an unknown amount.',
        ),
    ),
    Kind(
        "IMP-011",
        Text(zh="{at}填写为“{value}”，不是数字", en='{at} reads "{value}", which is not a number'),
        Text(
            zh="请只填一个数字，如 12.5；约数、范围和文字写在备注列。",
            en="Give one plain number such as 12.5; put ranges and words into the note.",
        ),
    ),
    Kind(
        "IMP-012",
        Text(
            zh="{at}填写为“{value}”，数字中含字母",
            en='{at} reads "{value}", a number with a letter in it',
        ),
        Text(zh="是否为 {suggestion}？请改正后重新读取。", en="Is it {suggestion}? Correct it and read it again."),
    ),
    Kind(
        "IMP-013",
        Text(
            zh="{at}填写为“{value}”，分不清小数点和千位分隔",
            en='{at} reads "{value}": decimal comma or thousands?',
        ),
        Text(
            zh="可能是 {suggestion}；请用小数点书写，不用千位分隔。",
            en="It may be {suggestion}; write it with a decimal point and without separators.",
        ),
    ),
    Kind(
        "IMP-014",
        Text(
            zh="{at}填写为“{value}”，按千位分隔读作 {number}",
            en='{at} reads "{value}" and was taken as {number} (comma for thousands)',
        ),
        Text(zh="若逗号是小数点，请改写。", en="If the comma is a decimal sign, change it to a point."),
        NOTE,
    ),
    Kind(
        "IMP-015",
        Text(zh="{at}填写为“{value}”，数字后带有单位", en='{at} reads "{value}", a number with its unit'),
        Text(
            zh="请在此只填 {suggestion}，单位填在单位列。",
            en="Give only {suggestion} here and the unit in the unit column.",
        ),
    ),
    Kind(
        "IMP-016",
        Text(
            zh="{at}是日期“{value}”，应为数字",
            en='{at} holds the date "{value}" where a number belongs',
        ),
        Text(
            zh="Excel 可能把 1-2 这样的输入变成了日期；请把单元格格式改为“常规”后重新填写。",
            en="Excel may have made a date of something like 1-2: set the cell format to General and type it again.",
        ),
    ),
    Kind(
        "IMP-017",
        Text(zh="{at}是逻辑值“{value}”，应为数字", en='{at} holds "{value}" where a number belongs'),
        Text(zh="请填写数字。", en="Give a number."),
    ),
    Kind(
        "IMP-018",
        Text(zh="{at}是错误值“{value}”", en='{at} holds the error value "{value}"'),
        Text(
            zh="请在 Excel 中修正公式，或直接填写数值。",
            en="Mend the formula in Excel, or type the value.",
        ),
    ),
    Kind(
        "IMP-019",
        Text(
            zh="{at}的公式“{value}”没有计算结果",
            en='{at} has the formula "{value}", which has no computed result',
        ),
        Text(
            zh="请在 Excel 或 WPS 中打开并保存一次，或把公式粘贴为数值。",
            en="Open and save the file once in Excel or LibreOffice, or paste the formulas as values.",
        ),
    ),
    Kind(
        "IMP-020",
        Text(zh="{at}填写为“{value}”，不认识这个单位", en='{at} has the unknown unit "{value}"'),
        Text(zh="请改用已知的单位。{suggestion}", en="Take a unit that is known. {suggestion}"),
    ),
    Kind(
        "IMP-022",
        Text(
            zh="{at}填写为负数 {value}；数量不能为负",
            en="{at} is {value}; amounts can not be negative",
        ),
        Text(
            zh="减排或抵扣不用负数填写：再生料填“再生比例”，共生产品填“工序”表，"
            "吸收的 CO2 作为直接排放填气体“二氧化碳吸收”；避免的排放不计入产品碳足迹。",
            en="Credits are not entered as negative amounts: give recycled content in its column, co-products on the "
            "sheet Steps, CO2 taken up as a direct emission of the gas CO2 uptake; avoided emissions are not part "
            "of the footprint.",
        ),
    ),
    Kind(
        "IMP-023",
        Text(zh="{at}填写为 0", en="{at} is 0"),
        Text(
            zh="如果是不知道，请写“不可得”，不要写 0；如果确实为 0，可以删除该行。",
            en='If it is not known write "unknown", not 0; if it is really 0 the row can be deleted.',
        ),
        WARNING,
    ),
    Kind(
        "IMP-024",
        Text(
            zh="{at}填写为“{value}”：数量未知，该行会列为缺失，不按 0 计算",
            en='{at} reads "{value}": the amount is unknown; the row is reported as missing, not counted as 0',
        ),
        Text(
            zh="取得数据后请补上；也可以用估算值并注明。", en="Give it when you have it, or an estimate marked as such."
        ),
        WARNING,
    ),
    Kind(
        "IMP-025",
        Text(
            zh="{at}填写为 {value}，应在 {least} 到 {most} 之间",
            en="{at} is {value}; it must be from {least} to {most}",
        ),
        Text(zh="请改正；5 表示 5 %。", en="Correct it; 5 means 5 %."),
    ),
    Kind(
        "IMP-026",
        Text(
            zh="{at}填写为 {value}，读作 {value} %",
            en="{at} is {value} and was taken as {value} %",
        ),
        Text(
            zh="如果想表示 {percent} %，请填 {percent}。",
            en="If {percent} % is meant, write {percent}.",
        ),
        WARNING,
    ),
    Kind(
        "IMP-027",
        Text(
            zh="{at}填写为百分数“{value}”，此列不是百分比",
            en='{at} reads "{value}", a percentage, where none belongs',
        ),
        Text(zh="请填写数量本身。", en="Give the amount itself."),
    ),
    Kind(
        "IMP-028",
        Text(
            zh="{at}填写为“{value}”，不在可选项中",
            en='{at} reads "{value}", which is not on its list',
        ),
        Text(zh="可选：{options}。", en="It can be: {options}."),
    ),
    Kind(
        "IMP-029",
        Text(zh="{at}填写为“{value}”，不是期间", en='{at} reads "{value}", which is not a period'),
        Text(
            zh="请写成 2024、2024-03、2024-01-01~2024-12-31 之一。",
            en="Write it as 2024, 2024-03 or 2024-01-01~2024-12-31.",
        ),
    ),
    Kind(
        "IMP-030",
        Text(
            zh="{at}填写为“{value}”，结束早于开始",
            en='{at} has the period "{value}", which ends before it starts',
        ),
        Text(zh="请对调起止日期。", en="Exchange the two dates."),
    ),
    Kind(
        "IMP-031",
        Text(zh="{at}填写为“{value}”，不是合理的年份", en='{at} reads "{value}", which is not a likely year'),
        Text(zh="请填四位年份，如 2024。", en="Give a year of four digits, such as 2024."),
    ),
    Kind(
        "IMP-032",
        Text(zh="{at}未通过校验：{why}", en="{at} fails its check: {why}"),
        Text(
            zh="请对照营业执照改正；境外主体请改填“其他主体标识”。",
            en="Correct it from the business licence; for parties abroad use the other identifier.",
        ),
    ),
    Kind(
        "IMP-033",
        Text(
            zh="{at}填写为“{value}”，不是背景过程的写法",
            en='{at} reads "{value}", which does not name a background process',
        ),
        Text(
            zh="请写“数据库:过程编号”（自带库可只写过程编号），或“step:工序编号”。用 tanji db search 查找。",
            en='Write "database:process" (the id alone for the embedded database) or "step:number"; find ids with '
            '"tanji db search".',
        ),
    ),
    Kind(
        "IMP-034",
        Text(
            zh="{at}：自带因子不完整，缺少“{missing}”",
            en='{at}: the own factor lacks "{missing}"',
        ),
        Text(
            zh="自带因子须同时填写值、单位和来源；没有来源的数值不能使用。",
            en="An own factor needs its value, unit and source; a figure without a source can not be used.",
        ),
    ),
    Kind(
        "IMP-035",
        Text(
            zh="{at}填写为“{value}”，不是因子单位",
            en='{at} reads "{value}", which is not the unit of a factor',
        ),
        Text(zh="请写成 kgCO2e/kg、kgCO2e/kWh 这样的形式。", en="Write it like kgCO2e/kg or kgCO2e/kWh."),
    ),
    Kind(
        "IMP-036",
        Text(
            zh="{at}填写为“{value}”：只含 CO2 的因子不是碳足迹因子",
            en='{at} reads "{value}": a factor of CO2 alone is not a carbon footprint factor',
        ),
        Text(
            zh="电网二氧化碳排放因子不能代替电力碳足迹因子；请使用 CO2e（生命周期）因子。",
            en="A grid CO2 factor can not stand for a carbon footprint factor: use one in CO2e over the life cycle.",
        ),
    ),
    Kind(
        "IMP-037",
        Text(zh="{at}填写为“{value}”，不认识这种气体", en='{at} names the unknown gas "{value}"'),
        Text(zh="建议：{suggestion}", en="Try this: {suggestion}"),
    ),
    Kind(
        "IMP-038",
        Text(
            zh="{at}的文字有 {count} 个字符，超过 {most} 个",
            en="{at} has {count} characters, more than the {most} allowed",
        ),
        Text(zh="请缩短，或改放到证据文件中。", en="Shorten it, or put it into an evidence file."),
    ),
    Kind(
        "IMP-039",
        Text(zh="{at}填写为“{value}”，不符合所需的写法", en='{at} reads "{value}", which has not the form it needs'),
        Text(zh="应写成：{form}。", en="It must look like: {form}."),
    ),
    Kind(
        "IMP-040",
        Text(
            zh="{at}填写为 {value}，必须大于 0",
            en="{at} is {value}; it must be above 0",
        ),
        Text(zh="请改正；不知道时留空。", en="Correct it, or leave it empty where it is not known."),
    ),
    Kind(
        "IMP-041",
        Text(
            zh="{at}填写为 {value}，应为整数",
            en="{at} is {value}; it must be a whole number",
        ),
        Text(zh="请改成整数。", en="Make it a whole number."),
    ),
    Kind(
        "IMP-042",
        Text(
            zh="{at}：表头中的单位“{value}”不能换算为“{unit}”",
            en='{at}: the unit "{value}" in its header can not be converted to "{unit}"',
        ),
        Text(zh="请改正表头。", en="Correct the header."),
    ),
    Kind(
        "IMP-043",
        Text(
            zh="{at}填写为“{value}”，只说明了大类，按“{taken}”处理",
            en='{at} reads "{value}", which names only a class; "{taken}" was taken',
        ),
        Text(
            zh="请选择具体的数据类型，如 计量、票据、供应商、文献。",
            en="Choose the type itself, such as metered, bill, supplier, literature.",
        ),
        NOTE,
    ),
)
