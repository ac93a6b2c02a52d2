"""Two versions of a pack, in words: what was added, removed and changed, by parameter, section of content and rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanji.errors import Language, Text
from tanji.model.clause import Clause
from tanji.model.content import Content, Section
from tanji.model.document import Names
from tanji.model.ruleset import Pack, Rule, RuleParameter
from tanji.rules.told import Passage, Said, passages, sections, word

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
    names = {p.id: p.names for p in (*before.parameters, *after.parameters)}
    said += _content(before.content, after.content, names)
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


def _content(before: Content | None, after: Content | None, names: Mapping[str, Names]) -> Iterator[Text]:
    old, new = ({name: section for name, _, section in sections(each)} for each in (before, after))
    for name in (each for each in Content.model_fields if each in {*old, *new}):
        title = word(name)
        if name not in old or name not in new:
            zh, en = ("新增", "is new") if name in new else ("删除", "is gone")
            yield Text(zh=f"{zh}“{title.zh}”一节", en=f"The section {title.en!r} {en}")
        earlier, later = _parts(name, old, names), _parts(name, new, names)
        for path in {**earlier, **later}:
            yield from _passage(title, earlier.get(path), later.get(path))


def _parts(name: str, held: Mapping[str, Section], names: Mapping[str, Names]) -> dict[str, Passage]:
    return {each.path: each for each in passages(name, held[name], names)} if name in held else {}


def _passage(title: Text, was: Passage | None, now: Passage | None) -> Iterator[Text]:
    one = now or was
    assert one is not None  # noqa: S101 - the path is of one of the two
    zh = f"{title.zh}·{one.label.zh}" + (f"“{one.name.zh}”" if one.name else "")
    en = f"{title.en}, {one.label.en}" + (f" {one.name.en!r}" if one.name else "")
    if was is None or now is None:
        said = "；".join(f"{each.label.zh} {each.value.zh}" if one.name else each.value.zh for each in one.said)
        said_en = "; ".join(f"{each.label.en} {each.value.en}" if one.name else each.value.en for each in one.said)
        how, how_en = ("新增", "new") if was is None else ("删除", "gone")
        colon, colon_en = (f"：{said}", f": {said_en}") if said else ("", "")
        yield Text(zh=f"{zh}（{how}）{colon}", en=f"{en} ({how_en}){colon_en}")
        return
    if one.name is not None and was.name is not None and now.name is not None and was.name != now.name:
        yield Text(zh=f"{zh}的名称：{was.name.zh} → {now.name.zh}", en=f"{en}: {was.name.en} → {now.name.en}")
    earlier, later = {each.path: each for each in was.said}, {each.path: each for each in now.said}
    for path in {**earlier, **later}:
        old, new = earlier.get(path), later.get(path)
        if old is None or new is None or old.value != new.value:
            label = (old or new or now.said[0]).label
            part, part_en = (f"的{label.zh}", f", {label.en}") if one.name else ("", "")
            values = [_shown(old, "zh"), _shown(new, "zh"), _shown(old, "en"), _shown(new, "en")]
            yield Text(zh=f"{zh}{part}：{values[0]} → {values[1]}", en=f"{en}{part_en}: {values[2]} → {values[3]}")
    if _where(was.clause) != _where(now.clause):
        yield Text(
            zh=f"{zh}的条款：{_where(was.clause)} → {_where(now.clause)}",
            en=f"{en}, clause: {_where(was.clause)} → {_where(now.clause)}",
        )


def _shown(said: Said | None, language: Language) -> str:
    return "—" if said is None else said.value.of(language)


def _where(clause: Clause) -> str:
    return f"{clause.source} {clause.clause} ({clause.status})"


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
