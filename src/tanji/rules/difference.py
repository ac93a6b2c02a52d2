"""Two versions of a pack, in words: what was added, removed and changed, parameter by parameter and rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanji.errors import Text
from tanji.model.ruleset import Pack, Rule, RuleParameter

_MEMBERS = {
    "require": Text(zh="要求", en="the requirement"),
    "when": Text(zh="适用条件", en="the condition of application"),
    "each": Text(zh="逐项范围", en="the items"),
    "function": Text(zh="函数", en="the function"),
    "severity": Text(zh="严重程度", en="the severity"),
    "clause": Text(zh="条款", en="the clause"),
    "message": Text(zh="提示", en="the message"),
    "remedy": Text(zh="改正办法", en="the remedy"),
    "names": Text(zh="名称", en="the name"),
    "question": Text(zh="提问", en="the question"),
    "needs": Text(zh="所需文件", en="what it needs"),
    "item": Text(zh="清单编号", en="the checklist number"),
}


def difference(before: Pack, after: Pack) -> tuple[Text, ...]:
    """What changed from one version to the other, a sentence each; nothing where they say the same."""
    said = [*_about(before, after)]
    said += _parameters({p.id: p for p in before.parameters}, {p.id: p for p in after.parameters})
    said += _rules({r.id: r for r in before.rules}, {r.id: r for r in after.rules})
    return tuple(said)


def _about(before: Pack, after: Pack) -> Iterator[Text]:
    for member, zh, en in (
        ("status", "状态", "The status"),
        ("effective", "实施日期", "The first day of force"),
        ("until", "最后使用日", "The last day of use"),
        ("number", "编号", "The number"),
        ("builds_on", "所依据的规则包", "What it builds on"),
    ):
        old, new = getattr(before, member), getattr(after, member)
        if old != new:
            yield Text(zh=f"{zh}：{_plain(old)} → {_plain(new)}", en=f"{en}: {_plain(old)} → {_plain(new)}")


def _parameters(old: Mapping[str, RuleParameter], new: Mapping[str, RuleParameter]) -> Iterator[Text]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield Text(zh=f"新增参数“{name}”", en=f"The parameter {name} is new")
        elif name not in new:
            yield Text(zh=f"删除参数“{name}”", en=f"The parameter {name} is gone")
        else:
            yield from _values(old[name], new[name])


def _values(old: RuleParameter, new: RuleParameter) -> Iterator[Text]:
    earlier = {value.since: value for value in old.values}
    later = {value.since: value for value in new.values}
    for day in sorted({*earlier, *later}):
        was, now = earlier.get(day), later.get(day)
        if was is None and now is not None:
            unit = f" {new.unit}" if new.unit else ""
            yield Text(
                zh=f"参数“{new.id}”自 {day} 起为 {_plain(now.value)}{unit}",
                en=f"The parameter {new.id} is {_plain(now.value)}{unit} from {day} on",
            )
        elif now is None:
            yield Text(zh=f"参数“{new.id}”删除 {day} 的取值", en=f"The parameter {new.id} lost its value of {day}")
        elif was is not None and was.value != now.value:
            yield Text(
                zh=f"参数“{new.id}”自 {day} 的取值：{_plain(was.value)} → {_plain(now.value)}",
                en=f"The parameter {new.id} from {day}: {_plain(was.value)} → {_plain(now.value)}",
            )


def _rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[Text]:
    for name in sorted({*old, *new}):
        if name not in old:
            rule = new[name]
            yield Text(
                zh=f"新增规则“{name}”：{rule.names.get('zh', '')}",
                en=f"The rule {name} is new: {rule.names.get('en', '')}",
            )
        elif name not in new:
            yield Text(zh=f"删除规则“{name}”", en=f"The rule {name} is gone")
        else:
            for member, said in _MEMBERS.items():
                was, now = getattr(old[name], member), getattr(new[name], member)
                if was != now:
                    yield Text(
                        zh=f"规则“{name}”的{said.zh}：{_plain(was)} → {_plain(now)}",
                        en=f"{said.en[:1].upper()}{said.en[1:]} of the rule {name}: {_plain(was)} → {_plain(now)}",
                    )


def _plain(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, Mapping):
        return " / ".join(str(each) for each in value.values())
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "—"
    if hasattr(value, "clause"):
        return f"{value.source} {value.clause}"
    return str(value)
