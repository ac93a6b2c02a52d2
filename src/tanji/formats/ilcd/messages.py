"""What reading an ILCD data set finds, in words: each of a number of like cases and the first of them."""

from __future__ import annotations

from tanji.errors import Text


def no_amount(count: int, shown: str) -> Text:
    """Exchanges without an amount."""
    return Text(
        zh=f"{count} 个过程有未给数量的交换，未读入（原样保留）：{shown}",
        en=f"{count} processes have exchanges without an amount, which are not read (kept as they stand): {shown}",
    )


def no_flow(count: int, shown: str) -> Text:
    """Exchanges of flows that are not there."""
    return Text(
        zh=f"{count} 个交换的流不在包中，单位未知，未换算：{shown}",
        en=f"{count} exchanges are of flows that are not in the package; unit unknown, not converted: {shown}",
    )


def no_direction(count: int, shown: str) -> Text:
    """Reference flows without direction."""
    return Text(
        zh=f"{count} 个参考流没有方向，按输出处理：{shown}",
        en=f"{count} reference flows state no direction and are taken as outputs: {shown}",
    )


def modules(count: int, shown: str) -> Text:
    """Amounts of an EPD by life cycle stage."""
    return Text(
        zh=f"{count} 个交换的数量为 0，实际数量按 EPD 模块给出（原样保留，未读入）：{shown}",
        en=f"{count} exchanges state 0 and give their amounts by EPD module (kept as they stand, not read): {shown}",
    )


def no_distribution(count: int, shown: str) -> Text:
    """Statements of uncertainty that are none."""
    return Text(
        zh=f"{count} 个不确定性说明不是完整有效的分布，原样保留：{shown}",
        en=f"{count} statements of uncertainty are no whole and valid distribution; they are kept: {shown}",
    )


def no_product(count: int, shown: str) -> Text:
    """Allocation to a co-product that is not there."""
    return Text(
        zh=f"{count} 个分配系数没有对应的联产品或数值，原样保留：{shown}",
        en=f"{count} allocation factors name no exchange or no number; they are kept as they stand: {shown}",
    )


def numbered(count: int, shown: str) -> Text:
    """Exchanges with the same internal id."""
    return Text(
        zh=f"{count} 个过程有内部编号相同的交换（可能重复），均保留并加序号：{shown}",
        en=f"{count} processes have exchanges with the same id (perhaps twice the same line); all are kept: {shown}",
    )


def twice(count: int, shown: str) -> Text:
    """Exchanges that say the same."""
    return Text(
        zh=f"{count} 个交换与同一过程中的另一个流、方向、地点和数量均相同（可能重复），均保留：{shown}",
        en=f"{count} exchanges have flow, direction, place and amount of another in the same process: {shown}",
    )


def no_year(count: int, shown: str) -> Text:
    """Years that are none."""
    return Text(
        zh=f"{count} 个年份无法识别，原样保留：{shown}",
        en=f"{count} years were not understood and are kept as they stand: {shown}",
    )


def no_type(count: int, shown: str) -> Text:
    """Processes whose type is not said or not known."""
    return Text(
        zh=f"{count} 个过程未说明数据集类型，按单元过程处理：{shown}",
        en=f"{count} processes do not say which type of data set they are and are taken as unit processes: {shown}",
    )


def epd(count: int, shown: str) -> Text:
    """Environmental product declarations."""
    return Text(
        zh=f"{count} 个数据集是 EPD：结果按模块原样保留，不作为单元过程：{shown}",
        en=f"{count} data sets are EPDs: their results by module are kept as they stand; no unit processes: {shown}",
    )


def no_name(count: int, shown: str) -> Text:
    """Data sets without a name."""
    return Text(
        zh=f"{count} 个数据集没有名称，以 UUID 代替：{shown}",
        en=f"{count} data sets have no name; their UUID stands for it: {shown}",
    )


def no_source(count: int, shown: str) -> Text:
    """References to sources that are not there."""
    return Text(
        zh=f"{count} 处引用的来源不在包中（名称保留）：{shown}",
        en=f"{count} references lead to sources that are not in the package (their names are kept): {shown}",
    )


def not_computed(count: int, shown: str) -> Text:
    """Formulas without a value."""
    return Text(
        zh=f"{count} 个公式无法计算，采用文件中的数值：{shown}",
        en=f"{count} formulas could not be computed; the stated amounts are kept: {shown}",
    )


def no_climate(count: int, shown: str) -> Text:
    """Methods that are not of climate change."""
    return Text(
        zh=f"{count} 个影响评价方法不是气候变化方法，或未写明 IPCC 报告和时间跨度，原样保留：{shown}",
        en=f"{count} LCIA methods are not of climate change, or do not say IPCC report and horizon; kept: {shown}",
    )


def not_modelled(count: int, shown: str) -> Text:
    """Data sets that are kept whole."""
    return Text(
        zh=f"{count} 个数据集不在模型中，原样保留：{shown}",
        en=f"{count} data sets are not modelled; they are kept as they stand: {shown}",
    )


def not_ours(count: int, shown: str) -> Text:
    """Extensions that claim to be Tanji's and can not be read."""
    return Text(
        zh=f"{count} 个数据集的 tanji 扩展无法识别，原样保留：{shown}",
        en=f"{count} data sets have a tanji extension that can not be understood; it is kept: {shown}",
    )
