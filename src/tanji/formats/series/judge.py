"""What the checks of a series found, in words: one finding a kind, with its count, its first rows and its share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tanji.errors import Text
from tanji.formats.series.asked import Asked
from tanji.model.finding import Counts, Finding, Place, Report, Severity


class Said(NamedTuple):
    """What is said of one kind: code, severity, the sentence after its number, the hint."""

    code: str
    severity: Severity
    text: Text
    hint: Text


_ROWS: dict[str, Said] = {
    "unreadable": Said(
        "SER-101",
        Severity.warning,
        Text(zh="行的时间或数值无法读取，未计入", en="rows have no readable time or value and do not count"),
        Text(zh="请在来源中改正；夏令时切换的一小时请改用带偏移的时间。", en="Correct them at their source."),
    ),
    "quality": Said(
        "SER-102",
        Severity.warning,
        Text(zh="行的质量标记不良，未计入", en="rows are marked as bad and do not count"),
        Text(zh="这些时段按缺失处理。", en="Their intervals count as missing."),
    ),
    "reordered": Said(
        "SER-103",
        Severity.warning,
        Text(zh="行不在时间顺序中，已按时间排序", en="rows are out of order and were sorted by time"),
        Text(zh="请检查采集系统的时钟和补传。", en="Check the clock of the data system, and late transmissions."),
    ),
    "repeated": Said(
        "SER-104",
        Severity.note,
        Text(zh="行重复（时间和数值都相同），只计一次", en="rows repeat another one, time and value; each counts once"),
        Text(zh="无需处理。", en="Nothing to do."),
    ),
    "conflicting": Said(
        "SER-105",
        Severity.warning,
        Text(zh="行与另一行时间相同而数值不同，采用先出现的", en="rows have the time of another one but another value"),
        Text(
            zh="请核对哪一个正确；现采用文件中先出现的。", en="The one that comes first in the file was taken: check."
        ),
    ),
    "counter_spike": Said(
        "SER-106",
        Severity.warning,
        Text(zh="个示数脱离前后走势，已剔除", en="readings of the counter stand out of line and were left out"),
        Text(zh="前后示数连续，总量不受影响。", en="Their neighbours go on as usual, so the total is not touched."),
    ),
    "rolled": Said(
        "SER-107",
        Severity.note,
        Text(zh="次计数器翻转，已加回", en="roll-overs of the counter, put right"),
        Text(zh="按表计位数加回一整圈。", en="One full turn was added, by the digits of the meter."),
    ),
    "reset": Said(
        "SER-108",
        Severity.warning,
        Text(
            zh="次示数下降（清零或换表），该时段用量未知，未计入",
            en="times the counter fell: what ran through is unknown",
        ),
        Text(
            zh="请查换表记录，把该时段的用量补为单独一行；若是翻转，请给出表计位数。",
            en="See the record of the exchange and add the amount as a line of its own; or give its digits.",
        ),
    ),
}
_FLAGS: dict[str, Said] = {
    "spike": Said(
        "SER-109",
        Severity.warning,
        Text(zh="个时段的用量异常突变，仍计入", en="intervals are spikes; they count all the same"),
        Text(zh="请核对；确有错误时在来源中改正。", en="Check them; correct the source where they are wrong."),
    ),
    "stuck": Said(
        "SER-110",
        Severity.warning,
        Text(
            zh="个时段的用量长时间完全相同（疑似卡滞），仍计入",
            en="intervals repeat one amount for long: a stuck value?",
        ),
        Text(zh="请检查表计或采集器。", en="Check the meter or what reads it."),
    ),
    "zero": Said(
        "SER-111",
        Severity.note,
        Text(zh="个时段长时间为零（停产或断线）", en="intervals are 0 for long: standing still, or disconnected"),
        Text(zh="请与生产记录对照。", en="Compare with the production records."),
    ),
    "below": Said(
        "SER-112",
        Severity.warning,
        Text(zh="个时段的用量低于表计量程下限，准确度等级不适用", en="intervals are below the range of the meter"),
        Text(zh="小流量时误差可能大得多。", en="Its class does not hold there; the error may be much larger."),
    ),
    "above": Said(
        "SER-113",
        Severity.warning,
        Text(zh="个时段的用量高于表计量程上限", en="intervals are above the range of the meter"),
        Text(zh="请核对量程、变比和单位。", en="Check range, transformer ratio and unit."),
    ),
    "negative": Said(
        "SER-114",
        Severity.warning,
        Text(zh="个时段的用量为负，仍计入", en="intervals are negative; they count all the same"),
        Text(zh="反向电量请另设一行。", en="Energy that is fed back needs a line of its own."),
    ),
}


def judge(found: dict[str, Any], asked: Asked, name: str) -> Report:
    """The report of a series: counts that add up, and findings."""
    at = Place(file=name)
    rows = {kind: each["count"] for kind, each in found["rows_of"].items()}
    skipped = sum(rows[kind] for kind in ("quality", "repeated", "conflicting", "counter_spike"))
    counts = Counts(read=found["rows"], imported=found["imported"], skipped=skipped, failed=rows["unreadable"])
    findings = [
        *(_of_rows(kind, found["rows_of"][kind], at) for kind in _ROWS if rows[kind]),
        *_of_gaps(found, asked, at),
        *(_of_flags(kind, found["flags"][kind], at) for kind in _FLAGS if found["flags"][kind]["count"]),
    ]
    return Report(findings=tuple(findings), counts={"readings": counts})


def _of_rows(kind: str, each: dict[str, Any], at: Place) -> Finding:
    code, severity, text, hint = _ROWS[kind]
    number, first = each["count"], ", ".join(str(row) for row in each["rows"][:5])
    message = Text(zh=f"{number} {text.zh}（第 {first} 行起）", en=f"{number} {text.en} (first: rows {first})")
    return Finding(
        code=code, severity=severity, message=message, hint=hint, place=Place(file=at.file, row=each["rows"][0])
    )


def _of_flags(kind: str, each: dict[str, Any], at: Place) -> Finding:
    code, severity, text, hint = _FLAGS[kind]
    number, first = each["count"], each["times"][0]
    message = Text(zh=f"{number} {text.zh}（首次 {first}）", en=f"{number} {text.en} (first: {first})")
    return Finding(code=code, severity=severity, message=message, hint=hint, place=at)


def _of_gaps(found: dict[str, Any], asked: Asked, at: Place) -> Iterator[Finding]:
    """Missing intervals, what was put in for them, and messages that sequence numbers say are lost."""
    share, number = found["gap_share"], found["missing"]
    if number:
        begin, end = found["gaps"][0]
        yield Finding(
            code="SER-115",
            severity=Severity.warning,
            message=Text(
                zh=f"缺少 {number} 个时段的读数，占时长 {share:.2%}（最长：{begin} 至 {end}）",
                en=f"{number} intervals have no reading, {share:.2%} of the time (longest: {begin} to {end})",
            ),
            hint=_gap_hint(found, asked),
            place=at,
        )
    if found["lost"]:
        lost = found["lost"]
        yield Finding(
            code="SER-116",
            severity=Severity.note,
            message=Text(
                zh=f"序号表明丢失了 {lost} 条消息", en=f"The sequence numbers say that {lost} messages are lost"
            ),
            hint=Text(zh="请检查传输。", en="Check the transmission."),
            place=at,
        )


def _gap_hint(found: dict[str, Any], asked: Asked) -> Text:
    amount, unit = f"{found['gap_amount']:.6g}", asked.unit
    if asked.kind == "counter":
        return Text(
            zh=f"缺失时段的总量由前后示数得出（{amount} {unit}），其分布按时间均摊。",
            en=f"Their amount follows from the counter ({amount} {unit}); it was spread evenly over time.",
        )
    if found["filled"]:
        return Text(
            zh=f"按前后均值补入 {amount} {unit}，已注明为补缺数据。",
            en=f"{amount} {unit} were put in, the mean of the neighbours; they are named as filled.",
        )
    return Text(
        zh="未补缺：合计不含这些时段。需要时用 --fill linear。",
        en="Nothing was put in: the total lacks them. --fill linear puts in the mean of the neighbours.",
    )
