"""What may be found in a file as a whole, in its headers, and in rows that are passed over."""

from __future__ import annotations

from tanji.errors import Text
from tanji.formats.study.messages import Kind, table
from tanji.model.finding import Severity

NOTE = Severity.note

FILE = table(
    Kind(
        "IMP-001",
        Text(
            zh="{at}中没有找到可识别的工作表或表头",
            en="{at} has no sheet and no header row that is known",
        ),
        Text(
            zh="请用 tanji template 生成模板填写，或保证表头中至少有“名称”“数量”“单位”。",
            en='Fill in the template that "tanji template" writes, or give headers such as Name, Qty and UoM.',
        ),
    ),
    Kind(
        "IMP-002",
        Text(
            zh="{at}不是模板中的工作表，其 {count} 行没有读取",
            en="{at} is no sheet of the template; its {count} rows were not read",
        ),
        Text(
            zh="若其中有数据，请移到相应的工作表，或改用模板中的表名。",
            en="Where it holds data, move them to the sheet they belong to, or give the sheet the template's name.",
        ),
        NOTE,
    ),
    Kind(
        "IMP-003",
        Text(zh="{at}的列不认识，没有读取", en="{at} is not a known column and was not read"),
        Text(
            zh="若有用，请改用模板中的表头；否则可以忽略。",
            en="If it matters, use a header of the template; otherwise it can be ignored.",
        ),
        NOTE,
    ),
    Kind(
        "IMP-004",
        Text(zh="{at}缺少必填列“{missing}”", en='{at} lacks the required column "{missing}"'),
        Text(
            zh="请补上该列；表头可写：{spellings}。",
            en="Add this column; its header may be: {spellings}.",
        ),
    ),
    Kind(
        "IMP-005",
        Text(
            zh="{at}与“{other}”列是同一项（{name}），不知道取哪一列",
            en='{at} and column "{other}" are the same item ({name}): which one counts?',
        ),
        Text(zh="请删除其中一列，或改写其表头。", en="Delete one of them, or change its header."),
    ),
    Kind(
        "IMP-006",
        Text(zh="{at}没有数据行", en="{at} has no rows of data"),
        Text(
            zh="BOM、能源、运输、使用与废弃四张表中至少要填写一行（示例行不算）。",
            en="At least one row is needed on BOM, Energy, Transport or Use and end of life (examples do not count).",
        ),
    ),
    Kind(
        "IMP-007",
        Text(zh="产品信息没有填写：缺少“{missing}”", en='The product is not filled in: "{missing}" is missing'),
        Text(
            zh="请在“产品”表的“填写内容”列填写（CSV 文件写在开头，如 “# 产品名称: 电机”“# 分析单位: 件”）。",
            en='Give it in the column "Value" of the sheet Product (a CSV file begins with lines such as '
            '"# Product name: motor", "# Unit: item").',
        ),
    ),
    Kind(
        "IMP-008",
        Text(zh="{at}是示例行，已跳过", en="{at} is an example and was skipped"),
        None,
        NOTE,
    ),
    Kind(
        "IMP-009",
        Text(zh="{at}是合计行（“{value}”），已跳过", en='{at} is a row of totals ("{value}") and was skipped'),
        Text(
            zh="若它不是合计，请改写名称。",
            en="If it is no total, change its name.",
        ),
        NOTE,
    ),
    Kind(
        "IMP-046",
        Text(
            zh="{at}在合并单元格（{area}，“{value}”）之内，不知道每行各是多少",
            en='{at} is part of a merged cell ({area}, "{value}"): what is the value of each row?',
        ),
        Text(zh="请取消合并，并在每行分别填写。", en="Unmerge it and fill in every row."),
    ),
    Kind(
        "IMP-047",
        Text(
            zh="{at}在合并单元格（{area}）之内，取“{value}”",
            en='{at} is part of a merged cell ({area}); "{value}" was taken',
        ),
        None,
        NOTE,
    ),
    Kind(
        "IMP-048",
        Text(zh="{at}是分节标题（“{value}”），已跳过", en='{at} is a heading ("{value}") and was skipped'),
        None,
        NOTE,
    ),
    Kind(
        "IMP-044",
        Text(
            zh="{at}超过 {most} 行的上限（现有 {count} 行）",
            en="{at} has more than the {most} rows allowed ({count})",
        ),
        Text(zh="请拆分成几个研究，或删除无关的行。", en="Split it into several studies, or delete rows."),
    ),
    Kind(
        "IMP-045",
        Text(
            zh="另有 {count} 处错误没有逐条列出",
            en="{count} more errors are not listed one by one",
        ),
        Text(zh="请先改正已列出的错误，再读取一次。", en="Correct those listed and read it again."),
    ),
)
