"""What may be found in the cells that say how good a figure is: its uncertainty, its scores, how it was read."""

from __future__ import annotations

from tanji.errors import Text
from tanji.formats.study.messages import Kind, table
from tanji.model.finding import Severity

FIGURE = table(
    Kind(
        "IMP-049",
        Text(
            zh="{at}的分布“{value}”不含数量 {number}",
            en='{at} reads "{value}", a distribution in which the amount {number} can not lie',
        ),
        Text(
            zh="请核对：百分数是原值的倍数（90%, 110%），不带百分号的数用数量的单位。",
            en="Check it: percentages are multiples of the amount (90%, 110%), other numbers are in its unit.",
        ),
        Severity.warning,
    ),
    Kind(
        "IMP-098",
        Text(
            zh="{at}填写为“{value}”，读不出不确定度：{why}", en='{at} reads "{value}", which is no uncertainty: {why}'
        ),
        Text(
            zh="可写：±5%（95 % 区间）、U=5% k=2、u=2%、GSD 1.2、GSD² 1.44、normal(100, 2)、tri(90%,100%,120%)、"
            "uni(90%,110%)、pert(4,5,7)、disc(4:0.3, 5:0.7)。",
            en="Write ±5% (95 % interval), U=5% k=2, u=2%, GSD 1.2, GSD² 1.44, normal(100, 2), tri(90%,100%,120%),"
            " uni(90%,110%), pert(4,5,7) or disc(4:0.3, 5:0.7).",
        ),
    ),
    Kind(
        "IMP-099",
        Text(zh="{at}填写为“{value}”，读不出评分：{why}", en='{at} reads "{value}", which holds no scores: {why}'),
        Text(
            zh="写成“方案: 分值”，如 pedigree: 2,1,3,1,2 或 ef-dqr: TeR=2 TiR=1；缺分写 -。"
            "方案见 tanji quality --list。",
            en="Write scheme: scores, such as pedigree: 2,1,3,1,2 or ef-dqr: TeR=2 TiR=1; a missing score is -. The"
            " schemes: tanji quality --list.",
        ),
    ),
    Kind(
        "IMP-100",
        Text(zh="{at}没有用上：本行没有期间", en="{at} was not used: the row has no period"),
        Text(
            zh="读数方式属于某一期间的读数，请填写期间。", en="A reading method is that of a period; give the period."
        ),
        Severity.warning,
    ),
)
