"""A rule in words, Chinese and English, made from its condition: what a lawyer reads beside the code that is judged.

The words of members and values are data (`data/words.csv`); parameters have names of their own. A condition of which a
part has no words is shown with that part as it is written, so nothing is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from tanji.errors import Language, Text
from tanji.model.document import Names
from tanji.model.ruleset import Rule
from tanji.rules.grammar import Binary, Call, Choice, Literal, Member, Node, Unary, Unreadable, parsed

_SIGNS: Final[Mapping[str, Text]] = {
    "==": Text(zh="{}为{}", en="{} is {}"),
    "!=": Text(zh="{}不为{}", en="{} is not {}"),
    "<=": Text(zh="{}不大于{}", en="{} is not more than {}"),
    ">=": Text(zh="{}不小于{}", en="{} is not less than {}"),
    "<": Text(zh="{}小于{}", en="{} is less than {}"),
    ">": Text(zh="{}大于{}", en="{} is more than {}"),
    "in": Text(zh="{}属于{}", en="{} is among {}"),
    "&&": Text(zh="{}，并且{}", en="{}, and {}"),
    "||": Text(zh="{}，或者{}", en="{}, or {}"),
    "+": Text(zh="{} ＋ {}", en="{} + {}"),
    "-": Text(zh="{} − {}", en="{} − {}"),
    "*": Text(zh="{} × {}", en="{} × {}"),
    "/": Text(zh="{} ÷ {}", en="{} ÷ {}"),
}
_BLANK: Final = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_CODE: Final = re.compile(r"&&|\|\||==|\w\(|\*\.|\b(?:study|footprint|derived|parameter|item)\.")
"""What only code has."""
_LOOSE: Final = {"&&", "||"}
_SUMS: Final = {"+", "-", "*", "/"}
_METHODS: Final[Mapping[str, Text]] = {
    "contains": Text(zh="{}含有{}", en="{} contains {}"),
    "startsWith": Text(zh="{}以{}开头", en="{} begins with {}"),
    "endsWith": Text(zh="{}以{}结尾", en="{} ends with {}"),
}
_EMPTY: Final[Mapping[tuple[str, str], Text]] = {
    ("==", "0"): Text(zh="不存在{}", en="there are none of the following: {}"),
    (">", "0"): Text(zh="{}不为空", en="{} is not empty"),
}


@dataclass(frozen=True, slots=True)
class _Scope:
    """Names of parameters, and the chain of members that each bound variable stands for."""

    parameters: Mapping[str, Names]
    bound: Mapping[str, tuple[str, ...]]

    def where(self, name: str, chain: tuple[str, ...]) -> _Scope:
        return _Scope(self.parameters, {**self.bound, name: (*chain, "*")})


def requirement(rule: Rule, parameters: Mapping[str, Names]) -> Text:
    """The whole requirement as one sentence in each language: for which items, when, and what must hold.

    `parameters` are names by id. A rule that is a function says its name; a question is its own sentence.
    """
    if rule.question is not None:
        return Text(zh=rule.question.get("zh", "?"), en=rule.question.get("en", "?"))
    scope = _Scope(parameters, {})
    zh, en = "", ""
    if rule.each is not None:
        over = said(rule.each, scope)
        scope = scope.where("item", _chain(rule.each))
        zh, en = f"对每一项{over.zh}：", f"For each of the {_bare(over.en)}: "
    if rule.when is not None:
        when = said(rule.when, scope)
        zh, en = f"{zh}如{when.zh}，则", f"{en}where {when.en}, "
    if rule.function is not None:
        names = {"zh": rule.names.get("zh", "?"), "en": rule.names.get("en", "?")}
        must = Text(zh=f"{names['zh']}（由函数 {rule.function} 计算）", en=f"{names['en']} (function {rule.function})")
        return Text(zh=f"{zh}{must.zh}。", en=_sentence(f"{en}{must.en}."))
    must = said(rule.require or "", scope)
    return Text(zh=_tidy(f"{zh}要求：{must.zh}。"), en=_sentence(f"{en}it is required that {must.en}."))


def asked(rule: Rule, parameters: Mapping[str, Names]) -> Text:
    """What a rule that follows from content asks: its requirement where all of that has words, else its name.

    The content that it follows from says the rest in words of its own, such as which lines stand for a process.
    """
    whole = requirement(rule, parameters)
    if rule.question is not None or not _CODE.search(whole.zh + whole.en):
        return whole
    return Text(zh=f"要求：{rule.names.get('zh', '?')}。", en=f"It is required: {rule.names.get('en', '?')}.")


def _tidy(chinese: str) -> str:
    """Numbers with one space on either side, none at a sign."""
    return re.sub(r" +(?=[，。；：）])", "", re.sub(r" {2,}", " ", chinese))


def _sentence(english: str) -> str:
    return english[0].upper() + english[1:]


def blanks(rule: Rule, message: Names, parameters: Mapping[str, Names]) -> Text:
    """A message with the words of its members where figures will stand: `〈the system boundary〉`."""
    scope = _Scope(parameters, {})
    if rule.each is not None:
        scope = scope.where("item", _chain(rule.each))

    def filled(language: Language) -> str:
        text = message.get(language) or next(iter(message.values()), "?")
        return _BLANK.sub(lambda found: f"〈{_member(tuple(found[1].split('.')), scope).of(language)}〉", text)

    return Text(zh=filled("zh"), en=filled("en"))


def condition(text: str, parameters: Mapping[str, Names]) -> Text:
    """A condition alone in words, or as it is written where it is beyond the grammar."""
    return said(text, _Scope(parameters, {}))


def said(condition: str, scope: _Scope) -> Text:
    """A condition in words, or as it is written where it is beyond the grammar."""
    try:
        return _said(parsed(condition), scope)
    except Unreadable:
        return Text(zh=f"条件 {condition} 成立", en=f"the condition {condition} holds")


def _said(node: Node, scope: _Scope) -> Text:
    if isinstance(node, Literal):
        return _value(node.text)
    if isinstance(node, Member):
        return _member(node.parts, scope)
    if isinstance(node, Unary):
        return _not(node, scope)
    if isinstance(node, Binary):
        return _binary(node, scope)
    if isinstance(node, Choice):
        parts = [_said(each, scope) for each in (node.condition, node.one, node.other)]
        return _joined(Text(zh="若{}则{}，否则{}", en="if {} then {}, else {}"), parts)
    return _call(node, scope)


def _binary(node: Binary, scope: _Scope) -> Text:
    empty = isinstance(node.left, Call) and node.left.name == "size" and isinstance(node.right, Literal)
    if empty and isinstance(node.left, Call) and isinstance(node.right, Literal):
        form = _EMPTY.get((node.sign, node.right.text.removesuffix(".0")))
        if form is not None:
            inner = _said((*node.left.arguments, node.left.target)[0] or node.left, scope)
            return _joined(form, [Text(zh=inner.zh, en=_bare(inner.en) if node.sign == "==" else inner.en)])
    if node.sign not in _SIGNS:
        raise Unreadable(node.sign)
    parts = []
    for side in (node.left, node.right):
        words = _statement(side, scope) if node.sign in _LOOSE else _said(side, scope)
        below = side.sign if isinstance(side, Binary) else ""
        if below in (_LOOSE | _SUMS) and below != node.sign and node.sign in (_LOOSE | _SUMS):
            words = Text(zh=f"（{words.zh}）", en=f"({words.en})")
        parts.append(words)
    return _joined(_SIGNS[node.sign], parts)


def _statement(node: Node, scope: _Scope) -> Text:
    """Something that is true or false as a sentence; a member alone is said to hold."""
    words = _said(node, scope)
    return Text(zh=f"有{words.zh}", en=f"there is {words.en}") if isinstance(node, Member) else words


def _not(node: Unary, scope: _Scope) -> Text:
    inner = _said(node.of, scope)
    if node.sign == "-":
        return Text(zh=f"负的{inner.zh}", en=f"minus {inner.en}")
    if isinstance(node.of, Member):
        return Text(zh=f"不得出现：{inner.zh}", en=f"there is not {inner.en}")
    if isinstance(node.of, Call) and node.of.name == "has":
        what = _said(node.of.arguments[0], scope)
        return Text(zh=f"没有给出{what.zh}", en=f"{what.en} is not given")
    return Text(zh=f"并非（{inner.zh}）", en=f"not ({inner.en})")


def _call(node: Call, scope: _Scope) -> Text:
    if node.name == "has" and len(node.arguments) == 1:
        what = _said(node.arguments[0], scope)
        return Text(zh=f"已给出{what.zh}", en=f"{what.en} is given")
    if node.name in {"all", "exists"} and len(node.arguments) == 2 and isinstance(node.target, Member):
        return _over(node, scope)
    if node.name == "index" and isinstance(node.target, Member):
        return _member((*node.target.parts, "*"), scope)
    if node.name == "size":
        inner = _said((*node.arguments, node.target)[0] or node, scope)
        return Text(zh=f"{inner.zh}的个数", en=f"the number of {_bare(inner.en)}")
    if node.name in _METHODS and node.target is not None and len(node.arguments) == 1:
        return _joined(_METHODS[node.name], [_said(each, scope) for each in (node.target, node.arguments[0])])
    if node.name != "list":
        raise Unreadable(node.name)
    parts = [_said(each, scope) for each in node.arguments]
    return Text(zh="、".join(part.zh for part in parts), en=", ".join(part.en for part in parts))


def _over(node: Call, scope: _Scope) -> Text:
    """`all` and `exists`: every element, or one at least."""
    over, variable = node.target, node.arguments[0]
    if not isinstance(over, Member) or not isinstance(variable, Member):
        raise Unreadable(node.name)
    chain = (*scope.bound.get(over.parts[0], over.parts[:1]), *over.parts[1:])
    words, inner = _said(over, scope), _statement(node.arguments[1], scope.where(variable.parts[0], chain))
    if node.name == "all":
        return Text(zh=f"每一项{words.zh}都满足：{inner.zh}", en=f"for every one of {words.en}: {inner.en}")
    return Text(zh=f"至少有一项{words.zh}满足：{inner.zh}", en=f"for at least one of {words.en}: {inner.en}")


def _member(parts: tuple[str, ...], scope: _Scope) -> Text:
    if parts[0] == "parameter" and len(parts) > 1:
        names = scope.parameters.get(parts[1])
        zh = f"“{names['zh']}”的规定值" if names and names.get("zh") else parts[1]
        en = f'the value set for "{names["en"]}"' if names and names.get("en") else parts[1]
        return Text(zh=zh, en=en)
    full = (*scope.bound.get(parts[0], parts[:1]), *parts[1:])
    words = _words()
    known = words.get(".".join(full))
    if known is None and "*" in full:
        last = len(full) - 1 - full[::-1].index("*")
        known = words.get(".".join(full[last:]))
        if known is None and last == len(full) - 1:
            known = Text(zh="该项", en="it")
    return known or Text(zh=f"成员 {'.'.join(full)}", en=f"the member {'.'.join(full)}")


def _value(text: str) -> Text:
    if text[0] in "\"'":
        plain = text[1:-1]
        return _words().get(f"={plain}") or Text(zh=f"“{plain}”", en=f'"{plain}"')
    number = text.removesuffix(".0")
    return Text(zh=f" {number} ", en=number)


def _joined(form: Text, parts: list[Text]) -> Text:
    return Text(zh=form.zh.format(*(part.zh for part in parts)), en=form.en.format(*(part.en for part in parts)))


def _bare(english: str) -> str:
    return english.removeprefix("the ").removeprefix("a ")


def _chain(expression: str) -> tuple[str, ...]:
    try:
        node = parsed(expression)
    except Unreadable:
        return ()
    return node.parts if isinstance(node, Member) else ()


@cache
def _words() -> Mapping[str, Text]:
    text = (files("tanji.rules") / "data" / "words.csv").read_text("utf-8")
    return {row["key"]: Text(zh=row["zh"], en=row["en"]) for row in csv.DictReader(text.splitlines())}
