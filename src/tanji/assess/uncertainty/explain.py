"""Why no more was drawn, and why the mean is not the nominal value: in words, for those who read the result."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from tanji.assess.uncertainty.first_order import Effect, FirstOrder
from tanji.errors import Text

NAMED = 3
"""Sources that are named as causes."""
WORTH = 0.1
"""Share of the difference from which on a source is named, or the rest is mentioned."""
ALIKE = 5e-4
"""Relative difference of mean and nominal value below which nobody has to ask."""


def asked(draws: int) -> Text:
    """The number of draws was given."""
    return Text(zh=f"按要求抽样 {draws} 次", en=f"as many draws as were asked for: {draws}")


def interrupted(draws: int) -> Text:
    """A person stopped it."""
    return Text(
        zh=f"由使用者中止，已完成的 {draws} 次抽样有效",
        en=f"stopped by the user; the {draws} draws that were done count",
    )


def limited(draws: int, digits: int) -> Text:
    """The adaptive rule did not come to an end within the greatest number of draws."""
    return Text(
        zh=f"达到抽样次数上限 {draws}，尚未稳定到 {digits} 位有效数字（JCGM 101:2008，7.9）",
        en=f"the limit of {draws} draws came before {digits} significant digits were stable (JCGM 101:2008, 7.9)",
    )


def steady(draws: int, digits: int) -> Text:
    """The adaptive rule came to its end."""
    return Text(
        zh=f"抽样 {draws} 次后，平均值、不确定度和区间两端稳定到不确定度的 {digits} 位有效数字（JCGM 101:2008，7.9）",
        en=f"mean, standard uncertainty and both ends of the interval are stable to {digits} significant digits of the"
        f" uncertainty after {draws} draws (JCGM 101:2008, 7.9)",
    )


def nothing_drawn() -> Text:
    """No figure of the study states an uncertainty."""
    return Text(
        zh="研究、因子和背景数据都没有说明不确定度：没有可抽样的量，区间为零不代表结果准确。",
        en="Neither study nor factors nor background state an uncertainty: nothing was drawn, and an interval of zero"
        " does not mean that the result is exact.",
    )


def why(nominal: float, mean: float, error: float, found: FirstOrder) -> Text:
    """Why mean and nominal value differ, or that they do not; `error` is the standard error of the mean."""
    difference = mean - nominal
    if not found.effects:
        return nothing_drawn()
    if abs(difference) <= max(2 * error, ALIKE * abs(nominal)):
        return Text(
            zh="平均值与名义值在抽样精度内相同。",
            en="Mean and nominal value agree within the accuracy of the draws.",
        )
    size = _relative(difference, nominal)
    head = Text(
        zh=f"平均值比名义值{'高' if difference > 0 else '低'} {size}：",
        en=f"The mean is {size} {'above' if difference > 0 else 'below'} the nominal value: ",
    )
    ordered = sorted(found.effects, key=lambda effect: -effect.shift * (1 if difference > 0 else -1))
    causes = [effect for effect in ordered if effect.shift / difference >= WORTH][:NAMED]
    reasons = _reasons(causes, nominal)
    rest = difference - sum(effect.shift for effect in found.effects)
    if abs(rest) > max(WORTH * abs(difference), 2 * error):
        reasons.append(
            Text(
                zh="其余来自变量之间的乘积、比值和公式，其平均值不等于平均值代入的结果",
                en="the rest comes from products, ratios and formulas, whose mean is not their value at the means",
            )
        )
    if not reasons:
        reasons = [_together(found, difference, nominal)]
    return Text(
        zh=head.zh + "；".join(reason.zh for reason in reasons) + "。",
        en=head.en + "; ".join(reason.en for reason in reasons) + ".",
    )


def _reasons(causes: list[Effect], nominal: float) -> list[Text]:
    groups: Mapping[str, list[Effect]] = {
        "lognormal": [each for each in causes if each.lognormal],
        "background": [each for each in causes if each.source.kind == "background"],
        "other": [each for each in causes if not each.lognormal and each.source.kind != "background"],
    }
    said = {
        "lognormal": Text(
            zh="对数正态分布以名义值为中位数，而其平均值高于中位数：{}",
            en="a lognormal distribution has the nominal value as its median, and its mean is above the median: {}",
        ),
        "background": Text(
            zh="背景数据的分布不以名义值为平均值：{}",
            en="the distributions in the background do not have the nominal values as means: {}",
        ),
        "other": Text(zh="分布不以名义值为中心：{}", en="distributions that are not centred on the nominal value: {}"),
    }
    made = []
    for group, effects in groups.items():
        if effects:
            zh = "、".join(f"{_name(e.source.names, 'zh')}（{_signed(e.shift, nominal)}）" for e in effects)
            en = ", ".join(f"{_name(e.source.names, 'en')} ({_signed(e.shift, nominal)})" for e in effects)
            made.append(Text(zh=said[group].zh.format(zh), en=said[group].en.format(en)))
    return made


def _together(found: FirstOrder, difference: float, nominal: float) -> Text:
    """Many small sources, of which none is worth its name; told apart by whether they are the background's."""
    shift = sum(effect.shift for effect in found.effects if effect.source.kind == "background")
    if shift / difference >= WORTH:
        return Text(
            zh=f"背景数据的分布合计（{_signed(shift, nominal)}）",
            en=f"the distributions in the background all together ({_signed(shift, nominal)})",
        )
    return Text(zh="由许多小的来源共同造成", en="many small sources do it together")


def standard_error(sd: float, draws: int) -> float:
    """Of a mean of independent draws."""
    return sd / sqrt(draws)


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "?")


def _relative(difference: float, nominal: float) -> str:
    if not nominal:
        return f"{abs(difference):.2g} kg CO2e"
    return f"{abs(difference / nominal) * 100:.2g} %"


def _signed(shift: float, nominal: float) -> str:
    return f"{'+' if shift > 0 else '−'}{_relative(shift, nominal)}"
