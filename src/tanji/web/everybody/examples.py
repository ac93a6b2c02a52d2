"""Example charts of the page of components, one of each kind; the figures are made up for the page."""

from __future__ import annotations

from collections.abc import Sequence

from tanji.errors import Text
from tanji.web.frame.chart import Branch, Chart, Flow, Mark, Series

KG = "kg CO₂e"
STEEL = Text(zh="钢板", en="Steel sheet")
PLASTIC = Text(zh="塑料", en="Plastics")
POWER = Text(zh="电力", en="Electricity")
DRUM = Text(zh="内筒", en="Drum")
MAKING = Text(zh="生产", en="Production")
RAW = Text(zh="原材料获取", en="Raw materials")
USE = Text(zh="使用", en="Use")
MACHINE = Text(zh="洗衣机", en="Washing machine")
BEFORE = Text(zh="原方案", en="Before")
AFTER = Text(zh="情景 A", en="Scenario A")


def charts() -> Sequence[Chart]:
    """One chart of each kind."""
    return [_bar(), _stacked(), _waterfall(), _histogram(), _tornado(), _strip(), _treemap(), _sankey(), _line()]


def _bar() -> Chart:
    title = Text(zh="钢板占 41 %", en="Steel makes up 41 %")
    values = [63.22, 31.4, 27.9, 12.08]
    items = [STEEL, PLASTIC, POWER, Text(zh="运输", en="Transport")]
    return Chart("bar", "bar", title, KG, categories=items, series=[Series(Text(zh="结果", en="Result"), values)])


def _stacked() -> Chart:
    series = [
        Series(RAW, [120.4, 98.7]),
        Series(MAKING, [24.1, 24.1]),
        Series(USE, [210.0, 162.0]),
        Series(Text(zh="回收信用", en="Recycling credit"), [-18.2, -25.3]),
    ]
    title = Text(zh="情景 A 少 77 kg", en="Scenario A emits 77 kg less")
    return Chart("stacked", "stacked", title, KG, categories=[BEFORE, AFTER], series=series)


def _waterfall() -> Chart:
    items = [
        BEFORE,
        Text(zh="用量", en="Quantity"),
        Text(zh="因子", en="Factor"),
        Text(zh="电力结构", en="Power mix"),
        AFTER,
    ]
    series = [Series(Text(zh="变化", en="Change"), [336.3, -21.7, 4.9, -60.0, 259.5])]
    title = Text(zh="改用绿电贡献最大的下降", en="The power mix brings the largest fall")
    return Chart("waterfall", "waterfall", title, KG, categories=items, series=series, totals=frozenset({0, 4}))


def _histogram() -> Chart:
    counts = [3.0, 21, 96, 240, 355, 310, 205, 110, 47, 13]
    edges = [120 + 8 * place for place in range(11)]
    marks = [
        Mark(Text(zh="2.5 %", en="2.5 %"), 133.0),
        Mark(Text(zh="均值", en="Mean"), 158.2),
        Mark(Text(zh="97.5 %", en="97.5 %"), 187.1),
    ]
    title = Text(zh="95 % 的结果在 133 与 187 之间", en="95 % of the results lie between 133 and 187")
    series = [Series(Text(zh="次数", en="Runs"), counts)]
    return Chart("histogram", "histogram", title, KG, edges=edges, series=series, marks=marks)


def _tornado() -> Chart:
    series = [
        Series(Text(zh="低值", en="Low"), [141.0, 149.2, 151.8]),
        Series(Text(zh="高值", en="High"), [169.4, 160.1, 155.5]),
    ]
    title = Text(zh="钢板因子决定不确定性", en="The factor of steel drives the uncertainty")
    return Chart("tornado", "tornado", title, KG, categories=[STEEL, POWER, PLASTIC], series=series, centre=153.3)


def _strip() -> Chart:
    values = [212.0, 198.5, 187.4, 181.0, 176.2, 170.3, 166.9, 161.0, 153.3, 149.8, 144.1, 139.9]
    points = [(Text(zh=f"产品 {place}", en=f"Product {place}"), value) for place, value in enumerate(values, start=1)]
    points[8] = (Text(zh="本产品", en="This product"), 153.3)
    marks = [Mark(Text(zh="先进值", en="Advanced"), 145.0), Mark(Text(zh="中位", en="Median"), 168.6)]
    return Chart(
        "strip", "strip", Text(zh="12 个产品中第 4 低", en="Fourth lowest of 12 products"), KG, points=points, own=8,
        marks=marks, note=Text(zh="n = 12，同一规则，同一单位。", en="n = 12, one rule, one unit."),
    )  # fmt: skip


def _treemap() -> Chart:
    box = Branch(Text(zh="箱体", en="Cabinet"), 61.2, [Branch(STEEL, 48.0), Branch(PLASTIC, 13.2)])
    tree = [
        box,
        Branch(DRUM, 38.5),
        Branch(Text(zh="电机", en="Motor"), 22.9),
        Branch(Text(zh="其余", en="Rest"), 12.0),
    ]
    return Chart("treemap", "treemap", Text(zh="箱体最大", en="The cabinet is the largest part"), KG, tree=tree)


def _sankey() -> Chart:
    credit = Text(zh="回收信用", en="Recycling credit")
    links = [
        Flow(STEEL, RAW, 63.2),
        Flow(PLASTIC, RAW, 31.4),
        Flow(POWER, MAKING, 27.9),
        Flow(RAW, MACHINE, 94.6),
        Flow(MAKING, MACHINE, 27.9),
        Flow(credit, MACHINE, -18.2),
    ]
    return Chart(
        "sankey", "sankey", Text(zh="四分之三来自原材料", en="Three quarters come from materials"), KG, links=links
    )


def _line() -> Chart:
    series = [
        Series(MACHINE, [171.0, 166.4, 160.2, 153.3]),
        Series(Text(zh="目标", en="Target"), [170.0, 160.0, 150.0, 140.0]),
    ]
    title = Text(zh="三年下降 10 %", en="Down 10 % in three years")
    return Chart("line", "line", title, KG, categories=["2023", "2024", "2025", "2026"], series=series)
