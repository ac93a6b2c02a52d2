"""What is said of the meters of a study, in words."""

from __future__ import annotations

from tanji.assess.traceability import Method
from tanji.errors import Text
from tanji.model.figure import Period, ReadingMethod
from tanji.model.finding import Finding, Place, note, warning
from tanji.model.meter import Meter, Series
from tanji.model.study import Activity


def corrected(meter: Meter, correction: float, at: Place) -> Finding:
    """A correction that the readings lack: the distribution has it, the nominal amount does not."""
    size = f"{correction:+.3%}"
    return note(
        "MET-110",
        Text(
            zh=f"计量器具“{meter.id}”的修正值为 {size}：分布已以修正后的值为中心，名义值未修正",
            en=f'The correction of meter "{meter.id}" is {size}: the distribution is centred on the corrected'
            " amount, the nominal amount is as read",
        ),
        Text(
            zh="若读数已修正，请在证书中注明 applied。", en="Where the readings are corrected already, set `applied`."
        ),
        at,
    )


def disagreeing(period: Period, stated: float, total: float, at: Place) -> Finding:
    """Readings of whole months that are not what the series adds up to."""
    return warning(
        "MET-109",
        Text(
            zh=f"{period.start} 至 {period.end} 填写 {stated:g}，数据序列合计为 {total:g}",
            en=f"{period.start} to {period.end}: {stated:g} is stated, the series adds up to {total:g}",
        ),
        Text(zh="请核对单位、变比和时段。", en="Check unit, transformer ratio and period."),
        at,
    )


def unknown(id_: str, at: Place) -> Finding:
    """A meter that is not in the register, or readings without one."""
    if not id_:
        return warning(
            "MET-101",
            Text(zh="有读数未说明来自哪台计量器具", en="Some readings name no meter"),
            Text(zh="请填写计量器具。", en="Name the meter."),
            at,
        )
    return warning(
        "MET-101",
        Text(zh=f"计量登记中没有“{id_}”", en=f'There is no meter "{id_}" in the register of the study'),
        Text(
            zh="请用 tanji meter read 登记，并把引用写入研究的 meters。", en="Register it, and refer to it in `meters`."
        ),
        at,
    )


def not_calibrated(activity: str, level: int, at: Place) -> Finding:
    """A line that is called calibrated and whose level does not bear it out."""
    return warning(
        "MET-111",
        Text(
            zh=f"“{activity}”标为已校准计量，但溯源等级只有 {level}：按计量数据对待",
            en=f'"{activity}" is called calibrated, but its level of traceability is {level}: it counts as metered',
        ),
        Text(zh="请登记有效的校准证书，或改为“计量”。", en="Register a certificate that counts, or call it metered."),
        at,
    )


def obtained(kind: ReadingMethod, rule: Method, share: float, at: Place) -> Finding:
    """A part of an amount that was not read directly."""
    zh = {"gap_filled": "补缺", "estimate": "估算", "invoice": "账单"}[kind]
    en = {"gap_filled": "filled in", "estimate": "estimated", "invoice": "taken from bills"}[kind]
    if rule.half_width is None:
        return warning(
            "MET-112",
            Text(
                zh=f"用量的 {share:.1%} 为{zh}，其不确定度无人给出：该行未量化",
                en=f"{share:.1%} of the amount is {en}, whose uncertainty nobody states: the line is unquantified",
            ),
            Text(zh="可在该行自行填写不确定度。", en="State an uncertainty in the line itself."),
            at,
        )
    return note(
        "MET-113",
        Text(
            zh=f"用量的 {share:.1%} 为{zh}，按 ± {rule.half_width:g} % 均匀分布计（碳迹的建议值）",
            en=f"{share:.1%} of the amount is {en}; ± {rule.half_width:g} % was taken for it (a proposal of Tanji)",
        ),
        place=at,
    )


def gap(series: Series, cap: int, at: Place) -> Finding:
    """A series with gaps that cap the level."""
    return warning(
        "MET-114",
        Text(
            zh=f"计量数据“{series.id}”缺少 {series.gap_share:.1%} 的时段，溯源等级最高为 {cap}",
            en=f'Series "{series.id}" lacks {series.gap_share:.1%} of the time: level {cap} at most',
        ),
        place=at,
    )


def units(activity: Activity, meter: Meter, at: Place) -> Finding:
    """An amount whose unit is not that of its meter."""
    return warning(
        "MET-115",
        Text(
            zh=f"“{activity.id}”的单位 {activity.unit} 与计量器具的单位 {meter.unit} 不能换算，未检查量程",
            en=f'The unit {activity.unit} of "{activity.id}" is not that of its meter, {meter.unit}; its range was not'
            " checked",
        ),
        place=at,
    )


def outside(meter: Meter, period: Period | None, value: float, at: Place) -> Finding:
    """A reading outside of the range of its meter."""
    of = (
        Text(zh="平均每小时", en="per hour on average") if meter.range_of == "hour" else Text(zh="读数", en="a reading")
    )
    low, high = meter.low or 0.0, meter.high
    upper = "∞" if high is None else f"{high:g}"
    when = f"{period.start}–{period.end}" if period is not None else "—"
    return warning(
        "MET-116",
        Text(
            zh=f"{when}：{of.zh} {value:.4g} {meter.unit}，超出“{meter.id}”的量程 {low:g}–{upper}，准确度等级不适用",
            en=f'{when}: {value:.4g} {meter.unit} {of.en} is outside of the range {low:g} to {upper} of "{meter.id}",'
            " where its class does not hold",
        ),
        place=at,
    )
